import type { InventoryRecord } from '../../shared/domain/device.ts';
import type { Posture } from '../../shared/domain/posture.ts';

/** What a machine is recognised by, normalised; null where it tells none that means anything. */
export interface Machine {
  readonly serial: string | null;
  readonly hardwareUuid: string | null;
}

/**
 * What makers leave in the firmware (SMBIOS tables 1 to 3) when they give no number, in capitals
 * without punctuation. Thousands of machines share each of these, so they never tell one from another.
 */
const placeholders = new Set([
  'TOBEFILLEDBYOEM', 'TOBEFILLEDBYOEMTOBEFILLEDBYOEM', 'DEFAULTSTRING', 'SYSTEMSERIALNUMBER', 'SERIALNUMBER', 'CHASSISSERIALNUMBER', 'BASEBOARDSERIALNUMBER',
  'NONE', 'NULL', 'EMPTY', 'INVALID', 'UNKNOWN', 'OEM', 'OEMSERIAL', 'NA', 'NOTAPPLICABLE', 'NOTAVAILABLE', 'NOTSPECIFIED', 'NOTDEFINED',
  'NOTSETTABLE', 'NOTPRESENT', 'NOASSETTAG', 'INTELCORPORATION', 'SERNUM', 'SN', '123456789', '0123456789', '1234567890', 'EVALSERIAL',
]);

/** The value that one maker of firmware ships in every board (American Megatrends). */
const sharedUuids = new Set(['03000200-0400-0500-0006-000700080009']);

/** In capitals, without spaces; null for none and for a placeholder. */
export function normalisedSerial(serial: string | null): string | null {
  const compact = (serial ?? '').normalize('NFKC').toUpperCase().replace(/\s+/gu, '');
  const letters = compact.replace(/[^\p{L}\p{N}]/gu, '');
  // Nothing but one character repeated ("0", "0000000", "FFFFFFFF", "...") is what an unset field looks like.
  if (/^(.)\1*$/u.test(letters) || letters === '' || placeholders.has(letters)) return null;
  return compact;
}

/** In lower case, without spaces or braces; null for none, all zeros, all Fs and one that many machines share. */
export function normalisedUuid(uuid: string | null): string | null {
  const compact = (uuid ?? '').toLowerCase().replace(/[\s{}]+/gu, '');
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(compact)) return null;
  return /^(0|-)*$|^(f|-)*$/.test(compact) || sharedUuids.has(compact) ? null : compact;
}

export function machineOf({ serial, hardwareUuid }: Pick<Posture | InventoryRecord, 'serial' | 'hardwareUuid'>): Machine {
  return { serial: normalisedSerial(serial), hardwareUuid: normalisedUuid(hardwareUuid) };
}

/**
 * Whether two descriptions are of one machine. `other`: both tell a number, and it differs; one that
 * differs outweighs one that is equal (a board that was moved). `unknown`: there is nothing to compare.
 */
export function compareMachines(a: Machine, b: Machine): 'same' | 'other' | 'unknown' {
  const pairs = [[a.serial, b.serial], [a.hardwareUuid, b.hardwareUuid]] as const;
  const both = pairs.filter(([left, right]) => left !== null && right !== null);
  if (both.length === 0) return 'unknown';
  return both.every(([left, right]) => left === right) ? 'same' : 'other';
}
