import type { Inspection } from '../boundary/vault-process.ts';
import { NotNow } from '../device/device.ts';

/**
 * Whether what is left of an enrolment may be destroyed at the person's word: it has come to its end,
 * or cannot be opened any more. A wipe's receipt is not lost while the hub can still get it.
 *
 * @throws NotNow
 */
export function checkStartOver(inspection: Inspection): void {
  switch (inspection.kind) {
    case 'revoked':
    case 'keychain-changed':
    case 'record-damaged':
    case 'vault-damaged':
      return;
    case 'wiped':
      if (inspection.receipt !== 'waiting') return;
      throw new NotNow('The hub does not have the receipt of the wipe yet. Connect this laptop to the network, and try again.');
    case 'enrolled':
      if (inspection.vaultDamaged) return;
      break;
    case 'unenrolled':
    case 'pending-approval':
    case 'approved':
    case 'suspended':
    case 'posture-failed':
    case 'clock-moved-back':
    case 'no-keychain':
    case 'vault-newer':
      break;
  }
  throw new NotNow('There is nothing at its end here.');
}
