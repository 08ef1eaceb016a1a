import { oneTimeCodePattern, totpCodePattern, typedOneTimeCode } from '../../../shared/domain/typed-code.ts';

/** What was typed beside the passphrase so far: digits of an authenticator's code, or a one-time code in the form that is compared. */
export interface TypedFactor {
  readonly kind: 'app' | 'one-time';
  readonly text: string;
}

export const nothingTyped: TypedFactor = { kind: 'app', text: '' };

/** How many letters and digits a one-time code has. */
const oneTimeLength = 16;

/** What is kept of a field for one-time codes: however it was grouped, and no more than a whole one. */
export const keptOfOneTime = (typed: string): string => typedOneTimeCode(typed).slice(0, oneTimeLength);

/** The code, once it is whole. @param digits of this organisation's codes. */
export function wholeFactor({ kind, text }: TypedFactor, digits: number): string | null {
  switch (kind) {
    case 'app':
      return text.length === digits && totpCodePattern.test(text) ? text : null;
    case 'one-time':
      return oneTimeCodePattern.test(text) ? text : null;
  }
}

/** Where the caret belongs in `shown`, after the first `count` letters and digits. */
export function caretAfter(shown: string, count: number): number {
  let seen = 0;
  for (let place = 0; place < shown.length; place += 1) {
    if (seen === count) return place;
    if (shown[place] !== '-') seen += 1;
  }
  return shown.length;
}
