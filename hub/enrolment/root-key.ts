import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashRaw } from '@node-rs/argon2';
import { PrivateKey } from '@signalapp/libsignal-client';
import { z } from 'zod';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { openBytes, sealBytes } from '../../shared/trust/aead.ts';
import { bytes, fromBase64, toBase64, utf8 } from '../../shared/trust/bytes.ts';
import { writeSecretFile } from '../store/durable-file.ts';

/**
 * The organisation root's private key: signs hub certificates and the next root, and nothing else.
 * It is encrypted under a passphrase and belongs on a stick in a safe; the running hub never loads
 * it. Written once: what changes beside it is in the state of its folder.
 */
const RootKeyFile = z.object({
  v: z.literal(1),
  kdf: z.object({ name: z.literal('argon2id'), memoryKiB: z.number().int().min(65_536).max(4_194_304), passes: z.number().int().min(3).max(64), salt: z.base64() }),
  sealed: z.base64(),
});

export type RootKeyProblem = 'root-passphrase-short' | 'root-passphrase-wrong' | 'root-key-missing' | 'root-key-exists' | 'root-key-damaged';
export class RootKeyError extends SealdeskError<RootKeyProblem> {}

/** Shortest passphrase for the root, in characters: it is guessed at offline if the file is stolen. */
export const rootPassphraseMinimum = 15;
/** OWASP's password storage sheet asks for at least 19 MiB and 2 passes; a root is opened once a year. */
const memoryKiB = 262_144;
const passes = 4;
const context = utf8('sealdesk organisation root v1');

/** Within the root's folder. */
export const rootKeyFile = 'root.key';

async function derive(passphrase: string, salt: Uint8Array, kdf: { readonly memoryKiB: number; readonly passes: number }): Promise<Uint8Array> {
  // The library's default algorithm is Argon2id (RFC 9106).
  return hashRaw(passphrase.normalize('NFC'), { salt, memoryCost: kdf.memoryKiB, timeCost: kdf.passes, parallelism: 1, outputLen: 32 });
}

/**
 * Encrypts a root under its passphrase and puts it into a folder that is there.
 * @throws RootKeyError `root-passphrase-short`, `root-key-exists`
 */
export async function placeRootKey(folder: string, root: PrivateKey, passphrase: string): Promise<void> {
  if (Array.from(passphrase).length < rootPassphraseMinimum) {
    throw new RootKeyError('root-passphrase-short', `The root's passphrase needs at least ${rootPassphraseMinimum} characters.`);
  }
  const path = join(folder, rootKeyFile);
  if (existsSync(path)) throw new RootKeyError('root-key-exists', `There is an organisation root in ${folder} already. Nothing was changed; choose another folder.`);
  const salt = bytes(randomBytes(16));
  const sealed = sealBytes(await derive(passphrase, salt, { memoryKiB, passes }), root.serialize(), context);
  const file = RootKeyFile.parse({ v: 1, kdf: { name: 'argon2id', memoryKiB, passes, salt: toBase64(salt) }, sealed: toBase64(sealed) });
  writeSecretFile(path, utf8(JSON.stringify(file)));
}

/** Opens the root for signing. @throws RootKeyError `root-key-missing`, `root-key-damaged`, `root-passphrase-wrong` */
export async function openRootKey(folder: string, passphrase: string): Promise<PrivateKey> {
  const path = join(folder, rootKeyFile);
  if (!existsSync(path)) throw new RootKeyError('root-key-missing', `There is no organisation root in ${folder}. Bring it from where it is kept.`);
  const file = readRootKeyFile(path);
  const key = await derive(passphrase, fromBase64(file.kdf.salt), file.kdf);
  try {
    return PrivateKey.deserialize(openBytes(key, fromBase64(file.sealed), context));
  } catch (cause) {
    throw new RootKeyError('root-passphrase-wrong', "The root's passphrase is wrong, or its file is damaged.", { cause });
  }
}

function readRootKeyFile(path: string): z.infer<typeof RootKeyFile> {
  try {
    return RootKeyFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new RootKeyError('root-key-damaged', 'The root\'s file is damaged. Make the folder anew with "sealdesk org recover" and the recovery sheet.', { cause });
  }
}
