import type { CannedReply } from '../../../../shared/domain/canned-reply.ts';
import { fillCannedText, type TextValues } from '../../../../shared/domain/canned-text.ts';
import { cannedIn } from './canned.ts';
import './writing.css';
import { words } from './words.ts';
import { locale } from '../../../languages/spoken.ts';

export interface CannedPreviewProps {
  readonly reply: CannedReply;
  readonly language: string | null;
  readonly values: TextValues;
  readonly onLanguage: (language: string) => void;
}

/** What a canned reply would put in here, and the languages there are of it. */
export function CannedPreview({ reply, language, values, onLanguage }: CannedPreviewProps) {
  const shown = cannedIn(reply, language);
  return (
    <>
      {reply.texts.length > 1 && (
        <fieldset className="canned-languages" aria-label={words.languages}>
          {reply.texts.map((one) => (
            <button key={one.language} type="button" className="canned-language" aria-pressed={one.language === shown.language} onClick={() => onLanguage(one.language)}>
              {languageName(one.language)}
            </button>
          ))}
        </fieldset>
      )}
      <p className="canned-preview" lang={shown.language} dir="auto">
        {fillCannedText(shown.text, values)}
      </p>
      {thenWords(reply.afterwards) !== '' && <p className="canned-then">{words.whenSent(thenWords(reply.afterwards))}</p>}
    </>
  );
}

const names = new Intl.DisplayNames(locale, { type: 'language' });

export function languageName(tag: string): string {
  try {
    return names.of(tag) ?? tag;
  } catch {
    // As it is being typed it may be no tag yet.
    return tag;
  }
}

export function thenWords({ status, assignToMe }: CannedReply['afterwards']): string {
  return [...(status === null ? [] : [words.setTo(status)]), ...(assignToMe ? [words.assignToMe] : [])].join(', ');
}
