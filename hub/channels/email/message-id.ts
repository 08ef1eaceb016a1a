import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Envelope } from '../../ports.ts';

/**
 * Our Message-IDs (RFC 5322 section 3.6.4) carry a keyed tag, so that a reply can be trusted to
 * answer a message that really was ours: `<sealdesk.UUID.TAG@domain>`. The tag is a blind index, whose
 * key comes from the master key; the prefix keeps it apart from the indexes of foreign Message-IDs.
 */
const ours = /^<?sealdesk\.([0-9a-f-]{36})\.([0-9a-f]{32})@[^<>\s]+>?$/;
const tag = (envelope: Envelope, messageId: string) => envelope.blindIndex('message-id', `our tag\n${messageId}`).subarray(0, 16);

/** @param domain what follows the last "@" of the channel's address. */
export function makeMessageId(envelope: Envelope, messageId: string, domain: string): string {
  return `<sealdesk.${messageId}.${Buffer.from(tag(envelope, messageId)).toString('hex')}@${domain}>`;
}

/** The id of our message that a Message-ID names; null for a foreign or a forged one. */
export function readMessageId(envelope: Envelope, text: string): string | null {
  const match = ours.exec(text.trim());
  const id = z.uuid().safeParse(match?.[1]);
  if (!match?.[2] || !id.success) return null;
  return timingSafeEqual(Buffer.from(match[2], 'hex'), tag(envelope, id.data)) ? id.data : null;
}

/** Whether a Message-ID has the shape of ours; genuine or not only the hub's key tells. */
export const looksLikeOurs = (text: string): boolean => ours.test(text.trim());

/** The `<...>` tokens of a header such as References; at most 50, the newest kept (RFC 5322 section 3.6.4). */
export function messageIdsIn(header: string): string[] {
  return (header.slice(-20_000).match(/<[^<>\s]{1,990}>/g) ?? []).slice(-50);
}
