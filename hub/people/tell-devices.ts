import type { Agent } from '../../shared/domain/people.ts';
import { sightChange } from '../conversations/sight-change.ts';
import type { Rooms } from '../rooms.ts';
import type { Tx } from '../ports.ts';
import { agentsEvent } from './agents-event.ts';

/**
 * Tells devices of a change among the agents, in the transaction that makes it: everybody the new
 * list of agents; the agent's own devices what they lose; and where they gain conversations, their
 * Signal session starts anew, which brings all of them by back-fill.
 */
export async function tellDevices(tx: Tx, { agents, devices, mailboxes }: Pick<Rooms, 'agents' | 'devices' | 'mailboxes'>, changes: readonly { readonly before: Agent | null; readonly after: Agent }[]): Promise<void> {
  for (const { before, after } of changes) {
    if (before === null || after.status !== 'active' || !sightMayDiffer(before, after)) continue;
    const { lost, gained } = await sightChange(tx, before, after);
    await mailboxes.publish(tx, [after.id], lost.map((conversationId) => ({ e: 'conversation.purged', conversationId })));
    if (gained) for (const device of await devices.ofAgent(tx, after.id)) await mailboxes.discard(tx, device);
  }
  const active = await agents.active(tx);
  await mailboxes.publish(tx, active.map(({ id }) => id), [agentsEvent(active)]);
}

function sightMayDiffer(before: Agent, after: Agent): boolean {
  const key = ({ roles, teamIds, status }: Agent) => JSON.stringify([[...roles].sort(), [...teamIds].sort(), status]);
  return key(before) !== key(after);
}
