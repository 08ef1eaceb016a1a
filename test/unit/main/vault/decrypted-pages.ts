import { createDecipheriv } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { VaultUnderTest } from './opened-vault.ts';

const pageSize = 4096;
/** At the end of each page: 16 bytes of IV, 64 of HMAC-SHA512 (SQLCipher 4). */
const reserved = 80;

/** Every page decrypted by hand, free ones too: what somebody with the key could find in the file. */
function pages(file: string, key: Uint8Array, skip: number, each: number): Buffer {
  const raw = readFileSync(file);
  const plain: Buffer[] = [];
  for (let at = skip; at + pageSize <= raw.length; at += each) {
    const page = raw.subarray(at + each - pageSize, at + each);
    // The first page of the database begins with the salt in place of SQLite's header.
    const salt = skip === 0 && at === 0 ? 16 : 0;
    const decipher = createDecipheriv('aes-256-cbc', key, page.subarray(pageSize - reserved, pageSize - reserved + 16)).setAutoPadding(false);
    plain.push(decipher.update(page.subarray(salt, pageSize - reserved)));
  }
  return Buffer.concat(plain);
}

/** Of the vault's file and its log. */
export function decryptedPages(test: VaultUnderTest): Buffer {
  const log = `${test.file}-wal`;
  return Buffer.concat([
    pages(test.file, test.key, 0, pageSize),
    // The log: a header of 32 bytes, then frames of a header of 24 bytes and a page.
    existsSync(log) && readFileSync(log).length > 32 ? pages(log, test.key, 32, pageSize + 24) : Buffer.alloc(0),
  ]);
}
