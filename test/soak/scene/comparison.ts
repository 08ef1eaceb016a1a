import type { Message } from '../../../shared/domain/conversation.ts';

/** One message of a customer. */
export interface Sent {
  /** Occurs in this message only: what search must find exactly once. */
  readonly word: string;
  readonly text: string;
}

export type Shown = Pick<Message, 'id' | 'kind' | 'text'>;

const wordInText = /kiwi[a-z]{4}x/g;

/** Letters only: digits in a row could look like a card number. All are of one length, so that none begins another. */
export function wordOf(number: number): string {
  let letters = '';
  for (let rest = number, n = 0; n < 4; n += 1) {
    letters = String.fromCodePoint(97 + (rest % 26)) + letters;
    rest = Math.floor(rest / 26);
  }
  return `kiwi${letters}x`;
}

/**
 * What was sent, by customer and in order, against what is shown, by conversation and in order: each message once, in
 * the one conversation of its customer, in order, and nothing else.
 */
export function differences(sent: ReadonlyMap<string, readonly Sent[]>, shown: readonly (readonly Shown[])[]): string[] {
  const found: string[] = [];
  const ids = shown.flat().map(({ id }) => id);
  const twice = ids.length - new Set(ids).size;
  if (twice > 0) found.push(`${twice} messages are there again under an id that another has.`);

  const conversationOf = new Map<string, string[]>();
  const expected = new Set([...sent.values()].flat().map(({ word }) => word));
  for (const messages of shown) {
    const words = messages.filter(({ kind }) => kind === 'inbound').flatMap(({ text }) => text.match(wordInText) ?? [`(${text})`]);
    for (const word of words) {
      if (conversationOf.has(word)) found.push(`${word} is there twice.`);
      else if (!expected.has(word)) found.push(`${word} is there, and nobody sent it.`);
      conversationOf.set(word, words);
    }
  }
  for (const [customer, written] of sent) {
    for (const { word } of written) if (!conversationOf.has(word)) found.push(`${word} of ${customer} is lost.`);
    const words = written.map(({ word }) => word);
    const there = conversationOf.get(words[0] ?? '') ?? [];
    if (there.join(' ') !== words.join(' ')) found.push(`The conversation of ${customer} has ${there.join(' ')}; sent was ${words.join(' ')}.`);
  }
  return found;
}
