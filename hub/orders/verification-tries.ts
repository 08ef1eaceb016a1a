import { randomUUID } from 'node:crypto';
import { wrongTries } from '../../shared/contract/console/verifying.ts';
import type { AgentId, ConversationId } from '../../shared/domain/ids.ts';
import type { Tx } from '../ports.ts';

const hour = 3_600_000;

export type TryTaken =
  /** `left`: more that may go wrong after this one. */
  | { readonly kind: 'taken'; readonly id: string; readonly left: number }
  | { readonly kind: 'over-limit'; readonly of: 'conversation' | 'agent' };

/** Counts a try as wrong before it is compared, so that many at once are no more than one after another. */
export async function takeTry(tx: Tx, conversation: ConversationId, agent: AgentId, now: number): Promise<TryTaken> {
  await tx.deleteFrom('verification_tries').where('at', '<=', now - hour).execute();
  const count = async (column: 'conversation_id' | 'agent_id', id: string) => (await tx.selectFrom('verification_tries').select((e) => e.fn.countAll<number>().as('n')).where(column, '=', id).executeTakeFirstOrThrow()).n;
  const left = wrongTries.ofConversation - (await count('conversation_id', conversation));
  const leftOfAgent = wrongTries.ofAgent - (await count('agent_id', agent));
  if (left <= 0) return { kind: 'over-limit', of: 'conversation' };
  if (leftOfAgent <= 0) return { kind: 'over-limit', of: 'agent' };
  const id = randomUUID();
  await tx.insertInto('verification_tries').values({ id, conversation_id: conversation, agent_id: agent, at: now }).execute();
  return { kind: 'taken', id, left: Math.min(left, leftOfAgent) - 1 };
}

/** It was right after all, or nothing was compared. */
export async function giveTryBack(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('verification_tries').where('id', '=', id).execute();
}
