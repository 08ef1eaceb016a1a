import { z } from 'zod';
import type { AgentId, DeviceId } from '../../shared/domain/ids.ts';
import { TeamId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { Role } from '../../shared/domain/permission.ts';
import type { Agents } from '../people/agents.ts';
import type { Tx, Viewer } from '../ports.ts';
import { rolesOfInvite } from './device-records.ts';
import { rolesOnDevice } from './device-roles.ts';
import type { Devices } from './devices.ts';

const RoleNames = z.array(Role);

/**
 * Every device that mail is kept for, with its agent in the roles it is enrolled for. Suspended ones are among them:
 * what they miss would be missing when they are reinstated, and what they must forget would stay.
 */
export async function viewers(tx: Tx): Promise<{ readonly deviceId: DeviceId; readonly viewer: Viewer }[]> {
  const rows = await tx
    .selectFrom('devices')
    .innerJoin('agents', 'agents.id', 'devices.agent_id')
    .select(['devices.id', 'devices.roles', 'devices.agent_id', 'agents.roles as agent_roles', 'agents.status'])
    .where('devices.state', '=', 'active')
    .execute();
  const teams = new Map<string, TeamId[]>();
  for (const { agent_id, team_id } of await tx.selectFrom('agent_teams').selectAll().execute()) teams.set(agent_id, [...(teams.get(agent_id) ?? []), TeamId.parse(team_id)]);
  return rows.map((row) => ({
    deviceId: row.id as DeviceId,
    viewer: {
      id: row.agent_id as AgentId,
      roles: rolesOnDevice(RoleNames.parse(JSON.parse(row.agent_roles)), rolesOfInvite(row)),
      teamIds: teams.get(row.agent_id) ?? [],
      status: row.status,
    },
  }));
}

/** The devices of an agent that mail is kept for; `as` narrows an agent to the roles that one of them is enrolled for. */
export async function devicesOf(tx: Tx, agentId: AgentId): Promise<{ readonly deviceId: DeviceId; readonly as: (agent: Viewer) => Viewer }[]> {
  const rows = await tx.selectFrom('devices').select(['id', 'roles']).where('agent_id', '=', agentId).where('state', '=', 'active').execute();
  return rows.map((row) => ({ deviceId: row.id as DeviceId, as: (agent) => ({ ...agent, roles: rolesOnDevice(agent.roles, rolesOfInvite(row)) }) }));
}

/** Whoever works at an active device, in the roles it is enrolled for; null when device or agent is not active. */
export async function userOf(tx: Tx, { devices, agents }: { readonly devices: Devices; readonly agents: Agents }, deviceId: DeviceId): Promise<Agent | null> {
  const device = await devices.find(tx, deviceId);
  if (device?.state !== 'active') return null;
  const agent = await agents.find(tx, device.agentId);
  return agent?.status === 'active' ? { ...agent, roles: rolesOnDevice(agent.roles, device.roles) } : null;
}
