import type { RedactionPolicy } from '../../../shared/redaction/index.ts';
import { redact } from '../../intake/redact.ts';
import { sanitise } from '../../intake/sanitise.ts';
import type { Authentication, Redacted } from '../../intake/stages.ts';
import { unreadableMail } from './parse-mail.ts';

/** A mail, and what has to be known of its channel to read it. */
export interface MailToRead {
  /** Given away: a large mail is in memory once, so whoever reads it may change it, and who had it may find it empty. */
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

/** What is made of a mail that could not be read to its end: sender and subject, and where the original is. @param mail of `raw` its beginning is enough. */
export function setAsideMail({ raw, receivedAt, address, policy }: MailToRead): ReadMail {
  return { authentication: { dkim: 'temperror', dmarc: 'temperror', alignedDomain: null, upstream: null }, message: redact(sanitise(unreadableMail(raw, receivedAt, address)), policy) };
}
