import type { PrivateKey } from '@signalapp/libsignal-client';
import type { PreKeys } from '../../shared/contract/wire/index.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import { toBase64 } from '../../shared/trust/bytes.ts';
import { signStatement } from '../../shared/trust/statement.ts';
import type { PreKeyMaterial } from '../boundary/opened-vault.ts';

/** The hub checks it when it comes; it serves for as long as the Signal session that it began. */
const validMs = 10 * 365 * 24 * 3600 * 1000;

/** The pre-key bundle as the hub takes it: the device key says that this identity key is its own. */
export function certifiedPreKeys(material: PreKeyMaterial, deviceId: DeviceId, epoch: number, deviceKey: PrivateKey, now: number): PreKeys {
  const { identityKey, registrationId, signed, kyber, oneTime } = material;
  return {
    identity: signStatement('signal-identity', { deviceId, identityKey: toBase64(identityKey), epoch }, { serial: Math.max(1, now), notBefore: 0, notAfter: now + validMs }, deviceKey),
    registrationId,
    signed: { id: signed.id, key: toBase64(signed.key), signature: toBase64(signed.signature) },
    kyber: { id: kyber.id, key: toBase64(kyber.key), signature: toBase64(kyber.signature) },
    oneTime: oneTime.map(({ id, key }) => ({ id, key: toBase64(key) })),
  };
}
