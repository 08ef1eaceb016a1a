import { z } from 'zod';

/** How many recovery codes are given out at once. */
export const recoveryCodeCount = 10;

/**
 * For how long a code that was right, or a session that a one-time code opened, stands for the change to another
 * authenticator, in milliseconds. The hub and the device both measure it.
 */
export const codeServesMs = 15 * 60_000;

/** What stands beside the passphrase: a code of the authenticator, or a one-time code. */
export const SecondFactor = z.string().regex(/^(?:\d{6}|\d{8}|[0-9A-HJKMNP-TV-Z]{16})$/, 'A code is six or eight digits, or sixteen letters and digits.');
