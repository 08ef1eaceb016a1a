import { newestMessages, openContent } from '../conversations/messages.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { Language } from '../../shared/language/languages.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import { languageOfText } from './language-of-text.ts';
import { languageFor } from './wanted.ts';

/** So many of the newest messages are read for it. */
const newest = 30;

/** The language to write to a conversation's customer in: the one they have written in, else the channel's, else English. */
export async function languageOfConversation(tx: Tx, envelope: Envelope, { id, channel_id }: Pick<ConversationTable, 'id' | 'channel_id'>): Promise<Language> {
  const theirs: string[] = [];
  for (const row of await newestMessages(tx, id, newest)) {
    if (row.kind === 'inbound' && row.automatic === 0) theirs.push((await openContent(tx, envelope, row)).text);
  }
  const channel = await tx.selectFrom('channels').select('language').where('id', '=', channel_id).executeTakeFirst();
  return languageFor([languageOfText(theirs.join('\n')), channel?.language]);
}
