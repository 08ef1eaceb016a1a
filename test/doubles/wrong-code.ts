import { codeAt, stepSeconds, type TotpTerms } from '../../shared/trust/totp.ts';

/** A code of the right form that an authenticator shows in none of the minutes around: any fixed one is right now and then. */
export function wrongCode(secret: Uint8Array, terms: TotpTerms, now: number): string {
  const step = Math.floor(now / 1000 / stepSeconds);
  const right = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((n) => codeAt(secret, terms, step + n));
  for (let n = 0; ; n += 1) {
    const code = String(n).padStart(terms.digits, '0');
    if (!right.includes(code)) return code;
  }
}
