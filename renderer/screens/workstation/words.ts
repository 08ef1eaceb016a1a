import { count, figures } from '../../words/counts.ts';

/** Keys of one part of the help sheet: which, and what they do. */
export interface KeyGroup {
  readonly name: string;
  readonly keys: readonly (readonly [keys: readonly string[], does: string])[];
}

export const words = {
  places: {
    label: 'Places',
    inbox: 'Inbox',
    console: 'Console',
    security: 'Security',
    securityOf: (agent: string) => `${agent}: security`,
    securityKey: 'Security (G S)',
    waiting: (n: number) => `${count(n, 'laptop waits', 'laptops wait')} for approval`,
    troubled: (n: number) => count(n, 'channel does not work', 'channels do not work'),
    fold: 'Fold the sidebar',
    unfold: 'Show the sidebar',
    lock: 'Lock',
    help: 'Keyboard shortcuts',
  },
  state: {
    label: 'Connection',
    footer: 'State of this workstation',
    online: 'Online',
    offline: 'Offline',
    offlineSince: (when: string) => `Offline since ${when}`,
    connecting: 'Connecting',
    codeNeeded: 'The hub asks for a fresh code',
    starting: 'Starting',
    upToDate: 'Up to date',
    cachedTo: (when: string) => `Cached to ${when}`,
    diskFull: 'The disk is full: nothing new is stored. Free some space; it goes on by itself.',
    backfill: (n: number) => `Fetching earlier conversations: ${count(n, 'message', 'messages')} so far`,
    backfillTo: (n: number, when: string) => `Fetching earlier conversations: complete back to ${when}, ${count(n, 'message', 'messages')} so far`,
    queued: (n: number) => `${figures(n)} waiting to be sent`,
    resolvedSince: (day: string) => `Resolved since ${day}`,
    conflicts: (n: number) => `${figures(n)} ${n === 1 ? 'needs' : 'need'} your decision`,
    enterCode: 'Enter code',
    code: 'Code',
    sendCode: 'Send code',
    cancel: 'Not now',
    codeWrong: 'That code was not right. Wait for the next one.',
    codeOffline: 'The hub cannot be reached just now.',
  },
  notices: {
    label: 'Notices',
    dismiss: 'Dismiss',
    idleLabel: 'Automatic lock',
    idle: (when: string) => `Locks at ${when} unless you go on.`,
    lease: 'Connect to the hub to go on.',
    leaseMore: 'What you write meanwhile is kept, and sent when the hub is reached.',
    posture: 'This laptop needs a little attention',
    oneTime: 'You unlocked with a code that works once.',
    oneTimeMore: 'If your phone is lost or new, set up another authenticator now: no further code is asked for.',
    fewCodes: (n: number) => (n === 0 ? 'You have no recovery codes left.' : `You have ${count(n, 'recovery code', 'recovery codes')} left.`),
    fewCodesMore: 'They open Sealdesk when your phone is lost. Make new ones while you need none.',
    postureMore: 'You can go on working. If you cannot change this yourself, ask IT.',
  },
  called: 'A colleague calls you in a note.',
  calledOpen: 'Open it',
  help: {
    title: 'Keyboard shortcuts',
    everywhere: {
      name: 'Everywhere',
      keys: [
        [['Ctrl', 'L'], 'Lock'],
        [['?'], 'This sheet'],
      ],
    } satisfies KeyGroup,
    goTo: 'Go to (one key after the other)',
    inbox: {
      name: 'In the inbox',
      keys: [
        [['/'], 'Search (also Ctrl+K)'],
        [['J'], 'Next conversation'],
        [['K'], 'Previous conversation'],
        [['Esc'], 'Back to the list, or clear the search'],
      ],
    } satisfies KeyGroup,
    conversation: {
      name: 'In a conversation',
      keys: [
        [['Enter'], 'Go to its messages'],
        [['R'], 'Reply'],
        [['N'], 'Write a note'],
        [['E'], 'Resolve, or open again'],
        [['T'], 'Save a transcript, if your role may'],
        [['Ctrl', 'Enter'], 'Send'],
        [['Ctrl', 'Z'], 'Take the last reply back, as long as it can be'],
      ],
    } satisfies KeyGroup,
    console: {
      name: 'In the console',
      keys: [
        [['/'], 'Filter the list (also Ctrl+K)'],
        [['J'], 'Next row'],
        [['K'], 'Previous row'],
        [['Enter'], 'Open it'],
        [['Esc'], 'Close it, or clear the filter'],
      ],
    } satisfies KeyGroup,
  },
  notForRole: 'Your role has no screens here',
  notForRoleMore: 'It reads no conversations and runs no devices; privacy works with the hub’s own commands. Ask IT if you should answer customers too.',
};
