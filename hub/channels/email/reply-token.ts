import { timingSafeEqual } from 'node:crypto';
import { base32nopad } from '@scure/base';
import { z } from 'zod';
import type { Envelope } from '../../ports.ts';
import type { EmailSettings } from '../settings.ts';

/**
 * A reply token stands in the address that answers go to: `support+t.TOKEN@shop.example` (RFC 5233 calls what follows the
 * "+" a subaddress). With it an answer finds its conversation where the customer's program leaves out In-Reply-To and References. It is
 * the conversation's id, the day it ends, and a keyed tag over both, the channel and the customer's address: from any other address it is worth nothing.
 */
const idBytes = 16;
const dayBytes = 2;
const tagBytes = 10;
const day = 24 * 3_600_000;
/** For so many days after it was sent a token is good. */
export const goodForDays = 90;
/** Longest local part of an address, in octets (RFC 5321 section 4.5.3.1.1). */
const maxLocalPart = 64;

/** In lower case: mail servers on the way may fold it. */
const shape = /^(?<own>[^\s@]+)\+t\.(?<token>[a-z2-7]{45})@(?<domain>[^\s@]+)$/i;

/** Whom a token is for. */
export interface TokenBond {
  readonly channelId: string;
  /** The customer's, in any case. */
  readonly address: string;
}

/** What a token says, before anybody has asked whose it is. */
export interface ReadToken {
  readonly conversationId: string;
  /** Unix milliseconds. */
  readonly endsAt: number;
  readonly bytes: Uint8Array;
}

function tagOf(envelope: Envelope, head: Uint8Array, { channelId, address }: TokenBond): Buffer {
  return Buffer.from(envelope.blindIndex('message-id', `reply token\n${Buffer.from(head).toString('hex')}\n${channelId}\n${address.trim().toLowerCase()}`).subarray(0, tagBytes));
}

/** @param ownAddress the channel's. @returns the address that answers are to go to; null where it would be too long for one. */
export function replyAddress(envelope: Envelope, ownAddress: string, conversationId: string, bond: TokenBond, now: number): string | null {
  const at = ownAddress.lastIndexOf('@');
  const head = Buffer.alloc(idBytes + dayBytes);
  head.write(z.uuid().parse(conversationId).replaceAll('-', ''), 'hex');
  head.writeUInt16BE(Math.floor(now / day) + 1 + goodForDays, idBytes);
  const token = base32nopad.encode(Buffer.concat([head, tagOf(envelope, head, bond)])).toLowerCase();
  const local = `${ownAddress.slice(0, at)}+t.${token}`;
  return Buffer.byteLength(local) > maxLocalPart ? null : `${local}${ownAddress.slice(at)}`;
}

/** The token of an address of ours; null where it has none. */
export function tokenIn(address: string, ownAddress: string): string | null {
  const found = shape.exec(address.trim())?.groups;
  return found !== undefined && `${found['own']}@${found['domain']}`.toLowerCase() === ownAddress.toLowerCase() ? (found['token']?.toLowerCase() ?? null) : null;
}

/** An address without its reply token, as it stands in the channel's settings. */
export function withoutToken(address: string): string {
  const found = shape.exec(address)?.groups;
  return found === undefined ? address : `${found['own']}@${found['domain']}`;
}

/** Whether mail to an address comes into a mailbox: to its own, to one with a token, and, where it takes what is sent to `local+anything`, to any such. */
export function comesTo(mailbox: Pick<EmailSettings, 'address' | 'replyTokens'>, address: string): boolean {
  const own = mailbox.address.toLowerCase();
  const asked = withoutToken(address).toLowerCase();
  const at = own.lastIndexOf('@');
  return asked === own || (mailbox.replyTokens && asked.startsWith(`${own.slice(0, at)}+`) && asked.endsWith(own.slice(at)));
}

/** What a token says; null for what is none. Who made it only `isFor` tells. */
export function readToken(token: string): ReadToken | null {
  let bytes: Uint8Array;
  try {
    bytes = base32nopad.decode(token.toUpperCase());
  } catch {
    return null;
  }
  if (bytes.length !== idBytes + dayBytes + tagBytes) return null;
  const hex = Buffer.from(bytes.subarray(0, idBytes)).toString('hex');
  const id = z.uuid().safeParse([hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'));
  return id.success ? { conversationId: id.data, endsAt: Buffer.from(bytes).readUInt16BE(idBytes) * day, bytes } : null;
}

/** Whether this hub made the token for that address on that channel. */
export function isFor(envelope: Envelope, { bytes }: ReadToken, bond: TokenBond): boolean {
  const head = bytes.subarray(0, idBytes + dayBytes);
  return timingSafeEqual(bytes.subarray(idBytes + dayBytes), tagOf(envelope, head, bond));
}
