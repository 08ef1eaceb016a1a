import { createDecipheriv, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OpenError, deriveKey, openBytes, sealBytes } from '../../../../shared/trust/aead.ts';
import { utf8 } from '../../../../shared/trust/bytes.ts';
import { runs } from '../../../doubles/how-often.ts';

const key = randomBytes(32);
const context = utf8('messages.body.42');

describe('sealed bytes', () => {
  test('open with the same key and context', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.uint8Array({ maxLength: 50 }), (plaintext, associated) => {
        expect(openBytes(key, sealBytes(key, plaintext, associated), associated)).toEqual(new Uint8Array(plaintext));
      }),
    );
  });

  test('of any length are one nonce, one text and one tag, however many steps they are made in', () => {
    const step = 1024 * 1024;
    for (const length of [0, 1, step - 1, step, step + 1, 2 * step + 17]) {
      const plaintext = randomBytes(length);
      const sealed = sealBytes(key, plaintext, context);
      expect(sealed).toHaveLength(12 + length + 16);
      // At once, as everything was opened before, and what is in the vaults and hubs of today.
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12)).setAAD(context).setAuthTag(sealed.subarray(-16));
      expect(Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).equals(plaintext), String(length)).toBe(true);
      expect(plaintext.equals(openBytes(key, sealed, context)), String(length)).toBe(true);
    }
  });

  test('with any bit flipped do not open', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(), (plaintext, position) => {
        const sealed = sealBytes(key, plaintext, context);
        const bit = position % (sealed.length * 8);
        sealed[bit >> 3]! ^= 1 << (bit & 7);
        expect(() => openBytes(key, sealed, context)).toThrow(OpenError);
      }),
      runs(1000),
    );
  });

  test('cut short or grown do not open', () => {
    const sealed = sealBytes(key, utf8('words'), context);
    for (let length = 0; length < sealed.length; length++) expect(() => openBytes(key, sealed.subarray(0, length), context)).toThrow(OpenError);
    expect(() => openBytes(key, Buffer.concat([sealed, Buffer.alloc(1)]), context)).toThrow(OpenError);
  });

  test('do not open with another key or in another place', () => {
    const sealed = sealBytes(key, utf8('words'), context);
    expect(() => openBytes(randomBytes(32), sealed, context)).toThrow(OpenError);
    expect(() => openBytes(key, sealed, utf8('messages.body.43'))).toThrow(OpenError);
  });

  test('are never the same twice', () => {
    const seals = new Set(Array.from({ length: 200 }, () => Buffer.from(sealBytes(key, utf8('same'), context)).toString('hex')));
    expect(seals.size).toBe(200);
  });
});

describe('derived keys', () => {
  test('are those of HKDF-SHA-256 (RFC 5869 appendix A.3, first 32 bytes)', () => {
    const derived = deriveKey(Buffer.alloc(22, 0x0b), new Uint8Array(0), '');
    expect(Buffer.from(derived).toString('hex')).toBe('8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d');
  });

  test('differ for each purpose, salt and secret', () => {
    const all = [deriveKey(utf8('a'), utf8('s'), 'x'), deriveKey(utf8('a'), utf8('s'), 'y'), deriveKey(utf8('a'), utf8('t'), 'x'), deriveKey(utf8('b'), utf8('s'), 'x')];
    expect(new Set(all.map((one) => Buffer.from(one).toString('hex'))).size).toBe(4);
  });
});
