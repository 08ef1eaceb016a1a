import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactSequence, redactText } from '../../../../shared/redaction/index.ts';
import { card, digitsIn } from './card-examples.ts';
import { runs } from '../../../doubles/how-often.ts';

const texts = (...messages: string[]) => redactSequence(messages).map(({ text }) => text);

describe('messages of one sender', () => {
  test('a card whose second half comes in the next message is masked in both', () => {
    expect(texts('4242 4242', '4242 4242')).toEqual(['[card ****]', '[card **** 4242]']);
    expect(texts('my card is 4242 4242', 'and then 4242 4242, ok?')).toEqual(['my card is [card ****]', 'and then [card **** 4242], ok?']);
  });

  test('a card over four messages', () => {
    expect(texts('4242', '4242', '4242', '4242')).toEqual(['[card ****]', '[card ****]', '[card ****]', '[card **** 4242]']);
  });

  test('the security code may come later', () => {
    expect(texts('4242424242424242', 'cvv 123')).toEqual(['[card **** 4242]', 'cvv [card security code]']);
    expect(texts('[card **** 4242]', 'exp 12/26', '123')).toEqual(['[card **** 4242]', 'exp [card expiry]', '[card security code]']);
  });

  test('masks that stood there before are listed where they now stand', () => {
    const [first, second] = redactSequence(['[card **** 4242] or 5555 5555', '5555 4444']);
    expect(first!.text).toBe('[card **** 4242] or [card ****]');
    expect(first!.findings.map(({ mask, start }) => ({ mask, start }))).toEqual([{ mask: '[card **** 4242]', start: 0 }, { mask: '[card ****]', start: 20 }]);
    expect(second!.text).toBe('[card **** 4444]');
  });

  test('numbers of different messages are not put together when words stand between them', () => {
    expect(texts('order 4242 4242', 'I called at 4242 4242 times')).toEqual(['order 4242 4242', 'I called at 4242 4242 times']);
    expect(texts('4242 4242 is what I ordered, and it has not come, which is a pity', '4242 4242')[0]).toContain('4242 4242');
  });

  test('one message is redacted as a text is', () => {
    fc.assert(
      fc.property(card, fc.string(), ({ number }, words) => {
        const text = `${words}\n${number}\n${words}`;
        expect(redactSequence([text])[0]!.text).toBe(redactText(text).text);
      }),
    );
  });

  test('a card cut anywhere leaves no seven digits behind, and a second reading changes nothing', () => {
    fc.assert(
      fc.property(card, fc.integer({ min: 1, max: 11 }), ({ number }, at) => {
        const once = texts(number.slice(0, at), number.slice(at));
        expect(digitsIn(once.join(''))).toBe(number.slice(-4));
        expect(texts(...once)).toEqual(once);
      }),
    );
  });

  test('digits that could be a code beside a mask, and are the beginning of a card, are masked once, as the card', () => {
    expect(texts('[card ****]', '4242 424267591735')).toEqual(['[card ****]', '[card **** 1735]']);
    const once = texts('[card ****]', '4242 424267591735', '4000000000000002 4242');
    expect(once[1]).toBe('[card **** 1735]');
    expect(texts(...once)).toEqual(once);
  });

  test('whatever is written, a second reading changes nothing', () => {
    const words = fc.oneof(card.map(({ number }) => number.slice(0, 8)), card.map(({ number }) => number), fc.constantFrom(' ', '4242', '4242 4242', 'card', '12/26', 'cvv 123', 'and then ', '[card ****]', '\ufffe'));
    const message = fc.array(words, { maxLength: 5 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(message, { maxLength: 6 }), (messages) => {
        const once = texts(...messages);
        expect(texts(...once)).toEqual(once);
      }),
      runs(3000),
    );
  });

  test('as many texts come back as went in', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 8 }), (messages) => {
        expect(redactSequence(messages)).toHaveLength(messages.length);
      }),
    );
  });
});
