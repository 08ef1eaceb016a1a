import type { Tx } from '../../ports.ts';
import type { ConversationTable } from '../../store/tables/conversations.ts';
import { readConversation } from '../conversations.ts';

/** The conversation in which that of a merged one goes on: itself, where it was not merged. */
export async function surviving(tx: Tx, conversation: ConversationTable): Promise<ConversationTable> {
  const seen = new Set([conversation.id]);
  let now = conversation;
  // A ring is not made; one in a database that was tampered with ends here.
  while (now.merged_into !== null && !seen.has(now.merged_into)) {
    const next = await readConversation(tx, now.merged_into);
    if (next === null) return now;
    seen.add(next.id);
    now = next;
  }
  return now;
}
