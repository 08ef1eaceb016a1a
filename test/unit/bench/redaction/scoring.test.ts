import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LabelType, LabelledText } from '../../../bench/redaction/labelled-text.ts';
import { placeholder, replacedStretches } from '../../../bench/redaction/replaced-stretches.ts';
import { type FoundSpan, type Mistake, ourCoarse, overlap, precision, recall, scoreCoarsely, scoreStrictly } from '../../../bench/redaction/scoring.ts';

const text = 'card 4242424242424242 and again 4000056655665556.';
const first = { start: 5, end: 21 };
const second = { start: 32, end: 48 };
const labelled = (...findings: readonly { readonly type: LabelType; readonly start: number; readonly end: number }[]): readonly LabelledText[] => [{ id: 'one', language: 'en', text, findings }];
const strictly = (texts: readonly LabelledText[], found: readonly FoundSpan[]) => scoreStrictly(texts, () => found);

describe('the strict score', () => {
  test('counts a value found where it is', () => {
    const score = strictly(labelled({ type: 'card', ...first }), [{ type: 'card', ...first }]).get('card')!;
    expect([recall(score), precision(score)]).toEqual([1, 1]);
  });

  test('counts a value missed, and a false alarm', () => {
    const score = strictly(labelled({ type: 'card', ...first }), [{ type: 'card', ...second }]).get('card')!;
    expect(score).toEqual({ labels: 1, found: 0, findings: 1, right: 0 });
  });

  test('counts the wrong type as both', () => {
    const scores = strictly(labelled({ type: 'card', ...first }), [{ type: 'phone', ...first }]);
    expect(recall(scores.get('card')!)).toBe(0);
    expect(precision(scores.get('phone')!)).toBe(0);
  });

  test('asks for four fifths of the union, and for three fifths of an address', () => {
    const found = (type: LabelType, end: number) => recall(strictly(labelled({ type, start: 0, end: 10 }), [{ type, start: 0, end }]).get(type)!);
    expect([found('card', 8), found('card', 7), found('card', 12), found('card', 13)]).toEqual([1, 0, 1, 0]);
    expect([found('address', 6), found('address', 5), found('address', 16), found('address', 17)]).toEqual([1, 0, 1, 0]);
  });

  test('lets one finding answer for one label only, and two findings for one label count once', () => {
    const twice = strictly(labelled({ type: 'card', ...first }), [{ type: 'card', ...first }, { type: 'card', ...first }]).get('card');
    expect(twice).toEqual({ labels: 1, found: 1, findings: 2, right: 1 });
    const both = strictly(labelled({ type: 'card', ...first }, { type: 'card', ...second }), [{ type: 'card', start: first.start, end: second.end }]).get('card');
    expect(both).toEqual({ labels: 2, found: 0, findings: 1, right: 0 });
  });

  test('names the mistakes', () => {
    const mistakes: Mistake[] = [];
    scoreStrictly(labelled({ type: 'card', ...first }), () => [{ type: 'phone', ...second }], (mistake) => mistakes.push(mistake));
    expect(mistakes).toEqual([
      { kind: 'missed', id: 'one', type: 'card', value: '4242424242424242' },
      { kind: 'false alarm', id: 'one', type: 'phone', value: '4000056655665556' },
    ]);
  });
});

describe('the score between libraries', () => {
  test('takes a value in pieces for found, and another kind of labelled value for no false alarm', () => {
    const scores = scoreCoarsely(labelled({ type: 'card', ...first }, { type: 'iban', ...second }), [[{ type: 'card', start: 5, end: 13 }, { type: 'card', start: 13, end: 21 }, { type: 'card', ...second }]], ourCoarse);
    expect(scores.get('card')).toEqual({ labels: 1, found: 1, findings: 3, right: 3 });
    expect(scores.get('iban')).toEqual({ labels: 1, found: 0, findings: 0, right: 0 });
  });

  test('counts a stretch that holds mostly words as a false alarm', () => {
    expect(scoreCoarsely(labelled({ type: 'card', ...first }), [[{ type: 'card', start: 0, end: 40 }]], ourCoarse).get('card')).toEqual({ labels: 1, found: 1, findings: 1, right: 0 });
  });
});

test('spans share nothing, something, all', () => {
  expect(overlap({ start: 0, end: 4 }, { start: 4, end: 8 })).toBe(0);
  expect(overlap({ start: 0, end: 4 }, { start: 2, end: 6 })).toBeCloseTo(1 / 3);
  expect(overlap({ start: 1, end: 4 }, { start: 1, end: 4 })).toBe(1);
});

describe('what was replaced', () => {
  test('is found again from the text that came back', () => {
    expect(replacedStretches('call 0123 or a@example.com', `call ${placeholder(0)} or ${placeholder(1)}`, ['phone', 'email'])).toEqual([{ type: 'phone', start: 5, end: 9 }, { type: 'email', start: 13, end: 26 }]);
    expect(replacedStretches('nothing here', 'nothing here', ['phone'])).toEqual([]);
    expect(replacedStretches('0123', placeholder(0), ['phone'])).toEqual([{ type: 'phone', start: 0, end: 4 }]);
  });

  test('is found exactly, whatever stands around it, when what was kept does not occur in it', () => {
    const kept = fc.stringMatching(/^[a-z ]{1,8}$/);
    const replaced = fc.tuple(fc.stringMatching(/^[0-9]{1,8}$/), fc.integer({ min: 0, max: 4 }));
    fc.assert(
      fc.property(kept, fc.array(fc.tuple(replaced, kept), { maxLength: 6 }), (head, rest) => {
        let original = head;
        let redacted = head;
        const expected: FoundSpan[] = [];
        for (const [[value, type], after] of rest) {
          expected.push({ type: `t${type}`, start: original.length, end: original.length + value.length });
          original += value + after;
          redacted += placeholder(type) + after;
        }
        expect(replacedStretches(original, redacted, ['t0', 't1', 't2', 't3', 't4'])).toEqual(expected);
      }),
    );
  });

  test('never lies outside of the text or over itself, whatever comes back', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: fc.constantFrom('a', '1', ' ', placeholder(0), placeholder(1), placeholder(9)) }), (original, redacted) => {
        let end = 0;
        for (const each of replacedStretches(original, redacted, ['x', 'y'])) {
          expect(each.start).toBeGreaterThanOrEqual(end);
          expect(each.end).toBeGreaterThan(each.start);
          end = each.end;
        }
        expect(end).toBeLessThanOrEqual(original.length);
      }),
    );
  });
});
