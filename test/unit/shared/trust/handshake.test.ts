import { randomBytes } from 'node:crypto';
import { PrivateKey } from '@signalapp/libsignal-client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytes, fromBase64, toBase64 } from '../../../../shared/trust/bytes.ts';
import { type Handshake, SealError, type SealProblem, SealedChannel, prove, proven, sameSecret } from '../../../../shared/trust/handshake.ts';
import { runs } from '../../../doubles/how-often.ts';

const deviceKey = PrivateKey.generate();
const hubKey = PrivateKey.generate();

function connection(): Handshake {
  return {
    hubNonce: bytes(randomBytes(32)),
    deviceNonce: bytes(randomBytes(32)),
    deviceId: '0a8f1f57-5c1f-4a3e-9d52-111111111111',
    deviceKey: deviceKey.getPublicKey(),
    hubKey: hubKey.getPublicKey(),
  };
}

function channels(handshake = connection()) {
  return { device: new SealedChannel('device', handshake, deviceKey), hub: new SealedChannel('hub', handshake, hubKey) };
}

function problemOf(action: () => unknown): SealProblem | 'none' {
  try {
    action();
  } catch (error) {
    if (error instanceof SealError) return error.kind;
    throw error;
  }
  return 'none';
}

describe('proof of possession', () => {
  const handshake = connection();
  const proof = prove('device', handshake, deviceKey);

  test('holds for the side, the key and the connection it was made for', () => {
    expect(proven('device', handshake, proof)).toBe(true);
    expect(proven('hub', handshake, prove('hub', handshake, hubKey))).toBe(true);
  });

  test('of another key is refused', () => {
    expect(proven('device', handshake, prove('device', handshake, PrivateKey.generate()))).toBe(false);
  });

  test('of one side does not serve the other, even with one key for both', () => {
    const same = { ...handshake, hubKey: deviceKey.getPublicKey() };
    expect(proven('hub', same, prove('device', same, deviceKey))).toBe(false);
  });

  test.each([
    ['hub nonce', { hubNonce: bytes(randomBytes(32)) }],
    ['device nonce', { deviceNonce: bytes(randomBytes(32)) }],
    ['device id', { deviceId: '0a8f1f57-5c1f-4a3e-9d52-222222222222' }],
    ['hub', { hubKey: PrivateKey.generate().getPublicKey() }],
  ])('is bound to the %s', (_what, change) => {
    expect(proven('device', { ...handshake, ...change }, proof)).toBe(false);
  });

  test('cannot be shifted between fields of one length', () => {
    const moved = { ...handshake, hubNonce: handshake.deviceNonce, deviceNonce: handshake.hubNonce };
    expect(proven('device', moved, proof)).toBe(false);
  });

  test('that is not a signature at all is false, not an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (noise) => {
        expect(proven('device', handshake, toBase64(noise))).toBe(false);
      }),
    );
  });
});

describe('the sealed channel', () => {
  test('carries what was said, both ways, in order', () => {
    const { device, hub } = channels();
    for (let n = 0; n < 3; n++) {
      expect(hub.open(device.seal(`up ${n} ✓`))).toBe(`up ${n} ✓`);
      expect(device.open(hub.seal(`down ${n}`))).toBe(`down ${n}`);
    }
  });

  test('shows nothing of what it carries', () => {
    const { device } = channels();
    const sealed = device.seal('a code: 123456');
    expect(Buffer.from(fromBase64(sealed.box)).includes('123456')).toBe(false);
  });

  test('refuses a frame sent again', () => {
    const { device, hub } = channels();
    const sealed = device.seal('once');
    hub.open(sealed);
    expect(problemOf(() => hub.open(sealed))).toBe('out-of-order');
  });

  test('refuses a frame sent again under the next number', () => {
    const { device, hub } = channels();
    const sealed = device.seal('once');
    hub.open(sealed);
    expect(problemOf(() => hub.open({ ...sealed, n: 1 }))).toBe('bad-signature');
  });

  test('refuses frames out of order or missing', () => {
    const { device, hub } = channels();
    device.seal('first');
    expect(problemOf(() => hub.open(device.seal('second')))).toBe('out-of-order');
  });

  test('refuses a frame of its own sent back', () => {
    const { device } = channels();
    expect(problemOf(() => device.open(device.seal('mine')))).toBe('bad-signature');
    // Even if both sides had one key.
    const handshake = { ...connection(), hubKey: deviceKey.getPublicKey() };
    const alone = new SealedChannel('device', handshake, deviceKey);
    expect(problemOf(() => alone.open(alone.seal('mine')))).toBe('bad-signature');
  });

  test('refuses a frame of another connection', () => {
    const { device } = channels();
    expect(problemOf(() => channels().hub.open(device.seal('there')))).toBe('bad-signature');
  });

  test('refuses a frame of another device', () => {
    const handshake = connection();
    const thief = new SealedChannel('device', handshake, PrivateKey.generate());
    expect(problemOf(() => channels(handshake).hub.open(thief.seal('here')))).toBe('bad-signature');
  });

  test('cannot be read by who lacks the key', () => {
    const handshake = connection();
    const listener = new SealedChannel('hub', handshake, PrivateKey.generate());
    expect(problemOf(() => listener.open(channels(handshake).device.seal('secret')))).toBe('unreadable');
  });

  test('refuses a frame with any bit flipped', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom('box' as const, 'signature' as const), (position, field) => {
        const { device, hub } = channels();
        const sealed = device.seal('hello');
        const raw = Buffer.from(fromBase64(sealed[field]));
        const bit = position % (raw.length * 8);
        raw[bit >> 3]! ^= 1 << (bit & 7);
        expect(problemOf(() => hub.open({ ...sealed, [field]: raw.toString('base64') }))).toBe('bad-signature');
      }),
      runs(300),
    );
  });

  test('refuses noise without any other exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 80 }), (box, signature) => {
        expect(problemOf(() => channels().hub.open({ n: 0, box: toBase64(box), signature: toBase64(signature) }))).toBe('bad-signature');
      }),
      runs(200),
    );
  });
});

test('secrets of any length are compared', () => {
  expect(sameSecret(bytes(Buffer.from('a')), bytes(Buffer.from('a')))).toBe(true);
  expect(sameSecret(bytes(Buffer.from('a')), bytes(Buffer.from('ab')))).toBe(false);
  expect(sameSecret(new Uint8Array(0), new Uint8Array(1))).toBe(false);
});
