import { z } from 'zod';
import { RedactionPolicy } from '../redaction/policy/policy.ts';
import { MistakePolicy } from './mistake.ts';
import { MinimumOs, PosturePolicy } from './posture.ts';
import { RevealPolicy } from './reveal.ts';

/**
 * What the company decides for its devices. Signed by the hub as a statement of type `policy`; its
 * version only grows, so that a device never goes back to an older one.
 */
export const Policy = z.object({
  version: z.number().int().min(1),
  /** Hours a device may be used without the hub. 0: every launch needs the hub. */
  offlineLeaseHours: z.number().int().min(0).max(24 * 14),
  /** Hours a hub session lasts without a fresh code, unless locked before. */
  hubSessionHours: z.number().int().min(1).max(24),
  /** Days of resolved conversations a device keeps; open ones are always kept. */
  backfillDays: z.number().int().min(0).max(3650),
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
   * Whether laptops may have attachments whose contents the hub cannot read and redact: pictures, PDF and all else but
   * plain text and tables. What is withheld stays at the hub, sealed.
   */
  attachments: z.enum(['withhold', 'deliver']).default('withhold'),
  /** What becomes of personal data in messages. */
  redaction: RedactionPolicy.prefault({}),
  /** Who sees what was hidden, and for how long. */
  reveal: RevealPolicy.prefault({}),
  /** What was destroyed and should not have been. */
  mistakes: MistakePolicy.prefault({}),
  /** An answer with the e-mail address or number of another customer in it: refused by the hub, or only marked for whoever writes. */
  othersData: z.enum(['stop', 'mark']).default('stop'),
  /** How many people must approve a device. */
  approvers: z.union([z.literal(1), z.literal(2)]).default(1),
  /** What becomes of a machine that is not in the company's inventory, where there is one. */
  unlistedMachines: z.enum(['allow', 'refuse']).default('refuse'),
  /** Per check of the laptop's state: allow, warn or refuse. */
  posture: PosturePolicy.prefault({}),
});
export type Policy = z.infer<typeof Policy>;

/** What a new organisation starts with. */
export const firstPolicy: Policy = {
  version: 1,
  offlineLeaseHours: 72,
  hubSessionHours: 12,
  backfillDays: 90,
  autoLockMinutes: 5,
  passphraseOnlyMinutes: 0,
  duressPassphrase: false,
  attemptLimit: 10,
  totp: { algorithm: 'sha1', digits: 6 },
  passphraseMinimum: 15,
  minimumAppVersion: '0.1.0',
  minimumOs: { debian: '12', ubuntu: '22.04', fedora: '41', macos: '14', windows: '10.0.22631' },
  attachments: 'withhold',
  redaction: RedactionPolicy.parse({}),
  reveal: RevealPolicy.parse({}),
  mistakes: MistakePolicy.parse({}),
  othersData: 'stop',
  approvers: 1,
  unlistedMachines: 'refuse',
  posture: PosturePolicy.parse({}),
};

/** For trying out, with customers who are made up: the guided tour drives the workstation from outside, which is a debugger's way in. */
export const tryItPolicy: Policy = { ...firstPolicy, attachments: 'deliver', posture: { ...firstPolicy.posture, debugger: { failed: 'allow', unknown: 'allow' } } };
