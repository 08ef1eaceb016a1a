import type { HubEvent } from '../../shared/contract/wire/index.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import { readChannels } from '../channels/channel-records.ts';
import { channelsEvent } from '../channels/channels-event.ts';
import { userOf } from '../enrolment/viewers.ts';
import { agentsEvent } from '../people/agents-event.ts';
import { teamsEvent } from '../people/teams-event.ts';
import type { Tx } from '../ports.ts';
import type { Rooms } from '../rooms.ts';

/** What a device is told before anything else of a new session: where its agent may begin conversations, who works here, in which teams, what helps them to write, and what the agent is writing elsewhere. */
export async function firstEvents(tx: Tx, rooms: Rooms, deviceId: DeviceId): Promise<HubEvent[]> {
  const user = await userOf(tx, rooms, deviceId);
  const colleagues = agentsEvent(await rooms.agents.active(tx));
  if (user === null) return [colleagues];
  return [channelsEvent(user, await readChannels(tx, rooms.envelope)), colleagues, ...(await rooms.canned.eventsFor(tx, user)), await rooms.signatures.eventFor(tx, user), teamsEvent(user, await rooms.teams.list(tx)), ...(await rooms.drafts.eventsFor(tx, user, deviceId)), ...(await rooms.beginnings.eventsFor(tx, user, deviceId))];
}
