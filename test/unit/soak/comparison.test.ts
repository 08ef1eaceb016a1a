import { expect, test } from 'vitest';
import { MessageId } from '../../../shared/domain/ids.ts';
import { differences, type Sent, type Shown, wordOf } from '../../soak/scene/comparison.ts';

const says = (word: string): Sent => ({ word, text: `Hello, this is ${word}.` });
const [a, b, c] = [says(wordOf(0)), says(wordOf(1)), says(wordOf(700))];
const shown = ({ text }: Sent): Shown => ({ id: MessageId.parse(crypto.randomUUID()), kind: 'inbound', text });
const sent = new Map([['one', [a, b]], ['two', [c]]]);

test('finds nothing where each message is there once, in order; what the shop wrote does not count', () => {
  expect(differences(sent, [[shown(c)], [shown(a), { ...shown(a), kind: 'outbound' }, shown(b)]])).toEqual([]);
});

test.each([
  ['a lost message', [[shown(c)], [shown(a)]]],
  ['a lost conversation', [[shown(a), shown(b)]]],
  ['a message that is there twice', [[shown(c)], [shown(a), shown(b), shown(b)]]],
  ['a message in two conversations', [[shown(c), shown(a)], [shown(a), shown(b)]]],
  ['the wrong order', [[shown(c)], [shown(b), shown(a)]]],
  ['one conversation made of two', [[shown(a), shown(b), shown(c)]]],
  ['two conversations made of one', [[shown(c)], [shown(a)], [shown(b)]]],
  ['a message that nobody sent', [[shown(c)], [shown(a), shown(b)], [shown(says(wordOf(9)))]]],
  ['an id that two messages have', [[shown(c)], [shown(a), shown(b)].map((each) => ({ ...each, id: MessageId.parse('6c2c1bd5-59f4-4a4c-9a0e-0e6a4d3c9b11') }))]],
])('finds %s', (_what, conversations) => {
  expect(differences(sent, conversations)).not.toEqual([]);
});
