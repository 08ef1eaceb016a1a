import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The profile folder and what lies in it. Its id is made of the place where it lies, so that a copy
 * of the folder in another place finds no keychain item, and two copies never work side by side.
 */
export interface Profile {
  readonly folder: string;
  /** Begins the name of each of its keychain items. */
  readonly id: string;
  readonly record: string;
  readonly tombstone: string;
  readonly header: string;
  readonly database: string;
  /** Where the vault keeps sealed attachments. */
  readonly attachments: string;
}

/** The vault's header, in a profile's folder: there from the first passphrase to the wipe. */
export const headerIn = (folder: string): string => join(folder, 'vault.header');

/** Makes the folder if it is not there, readable by its owner only. */
export function openProfile(folder: string): Profile {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const place = realpathSync(folder);
  return {
    folder: place,
    id: createHash('sha256').update(`sealdesk profile v1\n${place}`).digest('hex').slice(0, 32),
    record: join(place, 'enrolment.record'),
    tombstone: join(place, 'wiped.record'),
    header: headerIn(place),
    database: join(place, 'vault.db'),
    attachments: join(place, 'attachments'),
  };
}

/** The database with the files that SQLite keeps beside it. */
export function databaseFiles(profile: Profile): string[] {
  return ['', '-wal', '-shm', '-journal'].map((suffix) => `${profile.database}${suffix}`);
}
