import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WritableDatabase } from '../../../../main/vault/database.ts';
import { openWritable } from '../../../../main/vault/open-database.ts';

/** A vault file without threads, for what can be tested below them. */
export class VaultFile {
  readonly folder = mkdtempSync(join(tmpdir(), 'sealdesk-vault-'));
  readonly file = join(this.folder, 'vault.db');
  readonly key = new Uint8Array(32).fill(9);
  readonly database: WritableDatabase = openWritable(this.file, this.key, true);
  #open = true;

  close(): void {
    if (this.#open) this.database.close();
    this.#open = false;
  }

  remove(): void {
    this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
