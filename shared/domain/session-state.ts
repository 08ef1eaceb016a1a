import { z } from 'zod';
import { AgentId, Timestamp } from './ids.ts';
import { Role } from './permission.ts';
import { Repaired, Salvage } from './vault-repair.ts';

const organisation = { organisation: z.string(), deviceName: z.string(), agentName: z.string() };

/**
 * The states of the workstation's session. Each has its screen; only `unlocked` has anything of the
 * vault open. `approved` is the part of enrolment between IT's approval and the first unlock: the
 * agent sets passphrase and TOTP.
 */
export const SessionState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('starting') }),
  z.object({
    kind: z.literal('unenrolled'),
    /** Why an enrolment begun here came to nothing, in a sentence for the agent. */
    notice: z.string().optional(),
  }),
  z.object({
    kind: z.literal('pending-approval'),
    organisation: z.string(),
    deviceName: z.string(),
    agentEmail: z.string(),
    /** Sixty digits, in groups of five, the same as IT sees. */
    safetyNumber: z.string(),
    /** What IT is shown about this machine. */
    shared: z.array(z.object({ label: z.string(), value: z.string() })),
    online: z.boolean(),
  }),
  z.object({
    kind: z.literal('approved'),
    ...organisation,
    agentEmail: z.string(),
    step: z.enum(['passphrase', 'totp']),
    passphraseMinimum: z.number().int(),
    codeDigits: z.number().int(),
  }),
  z.object({
    kind: z.literal('locked'),
    ...organisation,
    codeDigits: z.number().int(),
    online: z.boolean(),
    /** Until when this device can be unlocked without the hub; null when every unlock needs it. */
    leaseUntil: Timestamp.nullable(),
    /** The whole lease, in hours. */
    leaseHours: z.number().int().min(0),
    /** After wrong tries: when the next one is possible. */
    retryAt: Timestamp.nullable(),
    attemptsLeft: z.number().int(),
    /** When the authenticator shows the next code, while the one it shows is used up; null otherwise. */
    nextCodeAt: Timestamp.nullable(),
    /** Until when the passphrase alone unlocks, after a short lock; null when a code is needed. */
    passphraseOnlyUntil: Timestamp.nullable(),
  }),
  /** Locked, and a page of the vault cannot be read: a right unlock says what can be saved. */
  z.object({
    kind: z.literal('repair-needed'),
    ...organisation,
    codeDigits: z.number().int(),
    online: z.boolean(),
    /** As of `locked`. */
    retryAt: Timestamp.nullable(),
    attemptsLeft: z.number().int(),
    nextCodeAt: Timestamp.nullable(),
  }),
  /** Passphrase and code were right; nothing of the vault is shown but how much can be saved, until the person has chosen. */
  z.object({ kind: z.literal('repair-offered'), ...organisation, salvage: Salvage }),
  z.object({ kind: z.literal('unlocking'), ...organisation }),
  z.object({
    kind: z.literal('unlocked'),
    ...organisation,
    agentId: AgentId,
    roles: z.array(Role),
    /** What the policy warns of on this laptop, in sentences. */
    postureWarnings: z.array(z.string()),
    /** IT has ended the authenticator that was: nothing comes from the hub until another one is set up. */
    authenticatorEnded: z.boolean(),
    /** What a repair of the vault has saved, until the agent has read it. */
    repaired: Repaired.nullable(),
  }),
  /** By IT, and not for good. */
  z.object({ kind: z.literal('suspended'), ...organisation, reason: z.string(), online: z.boolean() }),
  z.object({ kind: z.literal('revoked'), organisation: z.string(), reason: z.string() }),
  /** Whether the hub has the signed receipt; `undeliverable`: what is needed to reach the hub is lost. */
  z.object({ kind: z.literal('wiped'), organisation: z.string(), receipt: z.enum(['waiting', 'delivered', 'undeliverable']) }),
  z.object({ kind: z.literal('lease-ended'), ...organisation, codeDigits: z.number().int(), online: z.boolean(), nextCodeAt: Timestamp.nullable() }),
  z.object({ kind: z.literal('posture-failed'), organisation: z.string(), problems: z.array(z.string()) }),
  z.object({ kind: z.literal('clock-moved-back'), highestSeen: Timestamp, now: Timestamp }),
  z.object({ kind: z.literal('no-keychain'), explanation: z.string() }),
  z.object({ kind: z.literal('keychain-changed'), explanation: z.string() }),
  z.object({ kind: z.literal('record-damaged'), explanation: z.string() }),
  z.object({ kind: z.literal('vault-damaged'), explanation: z.string() }),
  z.object({ kind: z.literal('vault-newer'), explanation: z.string() }),
]);
export type SessionState = z.infer<typeof SessionState>;
export type SessionStateKind = SessionState['kind'];

export const sessionStateKinds = [
  'starting', 'unenrolled', 'pending-approval', 'approved', 'locked', 'repair-needed', 'repair-offered', 'unlocking', 'unlocked', 'suspended', 'revoked',
  'wiped', 'lease-ended', 'posture-failed', 'clock-moved-back', 'no-keychain', 'keychain-changed',
  'record-damaged', 'vault-damaged', 'vault-newer',
] as const satisfies readonly SessionStateKind[];
