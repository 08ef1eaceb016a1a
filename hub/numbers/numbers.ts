import type { NumbersWish } from '../../shared/contract/console/numbers.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { FiguresRow, Numbers as Shown, Standing } from '../../shared/domain/numbers.ts';
import { can } from '../../shared/domain/permission.ts';
import { tagKey } from '../../shared/domain/tag.ts';
import type { Teams } from '../people/teams.ts';
import type { Agents } from '../people/agents.ts';
import type { Envelope, Tx, Viewer } from '../ports.ts';
import type { RoutingRules } from '../routing/routing.ts';
import type { Store } from '../store/database.ts';
import { countedTime } from './days.ts';
import { factsOf, growthBy, growthSince } from './read-facts.ts';
import { NumbersError, tagsOf } from './tags-of.ts';
import { type Fact, Tally } from './tally.ts';

export interface NumbersDeps {
  readonly store: Store;
  readonly envelope: Envelope;
  readonly clock: Clock;
  readonly routing: Pick<RoutingRules, 'inForce'>;
  readonly agents: Pick<Agents, 'list'>;
  readonly teams: Pick<Teams, 'list'>;
}

/** Of the open conversations, what rows are made of. */
interface Open {
  readonly id: string;
  readonly channel_id: string;
  readonly team_id: string | null;
  readonly assignee_id: string | null;
  readonly due_at: number | null;
}

const mostRows = 500;

/** How much there is to do, and how long it takes: counted from the ledger at every look. */
export class NumbersDesk {
  readonly #deps: NumbersDeps;

  constructor(deps: NumbersDeps) {
    this.#deps = deps;
  }

  /**
   * @param viewer null: at the hub's own command line. Without `numbers.view` there are the totals, and of the agents the viewer alone.
   * @throws NumbersError
   */
  async show(viewer: Viewer | null, { period, by }: NumbersWish): Promise<Shown> {
    const { store, clock } = this.#deps;
    const all = viewer === null || can(viewer.roles, 'numbers.view');
    if (!all && by !== null && by !== 'agent') throw new NumbersError('numbers-own', 'Your role shows the company’s numbers as a whole, and your own. Ask your lead.');
    // Whatever is written from here on is later than this moment: what is read after it fits together.
    const { time, zone, since, open, grown, now } = await store.transaction().execute(async (tx) => {
      const at = clock.now() + 1;
      const timeZone = (await this.#deps.routing.inForce(tx)).routing.hours?.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
      const counted = countedTime(period, timeZone, at);
      return { time: counted, zone: timeZone, since: await ledgerSince(tx), open: await openOnes(tx), grown: await growthSince(tx, counted.to), now: at };
    });

    const total = new Tally();
    const rows = new Map<string | null, Tally>();
    const perDay = time.days.map(({ day, to }) => ({ day, to, opened: 0, answered: 0, resolved: 0, grown: 0 }));
    /** Facts wait for their tags: which conversations there are is known at the end. */
    const waiting: Fact[] = [];
    let place = 0;
    for await (const facts of factsOf(store, time)) {
      for (const fact of facts) {
        total.add(fact);
        if (by === 'tag') waiting.push(fact);
        else if (by !== null && (by !== 'agent' || ofAgents(fact))) tallyOf(rows, keyOf(by, fact)).add(fact);
        while (place + 1 < perDay.length && fact.at >= (perDay[place]?.to ?? 0)) place += 1;
        const day = perDay[place];
        if (day !== undefined) countIn(day, fact);
      }
    }
    const tags = by === 'tag' ? await tagsOf(store, this.#deps.envelope, [...new Set([...waiting.map((fact) => fact.conversation_id), ...open.map(({ id }) => id)])]) : null;
    for (const fact of waiting) for (const key of tagKeys(tags?.get(fact.conversation_id))) tallyOf(rows, key).add(fact);

    const standings = new Map<string | null, Standing>();
    for (const one of open) {
      const keys = by === null ? [] : by === 'tag' ? tagKeys(tags?.get(one.id)) : [by === 'channel' ? one.channel_id : by === 'team' ? one.team_id : one.assignee_id];
      for (const key of keys) standings.set(key, withOne(standings.get(key), one, now));
    }
    const names = by === null ? new Map<string, string>() : by === 'tag' ? spelled(tags) : await store.transaction().execute((tx) => this.#names(tx, by));
    const keys = [...new Set([...rows.keys(), ...standings.keys()])].filter((key) => all || key === viewer?.id);
    return {
      by,
      timeZone: zone,
      from: time.first,
      to: time.last,
      since,
      total: total.figures(),
      before: time.before.from < since ? null : await this.#figures(time.before),
      standing: open.reduce<Standing>((standing, one) => withOne(standing, one, now), none),
      days: withBacklog(perDay, open.length - grown),
      rows: sorted(keys.map((key): FiguresRow => ({ id: key ?? '', name: key === null ? null : (names.get(key) ?? null), figures: (rows.get(key) ?? new Tally()).figures(), standing: standings.get(key) ?? none }))),
    };
  }

  async #figures(stretch: { readonly from: number; readonly to: number }) {
    const tally = new Tally();
    for await (const facts of factsOf(this.#deps.store, stretch)) for (const fact of facts) tally.add(fact);
    return tally.figures();
  }

  async #names(tx: Tx, by: 'channel' | 'team' | 'agent'): Promise<Map<string, string>> {
    const named = by === 'channel' ? await tx.selectFrom('channels').select(['id', 'name']).execute() : by === 'team' ? await this.#deps.teams.list(tx) : await this.#deps.agents.list(tx);
    return new Map(named.map(({ id, name }) => [id, name]));
  }
}

const none: Standing = { open: 0, overdue: 0 };
const withOne = ({ open, overdue }: Standing = none, { due_at }: Open, now: number): Standing => ({ open: open + 1, overdue: overdue + (due_at !== null && due_at < now ? 1 : 0) });

/** A conversation begins by a customer's doing: it is no agent's figure. */
const ofAgents = ({ kind }: Fact): boolean => kind !== 'opened' && kind !== 'reopened' && kind !== 'merged' && kind !== 'taken-apart';
const keyOf = (by: 'channel' | 'team' | 'agent', fact: Fact): string | null => (by === 'channel' ? fact.channel_id : by === 'team' ? fact.team_id : fact.agent_id);
/** A conversation is in the row of each of its tags. */
const tagKeys = (tags: readonly string[] = []): (string | null)[] => (tags.length === 0 ? [null] : tags.map(tagKey));

function tallyOf(rows: Map<string | null, Tally>, key: string | null): Tally {
  const tally = rows.get(key) ?? new Tally();
  rows.set(key, tally);
  return tally;
}

/** Each tag as one of its conversations spells it. */
function spelled(tags: ReadonlyMap<string, readonly string[]> | null): Map<string, string> {
  return new Map([...(tags?.values() ?? [])].flat().map((tag) => [tagKey(tag), tag]));
}

interface DayCount {
  opened: number;
  answered: number;
  resolved: number;
  /** By how many there were more open ones at its end than at its beginning. */
  grown: number;
}

function countIn(day: DayCount, { kind }: Fact): void {
  if (kind === 'opened' || kind === 'answered' || kind === 'resolved') day[kind] += 1;
  day.grown += growthBy(kind);
}

/** Backwards from how many there are open at the end: what was open before there was a ledger is in it too. */
function withBacklog(days: readonly (DayCount & { readonly day: string })[], atEnd: number): Shown['days'] {
  let backlog = atEnd;
  return days
    .toReversed()
    .map(({ day, opened, answered, resolved, grown }) => {
      const counted = { day, opened, answered, resolved, backlog: Math.max(0, backlog) };
      backlog -= grown;
      return counted;
    })
    .toReversed();
}

/** The busiest first; the row of none at the end. */
function sorted(rows: readonly FiguresRow[]): FiguresRow[] {
  const weight = ({ figures, standing }: FiguresRow): number => figures.opened + figures.answered + figures.resolved + standing.open;
  return rows.toSorted((a, b) => Number(a.id === '') - Number(b.id === '') || weight(b) - weight(a) || (a.name ?? '').localeCompare(b.name ?? '') || (a.id < b.id ? -1 : 1)).slice(0, mostRows);
}

const openOnes = (tx: Tx): Promise<Open[]> => tx.selectFrom('conversations').select(['id', 'channel_id', 'team_id', 'assignee_id', 'due_at']).where('status', '!=', 'resolved').execute();

/** When this hub began to keep the ledger. */
async function ledgerSince(tx: Tx): Promise<number> {
  return (await tx.selectFrom('schema_migrations').select('applied_at').where('name', '=', 'numbers').executeTakeFirstOrThrow()).applied_at;
}
