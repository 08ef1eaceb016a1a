import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { families, labelledSet, templates } from '../../../bench/redaction/labelled-set.ts';
import { labelTypes, languages } from '../../../bench/redaction/labelled-text.ts';
import { withCapitals } from '../../../bench/redaction/numbers/bank.ts';
import { cardWritings } from '../../../bench/redaction/numbers/cards.ts';
import { holds } from './known-rules.ts';

describe.each(families)('the labelled texts of the family %s', (family) => {
  const set = labelledSet(family);

  test('are the same each time, and others with another seed', () => {
    expect(labelledSet(family)).toEqual(set);
    const other = new Set(labelledSet(family, 1).map(({ text }) => text));
    expect(set.filter(({ text }) => other.has(text)).length).toBeLessThan(set.length / 4);
  });

  test('never say the same twice, and each has a name of its own', () => {
    expect(new Set(set.map(({ text }) => text)).size).toBe(set.length);
    expect(new Set(set.map(({ id }) => id)).size).toBe(set.length);
  });

  test('have labels in order, within the text, around the value and nothing else', () => {
    for (const { text, findings } of set) {
      let end = 0;
      for (const finding of findings) {
        expect(finding.start).toBeGreaterThanOrEqual(end);
        expect(finding.end).toBeGreaterThan(finding.start);
        expect(finding.end).toBeLessThanOrEqual(text.length);
        const value = text.slice(finding.start, finding.end);
        expect(value.trim()).toBe(value);
        end = finding.end;
      }
      expect(text).not.toMatch(/\{~?[a-z]|undefined|NaN/);
    }
  });

  test('hold only values that pass the rule of their type', () => {
    const broken = set.flatMap(({ id, text, language, findings }) =>
      findings.map(({ type, start, end }) => ({ id, type, language, value: text.slice(start, end) })).filter(({ type, language, value }) => !holds[type](value, language)),
    );
    expect(broken).toEqual([]);
  });

  test('come in all four languages, with texts in which nothing is to be found', () => {
    for (const language of languages) {
      const texts = set.filter((each) => each.language === language);
      expect(texts.length).toBeGreaterThan(family === 'known' ? 750 : 300);
      expect(texts.filter(({ findings }) => findings.length === 0).length).toBeGreaterThan(texts.length / 10);
    }
  });
});

test('there are at least 3,000 texts, at least 40 templates a language, and 15 kept apart', () => {
  expect(labelledSet('known').length).toBeGreaterThanOrEqual(3000);
  for (const language of languages) {
    const count = (family: (typeof families)[number]) => Object.values(templates[family][language]).slice(2).flat().length;
    expect(count('known')).toBeGreaterThanOrEqual(40);
    expect(count('held-out')).toBeGreaterThanOrEqual(15);
  }
});

test('the two families share no template', () => {
  for (const language of languages) {
    const known = new Set(Object.values(templates.known[language]).flat());
    expect(Object.values(templates['held-out'][language]).slice(2).flat().filter((each) => known.has(each))).toEqual([]);
  }
});

test('every type occurs, ten times at least; the types with a bar a hundred times', () => {
  const counts = new Map<string, number>();
  for (const { findings } of labelledSet('known')) for (const { type } of findings) counts.set(type, (counts.get(type) ?? 0) + 1);
  expect(labelTypes.filter((type) => (counts.get(type) ?? 0) < 10)).toEqual([]);
  for (const type of ['card', 'us-ssn', 'iban', 'phone', 'email', 'address', 'birth-date']) expect(counts.get(type)).toBeGreaterThanOrEqual(100);
});

test('cards are written in every way, in every language', () => {
  for (const language of languages) {
    const cards = labelledSet('known').filter((each) => each.language === language).flatMap(({ text, findings }) => findings.filter(({ type }) => type === 'card').map(({ start, end }) => text.slice(start, end)));
    const shapes: Readonly<Record<keyof typeof cardWritings, RegExp>> = {
      plain: /^\d{12,19}$/, space: /^\d+ \d+ \d+/, dash: /^\d+-\d+-\d+/, enDash: /\u2013/, dot: /^\d+\.\d+\./, slash: /\//, newline: /\n/, noBreakSpace: /\u00a0/, thinSpace: /\u202f/, zeroWidth: /\u200b/,
      doubledSpace: / {2}/, dashWithSpaces: / - /, doubledDash: /--/, mixed: /^\d+ \d+-\d+/, fullWidth: /^[\uff10-\uff19]+$/, fullWidthSpaced: /^[\uff10-\uff19]+ /, arabicIndic: /^[\u0660-\u0669]+$/, spelled: /\p{L}/u,
    };
    expect(Object.keys(shapes)).toEqual(Object.keys(cardWritings));
    expect(Object.entries(shapes).filter(([, shape]) => !cards.some((card) => shape.test(card))).map(([name]) => name)).toEqual([]);
  }
});

test('any seed gives a whole set with right offsets', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), (seed) => {
      for (const { text, language, findings } of labelledSet('held-out', seed)) for (const { type, start, end } of findings) expect(holds[type](text.slice(start, end), language), `${type}: ${text}`).toBe(true);
    }),
    { numRuns: 4 },
  );
});

// The examples of EIP-55.
test.each(['5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', 'fB6916095ca1df60bB79Ce92cE3Ea74c37c5d359', 'dbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB', 'D1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb'])('the Ethereum address %s gets its capitals', (address) => {
  expect(withCapitals(address.toLowerCase())).toBe(address);
});
