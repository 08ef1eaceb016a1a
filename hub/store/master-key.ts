import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { type Bytes, bytes } from '../../shared/trust/bytes.ts';
import { writeSecretFile } from './durable-file.ts';
import { privateFolder } from './open-store.ts';

/**
 * The master key: 32 random bytes in a file of its own, never in the database, so that a dump of
 * the database is of no use. Everything sealed by the hub is sealed under keys that come from it.
 */
export const masterKeyLength = 32;

export type MasterKeyProblem = 'master-key-missing' | 'master-key-exposed' | 'master-key-damaged' | 'master-key-exists';
export class MasterKeyError extends SealdeskError<MasterKeyProblem> {}

/** Where keys lie within the data folder. */
export function keysFolder(data: string): string {
  return join(data, 'keys');
}

function masterKeyFile(data: string): string {
  return join(keysFolder(data), 'master.key');
}

/** @throws MasterKeyError `master-key-exists` */
export function createMasterKey(data: string): Bytes {
  const key = bytes(randomBytes(masterKeyLength));
  placeMasterKey(data, key);
  return key;
}

/** Puts a key back that was kept elsewhere. @throws MasterKeyError `master-key-exists`, so that no key is ever lost by a mistake. */
export function placeMasterKey(data: string, key: Uint8Array): void {
  privateFolder(data);
  privateFolder(keysFolder(data));
  if (existsSync(masterKeyFile(data))) {
    throw new MasterKeyError('master-key-exists', 'There is a master key in this data folder already. Nothing was changed.');
  }
  writeSecretFile(masterKeyFile(data), key);
}

/** @throws MasterKeyError when it is missing, damaged, or others on this machine could read it. */
export function readMasterKey(data: string): Bytes {
  if (!existsSync(masterKeyFile(data))) {
    throw new MasterKeyError('master-key-missing', 'The master key is not in the data folder. Put it back with "sealdesk master-key recover" and the recovery sheet.');
  }
  return bytes(readSecretFile(masterKeyFile(data), masterKeyLength));
}

function readSecretFile(file: string, length: number): Buffer {
  const handle = openSync(file, 'r');
  try {
    // Looked at through the handle, so that it is the file that is read.
    if ((fstatSync(handle).mode & 0o077) !== 0) {
      throw new MasterKeyError('master-key-exposed', 'Others on this machine can read the master key. Set its file to mode 0600, and find out who had access.');
    }
    const content = readFileSync(handle);
    if (content.length !== length) {
      throw new MasterKeyError('master-key-damaged', 'The master key file is damaged. Move it away and use "sealdesk master-key recover" with the recovery sheet.');
    }
    return content;
  } finally {
    closeSync(handle);
  }
}
