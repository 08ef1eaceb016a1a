import { z } from 'zod';
import { EmailAddress } from '../../shared/domain/people.ts';

/** A host name or IP address as IT types it. */
const Host = z.string().min(1).max(253).regex(/^[A-Za-z0-9.:_-]+$/, 'not a host name');
const Port = z.number().int().min(1).max(65_535);

/** `tls`: from the first byte. `starttls`: demanded before anything else is said. There is no third: plaintext is never spoken. */
const Security = z.enum(['tls', 'starttls']);

const Server = z.object({ host: Host, port: Port, security: Security });

/** As the provider knows this hub: made in its console by IT. */
export const OAuthClient = z.object({
  provider: z.enum(['google', 'microsoft']),
  clientId: z.string().min(1).max(300).regex(/^[\x21-\x7e]+$/, 'not one word of ASCII'),
  /** Google gives one even to programs that cannot keep it; Microsoft to none of them. */
  clientSecret: z.string().min(1).max(1_000).regex(/^[\x21-\x7e]+$/, 'not one word of ASCII').nullable().default(null),
  /** Microsoft's: whose accounts may sign in. */
  tenant: z.string().min(1).max(100).regex(/^[A-Za-z0-9.-]+$/, 'not a tenant such as contoso.com').default('organizations'),
  /** A stand-in on this machine for trying out; null: the provider. */
  base: z.string().max(100).regex(/^http:\/\/127\.0\.0\.1:\d{1,5}$/, 'not http://127.0.0.1:PORT').nullable().default(null),
});
export type OAuthClient = z.infer<typeof OAuthClient>;

/** A mailbox that somebody has signed in to at its provider. Access tokens are never kept. */
const EmailOAuth = OAuthClient.extend({ refreshToken: z.string().min(1).max(8_000) });
export type EmailOAuth = z.infer<typeof EmailOAuth>;

export const EmailSettings = z.object({
  address: EmailAddress,
  /** Shown beside the address in what customers get. */
  displayName: z.string().min(1).max(120),
  imap: Server,
  smtp: Server,
  user: z.string().min(1).max(320),
  /** Null where somebody has signed in instead. */
  password: z.string().min(1).max(1000).nullable().default(null),
  oauth: EmailOAuth.nullable().default(null),
  mailbox: z.string().min(1).max(255).default('INBOX'),
  /** PEM: certificate authorities trusted instead of the system's; null for the system's. */
  ca: z.string().max(200_000).nullable().default(null),
  /** The authserv-id (RFC 8601 section 2.5) of the company's own server, whose topmost verdict is believed; null: none is. */
  authservId: z.string().min(1).max(253).nullable().default(null),
  /** The mailbox also gets what is sent to `local+anything@domain`: answers are asked for at an address that names their conversation. */
  replyTokens: z.boolean().default(false),
});
export type EmailSettings = z.infer<typeof EmailSettings>;

/** Ids of the provider's are numbers, longer than a number can be. */
const MetaId = z.string().regex(/^\d{5,40}$/, 'not an id of digits only');
const Secret = z.string().min(8).max(2_000).regex(/^[\x21-\x7e]+$/, 'not one word of ASCII');
const Version = z.string().regex(/^v\d{1,3}\.\d{1,2}$/, 'not a version such as v23.0');

/** Where the provider's API is: its own address, or a stand-in on this machine for trying out. */
const apiBase = (own: string) =>
  z
    .string()
    .max(200)
    .refine((text) => text === own || /^http:\/\/127\.0\.0\.1:\d{1,5}$/.test(text), `neither ${own} nor http://127.0.0.1:PORT`)
    .default(own);

const MetaSettings = z.object({
  /** Signs what the provider sends. */
  appSecret: Secret,
  /** What the provider says when it asks whether the hub's address is the right one. Made by the hub. */
  verifyToken: Secret,
  accessToken: Secret,
  version: Version.default('v23.0'),
});

export const WhatsAppSettings = MetaSettings.extend({
  phoneNumberId: MetaId,
  /** The WhatsApp Business Account that the number belongs to. */
  businessAccountId: MetaId,
  apiBase: apiBase('https://graph.facebook.com'),
});
export type WhatsAppSettings = z.infer<typeof WhatsAppSettings>;

/** Scheme, host and port of a page (RFC 6454 section 4): `https://shop.example`. Plain http only on this machine. */
export const ShopOrigin = z
  .string()
  .max(300)
  .refine((text) => {
    const url = URL.parse(text);
    if (!url || url.origin !== text) return false;
    return url.protocol === 'https:' || (url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname));
  }, 'not an origin such as https://shop.example');

export const InstagramSettings = MetaSettings.extend({
  /** The professional account's id, as webhooks name it. */
  accountId: MetaId,
  apiBase: apiBase('https://graph.instagram.com'),
  /** When the token was last made anew and when it ends, milliseconds since 1970; null before the first time. */
  token: z.object({ refreshedAt: z.number().int(), expiresAt: z.number().int() }).nullable().default(null),
  /** Where the provider reaches this hub, to fetch files of replies; null: none are sent. */
  publicAddress: ShopOrigin.nullable().default(null),
});
export type InstagramSettings = z.infer<typeof InstagramSettings>;

/** Telephones: nothing is received or sent; agents write down who called. */
export const PhoneSettings = z.object({
  /** Two letters (ISO 3166-1): where numbers without a country code are from. */
  country: z.string().regex(/^[A-Z]{2}$/, 'not a country such as DE').nullable().default(null),
  /** Hosts that a recording's address may lead to. Empty: none is taken. */
  recordingHosts: z.array(z.string().min(1).max(253).regex(/^[a-z0-9.-]+$/, 'not a host name in lower case')).max(20).default([]),
});
export type PhoneSettings = z.infer<typeof PhoneSettings>;

/** What a shop's server signs with. */
const IdentityKey = z.object({
  /** Named in each token (`kid`). */
  id: z.string().min(1).max(64),
  /** 256 random bits in base64url, which are used as the text they are. */
  secret: z.string().length(43),
  madeAt: z.number().int(),
  /** Unix milliseconds; null for the newest, which is good until there is another. */
  endsAt: z.number().int().nullable(),
});

/** A company's own words. Hubs of before kept Sealdesk's where the company had none: those are nobody's. */
const ownOr = (formerly: string, text: z.ZodString) => text.nullable().transform((words) => (words === formerly ? null : words));

export const WebchatSettings = z.object({
  /** Pages that may embed the chat. Empty: only its own page. */
  origins: z.array(ShopOrigin).max(50),
  /** Stands at the top of the chat; null for Sealdesk's own words, in the visitor's language. */
  title: ownOr('Chat with us', z.string().min(1).max(80)),
  /** Said before the customer has written; null likewise. */
  greeting: ownOr('Write to us here. A person answers.', z.string().min(1).max(300)),
  /** Empty: every visitor is a stranger. */
  identityKeys: z.array(IdentityKey).max(5).default([]),
  /** The e-mail channel that takes what is left while nobody is there; null: there is no form for it. */
  offlineMailbox: z.uuid().nullable().default(null),
});
export type WebchatSettings = z.infer<typeof WebchatSettings>;
