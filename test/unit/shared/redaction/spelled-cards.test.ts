import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inspectText } from '../../../../shared/redaction/index.ts';
import { runs } from '../../../doubles/how-often.ts';
import { card } from './card-examples.ts';
import { expectMarked } from './marked.ts';

const words = {
  English: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
  German: ['null', 'eins', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun'],
  Spanish: ['cero', 'uno', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'],
  French: ['zéro', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf'],
} as const;

describe('a card said in words', () => {
  test.each(Object.entries(words))('in %s, in part or whole, is found and leaves none of its digits', (_language, digits) => {
    fc.assert(
      fc.property(card, fc.array(fc.boolean(), { minLength: 19, maxLength: 19 }), fc.constantFrom(' ', ', ', '\n', '-'), ({ number }, numerals, between) => {
        // At least half in words: fewer are a number with a word in it.
        const said = Array.from(number, (digit, index) => (numerals[index] === true && index % 2 === 0 ? digit : digits[Number(digit)])).join(between);
        const { redacted, findings } = inspectText(`it is ${said}.`);
        expect(findings.map(({ type }) => type)).toEqual(['card']);
        expect(redacted).toBe(`it is [card **** ${number.slice(-4)}].`);
      }),
      runs(300),
    );
  });

  test.each([
    ['an address in words', 'one two three four five six seven eight'],
    ['a count', 'I ordered two, then three, then four, and got one'],
  ])('%s without a right check digit is none', (_what, text) => expect(inspectText(text).findings).toEqual([]));

  test.each([
    ['English tens', 'it is ⟦card:forty-two forty-two forty-two forty-two forty-two forty-two forty-two forty-two⟧'],
    ['German tens', '⟦card:zweiundvierzig zweiundvierzig zweiundvierzig zweiundvierzig zweiundvierzig zweiundvierzig zweiundvierzig zweiundvierzig⟧'],
    ['Spanish tens', '⟦card:cuarenta y dos cuarenta y dos cuarenta y dos cuarenta y dos cuarenta y dos cuarenta y dos cuarenta y dos cuarenta y dos⟧'],
    ['French tens', '⟦card:quarante-deux quarante-deux quarante-deux quarante-deux quarante-deux quarante-deux quarante-deux quarante-deux⟧'],
    ['doubles', '⟦card:four double zero double zero double zero double zero double zero double zero double zero two⟧'],
    ['numerals between words', 'card ⟦card:four two four two 4242 4242 four two four two⟧'],
  ])('%s', (_what, written) => expectMarked(written));
});
