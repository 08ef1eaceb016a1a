import type { HubEvent } from '../../shared/contract/wire/index.ts';
import type { ChannelChoice } from '../../shared/domain/outgoing.ts';
import { can } from '../../shared/domain/permission.ts';
import type { Viewer } from '../ports.ts';
import type { ChannelRecord } from './channel-records.ts';

/** Whether an agent may begin conversations on a channel: those of no team, or of a team of theirs; leads on each. */
export function mayStartOn(agent: Viewer, teamId: string | null): boolean {
  if (agent.status !== 'active' || !can(agent.roles, 'conversation.start')) return false;
  return teamId === null || can(agent.roles, 'conversation.read.all') || agent.teamIds.some((id) => id === teamId);
}

/** Where a device's agent may begin conversations. */
export function channelsEvent(viewer: Viewer, records: readonly ChannelRecord[]): HubEvent {
  return { e: 'channels', channels: records.filter(({ teamId }) => mayStartOn(viewer, teamId)).flatMap(choiceOf).slice(0, 200) };
}

function choiceOf({ id, name, ...record }: ChannelRecord): ChannelChoice[] {
  switch (record.kind) {
    case 'email':
      return [{ id, kind: 'email', name, address: record.settings.address, country: null }];
    case 'phone':
      return [{ id, kind: 'phone', name, address: null, country: record.settings.country }];
    // On these only the customer can begin.
    case 'webchat':
    case 'whatsapp':
    case 'instagram':
      return [];
  }
}
