import type { SendOutcome } from '../channel.ts';
import { failures } from '../meta/words.ts';

/** What a number of the provider's list of errors means for a message. `held`: not its fault, it waits; IT learns of it. */
type Meaning = { readonly what: 'failed'; readonly words: string } | { readonly what: 'later'; readonly words: string; readonly afterMs?: number } | { readonly what: 'held'; readonly words: string };

const failed = (words: string): Meaning => ({ what: 'failed', words });
const unreachable = failed('WhatsApp could not deliver it: the customer may no longer have WhatsApp, may use an old version, or has not agreed to its terms. Use another channel.');
const busy = { what: 'later', words: failures.busy } as const;
const signIn: Meaning = { what: 'held', words: failures.signIn };
const account = (words: string): Meaning => ({ what: 'held', words });

/** By the documented error codes of the WhatsApp Cloud API. */
const meanings: Readonly<Record<number, Meaning>> = {
  0: signIn,
  3: signIn,
  10: signIn,
  190: signIn,
  200: signIn,
  131_005: signIn,
  4: busy,
  80_007: busy,
  131_000: busy,
  131_016: busy,
  131_048: busy,
  131_057: busy,
  130_429: busy,
  131_056: { ...busy, afterMs: 7_000 },
  368: account('WhatsApp has blocked the company’s account for breaking its rules. IT has to look at it.'),
  131_031: account('WhatsApp has locked the company’s account. IT has to look at it.'),
  131_042: account('WhatsApp could not charge the company’s account. IT has to look at it.'),
  131_045: account('The company’s number is not registered at WhatsApp as it should be. IT has to look at it.'),
  133_010: account('The company’s number is not registered at WhatsApp. IT has to look at it.'),
  131_026: unreachable,
  131_030: failed('WhatsApp lets this number write to test numbers only. IT has to look at it.'),
  131_021: failed('It was addressed to the company’s own number.'),
  131_047: failed(failures.windowWhatsApp),
  131_049: failed('WhatsApp did not deliver it, because this customer gets many messages of companies. Use another channel.'),
  131_050: failed('The customer does not want messages of this kind.'),
  131_051: failed('WhatsApp does not take messages of this kind.'),
  131_052: failed('The customer’s file could not be fetched.'),
  131_053: failed('The file could not be sent.'),
  130_472: failed('WhatsApp did not deliver it, because the customer takes part in a test of WhatsApp’s. Use another channel.'),
  132_000: failed('The template needs other values than were given.'),
  132_001: failed('There is no approved template of that name in that language.'),
  132_005: failed('The template with its values is too long.'),
  132_007: failed('The template breaks WhatsApp’s rules.'),
  132_015: failed('The template is paused.'),
  132_016: failed('The template is blocked.'),
};

/** Messages with a number that is not in the table are not tried again: the provider has taken a look and said no. */
const meaningOf = (code: number): Meaning => meanings[code] ?? failed(failures.byCode('WhatsApp', code));

/** Numbers that say that the token, the account or the number needs IT. */
export const isHeld = (code: number) => meaningOf(code).what === 'held';

/** For the agent, of a message that WhatsApp took first and then did not deliver. */
export function failureWords(code: number): string {
  return meaningOf(code).words;
}

export function outcomeOf(code: number): SendOutcome {
  const meaning = meaningOf(code);
  switch (meaning.what) {
    case 'failed':
      return { kind: 'failed', reason: meaning.words };
    case 'later':
      return { kind: 'later', reason: meaning.words, ...(meaning.afterMs === undefined ? {} : { afterMs: meaning.afterMs }) };
    case 'held':
      return { kind: 'later', reason: meaning.words };
    default:
      return meaning satisfies never;
  }
}
