import { z } from 'zod';
import type { Clock } from '../../shared/domain/clock.ts';
import { Timestamp } from '../../shared/domain/ids.ts';
import { deriveKey, OpenError, openBytes, sealBytes } from '../../shared/trust/aead.ts';
import { type Bytes, framed, utf8 } from '../../shared/trust/bytes.ts';
import type { Device } from '../device/device.ts';
import type { DeviceItem } from '../device/device-item.ts';
import { enrolledAs } from '../device/enrolled-as.ts';
import type { RecordContent } from '../device/record.ts';
import { latestNow, trustedNow } from '../device/trusted-time.ts';
import { purge } from './secret-bytes.ts';

/**
 * What takes the place of a code after a short lock. Main keeps it in memory and cannot read it; what makes it void is
 * in the keychain, so that a ticket kept longer, shown twice, or tried with one passphrase after another opens nothing.
 */
const Ticket = z.strictObject({
  /** In the hub's time. */
  lockedAt: Timestamp,
  /** Of the unlock that was locked: each unlock ends the tickets before it. */
  epoch: z.number().int().min(0),
  /** Of the hub session that still stands; null where there was none. */
  session: z.strictObject({ token: z.base64().length(44), until: Timestamp }).nullable(),
});
export type ShortLockTicket = z.infer<typeof Ticket>;

const noSalt = new Uint8Array();
const ticketKey = (deviceSecret: Uint8Array): Bytes => deriveKey(deviceSecret, noSalt, 'sealdesk short lock');
const context = (deviceId: string): Bytes => framed('sealdesk short lock v1', deviceId);

/** For how many minutes after a lock the passphrase alone unlocks; 0: never. Not once IT has ended the authenticator. */
export function shortLockMinutes(record: RecordContent): number {
  return record.totpReset?.ended === true ? 0 : enrolledAs(record).policy.passphraseOnlyMinutes;
}

/** The ticket of a lock that begins now. @param session that still stands; null for none. */
export function makeTicket(device: Device, session: ShortLockTicket['session'], clock: Clock): Bytes {
  const { record, item } = device.present;
  const deviceSecret = device.secret();
  try {
    return sealTicket({ lockedAt: trustedNow(item, clock), epoch: item.epoch, session }, deviceSecret, record.deviceId);
  } finally {
    purge(deviceSecret);
  }
}

/** @param deviceSecret the caller overwrites it. */
export function sealTicket(ticket: ShortLockTicket, deviceSecret: Uint8Array, deviceId: string): Bytes {
  const key = ticketKey(deviceSecret);
  const plain = utf8(JSON.stringify(Ticket.parse(ticket)));
  try {
    return sealBytes(key, plain, context(deviceId));
  } finally {
    purge(key, plain);
  }
}

/** Null for anything but a ticket that `sealTicket` made on this device. @param deviceSecret the caller overwrites it. */
export function openTicket(sealed: Uint8Array, deviceSecret: Uint8Array, deviceId: string): ShortLockTicket | null {
  const key = ticketKey(deviceSecret);
  try {
    const plain = openBytes(key, sealed, context(deviceId));
    const ticket = Ticket.parse(JSON.parse(Buffer.from(plain).toString('utf8')));
    purge(plain);
    return ticket;
  } catch (error) {
    if (error instanceof OpenError) return null;
    throw error;
  } finally {
    purge(key);
  }
}

/** Whether the passphrase alone may unlock: as long as the policy says, at the first try, and with a clock that has only gone on. */
export function ticketServes(ticket: ShortLockTicket, { record, item }: { readonly record: RecordContent; readonly item: DeviceItem }, clock: Clock): boolean {
  if (item.attempts > 0 || ticket.epoch !== item.epoch) return false;
  return trustedNow(item, clock) >= ticket.lockedAt && latestNow(item, clock) - ticket.lockedAt < shortLockMinutes(record) * 60_000;
}
