import type { DNSResolver } from 'mailauth';
import { redact } from '../../intake/redact.ts';
import { sanitise } from '../../intake/sanitise.ts';
import { authenticateMail, vouchedFor } from './authenticate-mail.ts';
import type { MailToRead, ReadMail } from './mail-to-read.ts';
import { parseGivenMail } from './parse-mail.ts';

/** authenticate, normalise, sanitise and redact: all that looks into the bytes a stranger sent. */
export async function readMail({ raw, receivedAt, address, authservId, policy }: MailToRead, resolver: DNSResolver): Promise<ReadMail> {
  const checked = await authenticateMail(raw, authservId, resolver);
  const message = await parseGivenMail(raw, receivedAt, address);
  return { authentication: vouchedFor(checked, message), message: redact(sanitise(message), policy) };
}
