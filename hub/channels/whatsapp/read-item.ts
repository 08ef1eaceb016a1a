import { z } from 'zod';
import type { RedactionPolicy } from '../../../shared/redaction/index.ts';
import { redact } from '../../intake/redact.ts';
import { sanitise } from '../../intake/sanitise.ts';
import type { Normalised, ReadEntry, Received, ReceivedFile } from '../../intake/stages.ts';
import { plainText } from '../../intake/well-formed.ts';
import { readOurName } from '../meta/our-id.ts';
import { fetchedFile, type MediaSource } from '../meta/fetched-file.ts';
import { type Contact, WhatsAppItem } from './items.ts';
import { contentOf } from './message-content.ts';
import { failureWords } from './failure-words.ts';

const Message = z.looseObject({
  id: z.string().min(1).max(500).nullable().catch(null),
  from: z.string().max(500).nullable().catch(null),
  from_user_id: z.string().max(500).nullable().catch(null),
  timestamp: z.coerce.number().nullable().catch(null),
  context: z.object({ id: z.string().min(1).max(500) }).nullable().catch(null),
});
type Message = z.infer<typeof Message>;

const Status = z.object({
  id: z.string(),
  status: z.string(),
  biz_opaque_callback_data: z.string().optional().catch(undefined),
  errors: z.array(z.object({ code: z.number() })).catch([]),
});
const Renaming = z.object({ type: z.literal('user_changed_user_id'), user_id: z.string().min(1).max(500) });

const Original = z.string().min(1).max(500);
/** Other words for a message, and a message taken back; both come as messages of their own. */
const Edited = z.looseObject({ type: z.literal('edit'), edit: z.object({ original_message_id: Original, message: z.looseObject({ type: z.enum(['text', 'image', 'video', 'document']) }) }) });
const Revoked = z.looseObject({ type: z.literal('revoke'), revoke: z.object({ original_message_id: Original }) });

/** Names are cut to their length after redaction. */
const beforeRedaction = 8_000;

export interface WhatsAppReading {
  readonly media: MediaSource;
  /** What is hidden. */
  readonly policy: RedactionPolicy;
}

/** authenticate (the signature was), normalise, sanitise, redact. @throws when a file has to be fetched later. */
export async function readWhatsApp(received: Received, reading: WhatsAppReading): Promise<ReadEntry> {
  const item = WhatsAppItem.parse(JSON.parse(Buffer.from(received.raw).toString('utf8')));
  switch (item.t) {
    case 'message':
      return message(item, received, reading);
    case 'status':
      return status(item.status);
    case 'renamed':
      return { kind: 'news', news: { news: 'renamed', kind: 'whatsapp', from: item.from, to: item.to } };
    case 'unknown':
      return { kind: 'set-aside' };
    default:
      return item satisfies never;
  }
}

async function message(item: Extract<WhatsAppItem, { t: 'message' }>, received: Received, { media, policy }: WhatsAppReading): Promise<ReadEntry> {
  const parsed = Message.safeParse(item.message);
  if (!parsed.success) return { kind: 'set-aside' };
  const { data } = parsed;
  const moved = Renaming.safeParse(data['system']).data;
  const former = data.from_user_id ?? item.contact?.user_id ?? data.from;
  if (moved !== undefined && former !== null && former !== moved.user_id) return { kind: 'news', news: { news: 'renamed', kind: 'whatsapp', from: former, to: moved.user_id } };
  const revoked = Revoked.safeParse(item.message).data;
  if (revoked !== undefined) return { kind: 'news', news: { news: 'removed', remoteId: revoked.revoke.original_message_id, by: 'customer' } };
  const edited = Edited.safeParse(item.message).data?.edit;
  const content = contentOf(edited?.message ?? data);
  if (edited !== undefined && content.known) {
    const at = sentAt(data, received.receivedAt);
    const made = { ...bare(data, item.contact, at), text: plainText(content.text), messageId: edited.original_message_id };
    return { kind: 'edit', edit: { remoteId: edited.original_message_id, by: 'customer', order: data.timestamp ?? at / 1000, message: redact(sanitise(made), policy) } };
  }
  const file = content.media === null ? null : await fetchedFile(media, content.media, received.attempts);
  const normalised: Normalised = {
    ...bare(data, item.contact, sentAt(data, received.receivedAt)),
    text: plainText([content.text, file?.note].filter((text) => text !== undefined && text !== null && text !== '').join('\n')),
    attachments: file === null ? [] : [file.attachment satisfies ReceivedFile],
    answers: data.context === null ? [] : [data.context.id],
    automatic: content.aside,
    cut: content.known ? null : 'unreadable',
  };
  return { kind: 'message', authentication: null, message: redact(sanitise(normalised), policy) };
}

/** Who wrote, and when, without what. */
function bare(data: Message, contact: Contact | null, at: number): Normalised {
  const name = nameOf(contact);
  return { identity: identityOf(data, contact), authorName: name, named: name !== '', subject: null, text: '', html: null, sentAt: at, attachments: [], messageId: data.id, answers: [], automatic: false, replyTo: null, bounce: null, cut: null };
}

/** Known by the id that belongs to the business; by the number only where there is none. */
function identityOf({ from, from_user_id }: Message, contact: Contact | null): Normalised['identity'] {
  const phone = [from, contact?.wa_id].find((value) => value !== null && value !== undefined && /^\d{5,20}$/.test(value)) ?? undefined;
  const value = [from_user_id, contact?.user_id].find((id) => id !== null && id !== undefined && id !== '') ?? phone;
  return value === undefined ? null : { kind: 'whatsapp', value, ...(phone === undefined ? {} : { phone }) };
}

function nameOf(contact: Contact | null): string {
  const name = [contact?.profile?.name, contact?.profile?.username].find((value) => value !== undefined && value.trim() !== '') ?? '';
  return plainText(name).replaceAll(/\s+/g, ' ').trim().slice(0, beforeRedaction);
}

/** Seconds since 1970; when it was received where that cannot be. */
function sentAt({ timestamp }: Message, receivedAt: number): number {
  const at = (timestamp ?? 0) * 1000;
  return at >= Date.UTC(2020, 0, 1) && at <= receivedAt ? Math.floor(at) : receivedAt;
}

function status(told: unknown): ReadEntry {
  const { data } = Status.safeParse(told);
  if (data === undefined) return { kind: 'set-aside' };
  const base = { news: 'status', ...readOurName(data.biz_opaque_callback_data), remoteId: data.id } as const;
  switch (data.status) {
    case 'sent':
    case 'delivered':
    case 'read':
      return { kind: 'news', news: { ...base, status: data.status, failure: null } };
    case 'played':
      return { kind: 'news', news: { ...base, status: 'read', failure: null } };
    case 'failed':
      return { kind: 'news', news: { ...base, status: 'failed', failure: failureWords(data.errors[0]?.code ?? 0) } };
    default:
      return { kind: 'set-aside' };
  }
}
