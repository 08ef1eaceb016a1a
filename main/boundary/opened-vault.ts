import type { AttachmentId, ConversationId, DeviceId, MessageId } from '../../shared/domain/ids.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { StoredState } from '../../shared/domain/sync-state.ts';
import type { FrameToHub, TranscriptReport } from '../../shared/contract/wire/index.ts';
import type { AttachmentPlace, News, VaultInput, VaultOutput, VaultQuery } from './vault-process.ts';

/**
 * The boundary inside the vault process, between the core (device, unlock, hub protocol) and the
 * encrypted store with its writer and reader threads (main/vault, main/signal). The core knows keys
 * and the link; the store knows messages and ratchets; neither knows the other's.
 */
export type MailFrame = Extract<FrameToHub, { t: 'mail' }>;

/** Public half of a pre-key bundle, before the device key has certified the identity key. */
export interface PreKeyMaterial {
  readonly identityKey: Uint8Array;
  readonly registrationId: number;
  readonly signed: { readonly id: number; readonly key: Uint8Array; readonly signature: Uint8Array };
  readonly kyber: { readonly id: number; readonly key: Uint8Array; readonly signature: Uint8Array };
  readonly oneTime: readonly { readonly id: number; readonly key: Uint8Array }[];
}

export interface OpenVaultOptions {
  /** The database file, `vault.db` in the profile folder. */
  readonly file: string;
  /** 32 bytes; the threads overwrite their copies when they close. */
  readonly key: Uint8Array;
  readonly deviceId: DeviceId;
  /** From the hub certificate: the only Signal identity this vault talks to. 33 bytes. */
  readonly hubSignalIdentity: Uint8Array;
  readonly agent: { readonly id: string; readonly name: string };
  /** Resolved conversations older than so many days are dropped from this laptop. */
  readonly keepResolvedDays: number;
  /** And of the rest the oldest go while there are more messages, or the database takes more MiB. 0: no such limit. */
  readonly limits: { readonly messages: number; readonly mebibytes: number };
  /** Seconds in which a reply can be taken back; so long it is not given to the hub. */
  readonly undoSeconds: number;
  readonly clock: Clock;
  /** Mail to send now; called only between `goLive` and `goQuiet`. */
  readonly send: (mail: MailFrame) => void;
  /** `calls`: where a note that came just now calls the agent. */
  readonly inboxChanged: (conversationIds: readonly ConversationId[], calls: readonly ConversationId[], news: News) => void;
  /** `connection` and `leaseUntil` are the core's to fill in. */
  readonly syncChanged: (state: StoredState) => void;
  /** A reply has files that the hub may not have yet. */
  readonly filesWait: () => void;
  /** The time of these files is over: they are not here any more. */
  readonly lentNoMore: (ids: readonly AttachmentId[]) => void;
  /** The vault cannot go on (damaged page, full disk ...). Nothing was thrown away. */
  readonly failed: (problem: VaultProblem, explanation: string) => void;
}

/** A file of a reply that the hub does not have yet. `size`: plaintext bytes. */
export interface UploadPlace {
  readonly id: AttachmentId;
  readonly conversationId: ConversationId;
  readonly size: number;
  /** The conversation begins with it: the hub does not know that yet. */
  readonly begins?: true;
}

/** `vault-damaged`: what it holds cannot be read. `vault-unreachable`: its file cannot be opened or written, or a thread ended; nothing is known to be wrong with it. */
export type VaultProblem = 'vault-damaged' | 'vault-unreachable' | 'vault-newer' | 'disk-full';

export interface OpenedVault {
  /** Reads go to the reader thread, writes to the writer thread; both answer from committed state. */
  query<N extends VaultQuery>(name: N, input: VaultInput<N>): Promise<VaultOutput<N>>;
  /**
   * Decrypts a mail and stores ratchet, effects and sequence number in one transaction; then sends
   * the acknowledgement. `session-broken`: the core resets the Signal session.
   */
  receive(mail: MailFrame): Promise<'stored' | 'duplicate' | 'session-broken'>;
  /** True once a mail of the hub has been decrypted in the present Signal session. */
  hasSession(): Promise<boolean>;
  /** Fresh pre-keys for a new Signal session; sessions that were are discarded in the same transaction. */
  newSession(): Promise<PreKeyMaterial>;
  /** The hub session is open: sends `resume`, waiting commands and, if it isn't complete, the next `backfill`. Without a Signal session it waits for the first mail. */
  goLive(): Promise<void>;
  /** Gives the hub the newest version of each draft, if it is there; otherwise they wait here. Resolves when they are sent. */
  sendDrafts(): Promise<void>;
  goQuiet(): void;
  /**
   * The contents of attachments: `progress` and `store` as they come from the hub, `read` as they are shown, one chunk at
   * a time; null where it has not come yet. `forget` makes it come anew. `lend`: what opens a file that is held, which the call takes, for so many seconds; then file
   * and key go. `until`: in Unix milliseconds, where it has such an end.
   * @throws SealdeskError of kind `attachment-gone`, `attachment-damaged`, `no-room`; the vault goes on
   */
  readonly attachments: {
    progress(place: AttachmentPlace): Promise<{ readonly size: number; readonly chunks: number; readonly of: number; readonly until: number | null }>;
    lend(place: AttachmentPlace, key: Uint8Array<ArrayBuffer>, seconds: number): Promise<void>;
    store(place: AttachmentPlace, index: number, sealed: Uint8Array): Promise<number>;
    read(place: AttachmentPlace, index: number): Promise<Uint8Array<ArrayBuffer> | null>;
    forget(place: AttachmentPlace): Promise<void>;
  };
  /**
   * Files of replies: which is to be uploaded next, its sealed chunks, and what became of it. When all of a reply's are `done`, it goes out;
   * one that `failed` fails its reply.
   */
  readonly uploads: {
    next(): Promise<UploadPlace | null>;
    chunks(id: AttachmentId, first: number, count: number): Promise<readonly Uint8Array[]>;
    done(id: AttachmentId): Promise<void>;
    failed(id: AttachmentId, why: 'gone' | 'full' | 'damaged' | 'lost'): Promise<void>;
  };
  /** Keeps the report until the hub has it; when this has answered, nothing but the end of the vault loses it. */
  reportTranscript(report: TranscriptReport): Promise<void>;
  /** What a mail looks like; null where it has nothing of the kind, or is not here. */
  html(messageId: MessageId): Promise<string | null>;
  /** What notifications are made of. */
  readonly news: {
    look(wish: VaultInput<'news.look'>): Promise<VaultOutput<'news.look'>>;
    due(span: VaultInput<'news.due'>): Promise<VaultOutput<'news.due'>>;
  };
  /** As for `syncChanged`. */
  state(): Promise<StoredState>;
  /**
   * Encrypts the whole database under another key, in one transaction: whenever this ends, it is under the one or the
   * other. What is asked meanwhile waits. After a failure nothing more is stored.
   *
   * @param key 32 bytes, which the caller overwrites. @throws SealdeskError of kind `VaultProblem`
   */
  rekey(key: Uint8Array): Promise<void>;
  /** Ends both threads after a checkpoint. */
  close(): Promise<void>;
}

/**
 * Creates the file when `create` is set and it does not exist, else opens it.
 * @throws SealdeskError of kind `VaultProblem`
 */
export type OpenVault = (options: OpenVaultOptions & { readonly create: boolean }) => Promise<OpenedVault>;
