import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { syncFolder } from './durable-file.ts';
import { databaseFiles, type Profile } from './profile.ts';

/**
 * A whole vault takes the place of a damaged one, which is kept aside. The new one is made under a name that means
 * nothing yet; given its second name it counts, and from then on every start carries the exchange on to its end. So
 * whenever this is cut short, there is the old vault or the new one, and both files.
 */
const making = 'vault.new';
const ready = 'vault.repaired';
const aside = /^vault\.damaged-[0-9TZ-]+\.db(-wal|-shm|-journal)?$/;

const inProfile = (profile: Profile, name: string): string => join(profile.folder, name);
const beside = ['-wal', '-shm', '-journal'] as const;

/** Where the new vault is made; what an attempt before left there goes. */
export function placeToMake(profile: Profile): string {
  const path = inProfile(profile, making);
  for (const suffix of ['', ...beside]) rmSync(path + suffix, { force: true });
  return path;
}

/** The name under which a vault that was found damaged at that time is kept. @param at Unix milliseconds. */
export function nameAside(at: number): string {
  return `vault.damaged-${new Date(at).toISOString().replace(/\.\d+Z$/, 'Z').replaceAll(':', '-')}.db`;
}

/** From here on the new vault counts. */
export function markReady(profile: Profile): void {
  renameSync(inProfile(profile, making), inProfile(profile, ready));
  syncFolder(profile.folder);
}

export function isReady(profile: Profile): boolean {
  return existsSync(inProfile(profile, ready));
}

/**
 * Puts the new vault in the damaged one's place. The log of the old one goes aside with it before the new one has its
 * name: SQLite would take it for the new one's.
 */
export function finishSwap(profile: Profile, kept: string): void {
  for (const [index, suffix] of ['', ...beside].entries()) {
    const file = databaseFiles(profile)[index];
    // The memory shared by connections is made anew from the log.
    if (file !== undefined && suffix === '-shm') rmSync(file, { force: true });
    else if (file !== undefined && existsSync(file)) renameSync(file, inProfile(profile, kept) + suffix);
  }
  syncFolder(profile.folder);
  renameSync(inProfile(profile, ready), profile.database);
  // One is kept.
  for (const path of keptAside(profile)) if (!path.startsWith(inProfile(profile, kept))) rmSync(path, { force: true });
  syncFolder(profile.folder);
}

/** Damaged vaults that are kept, with their logs, and what an attempt to repair may have left. */
export function keptAside(profile: Profile): string[] {
  return readdirSync(profile.folder).filter((name) => aside.test(name)).map((name) => inProfile(profile, name));
}

/** All that a repair may have made, for a wipe. */
export function repairFiles(profile: Profile): string[] {
  const made = [making, ready].flatMap((name) => ['', ...beside].map((suffix) => inProfile(profile, name) + suffix));
  return [...keptAside(profile), ...made];
}
