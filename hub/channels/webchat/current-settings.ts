import type { Envelope, Tx } from '../../ports.ts';
import type { Store } from '../../store/database.ts';
import { readChannels } from '../channel-records.ts';
import type { WebchatSettings } from '../settings.ts';

/** A web chat's settings as they are at this moment: keys and the like change while the hub runs. Null when there is no such web chat. */
export async function currentSettings(db: Store | Tx, envelope: Envelope, channelId: string): Promise<WebchatSettings | null> {
  const record = (await readChannels(db, envelope)).find(({ id }) => id === channelId);
  return record?.kind === 'webchat' ? record.settings : null;
}
