import type { DNSResolver } from 'mailauth';
import type { RedactionPolicy } from '../../../shared/redaction/index.ts';
import { redact } from '../../intake/redact.ts';
import { sanitise } from '../../intake/sanitise.ts';
import type { Authentication, Redacted } from '../../intake/stages.ts';
import { authenticateMail } from './authenticate-mail.ts';
import { parseMail, unreadableMail } from './parse-mail.ts';

/** A mail, and what has to be known of its channel to read it. */
export interface MailToRead {
  readonly raw: Uint8Array;
  readonly receivedAt: number;
  /** The channel's own address. */
  readonly address: string;
  readonly authservId: string | null;
  /** What is hidden. */
  readonly policy: RedactionPolicy;
  /** No name server is asked: what would need one is not known. */
  readonly offline?: boolean;
}

export interface ReadMail {
  readonly authentication: Authentication | null;
  readonly message: Redacted;
}

/** authenticate, normalise, sanitise and redact: all that looks into the bytes a stranger sent. */
export async function readMail({ raw, receivedAt, address, authservId, policy }: MailToRead, resolver: DNSResolver): Promise<ReadMail> {
  const authentication = await authenticateMail(raw, authservId, resolver);
  return { authentication, message: redact(sanitise(await parseMail(raw, receivedAt, address)), policy) };
}

/** The same for a mail that could not be read to its end: sender and subject, and where the original is. */
export function setAsideMail({ raw, receivedAt, address, policy }: MailToRead): ReadMail {
  return { authentication: { dkim: 'temperror', dmarc: 'temperror', alignedDomain: null, upstream: null }, message: redact(sanitise(unreadableMail(raw, receivedAt, address)), policy) };
}
