import type { SessionState } from '../../../shared/domain/session-state.ts';
import { wholeTime } from '../../words/times.ts';

export type Stopped = Extract<
  SessionState,
  {
    kind:
      | 'suspended' | 'revoked' | 'wiped' | 'posture-failed' | 'clock-moved-back' | 'no-keychain' | 'keychain-changed'
      | 'record-damaged' | 'vault-damaged' | 'vault-newer';
  }
>;

/** The states in which an enrolment has come to its end, or cannot be opened any more. */
export type Endable = Extract<SessionState, { kind: 'revoked' | 'wiped' | 'keychain-changed' | 'record-damaged' | 'vault-damaged' | 'repair-needed' }>;

/** Whether the laptop can be enrolled anew from here. Not while the hub can still get the receipt of its wipe. */
export function isEndable(state: Stopped): state is Endable & Stopped {
  switch (state.kind) {
    case 'wiped':
      return state.receipt !== 'waiting';
    case 'revoked':
    case 'keychain-changed':
    case 'record-damaged':
    case 'vault-damaged':
      return true;
    case 'suspended':
    case 'posture-failed':
    case 'clock-moved-back':
    case 'no-keychain':
    case 'vault-newer':
      return false;
  }
}

/** Each says what happened, what is safe, what to do and whom to ask. */
export interface StoppedWords {
  readonly meaning: 'calm' | 'caution' | 'danger';
  readonly title: string;
  readonly happened: string;
  /** What main adds in its own words. */
  readonly detail: readonly string[];
  /** The detail is a list of things to do something about. */
  readonly listed?: boolean;
  /** Whether the hub is reached, where that matters for how it goes on. */
  readonly connection?: { readonly online: boolean; readonly words: string };
  readonly safe: string;
  readonly todo: string;
}

const receiptWords = {
  waiting: 'The signed receipt waits until the hub is reached. Connect to a network, so that IT can see that it is done. Then this laptop can be enrolled again.',
  delivered: 'The hub has the signed receipt: IT can see that it is done.',
  undeliverable: 'The signed receipt cannot be sent any more, since the keychain lost what is needed to reach the hub. Tell IT.',
} satisfies Record<Extract<SessionState, { kind: 'wiped' }>['receipt'], string>;

export const headings = { safe: 'What is safe', todo: 'What to do', mend: 'What to mend' };

export function stoppedWords(state: Stopped): StoppedWords {
  switch (state.kind) {
    case 'suspended':
      return {
        meaning: 'calm',
        title: 'This laptop is suspended',
        happened: `IT at ${state.organisation} has suspended it for now. It is not for good: they can reinstate it at any time.`,
        detail: state.reason === '' ? [] : [`Reason given: ${state.reason}`],
        connection: {
          online: state.online,
          words: state.online ? 'Online. As soon as IT reinstates this laptop, you can unlock it.' : 'Offline. Connect to a network, so that this laptop learns when it is reinstated.',
        },
        safe: 'What is cached is safe and stays encrypted, with your drafts and replies that are waiting to be sent. Nothing was removed.',
        todo: 'Ask IT when it will be reinstated. Nobody else can lift it, and there is nothing to do on this laptop.',
      };
    case 'revoked':
      return {
        meaning: 'danger',
        title: 'This laptop’s access was withdrawn',
        happened: `IT at ${state.organisation} has withdrawn this laptop’s access to the inbox.`,
        detail: state.reason === '' ? [] : [`Reason given: ${state.reason}`],
        safe: 'Everything on the hub is safe, and your colleagues go on with your conversations. What this laptop had cached can no longer be opened here.',
        todo: 'Ask IT if this is a mistake. They can enrol this laptop again with a new invite.',
      };
    case 'wiped':
      return {
        meaning: 'danger',
        title: 'This laptop was wiped',
        // One text, whoever had it wiped and why: who looks on must not learn that it was a duress passphrase.
        happened: `Sealdesk’s keys and its encrypted cache of ${state.organisation} were removed from this laptop.`,
        detail: [],
        connection: { online: state.receipt === 'delivered', words: receiptWords[state.receipt] },
        safe: 'Everything on the hub is safe. Your own files on this laptop were not touched.',
        todo: 'Ask IT for a new invite if you still need the inbox on this laptop.',
      };
    case 'posture-failed':
      return {
        meaning: 'caution',
        title: 'This laptop needs attention first',
        happened: `It does not meet what ${state.organisation} asks of a laptop that holds customers’ data:`,
        detail: state.problems,
        listed: true,
        safe: 'What is cached is safe and stays encrypted. Nothing was removed.',
        todo: 'Mend what is listed, then start Sealdesk again. If you cannot, ask IT and read them this list.',
      };
    case 'clock-moved-back':
      return {
        meaning: 'caution',
        title: 'This laptop’s clock was set back',
        happened: `It says ${wholeTime(state.now)}, but Sealdesk has already seen ${wholeTime(state.highestSeen)}. Codes and leases depend on the right time.`,
        detail: [],
        safe: 'What is cached is safe and stays encrypted. Nothing was removed.',
        todo: 'Set date and time to automatic in the system’s settings and start Sealdesk again. If the time is right and this stays, ask IT.',
      };
    case 'no-keychain':
      return {
        meaning: 'caution',
        title: 'There is no keychain',
        happened: 'Sealdesk keeps its keys in the system’s keychain, and none could be opened. It never keeps them in a file instead.',
        detail: [state.explanation],
        safe: 'If this laptop was enrolled before, what is cached is safe and stays encrypted.',
        todo: 'Unlock the keychain if the system asks for it, then start Sealdesk again. Else ask IT to set one up (GNOME Keyring or KWallet on Linux).',
      };
    case 'keychain-changed':
      return {
        meaning: 'caution',
        title: 'Sealdesk does not recognise this laptop',
        happened: 'What is cached opens only on the laptop it was made on, with the keychain it was enrolled with.',
        detail: [state.explanation],
        safe: 'What is cached stays encrypted and was not touched. Everything on the hub is safe.',
        todo: 'Do not delete anything. Ask IT: they can tell whether keychain and folder can be brought together again, or whether this laptop is enrolled again.',
      };
    case 'record-damaged':
      return {
        meaning: 'danger',
        title: 'The enrolment record does not check out',
        happened: 'The file that says to whom this laptop belongs is not as Sealdesk left it.',
        detail: [state.explanation],
        safe: 'What is cached stays encrypted and was not touched. Everything on the hub is safe.',
        todo: 'Do not delete anything, and tell IT today: they want to know how this came about before the laptop is enrolled again.',
      };
    case 'vault-damaged':
      return {
        meaning: 'danger',
        title: 'The vault cannot be opened',
        happened: 'This is where Sealdesk keeps what is cached, encrypted. Passphrase and code do not open it any more.',
        detail: [state.explanation],
        safe: 'Everything that reached the hub is safe. Drafts, and replies that were still waiting to be sent, may be only in this vault.',
        todo: 'Do not delete anything, and ask IT: they can tell whether what was waiting can still be rescued, or whether this laptop is enrolled again.',
      };
    case 'vault-newer':
      return {
        meaning: 'caution',
        title: 'This Sealdesk is older than its vault',
        happened: 'The encrypted store was last opened by a newer version of Sealdesk. This one leaves it alone rather than guess.',
        detail: [state.explanation],
        safe: 'What is cached is safe and was not touched.',
        todo: 'Update Sealdesk and start it again. Do not delete anything; if there is no update, ask IT.',
      };
  }
}

export const startOver = {
  open: 'Enrol this laptop again',
  title: 'Enrol this laptop again?',
  after: 'You then need a new invite from IT.',
  understood: 'I understand that this cannot be undone.',
  confirm: 'Enrol again',
  keep: 'Not now',
};

/** What is lost with an enrolment that is begun anew. */
export function startOverLoss(state: Endable): string {
  switch (state.kind) {
    case 'revoked':
      return 'What this laptop still has of its old enrolment is destroyed: its keys and its encrypted cache, with drafts and replies that were never sent. Everything that reached the hub stays there.';
    case 'wiped':
      return state.receipt === 'delivered'
        ? 'Nothing is left here that could be lost. The old enrolment’s record is removed.'
        : 'Nothing of the inbox is left here. But the receipt of the wipe never reached the hub: tell IT that it was done.';
    case 'keychain-changed':
      return 'The old enrolment is given up: should its keychain be found again, the encrypted cache will be gone, with drafts and replies that were never sent. Everything that reached the hub stays there.';
    case 'record-damaged':
      return 'The old enrolment is given up, and with it what shows how its record came to be changed. Its encrypted cache is destroyed, with drafts and replies that were never sent. Everything that reached the hub stays there.';
    case 'vault-damaged':
    case 'repair-needed':
      return 'The vault is destroyed, and nobody can rescue drafts and replies that were still waiting in it. Everything that reached the hub stays there.';
  }
}
