import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../shared/domain/clock.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { AgentId, TeamId } from '../../shared/domain/ids.ts';
import { Agent, EmailAddress, PersonName } from '../../shared/domain/people.ts';
import { Role } from '../../shared/domain/permission.ts';
import { utf8 } from '../../shared/trust/bytes.ts';
import type { Audit, Envelope, People, Tx } from '../ports.ts';
import type { AgentTable } from '../store/tables/trust.ts';

export type PeopleProblem = 'agent-exists' | 'agent-unknown' | 'team-exists' | 'team-unknown' | 'last-it-agent' | 'own-access' | 'agent-changed' | 'csv-malformed';
export class PeopleError extends SealdeskError<PeopleProblem> {}

export const NewAgent = z.object({
  name: PersonName,
  email: EmailAddress,
  roles: z.array(Role).min(1).transform((roles) => [...new Set(roles)]),
  teamIds: z.array(TeamId),
});
export type NewAgent = z.infer<typeof NewAgent>;

export const AgentChange = z.object({
  name: NewAgent.shape.name.optional(),
  email: NewAgent.shape.email.optional(),
  roles: NewAgent.shape.roles.optional(),
  teamIds: NewAgent.shape.teamIds.optional(),
});
export type AgentChange = z.infer<typeof AgentChange>;

const Profile = z.object({ name: z.string(), email: z.string() });

/** Agents: who may answer customers and who may run the hub. Names and addresses are sealed. */
export class Agents implements People {
  readonly #envelope: Envelope;
  readonly #audit: Audit;
  readonly #clock: Clock;

  constructor(envelope: Envelope, audit: Audit, clock: Clock) {
    this.#envelope = envelope;
    this.#audit = audit;
    this.#clock = clock;
  }

  /** @throws PeopleError `agent-exists`, `team-unknown` */
  async add(tx: Tx, actor: string, agent: NewAgent): Promise<Agent> {
    const id = AgentId.parse(randomUUID());
    await this.#refuseTaken(tx, agent.email, null);
    await tx
      .insertInto('agents')
      .values({
        id,
        email_index: this.#emailIndex(agent.email),
        profile: this.#sealProfile(id, agent),
        roles: JSON.stringify(agent.roles),
        status: 'active',
        signature: null,
        created_at: this.#clock.now(),
      })
      .execute();
    await this.#setTeams(tx, id, agent.teamIds);
    await this.#audit.append(tx, { actor, action: 'agent.added', subject: id, detail: { roles: agent.roles.join(' ') } });
    return this.require(tx, id);
  }

  /** @throws PeopleError `agent-exists`, `agent-unknown`, `team-unknown`, `last-it-agent` */
  async change(tx: Tx, actor: string, id: AgentId, change: AgentChange): Promise<Agent> {
    const before = await this.require(tx, id);
    const after = { ...before, ...definedOnly(change) };
    await this.#refuseTaken(tx, after.email, id);
    if (before.roles.includes('it') && !after.roles.includes('it')) await this.#refuseLastIt(tx, id);
    await tx
      .updateTable('agents')
      .set({ email_index: this.#emailIndex(after.email), profile: this.#sealProfile(id, after), roles: JSON.stringify(after.roles) })
      .where('id', '=', id)
      .execute();
    if (change.teamIds) await this.#setTeams(tx, id, change.teamIds);
    await this.#audit.append(tx, { actor, action: 'agent.changed', subject: id, detail: { fields: Object.keys(definedOnly(change)).join(' '), ...(change.roles ? { before: before.roles.join(' '), roles: after.roles.join(' ') } : {}) } });
    return this.require(tx, id);
  }

  /**
   * Suspends, or lifts a suspension. The caller ends the sessions of the agent's devices.
   * @throws PeopleError `agent-unknown`, `last-it-agent`
   */
  async setStatus(tx: Tx, actor: string, id: AgentId, status: Agent['status']): Promise<Agent> {
    const agent = await this.require(tx, id);
    if (agent.status === status) return agent;
    if (status === 'suspended' && agent.roles.includes('it')) await this.#refuseLastIt(tx, id);
    await tx.updateTable('agents').set({ status }).where('id', '=', id).execute();
    await this.#audit.append(tx, { actor, action: status === 'suspended' ? 'agent.suspended' : 'agent.resumed', subject: id });
    return { ...agent, status };
  }

  async find(tx: Tx, id: string): Promise<Agent | null> {
    const row = await tx.selectFrom('agents').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? this.#read(tx, row) : null;
  }

  /** @throws PeopleError `agent-unknown` */
  async require(tx: Tx, id: string): Promise<Agent> {
    const agent = await this.find(tx, id);
    if (!agent) throw new PeopleError('agent-unknown', 'There is no such agent. See "sealdesk agent list".');
    return agent;
  }

  /** @throws PeopleError `agent-unknown` */
  async requireByEmail(tx: Tx, email: string): Promise<Agent> {
    const row = await tx.selectFrom('agents').selectAll().where('email_index', '=', this.#emailIndex(email.toLowerCase())).executeTakeFirst();
    if (!row) throw new PeopleError('agent-unknown', 'There is no agent with this address. See "sealdesk agent list".');
    return this.#read(tx, row);
  }

  /** Every active agent. */
  async active(tx: Tx): Promise<Agent[]> {
    return (await this.list(tx)).filter((agent) => agent.status === 'active');
  }

  /** All agents, suspended ones too, in the order they were added. */
  async list(tx: Tx): Promise<Agent[]> {
    const rows = await tx.selectFrom('agents').selectAll().orderBy('created_at').orderBy('id').execute();
    const teams = await tx.selectFrom('agent_teams').selectAll().execute();
    return rows.map((row) => this.#open(row, teams.filter((link) => link.agent_id === row.id).map((link) => link.team_id)));
  }

  #emailIndex(email: string): Uint8Array {
    return this.#envelope.blindIndex('email', email);
  }

  #sealProfile(id: string, { name, email }: { name: string; email: string }): Uint8Array {
    return this.#envelope.sealSystem(`agents.profile:${id}`, utf8(JSON.stringify({ name, email })));
  }

  async #read(tx: Tx, row: AgentTable): Promise<Agent> {
    const teams = await tx.selectFrom('agent_teams').select('team_id').where('agent_id', '=', row.id).execute();
    return this.#open(row, teams.map((link) => link.team_id));
  }

  #open(row: AgentTable, teamIds: string[]): Agent {
    const profile = Profile.parse(JSON.parse(Buffer.from(this.#envelope.openSystem(`agents.profile:${row.id}`, row.profile)).toString('utf8')));
    return Agent.parse({ id: row.id, ...profile, roles: JSON.parse(row.roles), teamIds, status: row.status });
  }

  async #refuseTaken(tx: Tx, email: string, except: string | null): Promise<void> {
    const taken = await tx.selectFrom('agents').select('id').where('email_index', '=', this.#emailIndex(email)).executeTakeFirst();
    if (taken && taken.id !== except) throw new PeopleError('agent-exists', 'There is an agent with this address already.');
  }

  /** Somebody must remain who can run the hub. */
  async #refuseLastIt(tx: Tx, id: string): Promise<void> {
    const others = (await this.list(tx)).filter((agent) => agent.id !== id && agent.status === 'active' && agent.roles.includes('it'));
    if (others.length === 0) throw new PeopleError('last-it-agent', 'This is the last active IT admin. Give another agent the role "it" first.');
  }

  async #setTeams(tx: Tx, id: string, teamIds: readonly string[]): Promise<void> {
    await tx.deleteFrom('agent_teams').where('agent_id', '=', id).execute();
    for (const teamId of new Set(teamIds)) {
      const team = await tx.selectFrom('teams').select('id').where('id', '=', teamId).executeTakeFirst();
      if (!team) throw new PeopleError('team-unknown', 'There is no such team. See "sealdesk team list".');
      await tx.insertInto('agent_teams').values({ agent_id: id, team_id: teamId }).execute();
    }
  }
}

function definedOnly<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
