import { z } from 'zod';
import type { RedactionPolicy } from '../../../shared/redaction/index.ts';
import { redact } from '../../intake/redact.ts';
import { sanitise } from '../../intake/sanitise.ts';
import type { Normalised, ReadEntry, Received, ReceivedFile } from '../../intake/stages.ts';
import { plainText } from '../../intake/well-formed.ts';
import { namelessOnInstagram } from '../../conversations/profile-names.ts';
import { fetchedFile, type MediaSource } from '../meta/fetched-file.ts';
import { words } from '../meta/words.ts';
import { InstagramItem } from './items.ts';

const Id = z.string().min(1).max(1_000);
const Payload = z.object({ url: z.string().max(5_000).optional(), title: z.string().optional() });
const Attachment = z.object({ type: z.string(), payload: Payload.nullable().default(null) });
const Message = z.object({
  mid: Id,
  text: z.string().optional(),
  attachments: z.array(Attachment).optional(),
  is_echo: z.boolean().optional(),
  is_deleted: z.boolean().optional(),
  is_unsupported: z.boolean().optional(),
  reply_to: z.object({ mid: Id.optional(), story: z.unknown().optional() }).optional(),
});
type Message = z.infer<typeof Message>;

/** One event; of what it may be about, each kind as far as it is known. */
const Event = z.object({
  sender: z.object({ id: Id }),
  recipient: z.object({ id: Id }),
  timestamp: z.coerce.number().nullable().catch(null),
  message: Message.optional().catch(undefined),
  reaction: z.object({ mid: Id, action: z.string().optional(), emoji: z.string().max(50).optional(), reaction: z.string().max(50).optional() }).optional().catch(undefined),
  message_edit: z.object({ mid: Id, text: z.string(), num_edit: z.coerce.number().int().min(0) }).optional().catch(undefined),
  postback: z.object({ mid: Id, title: z.string().optional() }).optional().catch(undefined),
  read: z.object({ mid: Id }).optional().catch(undefined),
});
type Event = z.infer<typeof Event>;

/** Files of one message that are fetched; Instagram lets people send ten. */
const maxFiles = 10;

export interface InstagramReading {
  readonly accountId: string;
  readonly media: MediaSource;
  /** What Instagram calls somebody; null where it does not say, or not soon. */
  readonly nameOf: (id: string) => Promise<string | null>;
  /** What is hidden. */
  readonly policy: RedactionPolicy;
}

/** authenticate (the signature was), normalise, sanitise, redact. @throws when a file has to be fetched later. */
export async function readInstagram(received: Received, reading: InstagramReading): Promise<ReadEntry> {
  const item = InstagramItem.parse(JSON.parse(Buffer.from(received.raw).toString('utf8')));
  const event = item.t === 'event' ? Event.safeParse(item.event).data : undefined;
  if (event === undefined) return { kind: 'set-aside' };
  const { message, message_edit: edit, reaction, postback, read } = event;
  const ours = event.sender.id === reading.accountId || message?.is_echo === true;
  if (message?.is_deleted === true) return { kind: 'news', news: { news: 'removed', remoteId: message.mid, by: ours ? 'company' : 'customer' } };
  if (edit !== undefined) {
    const made = normalised(ours ? event.recipient.id : event.sender.id, event, received, edit.text, { messageId: edit.mid });
    return { kind: 'edit', edit: { remoteId: edit.mid, by: ours ? 'company' : 'customer', order: edit.num_edit, message: redact(sanitise(made), reading.policy) } };
  }
  if (ours) return message === undefined ? { kind: 'set-aside' } : echo(event, message, received, reading);
  if (read !== undefined) return { kind: 'news', news: { news: 'status', messageId: null, remoteId: read.mid, status: 'read', failure: null } };
  if (message !== undefined) return fromCustomer(event, message, received, reading);
  if (reaction !== undefined) {
    const emoji = reaction.emoji ?? reaction.reaction ?? '';
    return plain(event, received, reading, reaction.action === 'unreact' || emoji === '' ? words.tookReactionBack : words.reacted(emoji), { messageId: null, answers: [reaction.mid], automatic: true });
  }
  if (postback !== undefined) return plain(event, received, reading, words.pressed(postback.title ?? ''), { messageId: postback.mid });
  return plain(event, received, reading, words.unknownKind, { cut: 'unreadable' });
}

async function fromCustomer(event: Event, message: Message, received: Received, reading: InstagramReading): Promise<ReadEntry> {
  const said: string[] = [];
  const attachments: ReceivedFile[] = [];
  if (message.reply_to?.story !== undefined) said.push(words.storyReply);
  if (message.text !== undefined) said.push(message.text);
  for (const { type, payload } of (message.attachments ?? []).slice(0, maxFiles)) {
    const name = fileNameOf(type);
    if (type === 'story_mention') said.push(words.storyMention);
    if (name === null || payload?.url === undefined) {
      if (type !== 'story_mention') said.push(['share', 'ig_reel', 'reel', 'ig_post'].includes(type) ? words.shared : words.attachmentUnknown);
      continue;
    }
    const { attachment, note } = await fetchedFile(reading.media, { id: payload.url, name, mediaType: mediaTypeOf(type), sha256: null }, received.attempts);
    attachments.push(attachment);
    if (note !== null) said.push(note);
  }
  const empty = said.length === 0 && attachments.length === 0;
  if (empty) said.push(message.is_unsupported === true ? words.notSupported : words.unknownKind);
  return plain(event, received, reading, said.join('\n'), {
    messageId: message.mid,
    answers: message.reply_to?.mid === undefined ? [] : [message.reply_to.mid],
    attachments,
    cut: empty && message.is_unsupported !== true ? 'unreadable' : null,
  });
}

/** The company's own: sender and recipient are the other way round. */
function echo(event: Event, message: Message, received: Received, { policy }: InstagramReading): ReadEntry {
  const text = message.text ?? words.attachmentUnknown;
  const { text: shown } = redact(sanitise(normalised(event.recipient.id, event, received, text, {})), policy);
  return { kind: 'news', news: { news: 'echo', remoteId: message.mid, identity: { kind: 'instagram', value: event.recipient.id }, text: shown, sentAt: sentAt(event, received.receivedAt), file: message.text === undefined && (message.attachments ?? []).length > 0 } };
}

type Rest = Partial<Pick<Normalised, 'messageId' | 'answers' | 'attachments' | 'automatic' | 'cut'>>;

async function plain(event: Event, received: Received, { policy, nameOf }: InstagramReading, text: string, rest: Rest): Promise<ReadEntry> {
  const name = plainText((await nameOf(event.sender.id)) ?? '').replaceAll(/\s+/g, ' ').trim();
  const made = normalised(event.sender.id, event, received, text, rest);
  return { kind: 'message', authentication: null, message: redact(sanitise(name === '' ? made : { ...made, authorName: name, named: true }), policy) };
}

function normalised(customer: string, event: Event, received: Received, text: string, rest: Rest): Normalised {
  return {
    identity: { kind: 'instagram', value: customer },
    // Webhooks name nobody.
    authorName: namelessOnInstagram(customer),
    subject: null,
    text: plainText(text),
    html: null,
    sentAt: sentAt(event, received.receivedAt),
    attachments: [],
    messageId: null,
    answers: [],
    automatic: false,
    replyTo: null,
    bounce: null,
    cut: null,
    ...rest,
  };
}

/** Milliseconds since 1970; when it was received where that cannot be. */
function sentAt({ timestamp }: Event, receivedAt: number): number {
  const at = timestamp ?? 0;
  return at >= Date.UTC(2020, 0, 1) && at <= receivedAt ? Math.floor(at) : receivedAt;
}

function fileNameOf(type: string): string | null {
  switch (type) {
    case 'image':
    case 'story_mention':
      return words.media.image;
    case 'video':
      return words.media.video;
    case 'audio':
      return words.media.audio;
    case 'file':
      return words.media.file;
    default:
      return null;
  }
}

/** Webhooks say no more than this; what a file is, is looked at when it is shown. */
function mediaTypeOf(type: string): string {
  switch (type) {
    case 'image':
      return 'image/jpeg';
    case 'video':
      return 'video/mp4';
    case 'audio':
      return 'audio/mp4';
    default:
      return 'application/octet-stream';
  }
}
