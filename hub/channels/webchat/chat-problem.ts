import { type CustomerWords, speakerOf, wordsIn } from '../../../shared/customer-words/words.ts';
import type { Language } from '../../../shared/language/languages.ts';
import { maxFileBytes, maxLeftText } from '../../widget/chat-frames.ts';

/** What the hub may have against what a page says, or against its visitor; said in the page's language. */
export type ChatProblem = Exclude<keyof CustomerWords['chat'], 'greeting' | 'automatic' | 'automaticQuestion'>;

export function problemIn(language: Language, problem: ChatProblem): string {
  const { chat } = wordsIn(language);
  // Two name a limit.
  if (problem === 'leftTooLong') return speakerOf(language)(chat.leftTooLong, { n: maxLeftText });
  if (problem === 'fileTooLarge') return speakerOf(language)(chat.fileTooLarge, { n: maxFileBytes / 1024 / 1024 });
  return chat[problem];
}
