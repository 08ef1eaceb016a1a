import type { Policy } from '../../shared/domain/policy.ts';
import type { Posture } from '../../shared/domain/posture.ts';
import type { AttachmentId, ConversationId, MessageId, TranscriptId } from '../../shared/domain/ids.ts';
import type { Channel } from '../../shared/domain/conversation.ts';
import type { OwnPresence, Present } from '../../shared/domain/presence.ts';
import type { TranscriptReport } from '../../shared/contract/wire/mail.ts';
import type { Language } from '../../shared/language/languages.ts';
import type { TranscriptFormat } from '../../shared/transcript/transcript.ts';
import type { Repaired, Salvage } from '../../shared/domain/vault-repair.ts';
import type { Role } from '../../shared/domain/permission.ts';
import type { SyncState } from '../../shared/domain/sync-state.ts';
import type { ConsoleCallName } from '../../shared/contract/console/index.ts';
import type { ConsoleAnswer } from '../../shared/contract/console/call.ts';
import type { NotHere } from '../../shared/contract/ipc/attachments.ts';
import type { IpcInput, IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { UnlockResult } from '../../shared/contract/ipc/session.ts';

/**
 * The boundary between main and the vault process: every call and every event, in one place.
 *
 * The vault process holds the keychain, the keys, the database, libsignal and the whole of the hub
 * protocol; main carries frames between it and the socket (`link.*`) and never sees what is in them.
 * Values cross as structured clones. Passphrases and codes go in sealed by the page (sealed-fields.ts),
 * as bytes that the vault process overwrites after use; what it shows once, the key of an authenticator
 * and recovery codes, comes out sealed for the page. No other key ever comes out.
 */
export interface VaultCalls {
  /** What this profile is, read from record, keychain and vault header; opens nothing. */
  'device.inspect': { in: null; out: Inspection };
  /** Makes device key and device secret and keeps the invite; the `enrol` message goes out when a link opens. */
  'device.begin': { in: { invite: string; posture: Posture }; out: { kind: 'begun' } | { kind: 'invite-malformed' | 'no-keychain'; message: string } };
  /** Forgets an enrolment that IT has not approved yet. */
  'device.cancel': { in: null; out: null };
  /** The laptop's state as main has read it; kept in memory, judged under the policy, told to the hub. Without one nothing is opened. */
  'device.posture': { in: PostureReading; out: null };
  /** Destroys what is left of an enrolment that has come to its end or cannot be opened; refused as long as a wipe's receipt can still be delivered. */
  'device.start-over': { in: null; out: null };

  /** Public: what the page seals to. Another one in every process. */
  'page.sealing-key': { in: null; out: { key: Uint8Array<ArrayBuffer> } };

  'setup.passphrase': { in: { passphrase: Uint8Array }; out: IpcOutput<'enrolment.choose-passphrase'> };
  'setup.totp': { in: null; out: IpcOutput<'enrolment.provision-totp'> };
  /** Checks both codes, then asks the hub to activate; answers when the hub has. */
  'setup.confirm': { in: { first: Uint8Array; second: Uint8Array }; out: IpcOutput<'enrolment.confirm-totp'> };

  /**
   * May wait for the hub, when the share has to come from there. Without a code the `ticket` of the lock before takes its
   * place, for as long as the policy says.
   */
  'unlock.attempt': { in: { passphrase: Uint8Array; code: Uint8Array | null; ticket: Uint8Array | null }; out: UnlockOutcome };
  /** Saves what can be saved of a damaged vault into a new one, and opens that; after an unlock that was answered with `repair-offered`. */
  'repair.carry-out': { in: null; out: UnlockOutcome };
  /** The person has read what was saved. */
  'repair.seen': { in: null; out: null };
  'unlock.code': { in: { code: Uint8Array }; out: IpcOutput<'session.code'> };
  /**
   * Checkpoints and closes the vault. Main then ends the process in any case. `keepTicket`: a short lock may follow; what
   * comes out is sealed under the device secret, opaque to main, and null where the policy has no short lock. Without one
   * the hub is told that its session ends.
   */
  'vault.close': { in: { keepTicket: boolean }; out: { ticket: Uint8Array | null; passphraseOnlyUntil: number | null } };

  /** The passphrase is forgotten: destroys everything here and leaves a signed receipt. Refused while the vault is open. */
  'device.forgotten': { in: null; out: null };

  'security.show': { in: null; out: IpcOutput<'security.show'> };
  'security.change-passphrase': { in: { passphrase: Uint8Array; code: Uint8Array; next: Uint8Array }; out: IpcOutput<'security.change-passphrase'> };
  'security.new-authenticator': { in: { passphrase: Uint8Array; code: Uint8Array | null }; out: IpcOutput<'security.new-authenticator'> };
  'security.confirm-authenticator': { in: { first: Uint8Array; second: Uint8Array }; out: IpcOutput<'security.confirm-authenticator'> };
  'security.new-recovery-codes': { in: { passphrase: Uint8Array; code: Uint8Array }; out: IpcOutput<'security.new-recovery-codes'> };
  'security.set-duress-passphrase': { in: { passphrase: Uint8Array; code: Uint8Array; duress: Uint8Array | null }; out: IpcOutput<'security.set-duress-passphrase'> };
  'security.rotate-vault-key': { in: { passphrase: Uint8Array; code: Uint8Array }; out: IpcOutput<'security.rotate-vault-key'> };

  /** A socket to the hub is open; its frames come in by `link.frame`. */
  'link.opened': { in: null; out: null };
  'link.frame': { in: { text: string }; out: null };
  'link.closed': { in: null; out: null };
  /** Where to connect and which TLS certificate to expect; null while there is no enrolment. */
  'link.target': { in: null; out: { url: string; tls: string | null } | null };

  /** Brings what is missing of an attachment here; `attachment-progress` tells how far it is. */
  'attachment.fetch': { in: AttachmentPlace; out: { kind: 'whole'; size: number } | { kind: 'not-here'; why: NotHere } };
  /** One chunk, opened; null where it is not here. */
  'attachment.chunk': { in: AttachmentPlace & { index: number }; out: { bytes: Uint8Array<ArrayBuffer> | null } };

  /** What a mail looks like, as the hub has told it; null where it has nothing of the kind. For a process of its own, never for the page. */
  'message.html': { in: { messageId: MessageId }; out: { html: string | null } };

  'spelling.check': { in: IpcInput<'spelling.check'>; out: IpcOutput<'spelling.check'> };
  'spelling.suggest': { in: IpcInput<'spelling.suggest'>; out: IpcOutput<'spelling.suggest'> };
  /** What of a draft must not leave, or should not. */
  'draft.check': { in: IpcInput<'composer.check'>; out: IpcOutput<'composer.check'> };

  /** Tells the hub that the agent types an answer in a web chat. */
  'typing.tell': { in: { id: ConversationId }; out: null };

  /** Writes a conversation down, with everything hidden once more. `pdf` gives the page that is to be printed. */
  'transcript.make': { in: SpokenTranscriptWish; out: MadeTranscript };
  /** A file is about to get its name: the audit log learns of it, now or when the hub is reached. */
  'transcript.report': { in: TranscriptReport; out: null };

  /** How the conversations of a notification stand by now; those that are gone are left out. `names`: whether it may name anybody. */
  'news.look': { in: { ids: readonly ConversationId[]; names: boolean }; out: readonly NewsItem[] };
  /** The agent's conversations whose answer is due after `after`, up to `until`, in Unix milliseconds. */
  'news.due': { in: { after: number; until: number }; out: readonly ConversationId[] };

  /** Where the agent is, for colleagues to know; answers with where they are. */
  'presence.tell': { in: OwnPresence; out: IpcOutput<'presence.tell'> };

  'sync.state': { in: null; out: SyncState };
  /** Asks the hub, within a live session; what it answers is checked by main's router. */
  'console.call': { in: { name: ConsoleCallName; input: unknown }; out: ConsoleAnswer | { kind: 'unreachable' } };
}

export interface TranscriptWish {
  readonly id: ConversationId;
  readonly format: TranscriptFormat;
  readonly number: TranscriptId;
}

/** `language`: of its own words. */
export interface SpokenTranscriptWish extends TranscriptWish {
  readonly language: Language;
}

/** `mark`: the watermark. `too-long`: more than is written into one file. */
export type MadeTranscript = { readonly kind: 'made'; readonly content: string; readonly messages: number; readonly mark: readonly string[] } | { readonly kind: 'gone' | 'too-long' };

/** Which attachment is meant. */
export interface AttachmentPlace {
  readonly messageId: MessageId;
  readonly id: AttachmentId;
}

export interface PostureReading {
  readonly posture: Posture;
  /** The hub has refused it, and it was not read anew since. */
  readonly refusedByHub: boolean;
}

/** What came just now, of what is filled in from before nothing: where a customer wrote, and what was given to the agent by somebody else. */
export interface News {
  readonly arrived: readonly ConversationId[];
  readonly assigned: readonly ConversationId[];
}

/** What a notification may be made of. */
export interface NewsItem {
  readonly id: ConversationId;
  readonly whose: 'mine' | 'nobody' | 'other';
  readonly unread: boolean;
  readonly channel: Channel;
  /** Null where it was not asked for, or where the customer's name is none. */
  readonly firstName: string | null;
}

/** Calls of the IPC contract that the vault process answers as they are. */
export const vaultQueries = [
  'inbox.list',
  'inbox.counts',
  'inbox.agents',
  'conversation.open',
  'customer.conversations',
  'conversation.read',
  'conversation.reply',
  'conversation.template',
  'conversation.undo-reply',
  'conversation.note',
  'conversation.status',
  'conversation.assign',
  'conversation.hand-over',
  'conversation.settle',
  'conversation.draft',
  'conversation.priority',
  'conversation.tag',
  'inbox.change',
  'inbox.assign',
  'inbox.tags',
  'inbox.teams',
  'conversation.follow',
  'views.list',
  'views.save',
  'views.rename',
  'views.remove',
  'composer.help',
  'composer.language',
  'composer.begin-file',
  'composer.file-chunk',
  'composer.remove-file',
  'composer.draft-seen',
  'search.messages',
  'inbox.channels',
  'inbox.customers',
  'conversation.files-to-start',
  'conversation.start',
  'conversation.log-call',
  'conversation.take-back',
  'beginnings.list',
  'beginnings.save',
  'spelling.teach',
  'spelling.forget',
  'spelling.words',
  'spelling.chosen',
  'spelling.choose',
] as const;
export type VaultQuery = (typeof vaultQueries)[number];

/** What answers the calls, in the vault process. */
export type VaultCallHandlers = { readonly [N in keyof VaultCalls]: (input: VaultCalls[N]['in']) => Promise<VaultCalls[N]['out']> };

/** The agent's own passphrase, authenticator and recovery codes. */
export type SecurityCall = Extract<keyof VaultCalls, `security.${string}`>;

export type VaultCallName = keyof VaultCalls | VaultQuery;
export type VaultInput<N extends VaultCallName> = N extends keyof VaultCalls
  ? VaultCalls[N]['in']
  : N extends VaultQuery
    ? IpcInput<N>
    : never;
export type VaultOutput<N extends VaultCallName> = N extends keyof VaultCalls
  ? VaultCalls[N]['out']
  : N extends VaultQuery
    ? IpcOutput<N>
    : never;

export type VaultEvent =
  /** To be sent to the hub as one WebSocket text message. */
  | { readonly kind: 'send'; readonly text: string }
  /** The link cannot be trusted or is of no use: close it; `retry` false until something changes. */
  | { readonly kind: 'close-link'; readonly reason: string; readonly retry: boolean }
  /** The enrolment, lease, policy or a revocation changed: inspect again. */
  | { readonly kind: 'device-changed' }
  /** The hub refused the invite or denied the device; the enrolment is forgotten already. */
  | { readonly kind: 'enrolment-refused'; readonly reason: 'invite-refused' | 'denied' | 'hub-not-genuine' }
  /** `calls`: where a note that came just now calls the agent. */
  | { readonly kind: 'inbox-changed'; readonly conversationIds: readonly ConversationId[]; readonly calls?: readonly ConversationId[]; readonly news?: News }
  /** The vault is closed, and the hub has something for it. */
  | { readonly kind: 'mail-waiting' }
  | { readonly kind: 'sync-changed'; readonly state: SyncState }
  /** The hub refuses the laptop's state: main reads it anew, and nothing stays open. */
  | { readonly kind: 'posture-refused' }
  /** `done`: the part of the whole that is here. */
  | { readonly kind: 'attachment-progress'; readonly id: AttachmentId; readonly done: number }
  /** Where colleagues are. */
  | { readonly kind: 'presence-changed'; readonly present: readonly Present[] }
  /** A file that is held is here until then, in Unix milliseconds; null: it is not any more, and nothing of it may stay on screen. */
  | { readonly kind: 'attachment-lent'; readonly id: AttachmentId; readonly until: number | null }
  /** The customer of a web chat types at this moment. */
  | { readonly kind: 'customer-typing'; readonly conversationId: ConversationId }
  /** What the console shows may be out of date. */
  | { readonly kind: 'console-changed' }
  /** Suspended, revoked, wiped, refused for its state, or the vault failed: main locks at once where it is open, and inspects. */
  | { readonly kind: 'lock-now'; readonly reason: string };

export type UnlockOutcome =
  | Exclude<UnlockResult, { kind: 'unlocked' | 'repair-offered' }>
  | { readonly kind: 'unlocked'; readonly agent: AgentIdentity; readonly authenticatorEnded: boolean; readonly repaired: Repaired | null }
  /** Passphrase and code are right and the vault is damaged: the keys are kept until `repair.carry-out`, or the end of the process. */
  | { readonly kind: 'repair-offered'; readonly salvage: Salvage }
  /** The duress passphrase was typed. */
  | { readonly kind: 'wiped' }
  | { readonly kind: 'clock-moved-back'; readonly highestSeen: number }
  | { readonly kind: 'vault-damaged' | 'vault-newer' | 'keychain-changed' | 'record-damaged'; readonly explanation: string };

export interface AgentIdentity {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
}

export type Inspection =
  | { readonly kind: 'unenrolled' }
  | {
      readonly kind: 'pending-approval';
      readonly organisation: string;
      readonly deviceName: string;
      readonly agentEmail: string;
      readonly safetyNumber: string;
      readonly posture: Posture;
    }
  | {
      readonly kind: 'approved';
      readonly organisation: string;
      readonly deviceName: string;
      readonly agent: AgentIdentity;
      readonly step: 'passphrase' | 'totp';
      readonly policy: Policy;
    }
  | {
      /** Enrolled and set up. `leaseUntil`, as this machine's clock will show it; null: no lease in force, the hub is needed to unlock. */
      readonly kind: 'enrolled';
      readonly organisation: string;
      readonly deviceName: string;
      readonly agent: AgentIdentity;
      readonly policy: Policy;
      readonly leaseUntil: number | null;
      readonly retryAt: number | null;
      readonly attemptsLeft: number;
      /** As in the session's state `locked`. */
      readonly nextCodeAt: number | null;
      /** As in the session's state `unlocked`. */
      readonly authenticatorEnded: boolean;
      /** What the policy warns of on this laptop, in sentences. */
      readonly postureWarnings: readonly string[];
      /** A page of the vault could not be read: it opens only after a repair. */
      readonly vaultDamaged: boolean;
      readonly repaired: Repaired | null;
    }
  | { readonly kind: 'suspended'; readonly organisation: string; readonly deviceName: string; readonly agentName: string; readonly reason: string }
  | { readonly kind: 'posture-failed'; readonly organisation: string; readonly problems: readonly string[] }
  | { readonly kind: 'revoked'; readonly organisation: string; readonly reason: string }
  /** `undeliverable`: what is needed to deliver it is gone from the keychain. */
  | { readonly kind: 'wiped'; readonly organisation: string; readonly receipt: 'waiting' | 'delivered' | 'undeliverable' }
  | { readonly kind: 'clock-moved-back'; readonly highestSeen: number; readonly now: number }
  | {
      readonly kind: 'no-keychain' | 'keychain-changed' | 'record-damaged' | 'vault-damaged' | 'vault-newer';
      readonly explanation: string;
    };

/** How calls, answers and events travel; the transport is an Electron utility process or a Node child. */
export type ToVaultProcess = { readonly id: number; readonly name: VaultCallName; readonly input: unknown; readonly asker: Uint8Array | null };
export type FromVaultProcess =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: { readonly kind: string; readonly message: string } }
  | { readonly event: VaultEvent };

/** Main's end of the boundary, as a port: main/desktop starts it in Electron, tests under plain Node. */
export interface VaultProcess {
  /** @param asker an empty box of the page that asks, where the answer is for it alone and the input has no box. */
  call<N extends VaultCallName>(name: N, input: VaultInput<N>, asker?: Uint8Array): Promise<VaultOutput<N>>;
  onEvent(listener: (event: VaultEvent) => void): void;
  /** Called once, whether the process ended by itself or was ended. */
  onExit(listener: (code: number | null) => void): void;
  /** Ends the process at once; everything it held goes with its memory. */
  kill(): void;
}

/** Starts the process for a profile folder. */
export type StartVaultProcess = (options: { readonly profile: string }) => VaultProcess;
