import { z } from 'zod';
import type { ShownAttachment, ShownMessage } from '../../shared/contract/ipc/attachments.ts';
import type { HubAttachment } from '../../shared/contract/wire/attachment.ts';
import { Elsewhere, type Finding, HandedTo, type Message, type Risk } from '../../shared/domain/conversation.ts';
import type { SqlParameters } from './database.ts';
import type { IndexedText } from './search/index-changes.ts';

/** A row of `messages`. */
export interface MessageRow {
  readonly position: number;
  readonly id: string;
  readonly conversation_id: string;
  readonly kind: Message['kind'];
  readonly channel: Message['channel'];
  readonly author_name: string;
  readonly agent_id: string | null;
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
  readonly sent_at: number;
  readonly status: Message['status'];
  readonly failure: string | null;
  readonly findings: string | null;
  readonly risk: string | null;
  readonly attachments: string | null;
  readonly revision: number;
  /** Not there in a damaged vault of before. */
  readonly mentions?: string | null;
  readonly leads_to?: string | null;
  /** The same. */
  readonly handed_to?: string | null;
  readonly whisper_to?: string | null;
  /** The same. Among what was sent in one moment (messages-of.ts). */
  readonly place?: number;
  readonly marked?: string | null;
  readonly edited_at?: number | null;
  readonly elsewhere?: string | null;
}

const ElsewhereList = z.array(Elsewhere);

/** `revision` 0 in the store stands for "not yet confirmed by the hub"; outside it counts as the first. */
export function messageFrom(row: MessageRow): Omit<ShownMessage, 'html'> & Pick<Message, 'html'> {
  return {
    id: row.id as Message['id'],
    conversationId: row.conversation_id as Message['conversationId'],
    kind: row.kind,
    channel: row.channel,
    authorName: row.author_name,
    agentId: row.agent_id as Message['agentId'],
    subject: row.subject,
    text: row.text,
    html: row.html,
    sentAt: row.sent_at,
    status: row.status,
    failure: row.failure,
    findings: row.findings === null ? [] : (JSON.parse(row.findings) as z.infer<typeof Finding>[]),
    risk: row.risk === null ? { level: 'none', reasons: [] } : (JSON.parse(row.risk) as z.infer<typeof Risk>),
    attachments: row.attachments === null ? [] : (JSON.parse(row.attachments) as HubAttachment[]).map(shownAttachment),
    revision: Math.max(1, row.revision),
    ...(typeof row.mentions === 'string' ? { mentions: JSON.parse(row.mentions) as Message['mentions'] } : {}),
    ...(typeof row.leads_to === 'string' ? { leadsTo: row.leads_to as Message['conversationId'] } : {}),
    ...(typeof row.handed_to === 'string' ? { handedTo: HandedTo.parse(JSON.parse(row.handed_to)) } : {}),
    ...(typeof row.whisper_to === 'string' ? { whisperTo: row.whisper_to as Message['whisperTo'] } : {}),
    ...(typeof row.marked === 'string' ? { marked: row.marked } : {}),
    ...(typeof row.edited_at === 'number' ? { editedAt: row.edited_at } : {}),
    ...(typeof row.elsewhere === 'string' ? { elsewhere: ElsewhereList.parse(JSON.parse(row.elsewhere)) } : {}),
  };
}

/** As the page has it: what it looks like stays here, and only whether that says more than its text goes along. */
export function shownMessage(row: MessageRow): ShownMessage {
  return { ...messageFrom(row), html: null, ...(row.html !== null && saysMore(row.html) ? { formatted: true as const } : {}) };
}

/** What text does not show: tables, lists, headings, emphasis, quotations, pictures that are left out, links behind words. Paragraphs and lines it has as well. */
const formatting = /<(?:table|ul|ol|dl|h[1-6]|b|strong|i|em|u|s|sub|sup|a|blockquote|pre|hr)[ >/]|<span data-picture=|font-weight:(?:bold|[6-9]00)|text-align:(?:right|center)/;

const saysMore = (html: string): boolean => formatting.test(html);

/** As the hub told them, with what opens them: for what is written back, and never for the page. */
export const attachmentsIn = ({ attachments }: Pick<MessageRow, 'attachments'>): HubAttachment[] => (attachments === null ? [] : (JSON.parse(attachments) as HubAttachment[]));

/** Without its key, which the page has no use for. */
function shownAttachment({ name, mediaType, size, part, contents }: HubAttachment): ShownAttachment {
  const about = { name, mediaType, size, ...(part === undefined ? {} : { part }) };
  if (contents?.state === 'held' || (contents?.state === 'kept' && contents.held === true)) {
    const { id, until, hidden } = contents;
    return { ...about, contents: { state: 'held', hidden: hidden ?? [], ...(id === undefined ? {} : { id }), ...(until === undefined ? {} : { until }) } };
  }
  if (contents?.state === 'kept') return { ...about, contents: { state: 'kept', id: contents.id, hidden: contents.hidden ?? [] } };
  return { ...about, contents: { state: contents?.state ?? 'not-kept' } };
}

/** In the order of the table's columns. */
export function messageColumns(position: number, message: Message, revision: number, place: number): SqlParameters {
  return [
    position,
    message.id,
    message.conversationId,
    message.kind,
    message.channel,
    message.authorName,
    message.agentId,
    message.subject,
    message.text,
    message.html,
    message.sentAt,
    message.status,
    message.failure,
    message.findings.length === 0 ? null : JSON.stringify(message.findings),
    message.risk.level === 'none' && message.risk.reasons.length === 0 ? null : JSON.stringify(message.risk),
    message.attachments.length === 0 ? null : JSON.stringify(message.attachments),
    revision,
    message.mentions === undefined ? null : JSON.stringify(message.mentions),
    message.leadsTo ?? null,
    message.handedTo === undefined ? null : JSON.stringify(message.handedTo),
    message.whisperTo ?? null,
    place,
    message.marked ?? null,
    message.editedAt ?? null,
    message.elsewhere === undefined ? null : JSON.stringify(message.elsewhere),
  ];
}

/** What the search index holds of a message in a customer's conversation; the same for writing and removing. */
export function indexedText(message: { authorName: string; subject: string | null; text: string }, customerName: string): IndexedText {
  return {
    author: message.authorName,
    customer: customerName === message.authorName ? '' : customerName,
    subject: message.subject ?? '',
    text: message.text,
  };
}
