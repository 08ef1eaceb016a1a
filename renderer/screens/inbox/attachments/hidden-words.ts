import type { HiddenCount } from '../../../../shared/domain/attachment.ts';
import { languages } from '../../../../shared/language/languages.ts';
import { language, messages, say } from '../../../languages/spoken.ts';
import { findingWords } from '../findings/finding-words.ts';

/** "2 × card number, 1 × e-mail address": as many kinds as can be read at a glance. */
export function hiddenWords(hidden: readonly HiddenCount[]): string {
  const shown = hidden.slice(0, most).map((each) => say(messages.attachments.hiddenKind, { n: each.count, title: lowerCased(findingWords(each).title) }));
  return hidden.length > most ? say(messages.attachments.andMore, { shown: shown.join(', ') }) : shown.join(', ');
}

const most = 3;
/** But for what is written in capitals. */
const lowerCased = (title: string) => (/^[A-Z]{2}/.test(title) || languages[language].capitalNouns ? title : title.charAt(0).toLowerCase() + title.slice(1));
