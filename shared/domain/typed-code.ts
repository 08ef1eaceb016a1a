/**
 * Codes as they are typed and shown, by themselves: the lock screen has use for them and none for schemas, which would be
 * most of what it loads.
 */

/** From the authenticator app: six or eight digits (RFC 6238). */
export const totpCodePattern = /^\d{6}(?:\d{2})?$/;

/**
 * Good for one unlock in place of a TOTP code: a recovery code of the agent's, or the reset code that IT reads out.
 * 80 random bits as sixteen letters and digits of Crockford's base 32 (no I, L, O, U), in the form that is compared.
 */
export const oneTimeCodePattern = /^[0-9A-HJKMNP-TV-Z]{16}$/;

/** In groups of four, as one-time codes are shown, written down and read out. */
export function shownOneTimeCode(code: string): string {
  return (code.match(/.{1,4}/g) ?? []).join('-');
}

/** What a person typed, in the form that is compared: case, gaps and hyphens do not matter, nor the letters that look like digits. */
export function typedOneTimeCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s\p{Pd}]/gu, '').replace(/O/g, '0').replace(/[IL]/g, '1');
}
