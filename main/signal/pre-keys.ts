import { randomInt } from 'node:crypto';
import { IdentityKeyPair, KEMKeyPair, KyberPreKeyRecord, PreKeyRecord, PrivateKey, SignedPreKeyRecord } from '@signalapp/libsignal-client';
import { bytes } from '../../shared/trust/bytes.ts';
import type { PreKeyMaterial } from '../boundary/opened-vault.ts';
import type { SignalIdentityRow, SignalKeyRow } from '../vault/signal-state.ts';

/** One-time keys of one bundle. The hub starts a session with one; the others serve when a start has to be repeated. */
const oneTimeKeys = 20;
/** Registration ids have 14 bits, and 0 stands for none. */
const maxRegistrationId = 0x3fff;
/** Key ids have 24 bits on the wire of the Signal protocol. */
const maxKeyId = 0xffffff;

/** Keys as they are stored, and the public halves for the hub. */
export interface NewKeys {
  readonly identity: SignalIdentityRow;
  readonly keys: readonly SignalKeyRow[];
  readonly material: PreKeyMaterial;
}

/**
 * Makes fresh pre-keys, to take the place of sessions and pre-keys that were. The identity is made once, at the first
 * unlock, and stays.
 */
export function newPreKeys(stored: SignalIdentityRow | null, now: number): NewKeys {
  const identity = stored === null ? IdentityKeyPair.generate().privateKey : PrivateKey.deserialize(bytes(stored.private_key));
  const registrationId = stored?.registration_id ?? randomInt(1, maxRegistrationId + 1);
  const count = oneTimeKeys + 2;
  let next = stored?.next_key_id ?? 1;
  if (next + count > maxKeyId) next = 1;
  const keys: SignalKeyRow[] = [];

  const signedKey = PrivateKey.generate();
  const signedSignature = identity.sign(signedKey.getPublicKey().serialize());
  const signed = SignedPreKeyRecord.new(next, now, signedKey.getPublicKey(), signedKey, signedSignature);
  keys.push({ kind: 'signed', id: signed.id(), record: signed.serialize() });

  const kyberKey = KEMKeyPair.generate();
  const kyberSignature = identity.sign(kyberKey.getPublicKey().serialize());
  const kyber = KyberPreKeyRecord.new(next + 1, now, kyberKey, kyberSignature);
  keys.push({ kind: 'kyber', id: kyber.id(), record: kyber.serialize() });

  const oneTime = Array.from({ length: oneTimeKeys }, (_, index) => {
    const key = PrivateKey.generate();
    const record = PreKeyRecord.new(next + 2 + index, key.getPublicKey(), key);
    keys.push({ kind: 'one-time', id: record.id(), record: record.serialize() });
    return { id: record.id(), key: key.getPublicKey().serialize() };
  });

  const material = {
    identityKey: identity.getPublicKey().serialize(),
    registrationId,
    signed: { id: signed.id(), key: signedKey.getPublicKey().serialize(), signature: signedSignature },
    kyber: { id: kyber.id(), key: kyberKey.getPublicKey().serialize(), signature: kyberSignature },
    oneTime,
  };
  return { identity: { private_key: identity.serialize(), registration_id: registrationId, next_key_id: next + count }, keys, material };
}
