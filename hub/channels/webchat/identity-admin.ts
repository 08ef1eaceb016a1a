import { type ChannelAdmin, ChannelInputError } from '../admin.ts';
import { endIdentityKeys, makeIdentityKey, type NewIdentityKey } from './identity-keys.ts';

/**
 * Makes the key with which a shop's server names its customers to a chat. It is told this once.
 * @param overlapHours for how long the keys before it stay good
 * @throws ChannelInputError
 */
export async function makeChatKey({ db, envelope, audit, clock }: ChannelAdmin, channelId: string, overlapHours: number, actor: string): Promise<NewIdentityKey> {
  return db.transaction().execute(async (tx) => {
    const made = await makeIdentityKey(tx, envelope, channelId, { now: clock.now(), overlap: overlapHours * 3_600_000 });
    if (made === null) throw notThere();
    await audit.append(tx, { actor, action: 'channel.key-made', subject: channelId, detail: { key: made.id, overlapHours } });
    return made;
  });
}

/** Ends every key of a chat, and every session opened by one. @throws ChannelInputError */
export async function endChatKeys({ db, envelope, audit, clock }: ChannelAdmin, channelId: string, actor: string): Promise<{ readonly ended: number }> {
  return db.transaction().execute(async (tx) => {
    const ended = await endIdentityKeys(tx, envelope, channelId, clock.now());
    if (ended === null) throw notThere();
    await tx.deleteFrom('webchat_sessions').where('visitor_id', 'in', tx.selectFrom('webchat_visitors').select('id').where('channel_id', '=', channelId)).execute();
    await audit.append(tx, { actor, action: 'channel.keys-ended', subject: channelId, detail: { keys: ended } });
    return { ended };
  });
}

const notThere = () => new ChannelInputError('There is no such web chat. `sealdesk channel list` shows the ids.');
