import { z } from 'zod';
import { FieldsPolicy } from './customer-field.ts';
import { MistakePolicy } from './mistake.ts';
import { MinimumOs, PosturePolicy } from './posture.ts';
import { NoticeWords } from './notices.ts';
import { OrdersPolicy } from './order-action.ts';
import { ReleasePolicy } from './release.ts';
import { RevealPolicy } from './reveal.ts';

/** Longer than this nobody's answer is kept from leaving. */
export const mostUndoSeconds = 30;

/** A domain in lower case, in ASCII (RFC 1035 section 2.3.1, with digits first as RFC 1123 section 2.1 has it). */
const MailDomain = z.string().max(253).regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/);

/**
 * What the company decides for its devices, but for what becomes of personal data: that brings patterns and what reads
 * them, which who fills in a form of these terms does not need.
 */
export const PolicyTerms = z.object({
  version: z.number().int().min(1),
  /** Hours a device may be used without the hub. 0: every launch needs the hub. */
  offlineLeaseHours: z.number().int().min(0).max(24 * 14),
  /** Hours a hub session lasts without a fresh code, unless locked before. */
  hubSessionHours: z.number().int().min(1).max(24),
  /** Days of resolved conversations a device keeps; open ones are always kept. */
  backfillDays: z.number().int().min(0).max(3650),
  /** Most messages a device keeps, and most MiB its database takes: beyond that the oldest resolved conversations go. 0: no such limit. */
  cacheMessages: z.number().int().min(0).max(10_000_000).default(0),
  cacheMebibytes: z.number().int().min(0).max(1_000_000).default(0),
  autoLockMinutes: z.number().int().min(1).max(240),
  /** Minutes after a lock in which the passphrase alone unlocks, while the lease or the hub session still stands. 0: every unlock needs a code. */
  passphraseOnlyMinutes: z.number().int().min(0).max(60).default(0),
  /** Whether an agent may set a second passphrase that wipes the laptop when it is typed under duress. */
  duressPassphrase: z.boolean().default(false),
  /** Wrong tries before the wrapped key is destroyed. */
  attemptLimit: z.number().int().min(3).max(100),
  totp: z.object({
    algorithm: z.enum(['sha1', 'sha256']),
    digits: z.union([z.literal(6), z.literal(8)]),
  }),
  /** Shortest passphrase, in characters (NIST SP 800-63B-4 section 3.1.1.2). */
  passphraseMinimum: z.number().int().min(8).max(64),
  minimumAppVersion: z.string().regex(/^\d+\.\d+\.\d+$/),
  minimumOs: MinimumOs.default({}),
  /**
   * Whether laptops may have attachments that cannot be redacted: pictures, PDF and all else but plain text and tables. `looked-into`:
   * those that were read whole and in which nothing was found that is hidden. One in which something was found goes to no laptop, whatever this says, but for a
   * while to who has asked for it: `release`. What is withheld stays at the hub, sealed.
   */
  attachments: z.enum(['withhold', 'looked-into', 'deliver']).default('withhold'),
  /** Whether the words in pictures are read, by OCR. It misses some. */
  pictures: z.enum(['leave', 'read']).default('leave'),
  /** Who gets a file that is held, and for how long. */
  release: ReleasePolicy.prefault({}),
  /** Who sees what was hidden, and for how long. */
  reveal: RevealPolicy.prefault({}),
  /** Which fields of a customer each role sees. */
  fields: FieldsPolicy.prefault({}),
  /** Who may change customers' orders in their shops, and how much may be given back. */
  orders: OrdersPolicy.prefault({}),
  /** What was destroyed and should not have been. */
  mistakes: MistakePolicy.prefault({}),
  /** An answer with the e-mail address or number of another customer in it: refused by the hub, or only marked for whoever writes. */
  othersData: z.enum(['stop', 'mark']).default('stop'),
  /**
   * Files that agents send. `stop`: one in which something is found that must not leave is not sent. `mark`: it is sent, and the
   * conversation says so. What runs on a computer is never sent.
   */
  sentFiles: z.enum(['none', 'stop', 'mark']).default('stop'),
  /** Endings of files that are not sent, with a comma between; empty: none. */
  refusedFiles: z.string().max(200).regex(/^$|^[a-z0-9]{1,10}(, ?[a-z0-9]{1,10})*$/).default(''),
  /** Whether agents may write to somebody who has not written first, and how often one of them may in an hour. */
  startConversations: z.enum(['allow', 'refuse']).default('allow'),
  startsPerHour: z.number().int().min(1).max(1_000).default(30),
  /** Where agents may forward messages to by e-mail, besides colleagues: each domain as it stands after the @, none below it. */
  forwardDomains: z.array(MailDomain).max(50).default([]),
  /** Seconds in which an agent can take a reply back: so long it stays on the laptop. 0: it goes out at once. */
  undoSendSeconds: z.number().int().min(0).max(mostUndoSeconds).default(10),
  /** The most that a notification on an unlocked laptop says; what was written never is. */
  notices: NoticeWords.default('something'),
  /** Whether colleagues see who has a conversation open and who writes in it. */
  presence: z.enum(['show', 'hide']).default('show'),
  /** Whether a colleague is told that somebody looks in with them. */
  lookIn: z.enum(['announce', 'silent']).default('announce'),
  /** Whether whoever gives a conversation away says where it stands. */
  handOverNote: z.enum(['optional', 'required']).default('optional'),
  /** How many people must approve a device. */
  approvers: z.union([z.literal(1), z.literal(2)]).default(1),
  /** What becomes of a machine that is not in the company's inventory, where there is one. */
  unlistedMachines: z.enum(['allow', 'refuse']).default('refuse'),
  /** Per check of the laptop's state: allow, warn or refuse. */
  posture: PosturePolicy.prefault({}),
});
export type PolicyTerms = z.infer<typeof PolicyTerms>;
