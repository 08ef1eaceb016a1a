import type { CheckResult, Posture } from '../../../shared/domain/posture.ts';

/** What the machine says of itself. Null: it does not tell. */
export interface Hardware {
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  /** In lower case. */
  readonly uuid: string | null;
  /** Why the UUID is not known, in words; null where it is. */
  readonly uuidMissing: string | null;
}

export type OperatingSystem = Pick<Posture, 'osVersion' | 'osId' | 'osRelease'>;

/**
 * What is read in another way on each system. None of it throws: what cannot be read is null, or a
 * check that is `unknown`.
 */
export interface SystemReader {
  readonly keychain: string;
  system(): Promise<OperatingSystem>;
  hardware(): Promise<Hardware>;
  /** @param folder where the vault lies, an absolute path. */
  diskEncryption(folder: string): Promise<CheckResult>;
  screenLock(): Promise<CheckResult>;
  administrator(): Promise<CheckResult>;
  /** Whether another program holds this one as a debugger does. */
  tracer(): Promise<CheckResult>;
}

export const ok = (detail: string): CheckResult => ({ state: 'ok', detail });
export const failed = (detail: string): CheckResult => ({ state: 'failed', detail });
export const unknown = (detail: string): CheckResult => ({ state: 'unknown', detail });

/**
 * A laptop left alone locks by itself within this time, in seconds. PCI DSS 4.0 requirement 8.2.8
 * takes the same.
 */
export const longestUntilLocked = 15 * 60;

/** The outcome for a screen that locks by itself after so many seconds without input. */
export function locksAfter(seconds: number): CheckResult {
  const words = seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
  if (seconds > longestUntilLocked) return failed(`The screen locks only after ${words}; more than 15 minutes is too long.`);
  return ok(`The screen locks by itself after ${words}.`);
}

const longestText = 120;
/** What makers leave in the firmware where nobody filled it in. */
const placeholders = new Set([
  '', '0', '00000000', '123456789', '0123456789', 'none', 'n/a', 'na', 'null', 'unknown', 'default string', 'not specified', 'not applicable', 'not available', 'invalid',
  'oem', 'o.e.m.', 'to be filled by o.e.m.', 'to be filled by o.e.m', 'system manufacturer', 'system product name', 'system serial number', 'system version', 'serial number', 'empty',
]);

/** A fact as text; null for what stands there when nobody filled it in. */
export function factIn(text: string | null | undefined): string | null {
  // Control characters have no place in a name and would reach IT's terminal.
  const clean = (text ?? '').replace(/\p{C}+/gu, ' ').trim().slice(0, longestText);
  return placeholders.has(clean.toLowerCase()) ? null : clean;
}

/** All zeros and all ones mean "none" (SMBIOS 3.7, section 7.2.1); the third stands in boards whose maker never set one. */
const emptyUuid = /^(?:0{8}-(?:0{4}-){3}0{12}|f{8}-(?:f{4}-){3}f{12}|03000200-0400-0500-0006-000700080009)$/;

/** A hardware UUID in lower case; null when the text is none, or one that many machines have. */
export function uuidIn(text: string | null | undefined): string | null {
  const uuid = (text ?? '').trim().toLowerCase();
  return /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(uuid) && !emptyUuid.test(uuid) ? uuid : null;
}
