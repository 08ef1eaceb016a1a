import type { Agent } from '../../shared/domain/people.ts';
import { sightChange } from '../conversations/sight-change.ts';
import { devicesOf } from '../enrolment/viewers.ts';
import type { Rooms } from '../rooms.ts';
import type { Tx } from '../ports.ts';
import { agentsEvent } from './agents-event.ts';

/**
 * Tells devices of a change among the agents, in the transaction that makes it: everybody the new
 * list of agents; each of the agent's own devices what it loses; and where one gains conversations, its
 * Signal session starts anew, which brings all of them by back-fill.
 */
export async function tellDevices(tx: Tx, { agents, mailboxes }: Pick<Rooms, 'agents' | 'mailboxes'>, changes: readonly { readonly before: Agent | null; readonly after: Agent }[]): Promise<void> {
  for (const { before, after } of changes) {
    if (before === null || after.status !== 'active' || !sightMayDiffer(before, after)) continue;
    for (const { deviceId, as } of await devicesOf(tx, after.id)) {
      const { lost, gained } = await sightChange(tx, as(before), as(after));
      if (lost.length > 0) await mailboxes.send(tx, deviceId, lost.map((conversationId) => ({ e: 'conversation.purged', conversationId })));
      if (gained) await mailboxes.discard(tx, deviceId);
    }
  }
  await mailboxes.publish(tx, ({ status }) => status === 'active', [agentsEvent(await agents.active(tx))]);
}

function sightMayDiffer(before: Agent, after: Agent): boolean {
  const key = ({ roles, teamIds, status }: Agent) => JSON.stringify([[...roles].sort(), [...teamIds].sort(), status]);
  return key(before) !== key(after);
}
