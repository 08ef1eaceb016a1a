import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withNewShare, withOnlyGeneration } from '../../../../main/unlock/header-changes.ts';
import { HeaderError, makeHeader, openHeader, type Presented, readHeader, verifierOf, writeHeader } from '../../../../main/unlock/vault-header.ts';
import { runs } from '../../../doubles/how-often.ts';

const bytes = (length = 32) => new Uint8Array(randomBytes(length));
const binding: Presented = {
  deviceSecret: bytes(),
  deviceId: '6c2c1bd5-59f4-4a4c-9a0e-0e6a4d3c9b11',
  machine: { installation: 'a'.repeat(32), hardware: '4c4c4544-0042-3510-8054-b7c04f4e3732' },
  unknownHardware: 'allow',
};
const passphraseKey = bytes();
const vaultKey = bytes();
const totpSecret = bytes(20);
const share = { generation: 1, share: bytes() };
const kdf = { memoryKiB: 65536, passes: 3, lanes: 1, salt: Buffer.from(bytes(16)).toString('base64') };
const header = makeHeader({ binding, kdf, passphraseKey, share, vaultKey, totpSecret });
const file = writeHeader(header, binding);

test('opens with device secret, passphrase and share, and gives back what was sealed', () => {
  const read = readHeader(file, binding);
  const opened = openHeader(read.header, read.binding, passphraseKey, [share]);
  expect(opened).toEqual({ vaultKey, totpSecret, totpNext: null, generation: 1 });
});

test.each([
  ['the passphrase', { key: bytes(), shares: [share] }],
  ['the share', { key: passphraseKey, shares: [{ generation: 1, share: bytes() }] }],
  ['the generation of the share', { key: passphraseKey, shares: [{ ...share, generation: 2 }] }],
  ['the share, there being none', { key: passphraseKey, shares: [] }],
])('gives no vault key when %s is another', (_what, { key, shares }) => {
  expect(openHeader(header, binding, key, shares).vaultKey).toBeNull();
});

test('no part of the three is enough: with another device secret nothing opens even when the check of the file is left out', () => {
  const other = { ...binding, deviceSecret: bytes() };
  expect(openHeader(header, other, passphraseKey, [share])).toEqual({ vaultKey: null, totpSecret: null, totpNext: null, generation: null });
});

test('every flipped bit is found before anything is opened', () => {
  const original = Buffer.from(file);
  fc.assert(
    fc.property(fc.nat(original.length - 1), fc.nat(7), (position, bit) => {
      const changed = Buffer.from(original);
      changed[position]! ^= 1 << bit;
      expect(() => readHeader(changed.toString('utf8'), binding)).toThrow(HeaderError);
    }),
    runs(3000),
  );
});

test('every cut and every appended byte is found', () => {
  fc.assert(
    fc.property(fc.nat(file.length - 1), (length) => {
      expect(() => readHeader(file.slice(0, length), binding)).toThrow(HeaderError);
    }),
  );
  for (const tail of [' ', '\n', '}', '\0']) expect(() => readHeader(file + tail, binding)).toThrow(HeaderError);
});

test('a missing header is a damaged vault, a later format a newer one', () => {
  const kindOf = (act: () => unknown) => {
    try {
      act();
      return 'opened';
    } catch (error) {
      return (error as HeaderError).kind;
    }
  };
  expect(kindOf(() => readHeader(null, binding))).toBe('vault-damaged');
  expect(kindOf(() => readHeader(file.replace('"v":3', '"v":4'), binding))).toBe('vault-newer');
});

test('a new share needs no passphrase, and both shares open until only the new one is kept', () => {
  const next = { generation: 2, share: bytes() };
  const both = withNewShare(header, binding, share, next)!;
  for (const held of [[share], [next], [next, share]]) expect(openHeader(both, binding, passphraseKey, held).vaultKey).toEqual(vaultKey);
  const only = withOnlyGeneration(both, 2);
  expect(openHeader(only, binding, passphraseKey, [share]).vaultKey).toBeNull();
  expect(openHeader(only, binding, passphraseKey, [next]).vaultKey).toEqual(vaultKey);
  expect(withNewShare(header, binding, { generation: 1, share: bytes() }, next)).toBeNull();
});

test('at lease zero no TOTP secret is in the header', () => {
  const hubOnly = makeHeader({ binding, kdf, passphraseKey, share, vaultKey, totpSecret: null });
  expect(hubOnly.totp).toBeNull();
  expect(openHeader(hubOnly, binding, passphraseKey, [share])).toEqual({ vaultKey, totpSecret: null, totpNext: null, generation: 1 });
});

test('the verifier depends on device secret and passphrase and is none of the keys', () => {
  const verifier = verifierOf(binding, passphraseKey);
  expect(verifierOf(binding, passphraseKey)).toEqual(verifier);
  expect(verifierOf(binding, bytes())).not.toEqual(verifier);
  expect(verifierOf({ ...binding, deviceSecret: bytes() }, passphraseKey)).not.toEqual(verifier);
});
