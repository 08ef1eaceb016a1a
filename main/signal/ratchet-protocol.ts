import type { DeviceMail, HubMail } from '../../shared/contract/wire/mail.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import type { MailFrame } from '../boundary/opened-vault.ts';
import type { SignalChange, SignalIdentityRow, SignalState } from '../vault/signal-state.ts';
import type { Received } from '../vault/thread-protocol.ts';
import type { NewKeys } from './pre-keys.ts';

/** Mail that was decrypted and understood; nothing of it holds before `change` and what follows from `mails` are stored together. */
export interface ReadMails {
  /** Of each mail of the group, in order; fewer where one was malformed, which stays unread with all behind it. */
  readonly results: readonly Received[];
  readonly mails: readonly HubMail[];
  /** Of the last mail that is stored then; null: none was, nor is any. */
  readonly seq: number | null;
  readonly malformed: boolean;
  readonly change: SignalChange;
}

export interface SealedMails {
  readonly mails: readonly MailFrame[];
  readonly change: SignalChange;
}

/**
 * What passes between the writer thread and the thread that runs libsignal. Requests are answered one after the other;
 * each goes on from what the last one left, stored or not, until `begin` says anew what is stored.
 */
export interface RatchetRequests {
  begin: { in: { readonly deviceId: DeviceId; readonly hubSignalIdentity: Uint8Array; readonly state: SignalState }; out: null };
  /** `seq`: of the mail before the first of these; null where the session has not started. `renewing`: what cannot be read is of the session before. */
  read: { in: { readonly mails: readonly MailFrame[]; readonly seq: number | null; readonly renewing: boolean }; out: ReadMails };
  seal: { in: { readonly mails: readonly DeviceMail[] }; out: SealedMails };
  newKeys: { in: { readonly identity: SignalIdentityRow | null; readonly now: number }; out: NewKeys };
  close: { in: null; out: null };
}
