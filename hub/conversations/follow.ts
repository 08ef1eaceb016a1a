import { z } from 'zod';
import type { Command } from '../../shared/contract/wire/index.ts';
import { mostFollowers } from '../../shared/domain/conversation.ts';
import { AgentId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/people.ts';
import type { Tx } from '../ports.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import { changeConversation } from './conversations.ts';
import { type CommandDeps, done, type Outcome, publish, refused } from './outcome.ts';

/** Who follows a conversation, as its row has them. */
export function followersOf({ followers }: Pick<ConversationTable, 'followers'>): AgentId[] {
  return z.array(AgentId).parse(JSON.parse(followers));
}

/** An agent who sees a conversation follows it, or ceases to. Nobody comes to see anything by it: who loses sight of the conversation gets nothing of it any more. */
export async function follow(tx: Tx, deps: CommandDeps, agent: Agent, conversation: ConversationTable, { agentId, change }: Extract<Command, { do: 'follow' }>): Promise<Outcome> {
  if (agentId !== agent.id) return refused('You can follow a conversation for yourself only.');
  const followers = followersOf(conversation);
  const there = followers.some((id) => id === agentId);
  if ((change === 'add') === there) return done;
  if (change === 'add' && followers.length >= mostFollowers) return refused(`A conversation has at most ${mostFollowers} followers.`);
  const next = change === 'add' ? [...followers, agentId] : followers.filter((id) => id !== agentId);
  await publish(tx, deps, await changeConversation(tx, deps.envelope, conversation, { followers: next }), []);
  return done;
}
