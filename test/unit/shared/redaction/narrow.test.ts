import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { veiled } from '../../../../shared/redaction/engine/found.ts';
import { leavesNothing, narrowed } from '../../../../shared/redaction/engine/narrow.ts';
import { type Scan, scan } from '../../../../shared/redaction/engine/scan.ts';
import { inspectText } from '../../../../shared/redaction/index.ts';
import { runs } from '../../../doubles/how-often.ts';

const piece = fc.oneof(
  fc.constantFrom(
    'my number plate ', 'date of birth ', 'order ', 'password ', 'one ', 'vier ', 'abandon ', 'about ', '12', '4242 4242', 'a1', 'é', 'Straße ', '@', '://', '-----', '--', '::', 'a:b', '°', ' ', '\n', ', ', '.', '/', '-', 'sk_live_', 'ABCDEFGHIJKLMNOPQ', '\ufffc',
  ),
  fc.string({ maxLength: 8 }),
);
const texts = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(''));
const whole = (text: string) => [{ start: 0, end: text.length }];

/** What detectors go through, but for places of signs: of those a narrowed scan may list more, which find nothing. */
const listed = ({ tokens, regions, longTokens, hits, secretWords, numerals, seedRuns, mostDigits, ibanTokens, phoneTokens, identifierTokens, streetTokens, networkTokens, positionTokens }: Scan) => ({
  tokens, regions, longTokens, hits, secretWords, numerals, seedRuns, mostDigits, ibanTokens, phoneTokens, identifierTokens, streetTokens, networkTokens, positionTokens,
});

describe('what a scan lists when stretches of its text are veiled', () => {
  test('is what a scan of the veiled text lists, wherever the stretches are', () => {
    fc.assert(
      fc.property(texts, fc.array(fc.tuple(fc.nat(200), fc.integer({ min: 1, max: 30 })), { maxLength: 3 }), (text, stretches) => {
        let at = 0;
        const hidden = stretches.flatMap(([skipped, length]) => {
          const start = at + (skipped % 20);
          const end = Math.min(start + length, text.length);
          at = end + 1;
          return start < end ? [{ start, end }] : [];
        });
        const scanned = scan(text, whole(text));
        const left = narrowed(text, () => veiled(text, hidden), scanned, hidden, whole(text));
        const anew = scan(veiled(text, hidden), whole(text));
        if (leavesNothing(text, scanned, hidden)) expect(anew.holds).toBe(0);
        if (left === null) return;
        expect(listed(left)).toEqual(listed(anew));
        // Nothing is passed over.
        expect(anew.holds & ~left.holds).toBe(0);
      }),
      runs(3000),
    );
  });

  test('says nothing where a word, a number or a phrase is cut', () => {
    const text = 'my number plate 123456';
    const of = (start: number, end: number) => narrowed(text, () => veiled(text, [{ start, end }]), scan(text, whole(text)), [{ start, end }], whole(text));
    expect(of(4, 9)).toBeNull();
    expect(of(3, 9)).toBeNull();
    expect(of(16, 20)).toBeNull();
    expect(of(16, 22)?.regions).toEqual([]);
  });
});

test('nothing is left where all is hidden that a scan lists', () => {
  const text = 'my number plate 123456, a@b';
  const leaves = (...hidden: { start: number; end: number }[]) => leavesNothing(text, scan(text, whole(text)), hidden);
  expect(leaves({ start: 16, end: 22 }, { start: 24, end: 27 })).toBe(true);
  expect(leaves({ start: 16, end: 22 })).toBe(false);
  expect(leaves({ start: 24, end: 27 })).toBe(false);
  expect(leaves({ start: 16, end: 20 }, { start: 24, end: 27 })).toBe(false);
});

test('what comes into view by what is hidden is found, too', () => {
  const { redacted } = inspectText('card 4242 4242 4242 4242 05/29 123');
  expect(redacted).toBe('card [card **** 4242] [card expiry] [card security code]');
});
