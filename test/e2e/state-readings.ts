import type { SessionStateKind } from '../../shared/domain/session-state.ts';

const owner = `
- strong: Nordlicht Outdoor GmbH
- text: Jana Okafor-Lindström · nl-laptop-014`;

const cells = (label: string): string => `
- group "${label}":
  - textbox "Digit 1 of 6"
  - textbox "Digit 6 of 6"`;

const unlockForm = (button: string): string => `
- textbox "Passphrase"
- button "Show passphrase"${cells('Code')}
- paragraph: From your authenticator app.
- button "Use a recovery code"
- alert
- button "${button}"`;

/** Where Sealdesk has stopped: what happened, what is safe, what to do, and how it can go on. */
const stopped = (title: string, happened: RegExp, between: string, todo: RegExp, button = ''): string => `
- heading "${title}" [level=1]
- paragraph: ${happened}${between}
- heading "What is safe" [level=2]
- paragraph
- heading "What to do" [level=2]
- paragraph: ${todo}${button}`;

const detail = (text: string): string => `
- list:
  - listitem: ${text}`;
const enrolAgain = `
- button "Enrol this laptop again"`;

/** What a screen reader meets in each state, in this order. */
export const readings: Readonly<Record<SessionStateKind, string>> = {
  'starting': `
- heading "Starting Sealdesk" [level=1]
- status "Starting Sealdesk"`,
  'unenrolled': `
- progressbar "Enrolment, step 1 of 6"
- heading "Enrol this laptop" [level=1]
- textbox "Invite"
- button "Enrol this laptop"
- text: Until IT approves this laptop, nothing of the inbox is on it.`,
  'pending-approval': `
- progressbar "Enrolment, step 2 of 6"
- strong: Nordlicht Outdoor GmbH
- heading "Read these to IT" [level=1]
- region "Safety number":
  - list:
    - listitem: "05213"
    - listitem: "30096"
- status: Waiting for IT to approve. This goes on by itself.
- region "What IT sees of this laptop":
  - term: Agent
  - definition: jana.okafor-lindstroem@nordlicht.example
- button "Cancel enrolment"`,
  'approved': `
- progressbar "Enrolment, step 3 of 6"${owner}
- heading "Choose a passphrase" [level=1]
- textbox "Passphrase"
- button "Show passphrase"
- textbox "Repeat passphrase"
- note
- button "Continue"`,
  'locked': `${owner}
- heading "Unlock" [level=1]${unlockForm('Unlock')}
- status: /Offline · Works offline until/
- button "Forgotten passphrase?"`,
  'repair-needed': `${owner}
- heading "The vault is damaged" [level=1]
- paragraph: /before anything is done/${unlockForm('See what can be saved')}
- status: Online
- button "Enrol this laptop again"`,
  'repair-offered': `
- heading "Repair the vault?" [level=1]
- paragraph: /come from the hub again/
- table "What is only on this laptop"
- paragraph: /kept aside on this laptop/
- checkbox "I understand that what cannot be read will not be in the repaired vault."
- button "Not now"
- button "Repair the vault" [disabled]`,
  'unlocking': `${owner}
- heading "Unlock" [level=1]${unlockForm('Unlocking')}
- button "Forgotten passphrase?" [disabled]`,
  'unlocked': `
- status "Notices"
- navigation
- contentinfo "State of this workstation"`,
  'suspended': stopped('This laptop is suspended', /not for good/, `${detail('"Reason given: Left in a taxi on Friday, may turn up"')}
- status: /Offline\\. Connect to a network/`, /Ask IT when/),
  'revoked': stopped('This laptop’s access was withdrawn', /IT at Nordlicht Outdoor GmbH/, detail('"Reason given: Reported missing on Monday"'), /Ask IT/, enrolAgain),
  'wiped': stopped('This laptop was wiped', /keys and its encrypted cache .* were removed/, `
- status: /The hub has the signed receipt/`, /Ask IT for a new invite/, enrolAgain),
  'lease-ended': `${owner}
- heading "Connect to unlock" [level=1]
- paragraph: /has not reached the hub/${unlockForm('Unlock')}
- status: /Offline\\. Connect to a network/
- button "Forgotten passphrase?"`,
  'posture-failed': stopped('This laptop needs attention first', /does not meet/, `
- list "What to mend":
  - listitem: The disk is not encrypted.`, /Mend what is listed/),
  'clock-moved-back': stopped('This laptop’s clock was set back', /Codes and leases depend on the right time/, '', /Set date and time to automatic/),
  'no-keychain': stopped('There is no keychain', /never keeps them in a file/, detail('No Secret Service answers on the session bus.'), /Unlock the keychain/),
  'keychain-changed': stopped('Sealdesk does not recognise this laptop', /opens only on the laptop it was made on/, detail('The keychain has no item for this enrolment.'), /Do not delete anything\. Ask IT/, enrolAgain),
  'record-damaged': stopped('The enrolment record does not check out', /is not as Sealdesk left it/, detail('The enrolment record’s seal does not match its content.'), /tell IT today/, enrolAgain),
  'vault-damaged': stopped('The vault cannot be opened', /do not open it any more/, detail('A page of the vault failed its check.'), /Do not delete anything/, enrolAgain),
  'vault-newer': stopped('This Sealdesk is older than its vault', /opened by a newer version/, detail('The vault has layout 7; this version knows 4.'), /Update Sealdesk/),
};
