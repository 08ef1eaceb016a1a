import { type ChannelAdmin, ChannelInputError } from '../admin.ts';
import { changeSettings, readChannels } from '../channel-records.ts';
import { ShopOrigin } from '../settings.ts';

/**
 * Where Instagram reaches this hub, to fetch the files of replies.
 * @param address an origin such as https://hub.example; null: no files are sent
 * @throws ChannelInputError
 */
export async function setPublicAddress({ db, envelope, audit }: ChannelAdmin, channelId: string, address: string | null, actor: string): Promise<void> {
  if (address !== null && !ShopOrigin.safeParse(address).success) throw new ChannelInputError('The address is not an origin such as https://hub.example, without a path.');
  await db.transaction().execute(async (tx) => {
    const record = (await readChannels(tx, envelope)).find(({ id }) => id === channelId);
    if (record?.kind !== 'instagram') throw new ChannelInputError('There is no such Instagram channel. `sealdesk channel list` shows the ids.');
    await changeSettings(tx, envelope, channelId, { ...record.settings, publicAddress: address });
    await audit.append(tx, { actor, action: 'channel.public-address-set', subject: channelId, detail: { address: address ?? 'none' } });
  });
}
