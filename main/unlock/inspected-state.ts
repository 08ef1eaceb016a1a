import type { Posture } from '../../shared/domain/posture.ts';
import type { SessionState } from '../../shared/domain/session-state.ts';
import type { Inspection } from '../boundary/vault-process.ts';

export type Enrolled = Extract<Inspection, { kind: 'enrolled' }>;

export interface Surroundings {
  readonly now: number;
  readonly online: boolean;
  /** As in the session's state `locked`. */
  readonly passphraseOnlyUntil: number | null;
}

/** The settled state that an inspection of the profile means. */
export function inspectedState(inspection: Inspection, surroundings: Surroundings): SessionState {
  switch (inspection.kind) {
    case 'unenrolled':
      return { kind: 'unenrolled' };
    case 'pending-approval':
      return {
        kind: 'pending-approval',
        organisation: inspection.organisation,
        deviceName: inspection.deviceName,
        agentEmail: inspection.agentEmail,
        safetyNumber: inspection.safetyNumber,
        shared: sharedWithIt(inspection.posture),
        online: surroundings.online,
      };
    case 'approved':
      return {
        kind: 'approved',
        ...whose(inspection),
        agentEmail: inspection.agent.email,
        step: inspection.step,
        passphraseMinimum: inspection.policy.passphraseMinimum,
        codeDigits: inspection.policy.totp.digits,
      };
    case 'enrolled':
      return lockScreen(inspection, surroundings);
    case 'suspended':
      return { ...inspection, online: surroundings.online };
    case 'posture-failed':
      return { ...inspection, problems: [...inspection.problems] };
    case 'wiped':
    case 'revoked':
    case 'clock-moved-back':
    case 'no-keychain':
    case 'keychain-changed':
    case 'record-damaged':
    case 'vault-damaged':
    case 'vault-newer':
      break;
  }
  // What is left is a state as it is.
  return { ...inspection };
}

/** What an enrolled device shows while nothing is open. */
export function lockScreen(inspection: Enrolled, { now, online, passphraseOnlyUntil }: Surroundings): SessionState {
  const codeDigits = inspection.policy.totp.digits;
  if (inspection.vaultDamaged) return { kind: 'repair-needed', ...whose(inspection), codeDigits, online, retryAt: inspection.retryAt, attemptsLeft: inspection.attemptsLeft, nextCodeAt: inspection.nextCodeAt };
  if (leaseIsOver(inspection, now)) return { kind: 'lease-ended', ...whose(inspection), codeDigits, online, nextCodeAt: inspection.nextCodeAt };
  return {
    kind: 'locked',
    ...whose(inspection),
    codeDigits,
    online,
    leaseUntil: inspection.leaseUntil,
    leaseHours: inspection.policy.offlineLeaseHours,
    retryAt: inspection.retryAt,
    attemptsLeft: inspection.attemptsLeft,
    nextCodeAt: inspection.nextCodeAt,
    passphraseOnlyUntil,
  };
}

/** For the moment in which nothing else is known: it invites to nothing. */
export function bareLockScreen(shown: { readonly organisation: string; readonly deviceName: string; readonly agentName: string }): SessionState {
  const { organisation, deviceName, agentName } = shown;
  return { kind: 'locked', organisation, deviceName, agentName, codeDigits: 6, online: false, leaseUntil: null, leaseHours: 0, retryAt: null, attemptsLeft: 0, nextCodeAt: null, passphraseOnlyUntil: null };
}

/** With leases in the policy, a device without one in force needs the hub; with lease zero every unlock does, and that is no ending. */
export function leaseIsOver(inspection: Enrolled, now: number): boolean {
  if (inspection.policy.offlineLeaseHours === 0) return false;
  return inspection.leaseUntil === null || inspection.leaseUntil <= now;
}

/** What every screen of an enrolled device names. */
export function whose(inspection: Extract<Inspection, { kind: 'approved' | 'enrolled' }>) {
  return { organisation: inspection.organisation, deviceName: inspection.deviceName, agentName: inspection.agent.name };
}

/** Distributions name themselves; of the others only a number is known. */
const platformNames = { linux: '', darwin: 'macOS', win32: 'Windows', other: 'Another system' } as const;

function sharedWithIt(posture: Posture): { label: string; value: string }[] {
  return [
    { label: 'Computer name', value: posture.hostName },
    { label: 'Model', value: posture.model ?? 'not known' },
    { label: 'Serial number', value: posture.serial ?? 'not known' },
    { label: 'Hardware UUID', value: posture.hardwareUuid ?? 'not known' },
    { label: 'System', value: `${platformNames[posture.platform]} ${posture.osVersion}`.trim() },
    { label: 'Keychain', value: posture.keychainBackend },
    { label: 'Sealdesk', value: posture.appVersion },
    { label: 'Checks', value: 'disk encryption, screen lock, debugger, administrator rights' },
  ];
}
