// An SMTP server on loopback that takes mail from the hub and delivers it into Maildirs. It demands TLS and a password,
// as a company's submission server does.
import { SMTPServer } from 'smtp-server';
import type { LoopbackCertificate } from './certificate.mts';
import type { MailAccount } from './dovecot.mts';

export interface SentMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
}

export interface Smtp {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Everything taken so far, in order. */
  readonly sent: readonly SentMail[];
  /** From now on every message is refused with this code and text (450: later; 550: never); undefined: taken again. */
  refuse(reply: { code: number; text: string } | undefined): void;
  stop(): Promise<void>;
}

export interface SmtpOptions {
  readonly certificate: Pick<LoopbackCertificate, 'cert' | 'key'>;
  readonly accounts: readonly MailAccount[];
  /** `tls`: from the first byte; `starttls`: demanded before a password; `none`: offers no TLS at all, to prove that the hub refuses it. */
  readonly security?: 'starttls' | 'tls' | 'none';
  readonly port?: number;
  /** Whether an access token is good for that user: then XOAUTH2 is offered instead of passwords. */
  readonly token?: (user: string, token: string) => boolean;
  readonly deliver?: (address: string, raw: Buffer) => void;
}

export async function startSmtp({ certificate, accounts, security = 'starttls', port = 0, token, deliver }: SmtpOptions): Promise<Smtp> {
  const sent: SentMail[] = [];
  let refusal: { code: number; text: string } | undefined;
  const server = new SMTPServer({
    name: 'localhost',
    banner: 'try-it',
    secure: security === 'tls',
    key: certificate.key,
    cert: certificate.cert,
    // Hidden only, it would still be done for a client that asks all the same.
    hideSTARTTLS: security === 'none',
    disabledCommands: security === 'none' ? ['STARTTLS'] : [],
    allowInsecureAuth: security === 'none',
    authMethods: token === undefined ? ['PLAIN', 'LOGIN'] : ['XOAUTH2'],
    disableReverseLookup: true,
    size: 50 * 1024 * 1024,
    onAuth({ username, password, accessToken }, _session, done) {
      if (token !== undefined) {
        if (token(username ?? '', accessToken ?? '')) done(null, { user: username });
        else done(new Error('Invalid token'));
        return;
      }
      const known = accounts.some((account) => account.address.toLowerCase() === username?.toLowerCase() && account.password === password);
      if (known) done(null, { user: username });
      else done(new Error('Invalid username or password'));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (refusal !== undefined) {
          done(Object.assign(new Error(refusal.text), { responseCode: refusal.code }));
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        const mail = { from: mailFrom === false ? '' : mailFrom.address, to: rcptTo.map(({ address }) => address), raw: Buffer.concat(chunks) };
        sent.push(mail);
        for (const address of mail.to) deliver?.(address, mail.raw);
        done();
      });
    },
  });
  // A client that goes away in mid-sentence is no event here.
  server.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the SMTP server has no port');
  return {
    host: '127.0.0.1',
    port: address.port,
    sent,
    refuse: (reply) => {
      refusal = reply;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
