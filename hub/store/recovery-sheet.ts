import { createHash } from 'node:crypto';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { type Bytes, bytes } from '../../shared/trust/bytes.ts';
import { secretFromText, secretText } from '../../shared/trust/totp.ts';

/**
 * A key on paper: 32 bytes and a 3-byte checksum as base32 (RFC 4648 section 6), 56 letters in
 * fourteen numbered groups of four, so that a slip of the pen is noticed and found. The checksum is
 * another one for each kind of key: the letters of one sheet are never taken for those of another.
 */
export type SheetKind = 'master-key' | 'organisation-root';

const keyLength = 32;
const checkLength = 3;
const groupLength = 4;

interface Sheet {
  readonly checkLabel: string;
  readonly title: (organisation: string) => string;
  readonly called: string;
  readonly warning: string;
  readonly use: string;
}

const sheets: Readonly<Record<SheetKind, Sheet>> = {
  'master-key': {
    checkLabel: 'sealdesk recovery sheet v1',
    title: (organisation) => `Sealdesk recovery sheet: MASTER KEY of the hub of ${organisation}`,
    called: 'the master key',
    warning: "Whoever has this sheet and a copy of the hub's database can read everything in it.",
    use: 'sealdesk master-key recover --data DIR',
  },
  'organisation-root': {
    checkLabel: 'sealdesk organisation root sheet v1',
    title: (organisation) => `Sealdesk recovery sheet: ORGANISATION ROOT of ${organisation}`,
    called: 'the organisation root',
    warning: 'Whoever has this sheet can make a hub that every laptop of the organisation believes. It needs no passphrase.',
    use: 'sealdesk org recover --root DIR --org NAME --passphrase-file FILE',
  },
};

export class RecoverySheetError extends SealdeskError<'sheet-mistyped' | 'sheet-of-another-key'> {}

function checksum(kind: SheetKind, key: Uint8Array): Buffer {
  return createHash('sha256').update(sheets[kind].checkLabel).update(key).digest().subarray(0, checkLength);
}

/** The key in groups, as it is typed back in. */
export function recoveryText(kind: SheetKind, key: Uint8Array): string {
  const letters = secretText(Buffer.concat([key, checksum(kind, key)]));
  return (letters.match(new RegExp(`.{${groupLength}}`, 'g')) ?? []).join(' ');
}

export interface SheetHead {
  readonly organisation: string;
  readonly madeAt: Date;
  /** The key's id, where it has one that is shown elsewhere. */
  readonly keyId?: string;
}

/** The sheet to print. */
export function recoverySheet(kind: SheetKind, key: Uint8Array, { organisation, madeAt, keyId }: SheetHead): string {
  const { title, warning, use } = sheets[kind];
  const groups = recoveryText(kind, key).split(' ');
  const rows = [0, 1].map((row) => groups.slice(row * 7, row * 7 + 7).map((group, column) => `${String(row * 7 + column + 1).padStart(2)}: ${group}`).join('   '));
  return [
    title(organisation),
    `Made on ${madeAt.toISOString().slice(0, 10)}${keyId === undefined ? '' : `, key id ${keyId}`}`,
    '',
    ...rows,
    '',
    warning,
    'Print it, keep it in a safe, keep no copy on a computer.',
    `To use it: ${use}, then type the groups.`,
    '',
  ].join('\n');
}

/** Reads what was typed from the sheet; group numbers, spaces, dashes and letter case do not matter. @throws RecoverySheetError */
export function readRecoveryText(kind: SheetKind, typed: string): Bytes {
  const letters = typed.toUpperCase().replace(/\b\d{1,2}:/g, '').replace(/[\s-]/g, '');
  const all = /^[A-Z2-7]{56}$/.test(letters) ? secretFromText(letters) : null;
  const fits = (other: SheetKind) => all !== null && checksum(other, all.subarray(0, keyLength)).equals(all.subarray(keyLength));
  if (all === null || !fits(kind)) {
    const other = (Object.keys(sheets) as SheetKind[]).find(fits);
    if (other) throw new RecoverySheetError('sheet-of-another-key', `This is the recovery sheet of ${sheets[other].called}, not of ${sheets[kind].called}. Use that one.`);
    throw new RecoverySheetError('sheet-mistyped', 'This is not the key on the recovery sheet: a letter is wrong or missing. Compare it group by group.');
  }
  return bytes(all.subarray(0, keyLength));
}
