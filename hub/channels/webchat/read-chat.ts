import { z } from 'zod';
import type { Normalised, ReceivedFile } from '../../intake/stages.ts';
import { wellFormed } from '../../intake/well-formed.ts';

/** What lies in the spool for a chat message. */
const ChatMessage = z.object({
  visitorId: z.uuid(),
  id: z.uuid(),
  text: z.string(),
  /** What the shop's server says of the customer; null for a stranger. */
  known: z.object({ name: z.string().nullable(), email: z.string().nullable() }).nullable().default(null),
  /** A file in the place of words; its bytes in base64. */
  file: z.object({ name: z.string(), mediaType: z.string(), data: z.base64() }).nullable().default(null),
});

export function chatBytes(message: z.input<typeof ChatMessage>): Uint8Array {
  return Buffer.from(JSON.stringify(message), 'utf8');
}

/** normalise, for chat. @throws when the spool holds what this hub did not put there. */
export function readChat(raw: Uint8Array, receivedAt: number): Normalised {
  const { visitorId, id, text, known, file } = ChatMessage.parse(JSON.parse(Buffer.from(raw).toString('utf8')));
  return {
    identity: { kind: 'webchat', value: visitorId, vouched: known !== null, ...(known?.email ? { email: known.email } : {}) },
    // Four letters tell two visitors in a list apart; the id itself is no secret.
    authorName: known?.name ?? `Visitor ${visitorId.slice(0, 4).toUpperCase()}`,
    subject: null,
    // oxlint-disable-next-line no-control-regex -- control characters are what is removed here
    text: wellFormed(text).replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, ''),
    html: null,
    sentAt: receivedAt,
    attachments: file === null ? [] : [received(file)],
    messageId: id,
    answers: [],
    automatic: false,
    replyTo: null,
    bounce: null,
    cut: null,
  };
}

function received({ name, mediaType, data }: NonNullable<z.infer<typeof ChatMessage>['file']>): ReceivedFile {
  const bytes = new Uint8Array(Buffer.from(data, 'base64'));
  return { name, mediaType, size: bytes.length, contents: { state: 'read', bytes, redacted: false } };
}
