import type { Agent } from '../../shared/domain/people.ts';
import { readChannels } from '../channels/channel-records.ts';
import { channelsEvent } from '../channels/channels-event.ts';
import { sightChange } from '../conversations/sight-change.ts';
import { devicesOf } from '../enrolment/viewers.ts';
import type { Mailboxes } from '../mailbox/mailbox.ts';
import type { Rooms } from '../rooms.ts';
import type { Tx } from '../ports.ts';
import { agentsEvent } from './agents-event.ts';

export interface AgentChanged {
  /** Null for one who was added. */
  readonly before: Agent | null;
  readonly after: Agent;
}

/**
 * Tells devices what a change among the agents does to what they show, in the transaction that makes it: each of an
 * agent's own devices what it loses; and where one gains conversations, its Signal session starts anew, which brings
 * all of them by back-fill.
 */
export async function tellSight(tx: Tx, mailboxes: Mailboxes, changes: readonly AgentChanged[]): Promise<void> {
  for (const { before, after } of changes) {
    if (before === null || after.status !== 'active' || !sightMayDiffer(before, after)) continue;
    for (const { deviceId, as } of await devicesOf(tx, after.id)) {
      const { lost, gained } = await sightChange(tx, as(before), as(after));
      if (lost.length > 0) await mailboxes.send(tx, deviceId, lost.map((conversationId) => ({ e: 'conversation.purged', conversationId })));
      if (gained) await mailboxes.discard(tx, deviceId);
    }
  }
}

/** Other teams have other canned replies: each of an agent's own devices learns which are theirs now. */
export async function tellCanned(tx: Tx, { canned, mailboxes }: Pick<Rooms, 'canned' | 'mailboxes'>, changes: readonly AgentChanged[]): Promise<void> {
  for (const { before, after } of changes) {
    if (before === null || after.status !== 'active' || !sightMayDiffer(before, after)) continue;
    for (const { deviceId, as } of await devicesOf(tx, after.id)) await mailboxes.send(tx, deviceId, await canned.eventsFor(tx, as(after)));
  }
}

/** Tells every device who works here, and where its agent may begin conversations: teams may have changed. */
export async function tellAgents(tx: Tx, { agents, teams, mailboxes, envelope }: Pick<Rooms, 'agents' | 'teams' | 'mailboxes' | 'envelope'>): Promise<void> {
  const event = agentsEvent(await agents.active(tx), await teams.list(tx));
  const records = await readChannels(tx, envelope);
  await mailboxes.publish(tx, (viewer) => (viewer.status === 'active' ? [channelsEvent(viewer, records), event] : []));
}

function sightMayDiffer(before: Agent, after: Agent): boolean {
  const key = ({ roles, teamIds, status }: Agent) => JSON.stringify([[...roles].sort(), [...teamIds].sort(), status]);
  return key(before) !== key(after);
}
