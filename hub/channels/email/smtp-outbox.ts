import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { formattedOf } from '../../../shared/marks/shown-formatted.ts';
import type { OutgoingMessage, SendOutcome } from '../channel.ts';
import type { EmailSettings } from '../settings.ts';
import { formattedMail } from './formatted-mail.ts';
import type { AccessTokens } from './oauth/access-tokens.ts';
import { OAuthError } from './oauth/token-endpoint.ts';

export interface SmtpOutbox {
  send(message: OutgoingMessage): Promise<SendOutcome>;
  close(): void;
}

/**
 * Sends by SMTP with TLS: from the first byte, or by STARTTLS before anything else is said; never without.
 * @param tokens in place of a password
 * @param replyTo the address that answers to a message are to go to; null for the channel's own.
 */
export function createOutbox(settings: EmailSettings, tokens: AccessTokens | null, replyTo: (message: OutgoingMessage) => string | null): SmtpOutbox {
  const { smtp, user, password, ca } = settings;
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    ...(smtp.security === 'tls' ? { secure: true } : { secure: false, requireTLS: true }),
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(ca === null ? {} : { ca }) },
    auth: tokens === null ? { user, pass: password ?? '' } : { type: 'OAuth2', user },
    connectionTimeout: 20_000,
    greetingTimeout: 15_000,
    socketTimeout: 60_000,
    // A message is text of ours: nothing in it may make the hub read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  });
  if (tokens !== null) {
    transport.set('oauth2_provision_cb', (_user: string, renew: boolean, handOver: (error: Error | null, token?: string, expires?: number) => void) => {
      if (renew) tokens.drop();
      tokens.token().then(
        // It is asked for anew each time, and comes from memory while it is good.
        (token) => handOver(null, token, 1),
        (error: unknown) => handOver(error instanceof Error ? error : new TypeError('There is no token.')),
      );
    });
  }
  return {
    async send(message) {
      // Objects, never text: an address cannot become a second one, nor another header.
      const of = (way: 'cc' | 'bcc') => message.copies.filter((copy) => copy.way === way).map(({ address }) => ({ name: '', address }));
      const answersTo = replyTo(message);
      try {
        await transport.sendMail({
          from: { name: message.automatic ? settings.displayName : `${message.agentName}, ${settings.displayName}`, address: settings.address },
          to: { name: '', address: message.to },
          ...(answersTo === null ? {} : { replyTo: { name: settings.displayName, address: answersTo } }),
          cc: of('cc'),
          bcc: of('bcc'),
          subject: message.subject,
          text: message.text,
          ...htmlOf(message),
          // Names are clean, and nodemailer writes them by RFC 2231: none can become a header. The kind is the hub's own finding.
          attachments: message.files.map((file) => ({ filename: file.name, contentType: file.mediaType, contentDisposition: 'attachment', content: Readable.from(file.read(), { objectMode: false }) })),
          date: new Date(message.sentAt),
          // RFC 3834 section 5; the other is what Exchange goes by (MS-OXCMAIL).
          ...(message.automatic ? { headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' } } : {}),
          ...(message.remoteId === null ? {} : { messageId: message.remoteId }),
          ...(message.answers.length === 0 ? {} : { inReplyTo: message.answers.at(-1), references: [...message.answers] }),
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        return { kind: 'sent' };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    close: () => transport.close(),
  };
}

/** The same with its formatting, beside the plain one (RFC 2046 section 5.1.4); nothing where there is none. */
function htmlOf(message: OutgoingMessage): { readonly html?: string } {
  const formatted = formattedOf(message);
  return formatted === null ? {} : { html: formattedMail(formatted) };
}

/** RFC 5321 section 4.2.1: 4yz may succeed later, 5yz will not. The server's own words are left out: they may quote an address. */
function outcomeOf(error: unknown): SendOutcome {
  const { code, responseCode } = error as { readonly code?: string; readonly responseCode?: number };
  if (error instanceof OAuthError || code === 'EOAUTH2') return { kind: 'later', reason: 'The hub is not signed in to the mailbox. IT has to sign in again.' };
  if (code === 'EAUTH') return { kind: 'later', reason: 'The mail server refused the hub’s password. IT has to renew it.' };
  if (code === 'ETLS') return { kind: 'later', reason: 'The mail server offers no secure connection. IT has to look at it.' };
  if (typeof responseCode === 'number' && responseCode >= 500) {
    return { kind: 'failed', reason: `The mail server refused the message (code ${responseCode}). Check the address, or use another channel.` };
  }
  if (typeof responseCode === 'number') return { kind: 'later', reason: `The mail server would not take the message for a day (code ${responseCode}).` };
  if (code === 'EENVELOPE') return { kind: 'failed', reason: 'The customer’s address is not one that mail can be sent to. Use another channel.' };
  return { kind: 'later', reason: 'The mail server could not be reached for a day.' };
}
