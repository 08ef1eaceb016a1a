import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../../shared/trust/bytes.ts';
import { runs } from '../../../doubles/how-often.ts';
import { type TotpTerms, acceptedPair, acceptedStep, codeAt, provisioningUri, secretFromText, secretLength, secretText, stepSeconds } from '../../../../shared/trust/totp.ts';

const terms: TotpTerms = { algorithm: 'sha1', digits: 6 };
// Fixed, so that no two of the codes below are equal by chance.
const secret = createHash('sha256').update('sealdesk test').digest().subarray(0, secretLength);
const now = 1_764_000_000_000;
const step = Math.floor(now / 1000 / stepSeconds);

describe('HOTP values', () => {
  /** RFC 4226 appendix D: of counter 0 to 9, which here are the first ten steps. */
  const seed = utf8('12345678901234567890');
  test.each(['755224', '287082', '359152', '969429', '338314', '254676', '287922', '162583', '399871', '520489'].map((code, count) => [count, code] as const))(
    'of counter %i is that of RFC 4226',
    (count, code) => {
      expect(codeAt(seed, terms, count)).toBe(code);
      expect(acceptedStep(seed, code, terms, count * stepSeconds * 1000, null)).toBe(count);
    },
  );
});

describe('TOTP codes', () => {
  /** RFC 6238 appendix B (with its erratum on the length of the secrets). */
  const seeds = { sha1: utf8('12345678901234567890'), sha256: utf8('12345678901234567890123456789012') };
  test.each([
    [59, 'sha1', '94287082'], [59, 'sha256', '46119246'],
    [1111111109, 'sha1', '07081804'], [1111111109, 'sha256', '68084774'],
    [1111111111, 'sha1', '14050471'], [1111111111, 'sha256', '67062674'],
    [1234567890, 'sha1', '89005924'], [1234567890, 'sha256', '91819424'],
    [2000000000, 'sha1', '69279037'], [2000000000, 'sha256', '90698825'],
    [20000000000, 'sha1', '65353130'], [20000000000, 'sha256', '77737706'],
  ] as const)('at %i seconds with %s are those of RFC 6238', (seconds, algorithm, code) => {
    const eight: TotpTerms = { algorithm, digits: 8 };
    const expected = Math.floor(seconds / stepSeconds);
    expect(codeAt(seeds[algorithm], eight, expected)).toBe(code);
    expect(acceptedStep(seeds[algorithm], code, eight, seconds * 1000, null)).toBe(expected);
    expect(codeAt(seeds[algorithm], { algorithm, digits: 6 }, expected)).toBe(code.slice(2));
  });

  test('are accepted one step early or late, never two', () => {
    for (const offset of [-1, 0, 1]) expect(acceptedStep(secret, codeAt(secret, terms, step + offset), terms, now, null)).toBe(step + offset);
    for (const offset of [-3, -2, 2, 3]) {
      const code = codeAt(secret, terms, step + offset);
      const near = [-1, 0, 1].some((by) => codeAt(secret, terms, step + by) === code);
      if (!near) expect(acceptedStep(secret, code, terms, now, null)).toBeNull();
    }
  });

  test('are accepted at every instant of their three steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: -stepSeconds * 1000, max: 2 * stepSeconds * 1000 - 1 }), (milliseconds) => {
        expect(acceptedStep(secret, codeAt(secret, terms, step), terms, step * stepSeconds * 1000 + milliseconds, null)).toBe(step);
      }),
    );
  });

  test('are never accepted twice, nor one older than the last', () => {
    const last = acceptedStep(secret, codeAt(secret, terms, step), terms, now, null);
    expect(last).toBe(step);
    expect(acceptedStep(secret, codeAt(secret, terms, step), terms, now, last)).toBeNull();
    expect(acceptedStep(secret, codeAt(secret, terms, step - 1), terms, now, last)).toBeNull();
    expect(acceptedStep(secret, codeAt(secret, terms, step + 1), terms, now, last)).toBe(step + 1);
    expect(acceptedStep(secret, codeAt(secret, terms, step + 1), terms, now, step + 1)).toBeNull();
    expect(acceptedStep(secret, codeAt(secret, terms, step), terms, now, step + 50)).toBeNull();
  });

  test('of any moment, skew and history: accepted where, and only where, the step is near and newer than the last', () => {
    fc.assert(
      fc.property(fc.nat(2_000_000_000_000), fc.integer({ min: -5, max: 5 }), fc.option(fc.integer({ min: -5, max: 5 })), (at, skew, last) => {
        const present = Math.floor(at / 1000 / stepSeconds);
        const shown = present + skew;
        fc.pre(shown >= 0 && present + (last ?? 0) >= 0);
        const code = codeAt(secret, terms, shown);
        const near = [-1, 0, 1].map((by) => present + by).filter((of) => of >= 0 && (last === null || of > present + last));
        const same = near.filter((of) => codeAt(secret, terms, of) === code);
        const accepted = acceptedStep(secret, code, terms, at, last === null ? null : present + last);
        if (same.length === 0) expect(accepted).toBeNull();
        else expect(same).toContain(accepted);
      }),
      runs(500),
    );
  });

  test('of any sequence of tries never open twice by one step', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -2, max: 2 })), { maxLength: 40 }), (tries) => {
        let present = step;
        let last: number | null = null;
        for (const [passed, skew] of tries) {
          present += passed;
          const accepted = acceptedStep(secret, codeAt(secret, terms, present + skew), terms, present * stepSeconds * 1000, last);
          if (accepted === null) continue;
          expect(accepted).toBeGreaterThan(last ?? -1);
          last = accepted;
        }
      }),
      runs(300),
    );
  });

  test('of another secret, length or alphabet are refused without an exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (noise) => {
        fc.pre(!/^\d{6}$/.test(noise));
        expect(acceptedStep(secret, noise, terms, now, null)).toBeNull();
      }),
    );
    expect(acceptedStep(secret, codeAt(secret, { algorithm: 'sha1', digits: 8 }, step), terms, now, null)).toBeNull();
    expect(acceptedStep(secret, '１２３４５６', terms, now, null)).toBeNull();
  });
});

describe('activation by two codes', () => {
  test('takes two consecutive codes near now and gives the step of the second', () => {
    for (const first of [-2, -1, 0]) {
      expect(acceptedPair(secret, codeAt(secret, terms, step + first), codeAt(secret, terms, step + first + 1), terms, now)).toBe(step + first + 1);
    }
  });

  test('refuses one code twice, codes in the wrong order, with a gap, or too old', () => {
    const code = (offset: number) => codeAt(secret, terms, step + offset);
    expect(acceptedPair(secret, code(0), code(0), terms, now)).toBeNull();
    expect(acceptedPair(secret, code(0), code(-1), terms, now)).toBeNull();
    expect(acceptedPair(secret, code(-1), code(1), terms, now)).toBeNull();
    expect(acceptedPair(secret, code(-10), code(-9), terms, now)).toBeNull();
    expect(acceptedPair(secret, '', '', terms, now)).toBeNull();
  });
});

describe('the secret', () => {
  test('survives its way through text', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 10, maxLength: 32 }), (raw) => {
        expect(secretFromText(secretText(raw))).toEqual(new Uint8Array(raw));
        expect(secretText(raw)).toMatch(/^[A-Z2-7]+$/);
      }),
    );
  });

  test('goes into the QR code with all that an authenticator needs', () => {
    const uri = new URL(provisioningUri(secret, { algorithm: 'sha256', digits: 8 }, 'Example Shoes', 'ada@example.com'));
    expect(uri.protocol).toBe('otpauth:');
    expect(Object.fromEntries(uri.searchParams)).toMatchObject({ secret: secretText(secret), issuer: 'Example Shoes', algorithm: 'SHA256', digits: '8' });
    expect(decodeURIComponent(uri.pathname)).toContain('ada@example.com');
  });
});
