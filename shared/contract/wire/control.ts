import { z } from 'zod';
import { chunkKeyLength, largestSealedChunk, maxAttachmentBytes, maxChunks } from '../../domain/attachment.ts';
import { AttachmentId, ConversationId, Timestamp } from '../../domain/ids.ts';
import { recoveryCodeCount, SecondFactor } from '../../domain/second-factor.ts';
import { totpCodePattern } from '../../domain/typed-code.ts';
import { Posture } from '../../domain/posture.ts';
import { mostPresent, OwnPresence, Present } from '../../domain/presence.ts';
import { SignedStatement } from './signed-statement.ts';
import { base64 } from './frames.ts';
import { ConsoleAnswer } from '../console/call.ts';

/**
 * Control messages: what goes inside a `sealed` frame. They work in every state of the device, so
 * they carry no conversation; conversations travel as mail.
 */
const Code = z.string().regex(totpCodePattern);
/** Digests of a whole set of recovery codes; a new set ends the one before. */
const RecoveryDigests = z.array(base64(32)).length(recoveryCodeCount);

/** A pre-key bundle (PQXDH). The Signal identity key comes in a statement signed by the device key. */
export const PreKeys = z.object({
  identity: SignedStatement,
  registrationId: z.number().int().min(1).max(0x3fff),
  signed: z.object({ id: z.number().int(), key: base64(33), signature: base64(64) }),
  /** Kyber1024 key of last resort. */
  kyber: z.object({ id: z.number().int(), key: base64(2000), signature: base64(64) }),
  oneTime: z.array(z.object({ id: z.number().int(), key: base64(33) })).max(200),
});
export type PreKeys = z.infer<typeof PreKeys>;

/** Chunks of an attachment asked for at once: each answer is a frame of its own, of about half a megabyte. */
export const maxChunksAtOnce = 8;

/** Chunks of a file that go to the hub in one message: with four of them a frame has about two megabytes. */
export const maxChunksInUpload = 4;

/** 32 bytes that the vault key is wrapped under, with the number of their making. */
const HubShare = z.object({ generation: z.number().int().min(1), share: base64(32) });

export const ControlToHub = z.discriminatedUnion('c', [
  z.object({ c: z.literal('enrol'), inviteCode: z.string().max(64), deviceName: z.string().min(1).max(120), posture: Posture }),
  /** First share and TOTP are set up; both codes are checked by the hub as well. */
  z.object({ c: z.literal('totp-activate'), secret: base64(64), first: Code, second: Code, recovery: RecoveryDigests }),
  /** Opens the hub session. `verifier` proves device secret and passphrase, wherever the hub has one to compare with. */
  z.object({ c: z.literal('session-open'), code: SecondFactor, verifier: base64(32) }),
  /** Takes up a session opened before on another connection, without a new code. */
  z.object({ c: z.literal('session-resume'), token: base64(32) }),
  z.object({ c: z.literal('session-close') }),
  /** Lease ended or zero: asks for the share to unlock. `verifier` proves device secret and passphrase. */
  z.object({ c: z.literal('share-request'), code: SecondFactor, verifier: base64(32) }),
  /** After a short lock: the share against the token of a session that still stands, where the policy lets the passphrase alone unlock. */
  z.object({ c: z.literal('share-resume'), token: base64(32), verifier: base64(32) }),
  /**
   * Another authenticator, with its first two codes and a new set of recovery codes. `code`: of the one that was, or a
   * one-time code; null only soon after a session that a one-time code opened.
   */
  z.object({
    c: z.literal('totp-replace'),
    code: SecondFactor.nullable(),
    verifier: base64(32),
    secret: base64(64),
    first: Code,
    second: Code,
    recovery: RecoveryDigests,
  }),
  z.object({ c: z.literal('recovery-replace'), code: SecondFactor, verifier: base64(32), recovery: RecoveryDigests }),
  /**
   * Another passphrase, or the same one made harder to guess: from now on `next` is taken too, and whichever of the two is
   * used first ends the other. `code` null only within a hub session, for the same passphrase.
   */
  z.object({ c: z.literal('verifier-replace'), code: SecondFactor.nullable(), verifier: base64(32), next: base64(32) }),
  /** Sets what `session-open` and `share-request` are compared with: once, and while the device is being set up. */
  z.object({ c: z.literal('verifier-set'), verifier: base64(32) }),
  /** While the hub session lives; `generation` is that of the share the vault was last opened with. */
  z.object({ c: z.literal('lease-renew'), generation: z.number().int().min(1).nullable() }),
  /** The certificate has run out: all that is served then. Answered by `renewed`, or refused as a code is. */
  z.object({ c: z.literal('renew'), code: SecondFactor, verifier: base64(32) }),
  /** The laptop's state; before a session is opened, and again when it changes. */
  z.object({ c: z.literal('posture'), posture: Posture }),
  /** A call of the console (shared/contract/console); answered under the same `id`. */
  z.object({ c: z.literal('console'), id: z.number().int().min(0), call: z.string().max(60), input: z.unknown() }),
  /** `count` sealed chunks of an attachment, from `first` on; each comes as an `attachment-chunk`, or none and one `attachment-refused`. */
  z.object({
    c: z.literal('attachment-fetch'),
    attachment: AttachmentId,
    first: z.number().int().min(0).max(maxChunks - 1),
    count: z.number().int().min(1).max(maxChunksAtOnce),
  }),
  /** Where the agent is; forgotten unless it is said again. From the first one on the hub tells where colleagues are. */
  z.object({ c: z.literal('presence'), at: OwnPresence }),
  /** A file for a reply in this conversation, or how much of it is there. Answered by `upload-state`, or one `upload-refused`. `size`: plaintext bytes. */
  z.object({ c: z.literal('upload-begin'), attachment: AttachmentId, conversationId: ConversationId, size: z.number().int().min(1).max(maxAttachmentBytes), /** The conversation is still to be begun, with this file. */ begins: z.literal(true).optional() }),
  /** Sealed chunks from `first` on; what is not next changes nothing. Answered as `upload-begin` is. */
  z.object({
    c: z.literal('upload-chunks'),
    attachment: AttachmentId,
    first: z.number().int().min(0).max(maxChunks - 1),
    sealed: z.array(base64(largestSealedChunk)).min(1).max(maxChunksInUpload),
  }),
  /** The agent types an answer in a web chat, and no letter of what. Not answered. */
  z.object({ c: z.literal('typing'), conversation: ConversationId }),
  z.object({ c: z.literal('prekeys'), preKeys: PreKeys, epoch: z.number().int().min(0) }),
  /** The Signal session cannot be used any more: start a new one and send everything again. */
  z.object({ c: z.literal('session-reset') }),
  z.object({ c: z.literal('wiped'), receipt: SignedStatement }),
]);
export type ControlToHub = z.infer<typeof ControlToHub>;

export const ControlToDevice = z.discriminatedUnion('c', [
  z.object({ c: z.literal('enrol-pending') }),
  z.object({ c: z.literal('enrol-refused'), reason: z.enum(['invite-refused', 'denied']) }),
  z.object({
    c: z.literal('enrol-approved'),
    certificate: SignedStatement,
    policy: SignedStatement,
    lease: SignedStatement.nullable(),
    /** The first hub share, 32 bytes. */
    share: base64(32),
    shareGeneration: z.number().int().min(1),
  }),
  z.object({ c: z.literal('totp-activated') }),
  z.object({ c: z.literal('totp-replaced') }),
  z.object({ c: z.literal('recovery-replaced') }),
  z.object({ c: z.literal('verifier-replaced') }),
  /** IT has ended the authenticator: its codes open nothing here any more. */
  z.object({ c: z.literal('totp-reset'), statement: SignedStatement }),
  /** Wrong or reused code: one answer for all. */
  z.object({ c: z.literal('code-refused'), for: z.enum(['totp-activate', 'session-open', 'share-request', 'share-resume', 'renew', 'totp-replace', 'recovery-replace', 'verifier-replace']) }),
  z.object({
    c: z.literal('session-opened'),
    /** Kept in memory only; resumes the session on a new connection. */
    token: base64(32),
    until: Timestamp,
    /** The hub has no usable pre-keys of this device and waits for some before it sends mail. */
    preKeysWanted: z.boolean(),
    recoveryCodesLeft: z.number().int(),
    /** IT has ended the authenticator: only `totp-replace` is served until there is another one. */
    authenticatorEnded: z.boolean(),
  }),
  z.object({ c: z.literal('session-refused'), reason: z.enum(['ended', 'not-active', 'posture']) }),
  /** Newest first. The one before is there until the device has told that the newest has opened the vault. */
  z.object({ c: z.literal('share'), shares: z.array(HubShare).min(1).max(2), lease: SignedStatement.nullable() }),
  /** What `renew` brings: what `share` does, and the new certificate. */
  z.object({ c: z.literal('renewed'), shares: z.array(HubShare).min(1).max(2), lease: SignedStatement.nullable(), certificate: SignedStatement }),
  z.object({ c: z.literal('lease'), lease: SignedStatement.nullable(), certificate: SignedStatement.nullable() }),
  z.object({ c: z.literal('policy'), policy: SignedStatement }),
  /** Suspended by IT, or reinstated: the statement with the higher serial holds. */
  z.object({ c: z.literal('suspension'), statement: SignedStatement }),
  z.object({ c: z.literal('revoked'), revocation: SignedStatement }),
  z.object({ c: z.literal('wipe'), order: SignedStatement }),
  /** Signed time, sent after `hub-ready` in every connection. */
  z.object({ c: z.literal('time'), statement: SignedStatement }),
  z.object({ c: z.literal('prekeys-wanted') }),
  z.object({ c: z.literal('console-answer'), id: z.number().int().min(0), answer: ConsoleAnswer }),
  /** As it lies at the hub, which does not open it. */
  z.object({ c: z.literal('attachment-chunk'), attachment: AttachmentId, index: z.number().int().min(0).max(maxChunks - 1), sealed: base64(largestSealedChunk) }),
  /** Before the first of its chunks: a file that is held, and what opens it, for so many seconds; then it is to be purged. */
  z.object({ c: z.literal('attachment-lent'), attachment: AttachmentId, key: base64(chunkKeyLength), seconds: z.number().int().min(1).max(480 * 60) }),
  /** `withheld`: the policy says so. `gone`: there is none, or none that this agent may see; the two are not told apart. `later`: the connection is busy. */
  z.object({ c: z.literal('attachment-refused'), attachment: AttachmentId, reason: z.enum(['withheld', 'gone', 'later']) }),
  /** Where colleagues are, of conversations that this device's agent may see: all of it, in place of what was told before. */
  z.object({ c: z.literal('presence'), present: z.array(Present).max(mostPresent) }),
  /** So many chunks of it, from the first on, are on the hub's disk. */
  z.object({ c: z.literal('upload-state'), attachment: AttachmentId, chunks: z.number().int().min(0).max(maxChunks) }),
  /** `gone`: no such conversation, or none that this agent may answer in. `full`: too much has been uploaded and not been sent. `damaged`: not a chunk of this file. */
  z.object({ c: z.literal('upload-refused'), attachment: AttachmentId, reason: z.enum(['gone', 'full', 'damaged']) }),
  /** The customer of a web chat types at this moment, and no letter of what. */
  z.object({ c: z.literal('typing'), conversation: ConversationId }),
  /** What the console shows may be out of date. */
  z.object({ c: z.literal('console-changed') }),
  /** Told to a locked device: a customer wrote in a conversation that is its agent's, or nobody's. Not which, nor how many. */
  z.object({ c: z.literal('mail-waiting') }),
]);
export type ControlToDevice = z.infer<typeof ControlToDevice>;
