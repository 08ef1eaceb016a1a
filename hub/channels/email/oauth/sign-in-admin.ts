import { type ChannelAdmin, ChannelInputError } from '../../admin.ts';
import { changeSettings } from '../../channel-records.ts';
import type { OAuthClient } from '../../settings.ts';
import { type GivenCode, oauthMailbox, signedIn } from './sign-in.ts';
import type { z } from 'zod';

/** As whom a mailbox signs in, for whoever does so again; without the client's secret. @throws ChannelInputError */
export async function signInClient({ db, envelope }: ChannelAdmin, channelId: string): Promise<Pick<OAuthClient, 'provider' | 'clientId' | 'tenant' | 'base'> & { readonly address: string }> {
  const { oauth, user } = (await oauthMailbox(db, envelope, channelId)) ?? notThere();
  const { provider, clientId, tenant, base } = oauth;
  return { provider, clientId, tenant, base, address: user };
}

/** Somebody has signed in to a mailbox again. @throws ChannelInputError, OAuthError */
export async function signInAgain({ db, envelope, audit, running }: ChannelAdmin, channelId: string, given: z.output<typeof GivenCode>, actor: string): Promise<void> {
  const { oauth } = (await oauthMailbox(db, envelope, channelId)) ?? notThere();
  // Outside of a transaction: the provider takes its time.
  const made = await signedIn({ ...oauth, ...given });
  await db.transaction().execute(async (tx) => {
    const settings = (await oauthMailbox(tx, envelope, channelId)) ?? notThere();
    await changeSettings(tx, envelope, channelId, { ...settings, oauth: made });
    await audit.append(tx, { actor, action: 'channel.signed-in', subject: channelId });
  });
  await running?.reopen(channelId);
}

function notThere(): never {
  throw new ChannelInputError('There is no such mailbox that signs in at a provider. `sealdesk channel list` shows the ids.');
}
