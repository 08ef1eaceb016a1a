import type { RoutingInForce, RoutingTrial } from '../../shared/contract/console/routing.ts';
import { isOpen } from '../../shared/domain/business-hours.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Priority } from '../../shared/domain/conversation.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { Routing, type RoutingRule } from '../../shared/domain/routing.ts';
import { utf8 } from '../../shared/trust/bytes.ts';
import { maySee } from '../conversations/audience.ts';
import type { Attendance, Audit, Beginning, Envelope, People, Routed, Tx } from '../ports.ts';
import { inTurn, leastBusy, whoCould } from './at-work.ts';
import { firstMatch } from './first-match.ts';
import { afterOpenTime, openTimeBetween } from './open-time.ts';
import { beginnings } from './past-beginnings.ts';

export class RoutingError extends SealdeskError<'routing-stale' | 'routing-unknown'> {}

export interface RoutingDeps {
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly people: People;
  /** Ids of the agents who are at work. */
  readonly present: (tx: Tx) => Promise<ReadonlySet<string>>;
}

const context = (version: number) => `routing.rules:${version}`;

/** The company's rules: who gets a conversation that begins. Each set of them is a version, kept and in the audit log. */
export class RoutingRules {
  readonly #deps: RoutingDeps;
  /** As they were read last, with what they were read from: a version that was taken back with its transaction may have had the same number. */
  #read: { readonly sealed: Uint8Array; readonly inForce: RoutingInForce } | null = null;

  constructor(deps: RoutingDeps) {
    this.#deps = deps;
  }

  async inForce(tx: Tx): Promise<RoutingInForce> {
    const newest = await tx.selectFrom('routing').select(['version', 'rules']).orderBy('version', 'desc').limit(1).executeTakeFirst();
    if (newest === undefined) return { version: 0, routing: Routing.parse({ rules: [] }) };
    const { version, rules } = newest;
    // Sealed anew each time, no two are the same.
    if (this.#read !== null && Buffer.compare(this.#read.sealed, rules) === 0) return this.#read.inForce;
    const inForce = { version, routing: Routing.parse(JSON.parse(Buffer.from(this.#deps.envelope.openSystem(context(version), rules)).toString('utf8'))) };
    this.#read = { sealed: rules, inForce };
    return inForce;
  }

  /**
   * @param version of the rules that the new ones were made from.
   * @throws RoutingError `routing-stale`: others have come since; `routing-unknown`: a rule names a team, channel or agent that is not there
   */
  async set(tx: Tx, actor: string, version: number, routing: Routing): Promise<RoutingInForce> {
    const before = await this.inForce(tx);
    if (before.version !== version) throw new RoutingError('routing-stale', `The rules in force are version ${before.version}; yours were made from version ${version}. Look at them and try again.`);
    await this.#refuseUnknown(tx, routing);
    const { envelope, audit, clock } = this.#deps;
    const next = version + 1;
    await tx.insertInto('routing').values({ version: next, rules: envelope.sealSystem(context(next), utf8(JSON.stringify(routing))), set_by: actor, set_at: clock.now() }).execute();
    await audit.append(tx, { actor, action: 'routing.set', subject: `routing:${next}`, detail: { rules: routing.rules.length } });
    return { version: next, routing };
  }

  /** What rules would have done with the newest conversations, as they began. */
  async preview(tx: Tx, routing: Routing): Promise<RoutingTrial> {
    const began = await beginnings(tx, this.#deps.envelope);
    const held = new Map<string, number>();
    for (const beginning of began) {
      const rule = firstMatch(routing, beginning);
      if (rule !== null) held.set(rule.name, (held.get(rule.name) ?? 0) + 1);
    }
    const rules = routing.rules.map(({ name }) => ({ name, held: held.get(name) ?? 0 }));
    return { conversations: began.length, rules, none: began.length - rules.reduce((sum, rule) => sum + rule.held, 0) };
  }

  /** Null where no rule holds. @param teamId the channel's own team */
  async route(tx: Tx, beginning: Beginning, teamId: string | null): Promise<Routed | null> {
    const rule = firstMatch((await this.inForce(tx)).routing, beginning);
    if (rule === null) return null;
    const team = rule.does.team ?? teamId;
    return {
      rule: rule.name,
      ...(rule.does.team === undefined ? {} : { teamId: rule.does.team }),
      assignee: rule.does.setAside ? null : await this.#assignee(tx, rule, team),
      priority: rule.does.priority ?? 'normal',
      tags: rule.does.tags,
      acknowledge: rule.does.acknowledge === undefined ? null : { others: rule.does.acknowledge, own: rule.does.acknowledgeIn ?? {} },
      setAside: rule.does.setAside,
    };
  }

  /** By the promise for the priority, in open time. A change of the rules holds from the next time a customer waits. */
  async dueAt(tx: Tx, { priority, answered, since }: { readonly priority: Priority; readonly answered: boolean; readonly since: number }): Promise<number | null> {
    const { hours, serviceLevel } = (await this.inForce(tx)).routing;
    const minutes = serviceLevel[priority][answered ? 'next' : 'first'];
    return minutes === null ? null : afterOpenTime(hours, since, minutes * 60_000);
  }

  /** Milliseconds of open time between two points, by the hours in force now. */
  async workingTime(tx: Tx, from: number, to: number): Promise<number> {
    return openTimeBetween((await this.inForce(tx)).routing.hours, from, to);
  }

  /** Within business hours, and somebody at work who could answer. @param teamId whose conversation it would be; null: everybody's */
  async attendance(tx: Tx, teamId: string | null): Promise<Attendance> {
    const { hours } = (await this.inForce(tx)).routing;
    const now = this.#deps.clock.now();
    if (hours !== null && !isOpen(hours, now)) {
      // The first millisecond of open time ends when it is over.
      const first = afterOpenTime(hours, now, 1);
      return { here: false, opensAt: first === null ? null : first - 1 };
    }
    const { people, present } = this.#deps;
    return { here: (await whoCould(tx, await people.active(tx), await present(tx), { teamId, skills: [] })).length > 0, opensAt: null };
  }

  async #assignee(tx: Tx, { name, does: { assign } }: RoutingRule, teamId: string | null): Promise<Agent | null> {
    const { people, present } = this.#deps;
    switch (assign.to) {
      case 'nobody':
        return null;
      case 'agent': {
        const agent = (await people.active(tx)).find(({ id }) => id === assign.agent) ?? null;
        return agent !== null && maySee(agent, { team_id: teamId, assignee_id: agent.id }) ? agent : null;
      }
      case 'in-turn':
        return inTurn(tx, name, await whoCould(tx, await people.active(tx), await present(tx), { teamId, skills: assign.skills }));
      case 'least-busy':
        return leastBusy(tx, await whoCould(tx, await people.active(tx), await present(tx), { teamId, skills: assign.skills }));
      default:
        return assign satisfies never;
    }
  }

  async #refuseUnknown(tx: Tx, { rules, satisfaction }: Routing): Promise<void> {
    const channels = new Set((await tx.selectFrom('channels').select('id').where('removed_at', 'is', null).execute()).map(({ id }) => id));
    const teams = new Set<string>((await tx.selectFrom('teams').select('id').execute()).map(({ id }) => id));
    const agents = new Set<string>((await this.#deps.people.active(tx)).map(({ id }) => id));
    if (satisfaction.channels.some((id) => !channels.has(id))) throw new RoutingError('routing-unknown', 'Customers are to be asked on a channel that is not there. Nothing was changed.');
    for (const { name, when, does } of rules) {
      const missing = when.channels.some((id) => !channels.has(id)) ? 'a channel' : does.team !== undefined && !teams.has(does.team) ? 'a team' : does.assign.to === 'agent' && !agents.has(does.assign.agent) ? 'an agent' : null;
      if (missing !== null) throw new RoutingError('routing-unknown', `The rule "${name}" names ${missing} that is not there. Nothing was changed.`);
    }
  }
}
