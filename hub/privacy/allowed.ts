import type { Agent } from '../../shared/domain/people.ts';
import { can } from '../../shared/domain/permission.ts';
import type { Agents } from '../people/agents.ts';
import type { Tx } from '../ports.ts';

/** Who works here by that address and may do so; null alike where nobody has it and where their role does not include it. */
export async function whoMay(tx: Tx, agents: Agents, email: string, permission: 'privacy.export' | 'privacy.erase'): Promise<Agent | null> {
  const person = (await agents.active(tx)).find((agent) => agent.email === email);
  return person !== undefined && can(person.roles, permission) ? person : null;
}
