import { timingSafeEqual } from 'node:crypto';
import type { Envelope } from '../../ports.ts';

/** What a link opens: one file of one message, until then. */
export interface FileLink {
  /** Random; what a link is kept under. */
  readonly id: string;
  readonly attachmentId: string;
  readonly messageId: string;
  /** Unix milliseconds. */
  readonly until: number;
}

const shape = /^([0-9a-f-]{36})\.([0-9a-f]{64})$/;

/** HMAC-SHA256 under a key of the hub's; the words before keep it apart from everything else that is made with it. */
const tag = (envelope: Envelope, { id, attachmentId, messageId, until }: FileLink) => envelope.blindIndex('content', `link to a sent file\n${id}\n${attachmentId}\n${messageId}\n${until}`);

/** The end of the link's address. */
export function linkToken(envelope: Envelope, link: FileLink): string {
  return `${link.id}.${Buffer.from(tag(envelope, link)).toString('hex')}`;
}

/** Under which id a token says that it is kept; null for what has not the shape of one. Proves nothing. */
export const tokenId = (token: string): string | null => shape.exec(token)?.[1] ?? null;

/** Whether the token was made by this hub for exactly this link, and is not too old. Compared in constant time. */
export function opensLink(envelope: Envelope, token: string, link: FileLink, now: number): boolean {
  const [, id, given] = shape.exec(token) ?? [];
  if (given === undefined || id !== link.id) return false;
  return timingSafeEqual(Buffer.from(given, 'hex'), tag(envelope, link)) && link.until > now;
}
