import type { DeviceMail, HubEvent } from '../../shared/contract/wire/index.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { hubLacksIt } from '../../shared/contract/wire/older-hub.ts';
import { fromBase64 } from '../../shared/trust/bytes.ts';
import { userOf } from '../enrolment/viewers.ts';
import type { Conversations, Tx } from '../ports.ts';
import type { Rooms } from '../rooms.ts';
import { RatchetError } from '../signal/ratchet.ts';
import { readDeviceMail, readUnknownCommand } from './frame-reader.ts';
import type { LiveDevice } from './live-device.ts';

/** Conversations of one back-fill page. */
const backfillPage = 50;
const day = 24 * 3_600_000;

export type MailOutcome =
  | { readonly kind: 'done' }
  /** The device goes on after this sequence number. */
  | { readonly kind: 'resumed'; readonly seq: number }
  | { readonly kind: 'session-broken' }
  | { readonly kind: 'not-active' }
  | { readonly kind: 'malformed' };

/**
 * Takes one mail of a device: ratchet, its effects and the mail that answers it are committed
 * together, so that a crash can neither lose nor repeat any of them.
 */
export async function takeDeviceMail(
  rooms: Rooms,
  conversations: Conversations,
  live: LiveDevice,
  mail: { readonly kind: 'prekey' | 'signal'; readonly body: string },
): Promise<MailOutcome> {
  try {
    return await rooms.store.transaction().execute(async (tx): Promise<MailOutcome> => {
      const user = await userOf(tx, rooms, live.deviceId);
      if (!user) return { kind: 'not-active' };
      const plaintext = await rooms.mailboxes.open(tx, live.deviceId, { kind: mail.kind, body: fromBase64(mail.body) });
      const content = readDeviceMail(plaintext);
      if (!content) {
        // Refused in words, as its own would be: broken off, the laptop would come back with it for ever.
        const later = readUnknownCommand(plaintext);
        if (later === null) return { kind: 'malformed' };
        await rooms.mailboxes.send(tx, live.deviceId, [{ e: 'command.result', key: later.key, outcome: { kind: 'refused', message: hubLacksIt } }]);
        return { kind: 'done' };
      }
      return serve(tx, rooms, conversations, live, user, content);
    });
  } catch (error) {
    if (!(error instanceof RatchetError)) throw error;
    return error.kind === 'duplicate' ? { kind: 'done' } : { kind: 'session-broken' };
  }
}

async function serve(tx: Tx, rooms: Rooms, conversations: Conversations, live: LiveDevice, user: Agent, content: DeviceMail): Promise<MailOutcome> {
  const { mailboxes } = rooms;
  switch (content.m) {
    case 'resume':
      await acknowledged(tx, rooms, live.deviceId, content.seq);
      return { kind: 'resumed', seq: content.seq };
    case 'ack':
      await acknowledged(tx, rooms, live.deviceId, content.seq);
      return { kind: 'done' };
    case 'command': {
      const outcome = await conversations.execute(tx, user, live.deviceId, content.key, content.at, content.command);
      await mailboxes.send(tx, live.deviceId, [{ e: 'command.result', key: content.key, outcome }]);
      return { kind: 'done' };
    }
    case 'draft':
      await rooms.drafts.take(tx, user, live.deviceId, content);
      return { kind: 'done' };
    case 'beginning':
      await rooms.beginnings.take(tx, user, live.deviceId, content);
      return { kind: 'done' };
    case 'backfill': {
      // Whoever asks and never reads would fill the hub's disk: what waits goes, and the session begins anew, as after a long absence.
      if (await mailboxes.isFull(tx, live.deviceId)) {
        await mailboxes.discard(tx, live.deviceId);
        return { kind: 'session-broken' };
      }
      const { policy } = await rooms.policies.current(tx);
      const since = rooms.clock.now() - policy.backfillDays * day;
      const { events, next } = await conversations.page(tx, user, { after: content.after, since, limit: backfillPage });
      const page = { e: 'backfill.page', next } as HubEvent;
      await mailboxes.send(tx, live.deviceId, [...events, page]);
      return { kind: 'done' };
    }
    default:
      content satisfies never;
      return { kind: 'malformed' };
  }
}

/** A laptop that has confirmed the last of an erased customer's is in the audit log with it: that is the receipt. */
async function acknowledged(tx: Tx, { mailboxes, audit }: Rooms, deviceId: DeviceId, seq: number): Promise<void> {
  for (const customer of await mailboxes.acknowledge(tx, deviceId, seq)) await audit.append(tx, { actor: `device:${deviceId}`, action: 'customer.erased-on-laptop', subject: customer });
}
