import type { DeviceCard, InventoryMatch, WipeCause } from '../../../../shared/domain/device.ts';
import type { CheckResult, PostureCheck, Verdict } from '../../../../shared/domain/posture.ts';
import type { DeviceShow } from '../../../data/console/device-list.ts';
import { count } from '../../../words/counts.ts';
import { dayAndTime } from '../../../words/times.ts';
import type { MarkLook } from '../mark.tsx';

export const words = {
  title: 'Devices',
  table: 'Devices',
  columns: { laptop: 'Laptop', agent: 'Agent', state: 'State', checks: 'Checks', inventory: 'Inventory', contact: 'Last contact', lease: 'Works offline until' },
  show: 'Show',
  shows: {
    current: 'Current',
    waiting: 'Waiting for approval',
    attention: 'Needs attention',
    suspended: 'Suspended',
    ended: 'Ended',
    all: 'All',
  } satisfies Record<DeviceShow, string>,
  none: 'No laptops yet',
  noneMore: 'Make an invite and send it to an agent. As soon as it is used, the laptop appears here and waits for you.',
  noneOfKind: 'No laptops of this kind',
  noneOfKindMore: 'Choose another kind above, or all of them.',
  online: 'Online now',
  never: 'Not yet',
  noLeaseNow: 'No lease in force',
  sheet: {
    agent: (name: string, email: string) => `${name}, ${email}`,
    approval: 'Approval',
    safetyNumber: 'Safety number',
    compare: 'Compare with the laptop’s screen, digit by digit. Only if all sixty agree is it this laptop, and nobody in between.',
    approvalsNeeded: (so: number, needed: number) => `${so} of ${needed} approvals.`,
    approvedBy: (by: string, when: string) => `Approved by ${by}, ${when}.`,
    another: 'One more person has to approve, and it has to be somebody else.',
    machine: 'Machine',
    checks: 'Checks',
    checksAt: (when: string) => `As the laptop reported ${when}. A report of a program on it, not a proof.`,
    life: 'Enrolment',
    model: 'Model',
    serial: 'Serial number',
    uuid: 'Hardware UUID',
    system: 'System',
    app: 'Sealdesk',
    hostName: 'Name on the network',
    keychain: 'Keychain',
    inventory: 'Inventory',
    roles: 'Enrolled for',
    asked: 'Asked to enrol',
    decided: 'Decided',
    certificate: 'Certificate until',
    lease: 'Works offline until',
    contact: 'Last contact',
    reason: 'Reason',
    unknown: 'Not known',
    unlock: 'Unlocking',
    failures: 'Wrong tries',
    failuresSo: (n: number) => (n === 0 ? 'None since the last right one' : `${n} in a row, as far as the hub has seen`),
    share: 'Hub’s share of the key',
    shareKept: 'Kept',
    shareDestroyed: 'Destroyed after too many wrong tries. The laptop has to be enrolled anew.',
    recoveryCodes: 'Recovery codes left',
    authenticator: 'Authenticator',
    authenticators: { 'set-up': 'Set up', ended: 'Ended by IT; the agent has not set up another one yet' } satisfies Record<NonNullable<DeviceCard['unlock']>['authenticator'], string>,
  },
  checks: {
    'disk-encryption': 'Disk encryption',
    'screen-lock': 'Screen lock',
    'debugger': 'Debugger',
    'administrator': 'Administrator rights',
    'hardware-id': 'Hardware identity',
    'os-version': 'System version',
    'app-version': 'Sealdesk version',
  } satisfies Record<PostureCheck, string>,
  outcomes: { ok: 'OK', failed: 'Failed', unknown: 'Could not be checked' } satisfies Record<CheckResult['state'], string>,
  verdicts: { allow: 'allowed by the policy', warn: 'the policy warns', refuse: 'the policy refuses' } satisfies Record<Verdict, string>,
  actions: { approve: 'Approve laptop', deny: 'Deny', suspend: 'Suspend', reinstate: 'Reinstate', 'reset-totp': 'Reset authenticator', revoke: 'Revoke', wipe: 'Wipe' },
  done: {
    approved: (agent: string) => `Approved. ${agent} can now choose a passphrase on the laptop.`,
    approvedFirst: 'Your approval counts. One more person has to approve.',
    denied: 'Denied. The laptop has been told, and needs a new invite to try again.',
    suspended: 'Suspended. Nothing is sent to this laptop until it is reinstated.',
    reinstated: 'Reinstated. It goes on where it stopped.',
    reset: 'The old authenticator is ended.',
    revoked: 'Revoked. It takes effect at once on a connected laptop, otherwise at its next contact or when its lease ends.',
    wipe: 'The wipe is ordered. Its signed receipt is shown here when it arrives.',
  },
  reset: {
    title: (agent: string) => `Reset code for ${agent}`,
    once: 'This code is shown this once.',
    until: (when: string) => `It works once, on this laptop only, until ${when}.`,
    code: 'Reset code',
    tell: (agent: string) => `Call ${agent} on a number you know, or meet in person, and read it aloud, group by group. Never write it: whoever has the code and the passphrase opens the laptop.`,
    use: 'On the unlock screen, “Use a recovery code” takes it beside the passphrase, while the hub is reached. Sealdesk then asks for another authenticator before anything else.',
    letters: 'There is no O, I, L or U in it: what looks like one is a digit.',
    done: 'It is told',
  },
};

/** Where a device is in its life, in as few words as the list has room for. */
export function stateWords({ state, approvals, approvalsNeeded, ordered, wipedAt, unlock }: DeviceCard): string {
  switch (state) {
    case 'pending':
      return approvals.length > 0 ? `Waits for approval, ${approvals.length} of ${approvalsNeeded}` : 'Waits for approval';
    case 'approved':
      return 'Being set up';
    case 'active':
      return unlock?.shareDestroyed === true ? 'Locked out' : 'In use';
    case 'suspended':
      return 'Suspended';
    case 'denied':
      return 'Denied';
    case 'revoked':
      return ordered === 'wipe-order' ? 'Revoked, wipe ordered' : 'Revoked';
    case 'wiped':
      return wipedAt === null ? 'Wipe ordered' : 'Wiped';
  }
}

export function stateLook({ state, wipedAt, unlock }: DeviceCard): MarkLook {
  switch (state) {
    case 'pending':
      return 'accent';
    case 'approved':
      return 'plain';
    case 'active':
      return unlock?.shareDestroyed === true ? 'caution' : 'plain';
    case 'suspended':
      return 'caution';
    case 'wiped':
      return wipedAt === null ? 'caution' : 'quiet';
    case 'denied':
    case 'revoked':
      return 'quiet';
  }
}

/** What became of an order, where there is one: said on top of the detail. */
export function orderWords({ ordered, wipedAt, wipeCause, state, agent }: DeviceCard, now: number): string | null {
  if (wipedAt !== null) return `Wiped ${dayAndTime(wipedAt, now)}, as its signed receipt says.${wipeCause === null ? '' : ` ${causeWords(wipeCause, agent.name)}`}`;
  if (ordered === 'wipe-order') return 'The wipe is ordered. It happens when the laptop next reaches the hub; its signed receipt is shown here then.';
  if (ordered === 'revocation' && state === 'revoked') return 'Revoked. A laptop that is out of reach is told at its next contact, and stops by itself when its lease ends.';
  return null;
}

/** Why a laptop wiped itself, and what that asks of IT. */
function causeWords(cause: WipeCause, agent: string): string {
  switch (cause) {
    case 'ordered':
      return 'IT had ordered it.';
    case 'forgotten':
      return `${agent} has forgotten the passphrase and needs a new invite.`;
    case 'duress':
      return `The duress passphrase was typed: ${agent} may be in danger. Follow your company’s rules for that before you call.`;
  }
}

/** What the policy makes of all checks together. */
export function verdictWords({ verdict, checks }: DeviceCard): string {
  const with_ = (wanted: Verdict): number => checks.filter((check) => check.verdict === wanted).length;
  switch (verdict) {
    case 'allow':
      return 'OK';
    case 'warn':
      return count(with_('warn'), 'warning', 'warnings');
    case 'refuse':
      return `${with_('refuse')} refused`;
  }
}

export function inventoryWords(match: InventoryMatch): string {
  switch (match.kind) {
    case 'listed':
      return match.tag;
    case 'unlisted':
      return 'Not listed';
    case 'unknown':
      return 'Tells no number';
    case 'no-inventory':
      return 'No inventory';
  }
}

export interface QuestionWords {
  readonly title: string;
  readonly consequence: string;
  readonly confirm: string;
}

export type AskedAction = 'deny' | 'suspend' | 'reinstate' | 'reset-totp' | 'revoke' | 'wipe';

/** Names the laptop, the person and what follows. */
export function questionWords(action: AskedAction, device: DeviceCard): QuestionWords {
  const whose = `${device.name} of ${device.agent.name}`;
  switch (action) {
    case 'deny':
      return { title: `Deny ${whose}?`, consequence: 'Nothing of the inbox has reached this laptop. It needs a new invite to ask again.', confirm: 'Deny laptop' };
    case 'suspend':
      return {
        title: `Suspend ${whose}?`,
        consequence: `${device.agent.name} cannot open the inbox on it until you or somebody else of IT reinstates it. Nothing on it is removed.`,
        confirm: 'Suspend laptop',
      };
    case 'reinstate':
      return { title: `Reinstate ${whose}?`, consequence: `${device.agent.name} can unlock it again at its next contact with the hub.`, confirm: 'Reinstate laptop' };
    case 'reset-totp':
      return {
        title: `Reset the authenticator of ${whose}?`,
        consequence: `The old authenticator and all recovery codes end at once. You get a code to tell ${device.agent.name}, which unlocks once beside the passphrase. Make sure first that it is ${device.agent.name} who asks.`,
        confirm: 'Reset authenticator',
      };
    case 'revoke':
      return {
        title: `Revoke ${whose}?`,
        consequence: 'It is cut off from the hub at once, and what it has cached can no longer be opened. It cannot be taken back: the laptop has to be enrolled anew.',
        confirm: 'Revoke laptop',
      };
    case 'wipe':
      return {
        title: `Wipe ${whose}?`,
        consequence: 'Keys and cached conversations on it are destroyed, with drafts and replies that have not left it yet. Other files on it are not touched. It cannot be undone.',
        confirm: 'Wipe laptop',
      };
  }
}
