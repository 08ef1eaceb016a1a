// The shop's mail server: real IMAP and SMTP on loopback, with TLS, a support account and mailboxes of customers, so that
// an answer can be read where a customer would read it. It remembers its ports and passwords in its own folder, which
// lies outside the hub's data: a mail server holds readable mail.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loopbackCertificate } from '../mail/certificate.mts';
import { freePort, newPassword, startDovecot, type Dovecot } from '../mail/dovecot.mts';
import { startSmtp, type Smtp } from '../mail/smtp.mts';

export interface MailServers {
  readonly support: string;
  readonly imap: Dovecot;
  readonly smtp: Smtp;
  /** Holds the support account's password, as `sealdesk channel add-email` wants it. */
  readonly passwordFile: string;
  /** Mail that came to the support account. */
  deliver(message: string | Uint8Array): void;
  /** What a customer has received, raw, oldest first. */
  received(customer: string): string[];
  stop(): Promise<void>;
}

export interface MailOptions {
  readonly folder: string;
  readonly support: string;
  /** Customers with a mailbox here. Mail to anybody else stays in `smtp.sent`: nothing leaves this machine. */
  readonly customers: readonly string[];
}

export async function startMail({ folder, support, customers }: MailOptions): Promise<MailServers> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const passwordFile = join(folder, 'support-password');
  const password = await kept(passwordFile, async () => newPassword());
  const port = Number(await kept(join(folder, 'smtp-port'), async () => String(await freePort())));
  // Nobody logs in to read a customer's mailbox here: it is looked into from outside.
  const accounts = [{ address: support, password }, ...customers.map((address) => ({ address, password: newPassword() }))];
  const known = new Set(accounts.map(({ address }) => address.toLowerCase()));
  const imap = await startDovecot({ folder, accounts });
  const smtp = await startSmtp({
    certificate: loopbackCertificate(join(folder, 'tls')),
    accounts,
    port,
    deliver: (address, raw) => {
      if (known.has(address.toLowerCase())) imap.deliver(address, raw);
    },
  }).catch(async (error: unknown) => {
    await imap.stop();
    throw error;
  });
  return {
    support,
    imap,
    smtp,
    passwordFile,
    deliver: (message) => imap.deliver(support, message),
    received: (customer) => imap.messagesOf(customer).map((raw) => raw.toString('utf8')),
    stop: async () => {
      await smtp.stop();
      await imap.stop();
    },
  };
}

/** What a file says; written first where it isn't there. */
async function kept(file: string, make: () => Promise<string>): Promise<string> {
  if (!existsSync(file)) writeFileSync(file, await make(), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

/** What the hub is told about these servers. */
export function emailChannelArguments({ support, imap, smtp, passwordFile }: MailServers): string[] {
  return [
    'channel', 'add-email',
    '--name', 'Support',
    '--address', support,
    '--imap-host', imap.host,
    '--imap-port', String(imap.imapsPort),
    '--imap-security', 'tls',
    '--smtp-host', smtp.host,
    '--smtp-port', String(smtp.port),
    '--smtp-security', 'starttls',
    '--user', support,
    '--password-file', passwordFile,
    '--ca', imap.caFile,
  ];
}
