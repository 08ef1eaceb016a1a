import type { StoredState } from '../../shared/domain/sync-state.ts';
import type { AttachmentId, ConversationId, DeviceId } from '../../shared/domain/ids.ts';
import type { TranscriptReport } from '../../shared/contract/wire/mail.ts';
import type { AttachmentPlace, News, VaultInput, VaultOutput } from '../boundary/vault-process.ts';
import type { MailFrame, PreKeyMaterial, UploadPlace, VaultProblem } from '../boundary/opened-vault.ts';
import type { CacheLimits } from './cache-policy.ts';
import type { AttachmentProgress } from './attachments/attachment-files.ts';
import type { NotUploaded } from './outgoing/uploads.ts';
import type { ReadingQuery, WritingQuery } from './vault-query.ts';

/**
 * What passes between the core and the two threads. Every request has an id and gets one answer;
 * notices come unasked. The clock is the core's, so each request carries the time.
 */
export interface OpenThread {
  readonly file: string;
  /** The entry of the thread that runs libsignal, for the writer to start. */
  readonly ratchet: string;
  /** The thread overwrites it once the database is open. */
  readonly key: Uint8Array;
  readonly create: boolean;
  readonly deviceId: DeviceId;
  readonly hubSignalIdentity: Uint8Array;
  readonly agent: { readonly id: string; readonly name: string };
  readonly keepResolvedDays: number;
  readonly limits: CacheLimits;
  readonly undoSeconds: number;
}

export type Received = 'stored' | 'duplicate' | 'session-broken';

export interface WriterRequests {
  open: { in: OpenThread; out: null };
  query: { in: { readonly name: WritingQuery; readonly input: unknown }; out: VaultOutput<WritingQuery> };
  transcript: { in: TranscriptReport; out: null };
  receive: { in: MailFrame; out: Received };
  hasSession: { in: null; out: boolean };
  newSession: { in: null; out: PreKeyMaterial };
  goLive: { in: null; out: null };
  /** The newest versions of drafts go to the hub now, if it is there. */
  sendDrafts: { in: null; out: null };
  goQuiet: { in: null; out: null };
  /** Replies may have been held for as long as they are: those go out now. */
  sendDue: { in: null; out: null };
  state: { in: null; out: StoredState };
  attachment: { in: AttachmentPlace; out: AttachmentProgress };
  storeChunk: { in: AttachmentPlace & { readonly index: number; readonly sealed: Uint8Array }; out: number };
  forgetAttachment: { in: AttachmentPlace; out: null };
  nextUpload: { in: null; out: UploadPlace | null };
  sealedChunks: { in: { readonly id: AttachmentId; readonly first: number; readonly count: number }; out: readonly Uint8Array[] };
  uploaded: { in: { readonly id: AttachmentId }; out: null };
  notUploaded: { in: { readonly id: AttachmentId; readonly why: NotUploaded }; out: null };
  /** A file that is held, and what opens it, for so many seconds; the thread overwrites its copy of the key. */
  lend: { in: AttachmentPlace & { readonly key: Uint8Array<ArrayBuffer>; readonly seconds: number }; out: null };
  /** The time of files may be over: those go now. */
  takeBack: { in: null; out: null };
  /** The reader has read all of it. */
  checked: { in: null; out: StoredState };
  /** The thread overwrites the key. */
  rekey: { in: { readonly key: Uint8Array }; out: null };
  close: { in: null; out: null };
}

export interface ReaderRequests {
  open: { in: OpenThread; out: null };
  query: { in: { readonly name: ReadingQuery; readonly input: unknown }; out: VaultOutput<ReadingQuery> };
  chunk: { in: AttachmentPlace & { readonly index: number }; out: Uint8Array<ArrayBuffer> | null };
  html: { in: VaultInput<'message.html'>; out: string | null };
  newsLook: { in: VaultInput<'news.look'>; out: VaultOutput<'news.look'> };
  newsDue: { in: VaultInput<'news.due'>; out: VaultOutput<'news.due'> };
  /** A step of reading the vault through; whether there is more. */
  check: { in: null; out: boolean };
  /** Closes the database until the next `open`. */
  release: { in: null; out: null };
  close: { in: null; out: null };
}

export type Requests = Record<string, { in: unknown; out: unknown }>;

export interface ToThread {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
  readonly now: number;
}

export type ThreadNotice =
  /** `live`: the core's count of `goLive` calls; what was meant for an earlier connection is dropped. */
  | { readonly notice: 'send'; readonly mails: readonly MailFrame[]; readonly live: number }
  | { readonly notice: 'changed'; readonly conversationIds: readonly ConversationId[]; readonly calls?: readonly ConversationId[]; readonly news?: News }
  /** A reply is held until then, in Unix milliseconds: `sendDue` is to follow. */
  | { readonly notice: 'held'; readonly until: number }
  | { readonly notice: 'files-wait' }
  /** A file is here until then, in Unix milliseconds: `takeBack` is to follow. */
  | { readonly notice: 'lent'; readonly until: number }
  | { readonly notice: 'lent-no-more'; readonly ids: readonly AttachmentId[] }
  | { readonly notice: 'sync'; readonly state: StoredState }
  | { readonly notice: 'failed'; readonly problem: VaultProblem; readonly explanation: string };

export type FromThread =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: { readonly kind: string; readonly message: string } }
  | ThreadNotice;
