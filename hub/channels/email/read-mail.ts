import type { DNSResolver } from 'mailauth';
import { redact } from '../../intake/redact.ts';
import { sanitise } from '../../intake/sanitise.ts';
import { authenticateMail } from './authenticate-mail.ts';
import type { MailToRead, ReadMail } from './mail-to-read.ts';
import { parseGivenMail } from './parse-mail.ts';

/** authenticate, normalise, sanitise and redact: all that looks into the bytes a stranger sent. */
export async function readMail({ raw, receivedAt, address, authservId, policy }: MailToRead, resolver: DNSResolver): Promise<ReadMail> {
  const authentication = await authenticateMail(raw, authservId, resolver);
  return { authentication, message: redact(sanitise(await parseGivenMail(raw, receivedAt, address)), policy) };
}
