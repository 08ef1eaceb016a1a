import type { PolicyDraft, PolicyEffect } from '../../shared/contract/console/policy.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { checkResults, judgePosture, type PostureCheck, postureChecks, type Verdict } from '../../shared/domain/posture.ts';
import type { RecordedCard } from './device-cards.ts';

type Terms = Omit<Policy, 'version'>;
/** What the preview looks at of a device. */
export type PreviewedDevice = Pick<RecordedCard, 'id' | 'name' | 'agent' | 'state' | 'posture' | 'inventory'>;

export interface PolicyPreview {
  /** Names of what differs, with a dot where it is inside of something: `posture.debugger`. */
  readonly fields: string[];
  readonly effects: PolicyEffect[];
}

/** What a draft would change, for each device that is not at its end and would notice. */
export function previewPolicy(before: Policy, draft: PolicyDraft, devices: readonly PreviewedDevice[]): PolicyPreview {
  const { version: _of, ...old } = before;
  const { version: _from, ...next } = draft;
  const effects = devices.flatMap((device) => {
    const changes = changesFor(device, old, next);
    if (changes.length === 0) return [];
    return [{
      device: device.id,
      name: device.name,
      agentName: device.agent.name,
      before: judgePosture(device.posture, old).verdict,
      after: judgePosture(device.posture, next).verdict,
      changes,
    }];
  });
  return { fields: changedFields(old, next), effects };
}

function changesFor(device: PreviewedDevice, before: Terms, after: Terms): string[] {
  switch (device.state) {
    case 'pending':
      return [...postureChanges(device, before, after), ...approvalChanges(device, before, after)];
    case 'approved':
    case 'active':
    case 'suspended':
      return [...postureChanges(device, before, after), ...usageChanges(before, after)];
    case 'denied':
    case 'revoked':
    case 'wiped':
      return [];
  }
}

const checkNames: Readonly<Record<PostureCheck, string>> = {
  'disk-encryption': 'Disk encryption',
  'screen-lock': 'Screen lock',
  'debugger': 'Debugger',
  'administrator': 'Administrator',
  'hardware-id': 'Hardware UUID',
  'os-version': 'System',
  'app-version': 'Sealdesk',
};

function postureChanges({ posture }: PreviewedDevice, before: Terms, after: Terms): string[] {
  const was = checkResults(posture, before);
  const will = checkResults(posture, after);
  return postureChecks.flatMap((check) => {
    const from = verdictOf(before, check, was[check].state);
    const to = verdictOf(after, check, will[check].state);
    if (from === to) return [];
    const { state, detail } = will[check];
    if (check === 'app-version' && state === 'failed') return [`${outcome[to]} Needs Sealdesk ${after.minimumAppVersion} or newer; it has ${posture.appVersion}.`];
    return [`${outcome[to]} ${checkNames[check]}: ${to === 'allow' ? was[check].detail : detail}`];
  });
}

const saidAtMost: Readonly<Record<Terms['notices'], string>> = { nothing: 'nothing', something: 'that something came', name: 'the channel and the customer’s first name' };

const outcome: Readonly<Record<Verdict, string>> = {
  allow: 'Would be allowed.',
  warn: 'Would be warned of.',
  refuse: 'Would be refused.',
};

function verdictOf(terms: Terms, check: PostureCheck, state: 'ok' | 'failed' | 'unknown'): Verdict {
  return state === 'ok' ? 'allow' : terms.posture[check][state];
}

function approvalChanges({ inventory }: PreviewedDevice, before: Terms, after: Terms): string[] {
  const changes: string[] = [];
  if (before.approvers !== after.approvers) changes.push(after.approvers === 2 ? 'Would need approval by two people.' : 'Would need approval by one person only.');
  if (before.unlistedMachines !== after.unlistedMachines && (inventory.kind === 'unlisted' || inventory.kind === 'unknown')) {
    changes.push(after.unlistedMachines === 'allow' ? 'Could be approved, though it is not in the inventory.' : 'Could not be approved: it is not in the inventory.');
  }
  return changes;
}

function usageChanges(before: Terms, after: Terms): string[] {
  const changes: string[] = [];
  if (before.offlineLeaseHours !== after.offlineLeaseHours) {
    if (after.offlineLeaseHours === 0) changes.push('Would need the hub at every launch.');
    else if (before.offlineLeaseHours === 0) changes.push(`Could be used without the hub for ${hours(after.offlineLeaseHours)}; now not at all.`);
    else changes.push(`Could be used without the hub for ${hours(after.offlineLeaseHours)}; now for ${hours(before.offlineLeaseHours)}.`);
  }
  if (before.hubSessionHours !== after.hubSessionHours) changes.push(`Would ask for a new code after ${hours(after.hubSessionHours)}; now after ${hours(before.hubSessionHours)}.`);
  if (before.autoLockMinutes !== after.autoLockMinutes) changes.push(`Would lock after ${minutes(after.autoLockMinutes)} without use; now after ${minutes(before.autoLockMinutes)}.`);
  if (before.passphraseOnlyMinutes !== after.passphraseOnlyMinutes) changes.push(passphraseOnlyChange(before.passphraseOnlyMinutes, after.passphraseOnlyMinutes));
  if (before.duressPassphrase !== after.duressPassphrase) {
    changes.push(after.duressPassphrase ? 'Could be given a second passphrase that wipes it.' : 'Could not be given a second passphrase that wipes it; one that was set wipes it no more.');
  }
  if (before.attachments !== after.attachments) {
    changes.push(attachmentsChange(after.attachments));
  }
  if (before.cacheMessages !== after.cacheMessages) changes.push(after.cacheMessages === 0 ? 'Would keep any number of messages.' : `Would keep ${after.cacheMessages} messages at most.`);
  if (before.cacheMebibytes !== after.cacheMebibytes) changes.push(after.cacheMebibytes === 0 ? 'Would keep conversations of any size.' : `Would keep ${after.cacheMebibytes} MiB of conversations at most.`);
  if (before.backfillDays !== after.backfillDays) changes.push(`Would keep ${days(after.backfillDays)} of resolved conversations; now ${days(before.backfillDays)}.`);
  if (before.undoSendSeconds !== after.undoSendSeconds) {
    changes.push(after.undoSendSeconds === 0 ? 'Would send replies at once.' : `Would hold replies for ${seconds(after.undoSendSeconds)}, to be taken back; now ${before.undoSendSeconds === 0 ? 'not at all' : `for ${seconds(before.undoSendSeconds)}`}.`);
  }
  if (before.notices !== after.notices) changes.push(`Would let notifications say ${saidAtMost[after.notices]}; now ${saidAtMost[before.notices]}.`);
  if (before.presence !== after.presence) changes.push(after.presence === 'show' ? 'Would show colleagues which conversation is open on it, and theirs.' : 'Would not show any more where colleagues are.');
  if (before.attemptLimit !== after.attemptLimit) changes.push(`Would destroy what is on it after ${after.attemptLimit} wrong tries; now after ${before.attemptLimit}.`);
  return changes;
}

function passphraseOnlyChange(before: number, after: number): string {
  if (after === 0) return 'Would ask for a code at every unlock.';
  return `Would unlock with the passphrase alone within ${minutes(after)} of a lock; now ${before === 0 ? 'never' : `within ${minutes(before)}`}.`;
}

const hours = (count: number) => (count === 1 ? 'an hour' : `${count} hours`);
const days = (count: number) => (count === 1 ? 'a day' : `${count} days`);
const seconds = (count: number) => (count === 1 ? 'a second' : `${count} seconds`);
const minutes = (count: number) => (count === 1 ? 'a minute' : `${count} minutes`);

function changedFields(before: Terms, after: Terms): string[] {
  const was = flattened(before);
  const will = flattened(after);
  return [...new Set([...was.keys(), ...will.keys()])].filter((name) => was.get(name) !== will.get(name)).sort();
}

/** Down to the second level, which is as far as a name helps. */
function flattened(terms: Terms): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(terms)) {
    if (typeof value !== 'object') fields.set(name, JSON.stringify(value));
    else for (const [inner, part] of Object.entries(value)) fields.set(`${name}.${inner}`, JSON.stringify(part));
  }
  return fields;
}

function attachmentsChange(after: Policy['attachments']): string {
  switch (after) {
    case 'deliver':
      return 'Could have attachments whose contents nobody has redacted.';
    case 'looked-into':
      return 'Could have attachments that were read whole with nothing found, and no others but text and tables; those fetched before stay.';
    case 'withhold':
      return 'Could have no more attachments but text and tables; those fetched before stay.';
    default:
      return after satisfies never;
  }
}
