import type { SessionState } from '../../../shared/domain/session-state.ts';
import { wholeTime } from '../../words/times.ts';

export type Stopped = Extract<
  SessionState,
  {
    kind:
      | 'revoked' | 'wiped' | 'posture-failed' | 'clock-moved-back' | 'no-keychain' | 'keychain-changed'
      | 'record-damaged' | 'vault-damaged' | 'vault-newer';
  }
>;

/** Each says what happened, what is safe, what to do and whom to ask. */
export interface StoppedWords {
  readonly meaning: 'caution' | 'danger';
  readonly title: string;
  readonly happened: string;
  /** What main adds in its own words. */
  readonly detail: readonly string[];
  readonly safe: string;
  readonly todo: string;
}

export const headings = { safe: 'What is safe', todo: 'What to do' };

export function stoppedWords(state: Stopped): StoppedWords {
  switch (state.kind) {
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
        happened: `${state.organisation} has removed Sealdesk’s keys and its encrypted cache from this laptop.`,
        detail: [],
        safe: 'Everything on the hub is safe. Your own files on this laptop were not touched.',
        todo: 'Ask IT for a new invite if you still need the inbox on this laptop.',
      };
    case 'posture-failed':
      return {
        meaning: 'caution',
        title: 'This laptop needs attention first',
        happened: `It does not meet what ${state.organisation} asks of a laptop that holds customers’ data:`,
        detail: state.problems,
        safe: 'What is cached is safe and stays encrypted. Nothing was removed.',
        todo: 'Mend what is listed and start Sealdesk again. If you cannot, ask IT and read them this list.',
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
        title: 'The keychain is not the one this laptop was enrolled with',
        happened: 'Sealdesk’s keys are missing from the keychain or lie in another one. This happens when a profile was copied from another laptop, or when the keychain was replaced or reset.',
        detail: [state.explanation],
        safe: 'The cache cannot be opened without those keys, here or anywhere else. Everything on the hub is safe.',
        todo: 'Do not delete anything. Ask IT: they can tell whether the old keychain can be brought back or whether this laptop is enrolled again.',
      };
    case 'record-damaged':
      return {
        meaning: 'danger',
        title: 'The enrolment record does not check out',
        happened: 'The file that says to whom this laptop belongs was changed, damaged, or replaced by an older or another laptop’s copy.',
        detail: [state.explanation],
        safe: 'The cache stays encrypted and was not touched. Everything on the hub is safe.',
        todo: 'Do not delete anything, and tell IT today: they want to know how this came about before the laptop is enrolled again.',
      };
    case 'vault-damaged':
      return {
        meaning: 'danger',
        title: 'The vault is damaged',
        happened: 'The encrypted store on this laptop cannot be read as a whole. A failing disk or a full one is the usual cause.',
        detail: [state.explanation],
        safe: 'Everything that reached the hub is safe. Replies that were still waiting to be sent may be only in this vault.',
        todo: 'Do not delete anything: IT may be able to rescue what was waiting. Ask them to look at the disk first.',
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
