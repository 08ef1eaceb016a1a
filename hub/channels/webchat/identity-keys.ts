import { randomBytes, randomUUID } from 'node:crypto';
import type { Envelope, Tx } from '../../ports.ts';
import type { Store } from '../../store/database.ts';
import { changeSettings } from '../channel-records.ts';
import type { WebchatSettings } from '../settings.ts';
import { currentSettings } from './current-settings.ts';

export type IdentityKey = WebchatSettings['identityKeys'][number];

/** A key as it is shown, this once. */
export interface NewIdentityKey {
  readonly id: string;
  readonly secret: string;
}

/** Keys that are good at a time (Unix milliseconds). Read each time: a key that was just ended is not to be good for a hub that runs. */
export async function identityKeys(db: Store | Tx, envelope: Envelope, channelId: string, now: number): Promise<readonly IdentityKey[]> {
  const settings = await currentSettings(db, envelope, channelId);
  return (settings?.identityKeys ?? []).filter(({ endsAt }) => endsAt === null || endsAt > now);
}

/**
 * Makes the key that a shop's server signs with from now on. Those before it stay good for `overlap` milliseconds and no
 * longer than they were, so that the server can be given the new one in peace.
 * @returns null when there is no such web chat.
 */
export async function makeIdentityKey(tx: Tx, envelope: Envelope, channelId: string, { now, overlap }: { readonly now: number; readonly overlap: number }): Promise<NewIdentityKey | null> {
  const settings = await currentSettings(tx, envelope, channelId);
  if (settings === null) return null;
  const made = { id: randomUUID().slice(0, 8), secret: randomBytes(32).toString('base64url') };
  const before = settings.identityKeys.map((key) => ({ ...key, endsAt: Math.min(key.endsAt ?? Infinity, now + overlap) })).filter(({ endsAt }) => endsAt > now);
  await changeSettings(tx, envelope, channelId, { ...settings, identityKeys: [{ ...made, madeAt: now, endsAt: null }, ...before].slice(0, 5) });
  return made;
}

/** Ends every key at once: from then on each visitor is a stranger. @returns how many of them were good; null when there is no such web chat. */
export async function endIdentityKeys(tx: Tx, envelope: Envelope, channelId: string, now: number): Promise<number | null> {
  const settings = await currentSettings(tx, envelope, channelId);
  if (settings === null) return null;
  await changeSettings(tx, envelope, channelId, { ...settings, identityKeys: [] });
  return settings.identityKeys.filter(({ endsAt }) => endsAt === null || endsAt > now).length;
}
