import type { Priority } from '../../shared/domain/conversation.ts';
import type { Arrivals, Tx } from '../ports.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';

type Clock = Pick<ConversationTable, 'waiting_since' | 'answered' | 'due_at'>;

/**
 * The clock of a conversation, by which it is to be answered: it begins when the customer writes and nobody owes an answer
 * yet, and ends with an agent's answer, or when an agent says that nothing is owed (pending, resolved). What comes and goes
 * by itself does not touch it.
 */
export const answerClock = {
  async asked(tx: Tx, arrivals: Arrivals, before: ConversationTable, now: number): Promise<Clock> {
    return timed(tx, arrivals, before, before.waiting_since ?? now, before.priority);
  },
  answered: (): Clock => ({ waiting_since: null, answered: 1, due_at: null }),
  nothingOwed: ({ answered }: ConversationTable): Clock => ({ waiting_since: null, answered, due_at: null }),
  /** Another priority promises another time, from the same beginning. */
  async prioritised(tx: Tx, arrivals: Arrivals, before: ConversationTable, priority: Priority): Promise<Clock> {
    return before.waiting_since === null ? answerClock.nothingOwed(before) : timed(tx, arrivals, before, before.waiting_since, priority);
  },
};

async function timed(tx: Tx, arrivals: Arrivals, { answered }: ConversationTable, since: number, priority: Priority): Promise<Clock> {
  return { waiting_since: since, answered, due_at: await arrivals.dueAt(tx, { priority, answered: answered === 1, since }) };
}
