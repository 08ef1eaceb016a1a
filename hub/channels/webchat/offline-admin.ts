import { type ChannelAdmin, ChannelInputError } from '../admin.ts';
import { changeSettings, readChannels } from '../channel-records.ts';
import { currentSettings } from './current-settings.ts';

/**
 * Where goes what is left in a chat while nobody is there.
 * @param mailbox an e-mail channel's id; null: nothing can be left
 * @throws ChannelInputError
 */
export async function setOfflineMailbox({ db, envelope, audit }: ChannelAdmin, channelId: string, mailbox: string | null, actor: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const settings = await currentSettings(tx, envelope, channelId);
    if (settings === null) throw new ChannelInputError('There is no such web chat. `sealdesk channel list` shows the ids.');
    if (mailbox !== null && !(await readChannels(tx, envelope)).some(({ id, kind }) => id === mailbox && kind === 'email')) {
      throw new ChannelInputError('There is no such mailbox. `sealdesk channel list` shows the ids.');
    }
    await changeSettings(tx, envelope, channelId, { ...settings, offlineMailbox: mailbox });
    await audit.append(tx, { actor, action: 'channel.offline-set', subject: channelId, detail: { mailbox: mailbox ?? 'none' } });
  });
}
