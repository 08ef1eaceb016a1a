import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loopbackCertificate } from '../../../build/mail/certificate.mts';
import { type Dovecot, type MailAccount, newPassword, startDovecot } from '../../../build/mail/dovecot.mts';
import { type Smtp, startSmtp } from '../../../build/mail/smtp.mts';

export const shop: Omit<MailAccount, 'password'> = { address: 'support@shop.example' };

/** The shop's mail server and the customer's mailbox: real IMAP and SMTP on loopback, outside the hub's data. */
export interface MailServers {
  readonly imap: Dovecot;
  readonly smtp: Smtp;
  readonly passwordFile: string;
  /** Mail the customer has received. */
  received(address: string): string[];
  stop(): Promise<void>;
}

/** @param customers addresses that have mailboxes here as well, to see the answers arrive. */
export async function startMail(folder: string, customers: readonly string[]): Promise<MailServers> {
  const password = newPassword();
  const accounts = [{ ...shop, password }, ...customers.map((address) => ({ address, password: newPassword() }))];
  const imap = await startDovecot({ folder, accounts });
  const smtp = await startSmtp({
    certificate: loopbackCertificate(join(folder, 'tls')),
    accounts,
    deliver: (address, raw) => imap.deliver(address, raw),
  });
  const passwordFile = join(folder, 'shop-password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  return {
    imap,
    smtp,
    passwordFile,
    received: (address) => imap.messagesOf(address).map((raw) => raw.toString('utf8')),
    stop: async () => {
      await smtp.stop();
      await imap.stop();
    },
  };
}

/** What `sealdesk channel add-email` is told about these servers. */
export function emailChannelArguments(mail: MailServers): string[] {
  return [
    'channel', 'add-email',
    '--name', 'Support',
    '--address', shop.address,
    '--imap-host', mail.imap.host,
    '--imap-port', String(mail.imap.imapsPort),
    '--imap-security', 'tls',
    '--smtp-host', mail.smtp.host,
    '--smtp-port', String(mail.smtp.port),
    '--smtp-security', 'starttls',
    '--user', shop.address,
    '--password-file', mail.passwordFile,
    '--ca', mail.imap.caFile,
  ];
}
