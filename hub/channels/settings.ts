import { z } from 'zod';
import { EmailAddress } from '../../shared/domain/people.ts';

/** A host name or IP address as IT types it. */
const Host = z.string().min(1).max(253).regex(/^[A-Za-z0-9.:_-]+$/, 'not a host name');
const Port = z.number().int().min(1).max(65_535);

/** `tls`: from the first byte. `starttls`: demanded before anything else is said. There is no third: plaintext is never spoken. */
const Security = z.enum(['tls', 'starttls']);

const Server = z.object({ host: Host, port: Port, security: Security });

export const EmailSettings = z.object({
  address: EmailAddress,
  /** Shown beside the address in what customers get. */
  displayName: z.string().min(1).max(120),
  imap: Server,
  smtp: Server,
  user: z.string().min(1).max(320),
  password: z.string().min(1).max(1000),
  mailbox: z.string().min(1).max(255).default('INBOX'),
  /** PEM: certificate authorities trusted instead of the system's; null for the system's. */
  ca: z.string().max(200_000).nullable().default(null),
  /** The authserv-id (RFC 8601 section 2.5) of the company's own server, whose topmost verdict is believed; null: none is. */
  authservId: z.string().min(1).max(253).nullable().default(null),
});
export type EmailSettings = z.infer<typeof EmailSettings>;

/** Scheme, host and port of a page (RFC 6454 section 4): `https://shop.example`. Plain http only on this machine. */
export const ShopOrigin = z
  .string()
  .max(300)
  .refine((text) => {
    const url = URL.parse(text);
    if (!url || url.origin !== text) return false;
    return url.protocol === 'https:' || (url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname));
  }, 'not an origin such as https://shop.example');

export const WebchatSettings = z.object({
  /** Pages that may embed the chat. Empty: only its own page. */
  origins: z.array(ShopOrigin).max(50),
  /** Stands at the top of the chat. */
  title: z.string().min(1).max(80),
  /** Said before the customer has written. */
  greeting: z.string().min(1).max(300),
});
export type WebchatSettings = z.infer<typeof WebchatSettings>;
