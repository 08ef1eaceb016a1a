import type { ChannelChoice } from '../../shared/domain/outgoing.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';

/** Where this agent may begin conversations, in the hub's order. */
export function channelsHere(database: ReadableDatabase): ChannelChoice[] {
  return database.rows<{ choice: string }>('SELECT choice FROM channels ORDER BY position').map(({ choice }) => JSON.parse(choice) as ChannelChoice);
}

export function replaceChannels(database: WritableDatabase, channels: readonly ChannelChoice[]): void {
  database.run('DELETE FROM channels');
  for (const [position, choice] of channels.entries()) database.run('INSERT INTO channels (position, choice) VALUES (?, ?)', [position, JSON.stringify(choice)]);
}
