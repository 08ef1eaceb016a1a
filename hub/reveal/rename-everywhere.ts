import { CustomerId } from '../../shared/domain/ids.ts';
import { newsOf } from '../conversations/audience.ts';
import { changeConversation, conversationEvent } from '../conversations/conversations.ts';
import { readCustomer, renameCustomer } from '../conversations/customers.ts';
import type { Envelope, News, Tx } from '../ports.ts';

/**
 * A customer who is called by a name with a mask in it is called by the whole one: nothing happens where they are called otherwise by now.
 * @param besides a conversation that is told of by the caller
 * @returns what the devices learn of their other conversations
 */
export async function renameEverywhere(tx: Tx, envelope: Envelope, customer: string, besides: string, from: string, to: string): Promise<News[]> {
  const id = CustomerId.parse(customer);
  if ((await readCustomer(tx, envelope, id)).name !== from) return [];
  await renameCustomer(tx, envelope, id, to);
  const news: News[] = [];
  for (const row of await tx.selectFrom('conversations').selectAll().where('customer_id', '=', id).where('id', '!=', besides).execute()) {
    const changed = await changeConversation(tx, envelope, row, {});
    news.push(newsOf(changed, [await conversationEvent(tx, envelope, changed)]));
  }
  return news;
}
