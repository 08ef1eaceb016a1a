import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestWord, OwnWord, wordsOf } from '../../../../shared/domain/spelling.ts';
import { runs } from '../../../doubles/how-often.ts';

const read = (text: string) => wordsOf(text).map(({ start, end }) => text.slice(start, end));

describe('the words that spelling looks at', () => {
  it.each([
    ['Dear Anna, don’t worry.', ['Dear', 'Anna', 'don’t', 'worry']],
    ['Write to anna@mail.example or see https://shop.example/cart now', ['Write', 'to', 'or', 'see', 'now']],
    ['Hello {{customer.name}}, order 4711-A of the DHL, B2B', ['Hello', 'order', 'of', 'the']],
    ['@Ben please look, www.shop.example too', ['please', 'look', 'too']],
    ['the dogs’ follow-up - so', ['the', 'dogs', 'follow-up', 'so']],
    ['Größe, élève, İstanbul', ['Größe', 'élève', 'İstanbul']],
    ['a I x', []],
    ['y'.repeat(60), ['y'.repeat(60)]],
    ['z'.repeat(61), []],
    ['', []],
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected));

  it('lie in the text one behind the other, are short enough, and can be taught, whatever the text is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.array(fc.constantFrom('a', 'é', '’', '-', '@', '1', ' ', '{{', '}}', 'www.', '://', 'ß', '\u0301'), { maxLength: 120 }).map((parts) => parts.join(''))), (text) => {
        let before = 0;
        for (const { start, end } of wordsOf(text)) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(end - start).toBeLessThanOrEqual(longestWord);
          expect(OwnWord.safeParse(text.slice(start, end)).success).toBe(true);
          before = end;
        }
        expect(before).toBeLessThanOrEqual(text.length);
      }),
      runs(500),
    );
  });
});
