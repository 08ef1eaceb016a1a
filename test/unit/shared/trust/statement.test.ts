import { PrivateKey } from '@signalapp/libsignal-client';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AgentId, DeviceId } from '../../../../shared/domain/ids.ts';
import { firstPolicy } from '../../../../shared/domain/policy.ts';
import { framed, fromBase64, toBase64 } from '../../../../shared/trust/bytes.ts';
import { keyId, publicKeyText } from '../../../../shared/trust/keys.ts';
import { SignedStatement, type StatementType, statementPayloads } from '../../../../shared/trust/statement-schema.ts';
import { StatementError, type StatementProblem, signStatement, verifyStatement } from '../../../../shared/trust/statement.ts';
import { runs } from '../../../doubles/how-often.ts';

const hub = PrivateKey.generate();
const stranger = PrivateKey.generate();
const deviceId = DeviceId.parse('0a8f1f57-5c1f-4a3e-9d52-111111111111');
const terms = { serial: 7, notBefore: 1000, notAfter: 2000 };
const lease = { deviceId, shareGeneration: 1 };
const signed = signStatement('lease', lease, terms, hub);

function problemOf(action: () => unknown): StatementProblem | 'none' {
  try {
    action();
  } catch (error) {
    if (error instanceof StatementError) return error.kind;
    throw error;
  }
  return 'none';
}

/** A body signed by the hub's own key, whatever is in it. */
function signedAs(type: string, body: string, key = hub) {
  return { body, signature: toBase64(key.sign(framed('sealdesk statement v1', type, body))) };
}

describe('a signed statement', () => {
  test('says what was signed, from not-before up to not-after', () => {
    expect(verifyStatement('lease', signed, hub.getPublicKey(), 1000)).toEqual({ type: 'lease', issuer: keyId(hub.getPublicKey()), ...terms, payload: lease });
    expect(problemOf(() => verifyStatement('lease', signed, hub.getPublicKey(), 1999))).toBe('none');
    expect(SignedStatement.safeParse(signed).success).toBe(true);
  });

  test('of every type is made and read', () => {
    const key = publicKeyText(hub.getPublicKey());
    const payloads = {
      'hub-certificate': { organisation: 'Example', hubKey: key, signalIdentity: key, minimumSerial: 1 },
      'root-rotation': { organisation: 'Example', newRoot: key },
      'hub-request': { organisation: 'Example', hubKey: key, signalIdentity: key, serial: 3, minimumSerial: 1 },
      'device-certificate': { deviceId, deviceKey: key, deviceName: 'laptop', agentId: AgentId.parse(deviceId), agentName: 'Ada', agentEmail: 'ada@example.com', roles: ['agent' as const] },
      lease,
      policy: firstPolicy,
      'hub-time': { deviceId, now: 1, nonce: toBase64(new Uint8Array(32)) },
      suspension: { deviceId, suspended: true, reason: 'on leave' },
      revocation: { deviceId, reason: 'lost' },
      'wipe-order': { deviceId, reason: 'stolen' },
      'wipe-receipt': { deviceId, orderSerial: 1, wipedAt: 5, cause: 'ordered' as const },
      'totp-reset': { deviceId, codeDigest: toBase64(new Uint8Array(32)) },
      'signal-identity': { deviceId, identityKey: key, epoch: 0 },
    } satisfies { [T in StatementType]: unknown };
    expect(Object.keys(payloads)).toEqual(Object.keys(statementPayloads));
    for (const type of Object.keys(payloads) as StatementType[]) {
      const statement = signStatement(type, payloads[type], terms, hub);
      expect(verifyStatement(type, statement, hub.getPublicKey(), 'any').payload).toEqual(payloads[type]);
    }
  });

  test('is refused before and after its time', () => {
    expect(problemOf(() => verifyStatement('lease', signed, hub.getPublicKey(), 999))).toBe('not-yet-valid');
    expect(problemOf(() => verifyStatement('lease', signed, hub.getPublicKey(), 2000))).toBe('expired');
    expect(problemOf(() => verifyStatement('lease', signed, hub.getPublicKey(), 'any'))).toBe('none');
  });

  test('of another issuer is refused', () => {
    expect(problemOf(() => verifyStatement('lease', signed, stranger.getPublicKey(), 1500))).toBe('bad-signature');
  });

  test('that names another issuer than the one who signed is refused', () => {
    const body = canonicalize({ v: 1, type: 'lease', issuer: keyId(stranger.getPublicKey()), ...terms, payload: lease })!;
    expect(problemOf(() => verifyStatement('lease', signedAs('lease', body), hub.getPublicKey(), 1500))).toBe('wrong-issuer');
  });

  test('is never taken for one of another type', () => {
    const revocation = signStatement('revocation', { deviceId, reason: '' }, terms, hub);
    // Same content, so that only the type tells them apart.
    expect(problemOf(() => verifyStatement('wipe-order', revocation, hub.getPublicKey(), 1500))).toBe('bad-signature');
    expect(problemOf(() => verifyStatement('wipe-order', signedAs('wipe-order', revocation.body), hub.getPublicKey(), 1500))).toBe('wrong-type');
  });

  test('with any bit of body or signature flipped is refused', () => {
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), (position, inBody) => {
        const source = inBody ? Buffer.from(signed.body) : Buffer.from(fromBase64(signed.signature));
        const bit = position % (source.length * 8);
        source[bit >> 3]! ^= 1 << (bit & 7);
        const changed = inBody ? { ...signed, body: source.toString('latin1') } : { ...signed, signature: source.toString('base64') };
        expect(problemOf(() => verifyStatement('lease', changed, hub.getPublicKey(), 1500))).toBe('bad-signature');
      }),
      runs(1000),
    );
  });

  test('with a signature of any other length is refused, not thrown on', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (signature) => {
        expect(problemOf(() => verifyStatement('lease', { body: signed.body, signature: toBase64(signature) }, hub.getPublicKey(), 1500))).toBe('bad-signature');
      }),
    );
  });

  test.each([
    ['spaces', (body: string) => body.replace(':', ': ')],
    ['another order of members', (body: string) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(body) as object).toReversed()))],
    ['a member twice', (body: string) => body.replace('{', '{"v":1,')],
    ['an array', () => '[]'],
    ['no JSON', () => 'lease'],
    ['null', () => 'null'],
    ['one member more', (body: string) => body.replace('"v":1', '"v":2')],
    ['another payload', (body: string) => body.replace('"shareGeneration":1', '"shareGeneration":0')],
    ['no serial', (body: string) => body.replace('"serial":7,', '')],
  ])('in another form is refused although signed: %s', (_what, change) => {
    expect(problemOf(() => verifyStatement('lease', signedAs('lease', change(signed.body)), hub.getPublicKey(), 1500))).toBe('malformed');
  });

  test('is not made of a payload that does not fit', () => {
    expect(problemOf(() => signStatement('lease', { deviceId, shareGeneration: 0 }, terms, hub))).toBe('malformed');
  });
});
