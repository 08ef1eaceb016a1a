import { existsSync } from 'node:fs';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { publicKeyFrom } from '../../shared/trust/keys.ts';
import { safetyNumber } from '../../shared/trust/safety-number.ts';
import type { Inspection } from '../boundary/vault-process.ts';
import type { Device, Loaded } from '../device/device.ts';
import { enrolledAs } from '../device/enrolled-as.ts';
import type { HeldPosture } from '../device/held-posture.ts';
import { leaseInForce } from '../device/lease.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import { RecordDamaged } from '../device/record.ts';
import { movedBack, onThisClock, seeing, trustedNow } from '../device/trusted-time.ts';
import type { Tombstone } from '../device/tombstone.ts';
import type { TryDelay } from './attempts.ts';
import { nextCodeTime } from './device-code.ts';
import { headerText } from './header-text.ts';
import { purge } from './secret-bytes.ts';
import { keyDestroyed } from './unlock.ts';
import { HeaderError, readHeader } from './vault-header.ts';

/** The highest time seen is written down when it has grown by this much, not at every look. */
const noteTimeEveryMs = 60_000;

const databaseMissing =
  'The vault of this laptop is missing from the Sealdesk folder. Nothing was deleted by Sealdesk. Restore the whole folder from a backup of this laptop, or ask your IT for a new invite.';

type Present = Extract<Loaded, { kind: 'present' }>;

export interface InspectionPorts {
  readonly device: Device;
  readonly clock: Clock;
  readonly delay: TryDelay;
  readonly posture: HeldPosture;
  readonly machine: MachineBinding;
  /** A passphrase was chosen in this process and the authenticator is still to be confirmed. */
  readonly passphraseChosen: boolean;
  /** The hub has said, at the opening of its session, that IT has ended the authenticator. */
  readonly authenticatorEnded: boolean;
  /** The vault is open: its files are in use and are not judged. */
  readonly open: boolean;
}

/** What this profile is. Reads everything anew; opens and deletes nothing. */
export async function inspect(ports: InspectionPorts): Promise<Inspection> {
  const loaded = await ports.device.load();
  switch (loaded.kind) {
    case 'unenrolled':
      return loaded;
    case 'wiped':
      return await inspectWiped(loaded.tombstone, ports.device);
    case 'problem':
      return { kind: loaded.problem, explanation: loaded.explanation };
    case 'present':
      break;
  }
  try {
    return await inspectPresent(loaded, ports);
  } catch (error) {
    if (error instanceof RecordDamaged || error instanceof HeaderError) return { kind: error.kind, explanation: error.message };
    throw error;
  }
}

/** The device key goes once the hub has the receipt; without the errand it never will. */
async function inspectWiped({ errand }: Tombstone, device: Device): Promise<Inspection> {
  if (errand === null) return { kind: 'wiped', organisation: '', receipt: 'undeliverable' };
  return { kind: 'wiped', organisation: errand.organisation, receipt: (await device.hasKey()) ? 'waiting' : 'delivered' };
}

async function inspectPresent({ record, item }: Present, ports: InspectionPorts): Promise<Inspection> {
  const { device, clock } = ports;
  const { organisation, deviceName, agentEmail, deviceId } = record;
  if (record.stage === 'pending') {
    const number = safetyNumber(deviceId, (await device.key()).getPublicKey(), publicKeyFrom(record.root));
    // What IT is shown too: the hub is told when it changes.
    const posture = ports.posture.posture ?? record.posture;
    return { kind: 'pending-approval', organisation, deviceName, agentEmail, safetyNumber: number, posture: { ...posture, keychainBackend: item.backend } };
  }
  if (record.stage === 'revoked') return { kind: 'revoked', organisation, reason: record.revocationReason ?? '' };

  if (record.suspension?.suspended === true) {
    return { kind: 'suspended', organisation, deviceName, agentName: enrolledAs(record).agent.name, reason: record.suspension.reason };
  }

  if (movedBack(item, clock)) return { kind: 'clock-moved-back', highestSeen: item.highestSeen, now: clock.now() };
  if (trustedNow(item, clock) > item.highestSeen + noteTimeEveryMs) await device.updateItem((kept) => seeing(kept, clock));

  const { policy, agent } = enrolledAs(record);
  const { problems, warnings } = ports.posture.judge(policy);
  if (problems.length > 0) return { kind: 'posture-failed', organisation, problems };
  if (record.stage === 'approved' || (record.stage === 'activating' && ports.passphraseChosen)) {
    return { kind: 'approved', organisation, deviceName, agent, step: ports.passphraseChosen ? 'totp' : 'passphrase', policy };
  }

  if (item.keyDestroyed) return keyDestroyed;
  if (!ports.open) {
    checkHeader(ports, deviceId, policy);
    if (record.vaultMade && record.vaultHealth.kind !== 'damaged' && !existsSync(device.profile.database)) return { kind: 'vault-damaged', explanation: databaseMissing };
  }
  ports.delay.startOnce(item.attempts);
  const nextCode = nextCodeTime(item, clock);
  const lease = await leaseInForce({ keychain: await device.keychain(), clock, record, item });
  purge(...(lease?.shares.map(({ share }) => share) ?? []));
  return {
    kind: 'enrolled',
    organisation,
    deviceName,
    agent,
    policy,
    leaseUntil: policy.offlineLeaseHours === 0 || lease === null ? null : onThisClock(item, lease.until),
    retryAt: ports.delay.retryAt,
    attemptsLeft: Math.max(0, policy.attemptLimit - item.attempts),
    nextCodeAt: nextCode === null ? null : onThisClock(item, nextCode),
    authenticatorEnded: record.totpReset?.ended === true || ports.authenticatorEnded,
    postureWarnings: warnings,
    vaultDamaged: record.vaultHealth.kind === 'damaged',
    repaired: record.vaultHealth.kind === 'repaired' ? record.vaultHealth.repaired : null,
  };
}

/** @throws HeaderError */
function checkHeader({ device, machine }: InspectionPorts, deviceId: string, policy: Policy): void {
  const deviceSecret = device.secret();
  try {
    readHeader(headerText(device.profile.header), { deviceSecret, deviceId, machine, unknownHardware: policy.posture['hardware-id'].unknown });
  } finally {
    purge(deviceSecret);
  }
}
