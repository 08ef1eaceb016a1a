import { IntlMessageFormat } from 'intl-messageformat';
import type { Variables } from './variables.ts';

/** Puts values into an ICU message. What the message has to be given is known to the type checker. */
export type Say = <S extends string>(message: S, values: Variables<S>) => string;

/**
 * Formats messages for one locale. A message is parsed when it is first said.
 *
 * @param locale BCP 47: decides plural forms and the look of numbers
 * @throws SyntaxError of a message that is not ICU syntax; the catalogues' tests say every one of them
 */
export function createSpeaker(locale: string): Say {
  const parsed = new Map<string, IntlMessageFormat>();
  return (message, values) => {
    let format = parsed.get(message);
    if (format === undefined) {
      // Tags are no part of our messages: "<" is a letter like any other.
      format = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true });
      parsed.set(message, format);
    }
    return format.format<never>(values) as string;
  };
}
