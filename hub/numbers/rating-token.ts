import { timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Envelope } from '../ports.ts';

/**
 * What the link to a rating ends in: the rating's id and a keyed tag over it, in base64url (RFC 4648 section 5). The tag is
 * a blind index, whose key comes from the master key: what is made up is refused before the database is asked.
 */
const shape = /^[A-Za-z0-9_-]{38}$/;
const idBytes = 16;
const tagBytes = 12;

const tagOf = (envelope: Envelope, id: string) => Buffer.from(envelope.blindIndex('content', `rating\n${id}`).subarray(0, tagBytes));

export function ratingToken(envelope: Envelope, id: string): string {
  return Buffer.concat([Buffer.from(id.replaceAll('-', ''), 'hex'), tagOf(envelope, id)]).toString('base64url');
}

/** The id of the rating; null for a token that this hub has not made. */
export function readRatingToken(envelope: Envelope, token: string): string | null {
  if (!shape.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  // 38 characters have four bits to spare: one spelling is enough.
  if (bytes.length !== idBytes + tagBytes || bytes.toString('base64url') !== token) return null;
  const hex = bytes.subarray(0, idBytes).toString('hex');
  const id = z.uuid().safeParse([hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'));
  return id.success && timingSafeEqual(bytes.subarray(idBytes), tagOf(envelope, id.data)) ? id.data : null;
}
