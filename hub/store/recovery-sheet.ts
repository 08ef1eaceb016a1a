import { createHash } from 'node:crypto';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { type Bytes, bytes } from '../../shared/trust/bytes.ts';
import { secretFromText, secretText } from '../../shared/trust/totp.ts';
import { masterKeyLength } from './master-key.ts';

/**
 * The master key on paper: 32 bytes and a 3-byte checksum as base32 (RFC 4648 section 6), 56 letters
 * in fourteen numbered groups of four, so that a slip of the pen is noticed and found.
 */
const checkLength = 3;
const groupLength = 4;

export class RecoverySheetError extends SealdeskError<'sheet-mistyped'> {
  constructor() {
    super('sheet-mistyped', 'This is not the key on the recovery sheet: a letter is wrong or missing. Compare it group by group.');
  }
}

function checksum(key: Uint8Array): Buffer {
  return createHash('sha256').update('sealdesk recovery sheet v1').update(key).digest().subarray(0, checkLength);
}

/** The key in groups, as it is typed back in. */
export function recoveryText(key: Uint8Array): string {
  const letters = secretText(Buffer.concat([key, checksum(key)]));
  return (letters.match(new RegExp(`.{${groupLength}}`, 'g')) ?? []).join(' ');
}

/** The sheet to print. */
export function recoverySheet(organisation: string, key: Uint8Array, madeAt: Date): string {
  const groups = recoveryText(key).split(' ');
  const rows = [0, 1].map((row) => groups.slice(row * 7, row * 7 + 7).map((group, column) => `${String(row * 7 + column + 1).padStart(2)}: ${group}`).join('   '));
  return [
    `Sealdesk recovery sheet: master key of the hub of ${organisation}`,
    `Made on ${madeAt.toISOString().slice(0, 10)}`,
    '',
    ...rows,
    '',
    'Whoever has this sheet and a copy of the hub\'s database can read everything in it.',
    'Print it, keep it in a safe, keep no copy on a computer.',
    'To use it: sealdesk master-key recover --data DIR, then type the groups.',
    '',
  ].join('\n');
}

/** Reads what was typed from the sheet; group numbers, spaces, dashes and letter case do not matter. @throws RecoverySheetError */
export function readRecoveryText(typed: string): Bytes {
  const letters = typed.toUpperCase().replace(/\b\d{1,2}:/g, '').replace(/[\s-]/g, '');
  if (!/^[A-Z2-7]{56}$/.test(letters)) throw new RecoverySheetError();
  const all = secretFromText(letters);
  const key = bytes(all.subarray(0, masterKeyLength));
  if (!checksum(key).equals(all.subarray(masterKeyLength))) throw new RecoverySheetError();
  return key;
}
