import { z } from 'zod';
import type { Envelope } from '../../../ports.ts';
import type { Store } from '../../../store/database.ts';
import { changeSettings, readChannels } from '../../channel-records.ts';
import { type EmailOAuth, type EmailSettings, OAuthClient } from '../../settings.ts';
import { exchangeCode, OAuthError } from './token-endpoint.ts';

/** What a person's browser brought back from the provider (RFC 6749 section 4.1.2), and what belongs to it. */
export const GivenCode = z.object({
  code: z.string().min(1).max(4_000).regex(/^[\x21-\x7e]+$/),
  /** RFC 7636 section 4.1. */
  verifier: z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/),
  redirectUri: z.string().max(100).regex(/^http:\/\/(?:127\.0\.0\.1|localhost):\d{1,5}$/),
});

export const SignIn = OAuthClient.extend(GivenCode.shape);

/** @returns what the mailbox is opened with from now on. @throws OAuthError */
export async function signedIn({ code, verifier, redirectUri, ...client }: z.output<typeof SignIn>): Promise<EmailOAuth> {
  const { refreshToken } = await exchangeCode(client, { code, verifier, redirectUri });
  if (refreshToken === null) throw new OAuthError('oauth-refused', 'The provider gave nothing to sign in with later. Take this hub’s access away in the account’s settings, then sign in again.');
  return { ...client, refreshToken };
}

/** The settings of a mailbox that somebody has signed in to; null for any other channel. */
export async function oauthMailbox(db: Parameters<typeof readChannels>[0], envelope: Envelope, channelId: string): Promise<(EmailSettings & { readonly oauth: EmailOAuth }) | null> {
  const found = (await readChannels(db, envelope)).find(({ id }) => id === channelId);
  if (found?.kind !== 'email' || found.settings.oauth === null) return null;
  return { ...found.settings, oauth: found.settings.oauth };
}

/** Another refresh token in the place of one; nothing where somebody has signed in again meanwhile. */
export async function keepSignIn(db: Store, envelope: Envelope, channelId: string, before: string, now: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const settings = await oauthMailbox(tx, envelope, channelId);
    if (settings?.oauth.refreshToken !== before) return;
    await changeSettings(tx, envelope, channelId, { ...settings, oauth: { ...settings.oauth, refreshToken: now } });
  });
}
