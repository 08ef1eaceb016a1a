import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Far more than a file of ours has, in bytes. */
const largest = 64 * 1024;

const displayFile = (profile: string): string => join(profile, 'display.json');

/** The display choices as they lie in the profile, unchecked; null where there are none, or none that can be read. */
export function readDisplayFile(profile: string): unknown {
  try {
    const file = displayFile(profile);
    return statSync(file).size > largest ? null : (JSON.parse(readFileSync(file, 'utf8')) as unknown);
  } catch {
    return null;
  }
}

/** @throws whatever the file system throws */
export function writeDisplayFile(profile: string, display: object): void {
  const file = displayFile(profile);
  writeFileSync(`${file}.new`, `${JSON.stringify(display, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
