import { z } from 'zod';
import type { Envelope, Tx } from '../ports.ts';
import type { Store } from '../store/database.ts';
import { EmailSettings, WebchatSettings } from './settings.ts';

/** A channel as configured, its secrets opened. */
export type ChannelRecord = { readonly id: string; readonly name: string; readonly teamId: string | null } & (
  | { readonly kind: 'email'; readonly settings: EmailSettings }
  | { readonly kind: 'webchat'; readonly settings: WebchatSettings }
);

const context = (id: string) => `channels.settings:${id}`;

/** The channels in use, oldest first. */
export async function readChannels(db: Store | Tx, envelope: Envelope): Promise<ChannelRecord[]> {
  const rows = await db.selectFrom('channels').selectAll().where('removed_at', 'is', null).orderBy('created_at').orderBy('id').execute();
  return rows.map((row) => {
    const settings: unknown = JSON.parse(Buffer.from(envelope.openSystem(context(row.id), row.settings)).toString('utf8'));
    const base = { id: row.id, name: row.name, teamId: row.team_id };
    return row.kind === 'email'
      ? { ...base, kind: 'email', settings: EmailSettings.parse(settings) }
      : { ...base, kind: 'webchat', settings: WebchatSettings.parse(settings) };
  });
}

/** Stores a new channel; its settings are sealed under the master key. */
export async function writeChannel(tx: Tx, envelope: Envelope, channel: ChannelRecord, now: number): Promise<void> {
  z.uuid().parse(channel.id);
  await tx
    .insertInto('channels')
    .values({
      id: channel.id,
      kind: channel.kind,
      name: channel.name,
      team_id: channel.teamId,
      settings: envelope.sealSystem(context(channel.id), Buffer.from(JSON.stringify(channel.settings), 'utf8')),
      created_at: now,
      removed_at: null,
    })
    .execute();
}
