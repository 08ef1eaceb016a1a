import type { HubEvent } from '../../shared/contract/wire/index.ts';
import { can } from '../../shared/domain/permission.ts';
import type { News, Tx, Viewer } from '../ports.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';

/** What decides who may see a conversation. */
export type Sight = Pick<ConversationTable, 'assignee_id' | 'team_id'>;

/**
 * Deny by default: all of them, those of the agent's teams (a conversation without a team belongs to
 * every team), or those assigned.
 */
export function maySee(agent: Viewer, { assignee_id, team_id }: Sight): boolean {
  if (agent.status !== 'active') return false;
  if (can(agent.roles, 'conversation.read.all')) return true;
  if (can(agent.roles, 'conversation.read.team') && (team_id === null || agent.teamIds.some((id) => id === team_id))) return true;
  return can(agent.roles, 'conversation.read.assigned') && assignee_id === agent.id;
}

/** News of a conversation, for those who may see it. */
export function newsOf(sight: Sight, events: readonly HubEvent[]): News {
  return (viewer) => (maySee(viewer, sight) ? events : []);
}

/** False also for a conversation that is not there. */
export async function mayReadConversation(tx: Tx, agent: Viewer, conversationId: string): Promise<boolean> {
  const conversation = await tx.selectFrom('conversations').select(['assignee_id', 'team_id']).where('id', '=', conversationId).executeTakeFirst();
  return conversation !== undefined && maySee(agent, conversation);
}
