import type { AgentId } from '../../shared/domain/ids.ts';
import type { Audit, Tx } from '../ports.ts';

/** Puts these in the place of an agent's skills. @returns them, in order */
export async function setSkills(tx: Tx, audit: Audit, actor: string, agentId: AgentId, skills: readonly string[]): Promise<readonly string[]> {
  const all = [...new Set(skills)].toSorted();
  await tx.deleteFrom('agent_skills').where('agent_id', '=', agentId).execute();
  if (all.length > 0) await tx.insertInto('agent_skills').values(all.map((skill) => ({ agent_id: agentId, skill }))).execute();
  await audit.append(tx, { actor, action: 'agent.skills', subject: agentId, detail: { skills: all.length } });
  return all;
}

export async function skillsOf(tx: Tx, agentId: AgentId): Promise<readonly string[]> {
  return (await tx.selectFrom('agent_skills').select('skill').where('agent_id', '=', agentId).orderBy('skill').execute()).map(({ skill }) => skill);
}

/** Every skill that anybody has. */
export async function allSkills(tx: Tx): Promise<string[]> {
  return (await tx.selectFrom('agent_skills').select('skill').distinct().orderBy('skill').execute()).map(({ skill }) => skill);
}
