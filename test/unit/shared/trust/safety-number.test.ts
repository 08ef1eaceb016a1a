import { PrivateKey } from '@signalapp/libsignal-client';
import { expect, test } from 'vitest';
import { keyId, publicKeyFrom, publicKeyText } from '../../../../shared/trust/keys.ts';
import { safetyNumber } from '../../../../shared/trust/safety-number.ts';

const device = PrivateKey.generate().getPublicKey();
const root = PrivateKey.generate().getPublicKey();
const id = '0a8f1f57-5c1f-4a3e-9d52-111111111111';

test('the safety number is sixty digits in twelve groups', () => {
  expect(safetyNumber(id, device, root)).toMatch(/^\d{5}( \d{5}){11}$/);
});

test('both sides compute the same safety number, each from the keys as they travelled', () => {
  const atHub = safetyNumber(id, publicKeyFrom(publicKeyText(device)), root);
  const atDevice = safetyNumber(id, device, publicKeyFrom(publicKeyText(root)));
  expect(atHub).toBe(atDevice);
});

test('the safety number changes with the device key, the root and the device id', () => {
  const others = [
    safetyNumber(id, PrivateKey.generate().getPublicKey(), root),
    safetyNumber(id, device, PrivateKey.generate().getPublicKey()),
    safetyNumber('0a8f1f57-5c1f-4a3e-9d52-222222222222', device, root),
    safetyNumber(id, device, root),
  ];
  expect(new Set(others).size).toBe(4);
});

test('a key names itself, always the same way, and other bytes are no key', () => {
  expect(keyId(publicKeyFrom(publicKeyText(device)))).toBe(keyId(device));
  expect(keyId(device)).toMatch(/^[0-9a-f]{32}$/);
  expect(keyId(device)).not.toBe(keyId(root));
  expect(() => publicKeyFrom('AAAA')).toThrow();
});
