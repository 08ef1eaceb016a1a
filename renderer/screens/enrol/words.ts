import type { IpcOutput } from '../../../shared/contract/ipc/index.ts';

export type InviteRefusal = Extract<IpcOutput<'enrolment.begin'>, { kind: 'refused' }>['reason'];

export const words = {
  progress: (step: number, of: number) => `Enrolment, step ${step} of ${of}`,
  invite: {
    title: 'Enrol this laptop',
    lead: 'IT has sent you an invite. Paste it here; it can be used once and only for a short time.',
    field: 'Invite',
    placeholder: 'sealdesk://enrol/…',
    submit: 'Enrol this laptop',
    offered: 'This invite came from a link you opened.',
    offeredBeside: 'You opened a link with another invite.',
    offeredMore: 'Go on only if IT has sent it to you.',
    takeOffered: 'Use that one',
    below: 'Until IT approves this laptop, nothing of the inbox is on it.',
    refused: {
      'invite-malformed': 'This is not a whole invite. Copy all of it, from the first character to the last, and paste it again.',
      'invite-refused': 'The hub no longer takes this invite: it was used before, its time is over, or it is for another laptop. Ask IT for a new one.',
      'hub-unreachable': 'The hub cannot be reached. Check the network and try again; the invite is still good.',
      'hub-not-genuine': 'What answered is not your company’s hub, so nothing was sent to it. Try another network, and tell IT.',
      'no-keychain': 'This laptop has no keychain to keep its key in. Ask IT to set one up, then try again.',
    } satisfies Record<InviteRefusal, string>,
  },
  pending: {
    title: 'Read these to IT',
    lead: 'IT sees the same sixty digits. Read them aloud, on the phone or in person: only if all of them agree is this laptop talking to your company’s hub and to nobody in between.',
    safetyNumber: 'Safety number',
    shared: 'What IT sees of this laptop',
    waiting: 'Waiting for IT to approve. This goes on by itself.',
    offline: 'No connection to the hub. As soon as there is one, this goes on by itself.',
    cancel: 'Cancel enrolment',
    cancelQuestion: 'Cancel this enrolment? You need a new invite to start again.',
    cancelYes: 'Cancel enrolment',
    cancelNo: 'Keep waiting',
    agent: 'Agent',
    device: 'Laptop',
  },
  passphrase: {
    title: 'Choose a passphrase',
    lead: 'You type it every time you open Sealdesk. Four or more words that mean something to you and nothing to anyone else are easier to type than symbols, and harder to guess.',
    warning: 'Nobody can read or reset it, not even IT. If it is forgotten, this laptop is wiped and enrolled again.',
    first: 'Passphrase',
    second: 'Repeat passphrase',
    submit: 'Continue',
  },
  authenticator: {
    noKey: 'The key could not be made. Try again; if it goes on, tell IT.',
    tryAgain: 'Try again',
  },
};
