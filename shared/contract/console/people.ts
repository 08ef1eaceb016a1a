import { z } from 'zod';
import { AgentId } from '../../domain/ids.ts';
import { Agent, AgentStatus, EmailAddress, PersonName, Team, TeamName } from '../../domain/people.ts';
import { Role } from '../../domain/permission.ts';
import { Skill } from '../../domain/routing.ts';
import { consoleCall } from './call.ts';

/** Each once, however often it was said. */
const Roles = z.array(Role).min(1).transform((roles) => [...new Set(roles)]);
/** Teams are named as they are called, whatever a name might have been before. */
const CalledTeam = z.string().trim().min(1).max(80);
const TeamNames = z.array(CalledTeam).max(50);
const Skills = z.array(Skill).max(50);

/** A team and who is in it. */
export const TeamCard = Team.extend({ members: z.array(z.object({ id: AgentId, name: z.string(), status: AgentStatus })) });
export type TeamCard = z.infer<typeof TeamCard>;

/**
 * Who changes people gives them what they choose, and themselves nothing: of one's own access neither roles nor teams nor
 * the end can be chosen from a laptop (docs/decisions/0078).
 */
export const peopleConsoleCalls = {
  'agent.list': consoleCall({ permission: 'agent.manage', input: z.null(), output: z.array(Agent) }),
  'agent.add': consoleCall({ permission: 'agent.manage', input: z.object({ name: PersonName, email: EmailAddress, roles: Roles, teams: TeamNames }), output: Agent }),
  /**
   * Roles and teams that are given replace those before: `was` says what those were for whoever chose them. Where they are others by now nothing is changed, or a form that had been open
   * for a while would give back what somebody has taken away.
   */
  'agent.change': consoleCall({
    permission: 'agent.manage',
    input: z.object({ agent: EmailAddress, name: PersonName.optional(), email: EmailAddress.optional(), roles: Roles.optional(), teams: TeamNames.optional(), was: z.object({ roles: Roles.optional(), teams: TeamNames.optional() }).optional() }),
    output: Agent,
  }),
  /** The sessions of whoever is suspended end at once; nothing on their laptops is lost. */
  'agent.set-status': consoleCall({ permission: 'agent.manage', input: z.object({ agent: EmailAddress, status: AgentStatus }), output: Agent }),
  /** Somebody leaves: all their devices are revoked and their open conversations go to somebody else, or to nobody yet. */
  'agent.offboard': consoleCall({
    permission: 'agent.manage',
    input: z.object({ agent: EmailAddress, reason: z.string().trim().min(1).max(300), handTo: EmailAddress.nullable() }),
    output: z.object({ devices: z.number().int(), conversations: z.number().int() }),
  }),
  'skill.show': consoleCall({ permission: 'agent.manage', input: z.object({ agent: EmailAddress }), output: z.array(z.string()).readonly() }),
  /** Puts these in the place of those before. */
  'skill.set': consoleCall({ permission: 'agent.manage', input: z.object({ agent: EmailAddress, skills: Skills }), output: z.array(z.string()).readonly() }),
  'team.list': consoleCall({ permission: 'team.manage', input: z.null(), output: z.array(TeamCard) }),
  'team.add': consoleCall({ permission: 'team.manage', input: z.object({ name: TeamName }), output: Team }),
  'team.change': consoleCall({ permission: 'team.manage', input: z.object({ team: CalledTeam, name: TeamName }), output: Team }),
};
