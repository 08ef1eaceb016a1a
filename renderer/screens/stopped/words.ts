import type { SessionState } from '../../../shared/domain/session-state.ts';
import { saidAgain } from '../../words/said.ts';
import { wholeTime } from '../../words/times.ts';
import { messages, say } from '../../languages/spoken.ts';

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

const t = messages.stopped;

export const headings = t.headings;
export const startOver = t.startOver;

const meanings: Readonly<Record<Stopped['kind'], StoppedWords['meaning']>> = {
  suspended: 'calm', revoked: 'danger', wiped: 'danger', 'posture-failed': 'caution', 'clock-moved-back': 'caution', 'no-keychain': 'caution', 'keychain-changed': 'caution',
  'record-damaged': 'danger', 'vault-damaged': 'danger', 'vault-newer': 'caution',
};

export function stoppedWords(state: Stopped): StoppedWords {
  const { title, safe, todo } = t[state.kind];
  const same = { meaning: meanings[state.kind], title, safe, todo };
  switch (state.kind) {
    case 'suspended':
      return {
        ...same,
        happened: say(t.suspended.happened, state),
        detail: reasonOf(state),
        connection: { online: state.online, words: state.online ? t.suspended.online : t.suspended.offline },
      };
    case 'revoked':
      return { ...same, happened: say(t.revoked.happened, state), detail: reasonOf(state) };
    case 'wiped':
      return { ...same, happened: say(t.wiped.happened, state), detail: [], connection: { online: state.receipt === 'delivered', words: t.receipts[state.receipt] } };
    case 'posture-failed':
      return { ...same, happened: say(t['posture-failed'].happened, state), detail: state.problems.map(saidAgain), listed: true };
    case 'clock-moved-back':
      return { ...same, happened: say(t['clock-moved-back'].happened, { now: wholeTime(state.now), highestSeen: wholeTime(state.highestSeen) }), detail: [] };
    case 'no-keychain':
    case 'keychain-changed':
    case 'record-damaged':
    case 'vault-damaged':
    case 'vault-newer':
      return { ...same, happened: t[state.kind].happened, detail: [saidAgain(state.explanation)] };
  }
}

const reasonOf = ({ reason }: { readonly reason: string }): readonly string[] => (reason === '' ? [] : [say(t.reason, { reason })]);

/** What is lost with an enrolment that is begun anew. */
export function startOverLoss(state: Endable): string {
  if (state.kind === 'wiped' && state.receipt !== 'delivered') return t.lost.wipedUntold;
  return t.lost[state.kind === 'repair-needed' ? 'vault-damaged' : state.kind];
}
