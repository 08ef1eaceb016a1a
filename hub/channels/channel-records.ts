import { z } from 'zod';
import type { Language } from '../../shared/language/languages.ts';
import { spokenOf } from '../languages/wanted.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { Store } from '../store/database.ts';
import { EmailSettings, InstagramSettings, PhoneSettings, WebchatSettings, WhatsAppSettings } from './settings.ts';

/** A channel as configured, its secrets opened. */
export type ChannelRecord = { readonly id: string; readonly name: string; readonly teamId: string | null; readonly language: Language | null } & (
  | { readonly kind: 'email'; readonly settings: EmailSettings }
  | { readonly kind: 'webchat'; readonly settings: WebchatSettings }
  | { readonly kind: 'whatsapp'; readonly settings: WhatsAppSettings }
  | { readonly kind: 'instagram'; readonly settings: InstagramSettings }
  | { readonly kind: 'phone'; readonly settings: PhoneSettings }
);

const context = (id: string) => `channels.settings:${id}`;

/** The channels in use, oldest first. */
export async function readChannels(db: Store | Tx, envelope: Envelope): Promise<ChannelRecord[]> {
  const rows = await db.selectFrom('channels').selectAll().where('removed_at', 'is', null).orderBy('created_at').orderBy('id').execute();
  return rows.map((row) => {
    const settings: unknown = JSON.parse(Buffer.from(envelope.openSystem(context(row.id), row.settings)).toString('utf8'));
    const base = { id: row.id, name: row.name, teamId: row.team_id, language: spokenOf(row.language) };
    switch (row.kind) {
      case 'email':
        return { ...base, kind: 'email', settings: EmailSettings.parse(settings) };
      case 'webchat':
        return { ...base, kind: 'webchat', settings: WebchatSettings.parse(settings) };
      case 'whatsapp':
        return { ...base, kind: 'whatsapp', settings: WhatsAppSettings.parse(settings) };
      case 'instagram':
        return { ...base, kind: 'instagram', settings: InstagramSettings.parse(settings) };
      case 'phone':
        return { ...base, kind: 'phone', settings: PhoneSettings.parse(settings) };
      default:
        return row.kind satisfies never;
    }
  });
}

/** Other settings for a channel in use, such as a token made anew. */
export async function changeSettings(db: Store | Tx, envelope: Envelope, channelId: string, settings: ChannelRecord['settings']): Promise<void> {
  await db
    .updateTable('channels')
    .set({ settings: envelope.sealSystem(context(channelId), Buffer.from(JSON.stringify(settings), 'utf8')) })
    .where('id', '=', channelId)
    .where('removed_at', 'is', null)
    .execute();
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
      language: channel.language,
      created_at: now,
      removed_at: null,
    })
    .execute();
}
