import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { DeviceId } from '../../shared/domain/ids.ts';
import { openBytes, sealBytes } from '../../shared/trust/aead.ts';
import { framed, fromBase64, toBase64, utf8 } from '../../shared/trust/bytes.ts';
import { publicKeyFrom } from '../../shared/trust/keys.ts';
import { verifyStatement } from '../../shared/trust/statement.ts';
import { PublicKeyText, SignedStatement } from '../../shared/trust/statement-schema.ts';
import { readWhole, writeDurably } from './durable-file.ts';
import type { Keychain } from './keychain.ts';
import type { Profile } from './profile.ts';

/**
 * What a wipe leaves: the receipt, signed by the device key, and, sealed under a key of its own in
 * the keychain, what is needed to hand the receipt to the hub and to say whose laptop this was.
 * It outlives the device secret.
 */
const Errand = z.object({
  organisation: z.string(),
  url: z.url({ protocol: /^wss$/ }),
  tls: z.string().nullable(),
  root: PublicKeyText,
  minimumSerial: z.number().int().min(0),
  deviceId: DeviceId,
  certificate: SignedStatement.nullable(),
});
export type Errand = z.infer<typeof Errand>;

const TombstoneFile = z.strictObject({ v: z.literal(1), deviceKey: PublicKeyText, receipt: SignedStatement, errand: z.base64().max(100_000) });

export interface Tombstone {
  readonly deviceKey: string;
  readonly receipt: SignedStatement;
  /** Null when the keychain no longer has its key; the receipt then stays undelivered. */
  readonly errand: Errand | null;
}

const name = 'tombstone';
const context = (deviceKey: string) => framed('sealdesk tombstone v1', deviceKey);

export async function raiseTombstone(profile: Profile, keychain: Keychain, deviceKey: string, receipt: SignedStatement, errand: Errand): Promise<void> {
  const key = randomBytes(32);
  await keychain.write(name, toBase64(key));
  write(profile, key, { deviceKey, receipt, errand });
}

/** Replaces what the errand says; the receipt stays as it was signed. */
export async function changeErrand(profile: Profile, keychain: Keychain, { deviceKey, receipt }: Tombstone, errand: Errand): Promise<Tombstone> {
  const keyText = await keychain.read(name);
  if (keyText === null) return { deviceKey, receipt, errand: null };
  write(profile, fromBase64(keyText), { deviceKey, receipt, errand });
  return { deviceKey, receipt, errand };
}

/** @param key overwritten after use. */
function write(profile: Profile, key: Uint8Array, { deviceKey, receipt, errand }: Tombstone & { readonly errand: Errand }): void {
  const sealed = toBase64(sealBytes(key, utf8(JSON.stringify(Errand.parse(errand))), context(deviceKey)));
  key.fill(0);
  writeDurably(profile.tombstone, JSON.stringify({ v: 1, deviceKey, receipt, errand: sealed }));
}

/** Without its key the errand can't be read, and the receipt not be delivered. */
export async function removeTombstoneKey(keychain: Keychain): Promise<void> {
  await keychain.remove(name);
}

/** `'damaged'`: there is one, and its signature does not hold. */
export async function readTombstone(profile: Profile, keychain: Keychain): Promise<Tombstone | 'damaged' | null> {
  const text = readWhole(profile.tombstone);
  if (text === null) return null;
  let file: z.infer<typeof TombstoneFile>;
  try {
    file = TombstoneFile.parse(JSON.parse(text));
    verifyStatement('wipe-receipt', file.receipt, publicKeyFrom(file.deviceKey), 'any');
  } catch {
    return 'damaged';
  }
  const keyText = await keychain.read(name);
  const { deviceKey, receipt } = file;
  if (keyText === null) return { deviceKey, receipt, errand: null };
  try {
    const plain = openBytes(fromBase64(keyText), fromBase64(file.errand), context(deviceKey));
    return { deviceKey, receipt, errand: Errand.parse(JSON.parse(Buffer.from(plain).toString('utf8'))) };
  } catch {
    return 'damaged';
  }
}
