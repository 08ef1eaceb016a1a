import type { SessionStateKind } from '../../shared/domain/session-state.ts';

/** What somebody asks of the session. At a wrong moment it is refused and changes nothing. */
export const sessionRequests = [
  'begin-enrolment', 'cancel-enrolment', 'start-over', 'set-up', 'unlock', 'repair', 'forgotten', 'fresh-code', 'security', 'query', 'lock',
] as const;
export type SessionRequest = (typeof sessionRequests)[number];

/** What is reported to the session. At a moment where it means nothing it is ignored. */
export const sessionReports = ['inspected', 'unlock-answered', 'vault-ended', 'lock-now', 'lease-passed', 'link-changed'] as const;
export type SessionReport = (typeof sessionReports)[number];

export type SessionEvent = SessionRequest | SessionReport;

/** The states an event may lead to (its own among them where it may stay), or why it leads nowhere. */
export type Reaction = readonly SessionStateKind[] | 'refused' | 'ignored';

/** Where an inspection can lead: every state in which nothing is open and nothing is under way. */
export const settledStates = [
  'unenrolled', 'pending-approval', 'approved', 'locked', 'suspended', 'repair-needed', 'revoked', 'wiped', 'lease-ended', 'posture-failed',
  'clock-moved-back', 'no-keychain', 'keychain-changed', 'record-damaged', 'vault-damaged', 'vault-newer',
] as const satisfies readonly SessionStateKind[];

/** The faces of a lock screen: with a lease in force (or by policy none), with one that ran out, and before a damaged vault. */
const lockScreens = ['locked', 'lease-ended', 'repair-needed'] as const satisfies readonly SessionStateKind[];

const nothingAsked = {
  'begin-enrolment': 'refused',
  'cancel-enrolment': 'refused',
  'start-over': 'refused',
  'set-up': 'refused',
  'unlock': 'refused',
  'repair': 'refused',
  'forgotten': 'refused',
  'fresh-code': 'refused',
  'security': 'refused',
  'query': 'refused',
  'lock': 'refused',
} as const satisfies Record<SessionRequest, Reaction>;

const settled = {
  ...nothingAsked,
  'inspected': settledStates,
  'unlock-answered': 'ignored',
  // The screen stays; the process is started again behind it.
  'vault-ended': 'ignored',
  'lock-now': 'ignored',
  'lease-passed': 'ignored',
  'link-changed': 'ignored',
} as const satisfies Record<SessionEvent, Reaction>;

/** The enrolment is at its end, or cannot be opened any more. */
const startsOver = { ...settled, 'start-over': ['unenrolled'] } as const satisfies Record<SessionEvent, Reaction>;

/** The whole of the session's behaviour over time: every state, every event. */
export const sessionTransitions: Readonly<Record<SessionStateKind, Readonly<Record<SessionEvent, Reaction>>>> = {
  'starting': settled,
  'unenrolled': { ...settled, 'begin-enrolment': ['unenrolled', 'pending-approval', 'approved'] },
  'pending-approval': { ...settled, 'cancel-enrolment': ['pending-approval', 'unenrolled'], 'link-changed': ['pending-approval'] },
  'approved': { ...settled, 'set-up': ['approved', 'locked'] },
  'locked': { ...settled, 'unlock': ['unlocking'], 'forgotten': ['wiped'], 'lease-passed': ['lease-ended'], 'link-changed': ['locked'] },
  'unlocking': {
    ...nothingAsked,
    // Half-way through, the machine may be closed or left: the attempt is abandoned.
    'lock': lockScreens,
    // Kept for when the attempt has been answered.
    'inspected': ['unlocking'],
    'unlock-answered': ['unlocked', 'repair-offered', ...settledStates],
    'vault-ended': lockScreens,
    'lock-now': lockScreens,
    'lease-passed': 'ignored',
    'link-changed': 'ignored',
  },
  'repair-needed': { ...settled, 'unlock': ['unlocking'], 'start-over': ['unenrolled'], 'link-changed': ['repair-needed'] },
  'repair-offered': {
    ...nothingAsked,
    'repair': ['unlocking'],
    'lock': lockScreens,
    // With another lease or policy the choice stays; anything else locks first.
    'inspected': ['repair-offered'],
    'unlock-answered': 'ignored',
    'vault-ended': lockScreens,
    'lock-now': lockScreens,
    'lease-passed': 'ignored',
    'link-changed': 'ignored',
  },
  'unlocked': {
    ...nothingAsked,
    'fresh-code': ['unlocked'],
    'security': ['unlocked'],
    'query': ['unlocked'],
    'lock': lockScreens,
    // With new policy, lease or roles it stays open; anything else locks first (`lock-now`).
    'inspected': ['unlocked'],
    'unlock-answered': 'ignored',
    'vault-ended': lockScreens,
    'lock-now': lockScreens,
    'lease-passed': 'ignored',
    'link-changed': 'ignored',
  },
  'lease-ended': { ...settled, 'unlock': ['unlocking'], 'forgotten': ['wiped'], 'link-changed': ['lease-ended'] },
  'suspended': { ...settled, 'link-changed': ['suspended'] },
  'revoked': startsOver,
  'wiped': startsOver,
  'posture-failed': settled,
  'clock-moved-back': settled,
  'no-keychain': settled,
  'keychain-changed': startsOver,
  'record-damaged': startsOver,
  'vault-damaged': startsOver,
  'vault-newer': settled,
};
