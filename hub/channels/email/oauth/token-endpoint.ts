import { z } from 'zod';
import { SealdeskError } from '../../../../shared/domain/errors.ts';
import { jsonOf, readAtMost } from '../../../http/read-at-most.ts';
import type { OAuthClient } from '../../settings.ts';
import { providerOf } from './providers.ts';

/** Longest that one request may take, in milliseconds. */
const limit = 15_000;
/** Largest answer read, in characters; an honest one has a few thousand. */
const maxAnswer = 64 * 1024;

/** RFC 6749 section 5.1. Microsoft gives a new refresh token each time, and the one before ends. */
const Granted = z.object({
  access_token: z.string().min(1).max(16_000).regex(/^[\x21-\x7e]+$/),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.coerce.number().int().min(1).max(7 * 24 * 3_600).default(3_600),
  refresh_token: z.string().min(1).max(8_000).regex(/^[\x21-\x7e]+$/).optional(),
});

/** RFC 6749 section 5.2. What a provider says beside it may name a person, and is read by nobody. */
const Refused = z.object({ error: z.string().max(100) });

export interface GrantedTokens {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
  /** Null where the one that was used stays good. */
  readonly refreshToken: string | null;
}

export type OAuthProblem = 'oauth-refused' | 'oauth-client' | 'oauth-unreachable';
/** `oauth-refused`: the code or the refresh token is worth nothing, and somebody has to sign in. `oauth-client`: the client itself is not taken. */
export class OAuthError extends SealdeskError<OAuthProblem> {}

/** @throws OAuthError */
export function exchangeCode(client: OAuthClient, given: { readonly code: string; readonly verifier: string; readonly redirectUri: string }): Promise<GrantedTokens> {
  return ask(client, { grant_type: 'authorization_code', code: given.code, code_verifier: given.verifier, redirect_uri: given.redirectUri });
}

/** @throws OAuthError */
export function refresh(client: OAuthClient, refreshToken: string): Promise<GrantedTokens> {
  return ask(client, { grant_type: 'refresh_token', refresh_token: refreshToken, scope: providerOf(client).scope });
}

async function ask(client: OAuthClient, form: Readonly<Record<string, string>>): Promise<GrantedTokens> {
  const body = new URLSearchParams({ ...form, client_id: client.clientId, ...(client.clientSecret === null ? {} : { client_secret: client.clientSecret }) });
  let status: number;
  let text: Buffer | null;
  try {
    // A token never follows to another address.
    const response = await fetch(providerOf(client).token, { method: 'POST', redirect: 'error', headers: { Accept: 'application/json' }, body, signal: AbortSignal.timeout(limit) });
    status = response.status;
    text = await readAtMost(response.body, maxAnswer);
  } catch {
    throw unreachable();
  }
  const value = jsonOf(text);
  if (status === 200) {
    const granted = Granted.safeParse(value);
    if (!granted.success) throw unreachable();
    const { access_token, expires_in, refresh_token } = granted.data;
    return { accessToken: access_token, expiresIn: expires_in, refreshToken: refresh_token ?? null };
  }
  throw refused(status, Refused.safeParse(value).data?.error ?? '');
}

function refused(status: number, error: string): OAuthError {
  // RFC 6749 section 5.2; Microsoft's interaction_required and consent_required ask for a person too.
  if (['invalid_grant', 'interaction_required', 'consent_required', 'login_required', 'access_denied'].includes(error)) {
    return new OAuthError('oauth-refused', 'The sign-in to this mailbox has ended.');
  }
  if (status === 401 || ['invalid_client', 'unauthorized_client', 'invalid_scope', 'unsupported_grant_type', 'invalid_request'].includes(error)) {
    return new OAuthError('oauth-client', 'The provider does not take the client that this mailbox signs in with. Check its id, its secret and what it may do.');
  }
  return unreachable();
}

const unreachable = () => new OAuthError('oauth-unreachable', 'The provider’s sign-in does not answer. The hub keeps trying.');
