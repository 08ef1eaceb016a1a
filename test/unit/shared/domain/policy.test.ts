import { expect, test } from 'vitest';
import { Policy, firstPolicy } from '../../../../shared/domain/policy.ts';

test('a new organisation starts with a policy that is valid and as strict as the design says', () => {
  expect(Policy.parse(firstPolicy)).toEqual(firstPolicy);
  expect(firstPolicy.offlineLeaseHours).toBe(72);
  expect(firstPolicy.passphraseMinimum).toBeGreaterThanOrEqual(15);
  expect(firstPolicy.attemptLimit).toBeLessThanOrEqual(10);
});

test.each([
  ['a lease without end', { offlineLeaseHours: 24 * 365 }],
  ['no auto-lock', { autoLockMinutes: 0 }],
  ['tries without limit', { attemptLimit: 100_000 }],
  ['a short passphrase', { passphraseMinimum: 4 }],
  ['codes of five digits', { totp: { algorithm: 'sha1', digits: 5 } }],
  ['version zero', { version: 0 }],
  ['a version of the app that is none', { minimumAppVersion: 'latest' }],
])('a policy with %s is refused', (_what, change) => {
  expect(Policy.safeParse({ ...firstPolicy, ...change }).success).toBe(false);
});
