import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleOf, patternOf } from '../../../../hub/reveal/pattern-of.ts';
import { RedactionPolicy, redactText } from '../../../../shared/redaction/index.ts';

const cards = ['4242 4242 4242 4242', '4242424242424242', '3782 822463 10005', '378282246310005', '6304-0000-0000-0000', '5555555555554444', '3056 930902 5904', '123-45-6789', '123456789'];

describe('the form of a text as a pattern', () => {
  it('tells digits and letters by their number, and nothing else of them', () => {
    expect(patternOf('A-1234 5678')).toBe(String.raw`\b[A-Z]\-\d{4} \d{4}\b`);
    expect(patternOf('302-4455667-1122334')).toBe(String.raw`\b\d{3}\-\d{7}\-\d{7}\b`);
    expect(patternOf('#Xy9')).toBe(String.raw`\#[A-Z][a-z]\d\b`);
  });

  it('is none where cards and social security numbers have the same form, or there is no number in it', () => {
    for (const text of [...cards, 'Summer!', '', '   ', 'ключ 12', `A${'1'.repeat(80)}`]) expect([text, patternOf(text)]).toEqual([text, null]);
  });

  it('whatever it is made of, a policy takes it, it finds what it was made of, and no card is left alone by it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9 #./_$()[\]*+?|^\\-]{1,40}$/), (text) => {
        const pattern = patternOf(text);
        if (pattern === null) return;
        const policy = RedactionPolicy.parse({ patterns: [{ name: 'mistake', kind: 'leave', pattern, matches: [text.trim()], matchesNot: cards }] });
        for (const card of cards.slice(0, 2)) expect(redactText(`card ${card}`, policy).text).not.toContain(card);
      }),
      { numRuns: 300 },
    );
  });

  it('has an example, made up, that has the same form and nothing of what it was made of but what stands between digits and letters', () => {
    expect(exampleOf(String.raw`\b[A-Z]\-\d{4} \d{4}\b`)).toBe('A-1234 1234');
    expect(exampleOf(String.raw`\#[A-Z][a-z]\d\b`)).toBe('#Aa1');
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9 #./_$()[\]*+?|^{}\\-]{1,40}$/), (text) => {
        const pattern = patternOf(text);
        if (pattern !== null) expect(patternOf(exampleOf(pattern))).toBe(pattern);
      }),
      { numRuns: 500 },
    );
  });
});
