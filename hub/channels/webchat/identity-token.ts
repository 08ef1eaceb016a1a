import { errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { IdentityKey } from './identity-keys.ts';

/** Longest token that is read, in characters. */
export const maxTokenLength = 4096;
/** Longest that a token may be good for, and by how much the clocks of shop and hub may differ, in seconds. */
const longestLife = 600;
const leeway = 60;

const Claims = z.object({
  /** The customer's id in the shop, the same each time. */
  sub: z.string().min(1).max(200),
  /** One value alone: a token for several chats is good for none. */
  aud: z.string(),
  iat: z.number().int(),
  exp: z.number().int(),
  jti: z.string().min(8).max(200),
  name: z.string().max(200).nullish(),
  email: z.email().max(254).nullish(),
  email_verified: z.boolean().nullish(),
});

/** What a shop has said of a customer. */
export interface VouchedCustomer {
  readonly subject: string;
  readonly name: string | null;
  /** In lower case; null where the shop does not say that it has been verified. */
  readonly email: string | null;
}

export type ReadIdentity =
  /** `endsAt`: Unix milliseconds from which on the token would not be taken any more. */
  | { readonly ok: true; readonly customer: VouchedCustomer; readonly tokenId: string; readonly endsAt: number }
  /** `late`: it was good once. Nothing more is told: not which part was wrong. */
  | { readonly ok: false; readonly why: 'late' | 'refused' };

/**
 * Reads a token with which a shop's server names a customer: a JWT (RFC 7519), signed with HMAC-SHA256 (RFC 7518 section 3.2)
 * under a key that its `kid` names, for this chat alone, good for ten minutes at most. RFC 8725 section 3.1: no other
 * algorithm is tried, whatever the token says. Never throws.
 * @param now Unix milliseconds
 */
export async function readIdentity(token: string, expected: { readonly keys: readonly IdentityKey[]; readonly channelId: string; readonly now: number }): Promise<ReadIdentity> {
  const { keys, channelId, now } = expected;
  if (token.length > maxTokenLength) return { ok: false, why: 'refused' };
  try {
    const { payload } = await jwtVerify(
      token,
      ({ kid }) => {
        const key = keys.find(({ id }) => id === kid);
        if (key === undefined) throw new errors.JWKSNoMatchingKey();
        return Buffer.from(key.secret, 'utf8');
      },
      { algorithms: ['HS256'], audience: channelId, clockTolerance: leeway, maxTokenAge: longestLife, currentDate: new Date(now), requiredClaims: ['sub', 'aud', 'iat', 'exp', 'jti'] },
    );
    const claims = Claims.safeParse(payload);
    if (!claims.success) return { ok: false, why: 'refused' };
    const { sub, iat, exp, jti, name, email, email_verified: verified } = claims.data;
    if (exp <= iat || exp - iat > longestLife) return { ok: false, why: 'refused' };
    const trimmed = name?.trim() ?? '';
    return {
      ok: true,
      customer: { subject: sub, name: trimmed === '' ? null : trimmed, email: verified === true && email ? email.toLowerCase() : null },
      tokenId: jti,
      endsAt: (exp + leeway + 1) * 1000,
    };
  } catch (error) {
    if (error instanceof errors.JWTExpired) return { ok: false, why: 'late' };
    if (error instanceof errors.JOSEError) return { ok: false, why: 'refused' };
    throw error;
  }
}
