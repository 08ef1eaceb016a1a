import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashRaw } from '@node-rs/argon2';
import { PrivateKey } from '@signalapp/libsignal-client';
import { z } from 'zod';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { openBytes, sealBytes } from '../../shared/trust/aead.ts';
import { bytes, fromBase64, toBase64, utf8 } from '../../shared/trust/bytes.ts';
import { keysFolder, writeSecretFile } from '../store/master-key.ts';

/**
 * The organisation root: signs hub certificates and nothing else. It is encrypted under a passphrase
 * and belongs on a stick in a safe; the running hub never loads it.
 */
const RootKeyFile = z.object({
  v: z.literal(1),
  kdf: z.object({ name: z.literal('argon2id'), memoryKiB: z.number().int().min(65_536), passes: z.number().int().min(3), salt: z.base64() }),
  sealed: z.base64(),
});

export type RootKeyProblem = 'root-passphrase-short' | 'root-passphrase-wrong' | 'root-key-missing';
export class RootKeyError extends SealdeskError<RootKeyProblem> {}

/** Shortest passphrase for the root, in characters: it is guessed at offline if the file is stolen. */
export const rootPassphraseMinimum = 15;
/** OWASP's password storage sheet asks for at least 19 MiB and 2 passes; a root is opened once a year. */
const memoryKiB = 262_144;
const passes = 4;
const context = utf8('sealdesk organisation root v1');

function rootKeyFile(data: string): string {
  return join(keysFolder(data), 'root.key');
}

async function derive(passphrase: string, salt: Uint8Array, kdf: { readonly memoryKiB: number; readonly passes: number }): Promise<Uint8Array> {
  // The library's default algorithm is Argon2id (RFC 9106).
  return hashRaw(passphrase.normalize('NFC'), { salt, memoryCost: kdf.memoryKiB, timeCost: kdf.passes, parallelism: 1, outputLen: 32 });
}

/** Makes the root and keeps it encrypted. @throws RootKeyError `root-passphrase-short` */
export async function createRootKey(data: string, passphrase: string): Promise<PrivateKey> {
  if (Array.from(passphrase).length < rootPassphraseMinimum) {
    throw new RootKeyError('root-passphrase-short', `The root's passphrase needs at least ${rootPassphraseMinimum} characters.`);
  }
  const root = PrivateKey.generate();
  const salt = bytes(randomBytes(16));
  const sealed = sealBytes(await derive(passphrase, salt, { memoryKiB, passes }), root.serialize(), context);
  const file = RootKeyFile.parse({ v: 1, kdf: { name: 'argon2id', memoryKiB, passes, salt: toBase64(salt) }, sealed: toBase64(sealed) });
  writeSecretFile(rootKeyFile(data), utf8(JSON.stringify(file)));
  return root;
}

/** Opens the root for signing. @throws RootKeyError `root-key-missing`, `root-passphrase-wrong` */
export async function openRootKey(data: string, passphrase: string): Promise<PrivateKey> {
  if (!existsSync(rootKeyFile(data))) throw new RootKeyError('root-key-missing', 'The organisation root is not in the data folder. Bring it from where it is kept.');
  const file = RootKeyFile.parse(JSON.parse(readFileSync(rootKeyFile(data), 'utf8')));
  const key = await derive(passphrase, fromBase64(file.kdf.salt), file.kdf);
  try {
    return PrivateKey.deserialize(openBytes(key, fromBase64(file.sealed), context));
  } catch (cause) {
    throw new RootKeyError('root-passphrase-wrong', "The root's passphrase is wrong, or its file is damaged.", { cause });
  }
}
