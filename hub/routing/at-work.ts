import type { Agent } from '../../shared/domain/people.ts';
import { can } from '../../shared/domain/permission.ts';
import { maySee } from '../conversations/audience.ts';
import type { Tx } from '../ports.ts';

export interface Wanted {
  /** The team that the conversation belongs to; null: everybody's. */
  readonly teamId: string | null;
  /** In lower case; all of them. */
  readonly skills: readonly string[];
}

/**
 * Who could take a conversation: may answer it, has what it asks for, and is at work, which is to have an unlocked
 * workstation within the hub's sight.
 * @param present ids of agents at work
 * @returns in an order that stays the same
 */
export async function whoCould(tx: Tx, agents: readonly Agent[], present: ReadonlySet<string>, { teamId, skills }: Wanted): Promise<Agent[]> {
  const having = await tx.selectFrom('agent_skills').selectAll().execute();
  const able = (agent: Agent): boolean => skills.every((skill) => having.some((row) => row.agent_id === agent.id && row.skill === skill));
  const belongs = (agent: Agent): boolean => teamId === null || agent.teamIds.some((id) => id === teamId);
  return agents
    .filter((agent) => present.has(agent.id) && can(agent.roles, 'conversation.reply') && belongs(agent) && able(agent) && maySee(agent, { team_id: teamId, assignee_id: null }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** The one behind who had the last of this rule's; the order goes round. Null where nobody could. */
export async function inTurn(tx: Tx, rule: string, could: readonly Agent[]): Promise<Agent | null> {
  const last = await tx.selectFrom('routing_turns').select('agent_id').where('rule', '=', rule).executeTakeFirst();
  const next = could.find(({ id }) => last === undefined || id > last.agent_id) ?? could[0] ?? null;
  if (next !== null) {
    await tx
      .insertInto('routing_turns')
      .values({ rule, agent_id: next.id })
      .onConflict((conflict) => conflict.column('rule').doUpdateSet({ agent_id: next.id }))
      .execute();
  }
  return next;
}

/** Who has the fewest open conversations; of several, the first in order. Null where nobody could. */
export async function leastBusy(tx: Tx, could: readonly Agent[]): Promise<Agent | null> {
  if (could.length === 0) return null;
  const rows = await tx
    .selectFrom('conversations')
    .select((e) => ['assignee_id', e.fn.countAll<number>().as('open')])
    .where('status', '=', 'open')
    .where('assignee_id', 'in', could.map(({ id }) => id))
    .groupBy('assignee_id')
    .execute();
  const load = new Map(rows.map(({ assignee_id, open }) => [assignee_id, open]));
  return could.reduce((best, agent) => ((load.get(agent.id) ?? 0) < (load.get(best.id) ?? 0) ? agent : best));
}
