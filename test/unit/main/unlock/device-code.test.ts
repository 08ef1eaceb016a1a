import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextCodeTime, seenCode, settledBy } from '../../../../main/unlock/device-code.ts';
import type { DeviceItem } from '../../../../main/device/device-item.ts';
import { codeAt, stepSeconds, type TotpTerms } from '../../../../shared/trust/totp.ts';
import { runs } from '../../../doubles/how-often.ts';

const terms: TotpTerms = { algorithm: 'sha1', digits: 6 };
const [present, next] = [new Uint8Array(20).fill(1), new Uint8Array(20).fill(2)];
const at = (now: number) => ({ now: () => now, monotonic: () => 0 });
const start = 1_800_000_000_000;
const step = start / 1000 / stepSeconds;

function item(lastStep: number | null, clockOffset = 0): DeviceItem {
  return {
    v: 1, secret: 'A'.repeat(43) + '=', backend: 'secret-service', recordVersion: 1, nextRecordVersion: null, attempts: 0,
    lastStep, hubTime: null, clockOffset, highestSeen: start, epoch: 1, keyDestroyed: false,
  };
}

test('the next code is named while the one that is shown is used up, and not a moment longer', () => {
  expect(nextCodeTime(item(null), at(start))).toBeNull();
  expect(nextCodeTime(item(step - 1), at(start))).toBeNull();
  expect(nextCodeTime(item(step), at(start))).toBe(start + 30_000);
  expect(nextCodeTime(item(step), at(start + 29_999))).toBe(start + 30_000);
  expect(nextCodeTime(item(step), at(start + 30_000))).toBeNull();
  // Of an authenticator that is ahead, the code of the next step was used.
  expect(nextCodeTime(item(step + 1), at(start))).toBe(start + 60_000);
});

test('a clock that was far ahead when a code was used makes nobody wait on the screen for days', () => {
  expect(nextCodeTime(item(step + 2880), at(start))).toBeNull();
});

test('steps are counted in the hub’s time, not this clock’s', () => {
  expect(nextCodeTime(item(step + 20, 600_000), at(start))).toBe(start + 630_000);
});

test('a code is told by its authenticator, and the one in use goes before', () => {
  const seen = (code: string, held: Parameters<typeof seenCode>[0]) => seenCode(held, code, terms, item(null), at(start));
  const both = { totpSecret: present, totpNext: next };
  expect(seen(codeAt(present, terms, step), both)).toEqual({ of: 'present', step });
  expect(seen(codeAt(next, terms, step), both)).toEqual({ of: 'next', step });
  expect(seen(codeAt(next, terms, step), { totpSecret: present, totpNext: null })).toEqual({ of: null, step: null });
  expect(seen(codeAt(present, terms, step), { totpSecret: present, totpNext: present })).toEqual({ of: 'present', step });
});

test('a used step is used for both of them', () => {
  const seen = (secret: Uint8Array) => seenCode({ totpSecret: present, totpNext: next }, codeAt(secret, terms, step), terms, item(step), at(start));
  expect([seen(present), seen(next)]).toEqual([{ of: null, step: null }, { of: null, step: null }]);
});

test('a code that the hub took leaves one authenticator; of a code of neither nothing follows', () => {
  const both = { totpSecret: present, totpNext: next };
  expect(settledBy(both, 'present')).toEqual({ totpSecret: present, totpNext: null });
  expect(settledBy(both, 'next')).toEqual({ totpSecret: next, totpNext: null });
  expect(settledBy(both, null)).toEqual(both);
});

test('whatever was used before, no code opens twice, with this clock wrong by any amount the hub has told', () => {
  fc.assert(
    fc.property(fc.integer({ min: -86_400_000, max: 86_400_000 }), fc.array(fc.tuple(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: -2, max: 2 })), { maxLength: 20 }), (offset, tries) => {
      let kept = item(null, offset);
      let now = start;
      const opened = new Set<number>();
      for (const [passed, skew] of tries) {
        now += passed;
        const shown = Math.floor((now + offset) / 1000 / stepSeconds) + skew;
        const seen = seenCode({ totpSecret: present, totpNext: null }, codeAt(present, terms, shown), terms, kept, at(now));
        if (seen.step === null) continue;
        expect(opened.has(seen.step)).toBe(false);
        opened.add(seen.step);
        kept = { ...kept, lastStep: seen.step };
      }
    }),
    runs(200),
  );
});
