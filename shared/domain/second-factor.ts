import { z } from 'zod';

/** From the authenticator app: six or eight digits (RFC 6238). */
export const totpCodePattern = /^\d{6}(?:\d{2})?$/;

/**
 * Good for one unlock in place of a TOTP code: a recovery code of the agent's, or the reset code that IT reads out.
 * 80 random bits as sixteen letters and digits of Crockford's base 32 (no I, L, O, U), in the form that is compared.
 */
export const oneTimeCodePattern = /^[0-9A-HJKMNP-TV-Z]{16}$/;

/** How many recovery codes are given out at once. */
export const recoveryCodeCount = 10;

/**
 * For how long a code that was right, or a session that a one-time code opened, stands for the change to another
 * authenticator, in milliseconds. The hub and the device both measure it.
 */
export const codeServesMs = 15 * 60_000;

/** What stands beside the passphrase: a code of the authenticator, or a one-time code. */
export const SecondFactor = z.string().regex(/^(?:\d{6}|\d{8}|[0-9A-HJKMNP-TV-Z]{16})$/, 'A code is six or eight digits, or sixteen letters and digits.');

/** In groups of four, as one-time codes are shown, written down and read out. */
export function shownOneTimeCode(code: string): string {
  return (code.match(/.{1,4}/g) ?? []).join('-');
}

/** What a person typed, in the form that is compared: case, gaps and hyphens do not matter, nor the letters that look like digits. */
export function typedOneTimeCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s\p{Pd}]/gu, '').replace(/O/g, '0').replace(/[IL]/g, '1');
}
