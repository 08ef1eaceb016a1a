import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemaVersion } from '../../main/vault/migrations.ts';

/** Of files with nothing but made-up mail in them, so that a later run can open them. */
export const keptKey = new Uint8Array(32).fill(7);

export interface KeptVault {
  readonly folder: string;
  /** An earlier run has made the files to their end. */
  readonly whole: boolean;
  readonly keep: () => void;
}

/** A folder for files of so many messages and the present schema; null where none is to be kept. */
export function keptVault(cache: string | undefined, count: number): KeptVault | null {
  if (cache === undefined) return null;
  const folder = join(cache, `vault-${count}-schema-${schemaVersion}`);
  const mark = join(folder, 'whole');
  const whole = existsSync(mark);
  if (!whole) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return { folder, whole, keep: () => writeFileSync(mark, '') };
}
