import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { spreadOf } from '../../../../hub/numbers/tally.ts';
import { isOpen } from '../../../../shared/domain/business-hours.ts';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import type { Figures, Numbers } from '../../../../shared/domain/numbers.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { runs } from '../../../doubles/how-often.ts';
import { type History, hour, hours, minute, monday, openHistory } from './a-history.ts';

let history: History;
beforeEach(async () => {
  history = await openHistory();
});
afterEach(() => history.close());

const day = 24 * hour;

/** What happened, as somebody would write it on paper. */
interface Entry {
  readonly at: number;
  readonly what: 'opened' | 'reopened' | 'answered' | 'resolved' | 'assigned';
  readonly by: Agent['id'] | null;
  readonly customer: string;
  readonly since: number | null;
  readonly first: boolean;
  readonly promise: 'kept' | 'broken' | null;
}

/** Minutes in which somebody is there, one after the other. */
function openMinutes(from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += minute) if (openAt(at)) sum += 1;
  return sum;
}
const known = new Map<number, boolean>();
function openAt(at: number): boolean {
  const open = known.get(at) ?? isOpen(hours, at);
  known.set(at, open);
  return open;
}

/** Median and ninth tenth, by counting how many are at most as long. */
function plainSpread(times: readonly number[]) {
  const least = (share: number): number | null => {
    const fit = times.filter((time) => times.filter((other) => other <= time).length * 10 >= share * times.length);
    return fit.length === 0 ? null : Math.min(...fit);
  };
  return { count: times.length, median: least(5), p90: least(9) };
}

function plainFigures(entries: readonly Entry[]): Figures {
  const of = (what: Entry['what']) => entries.filter((entry) => entry.what === what);
  const times = (some: readonly Entry[]) => some.flatMap(({ since, at }) => (since === null ? [] : [openMinutes(since, at) * minute]));
  return {
    opened: of('opened').length,
    reopened: of('reopened').length,
    answered: of('answered').length,
    resolved: of('resolved').length,
    assigned: of('assigned').length,
    firstResponse: plainSpread(times(of('answered').filter(({ first }) => first))),
    answer: plainSpread(times(of('answered'))),
    resolution: plainSpread(times(of('resolved'))),
    kept: entries.filter(({ promise }) => promise === 'kept').length,
    broken: entries.filter(({ promise }) => promise === 'broken').length,
    rated: { count: 0, satisfied: 0, sum: 0 },
  };
}

type Step =
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'arrives' | 'reply' | 'resolved' | 'pending' | 'open' | 'assign'; readonly customer: number; readonly agent: 0 | 1 };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 60, max: 2_000 })) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('arrives' as const, 'arrives' as const, 'reply' as const, 'reply' as const, 'resolved' as const, 'pending' as const, 'open' as const, 'assign' as const), customer: fc.integer({ min: 0, max: 2 }), agent: fc.constantFrom(0 as const, 1 as const) }) },
);

describe('the figures', () => {
  it('are those of a plain reading of whatever has happened: the whole, each agent, each day, and what is open', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 12, maxLength: 40 }), async (steps) => {
        await history.close();
        history = await openHistory();
        await history.setRouting({ hours, serviceLevel: { normal: { first: 60, next: 30 } }, rules: [] });
        history.clock.at = monday + 8 * hour + 30 * minute;
        const { entries, states, opened } = await happens(steps);
        const numbers = await history.show({ period: { kind: 'latest', days: 7 }, by: 'agent' });
        const today = Math.floor((history.clock.at - monday) / day);
        const first = monday + (today - 6) * day;
        const within = entries.filter(({ at }) => at >= first);
        expect(numbers.total).toEqual(plainFigures(within));
        expect(numbers.standing.open).toBe([...states.values()].filter((status) => status !== 'resolved').length);
        for (const agent of [history.ada, history.ben]) {
          const row = numbers.rows.find(({ id }) => id === agent.id);
          const own = plainFigures(within.filter(({ by, what }) => by === agent.id && what !== 'opened' && what !== 'reopened'));
          expect(row?.figures ?? plainFigures([])).toEqual(own);
        }
        expect(numbers.days).toHaveLength(7);
        for (const [place, told] of numbers.days.entries()) {
          const from = first + place * day;
          const then = entries.filter(({ at }) => at >= from && at < from + day);
          const count = (what: Entry['what'], some: readonly Entry[] = then) => some.filter((entry) => entry.what === what).length;
          const until = entries.filter(({ at }) => at < from + day);
          expect(told).toEqual({
            day: new Date(from + 2 * hour).toISOString().slice(0, 10),
            opened: count('opened'),
            answered: count('answered'),
            resolved: count('resolved'),
            backlog: count('opened', until) + count('reopened', until) - count('resolved', until),
          });
        }
        expect(opened).toBe(entries.filter(({ what }) => what === 'opened').length);
      }),
      runs(8),
    );
  });

  /** Carries the steps out at the hub, and writes down what they mean. */
  async function happens(steps: readonly Step[]) {
    const agents = [history.ada, history.ben];
    const ids = new Map<string, ConversationId>();
    const states = new Map<string, string>();
    const waits = new Map<string, number | null>();
    const answered = new Set<string>();
    const openSince = new Map<string, number>();
    const owner = new Map<string, string>();
    const entries: Entry[] = [];
    for (const one of steps) {
      const at = history.clock.at;
      if (one.do === 'wait') {
        history.clock.at += one.minutes * minute;
        continue;
      }
      const customer = `c${one.customer}`;
      const agent = agents[one.agent] ?? history.ada;
      const note = (what: Entry['what'], part: Partial<Entry> = {}) => entries.push({ at, what, by: agent.id, customer, since: null, first: false, promise: null, ...part });
      const waited = waits.get(customer) ?? null;
      // The promise is made in open time, and so is broken once more open time than that has gone by.
      const promised = answered.has(customer) ? 30 : 60;
      const promise = waited === null ? null : openMinutes(waited, at) <= promised ? 'kept' : 'broken';
      const id = ids.get(customer);
      if (one.do === 'arrives') {
        ids.set(customer, await history.arrives(customer));
        if (!states.has(customer)) note('opened', { by: null });
        else if (states.get(customer) === 'resolved') note('reopened', { by: null });
        if (states.get(customer) === undefined || states.get(customer) === 'resolved') openSince.set(customer, at);
        states.set(customer, 'open');
        waits.set(customer, waited ?? at);
        continue;
      }
      if (id === undefined) continue;
      if (one.do === 'reply') {
        expect(await history.reply(agent, id)).toEqual({ kind: 'done' });
        if (waited !== null) note('answered', { since: waited, first: !answered.has(customer), promise });
        answered.add(customer);
        waits.set(customer, null);
      } else if (one.do === 'assign') {
        await history.assign(agent, id, agent.id);
        if (owner.get(customer) !== agent.id) note('assigned');
        owner.set(customer, agent.id);
      } else if (states.get(customer) !== one.do) {
        await history.status(agent, id, one.do);
        if (one.do === 'resolved') note('resolved', { since: openSince.get(customer) ?? null, promise: promise === 'broken' ? 'broken' : null });
        // Only what was overdue is counted of a wait that nobody answered; it is the agent's who said so.
        else if (one.do === 'pending' && promise === 'broken') entries.push({ at, what: 'waived' as never, by: agent.id, customer, since: null, first: false, promise });
        if (states.get(customer) === 'resolved') {
          note('reopened');
          openSince.set(customer, at);
        }
        if (one.do === 'resolved' || one.do === 'pending') waits.set(customer, null);
        states.set(customer, one.do);
      }
    }
    return { entries, states, opened: ids.size };
  }
});

it('median and ninth tenth are those of a plain reading, of however many times', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 40 }), (times) => {
      expect(spreadOf(times)).toEqual(plainSpread(times));
    }),
    runs(300),
  );
});

describe('a look at the numbers', () => {
  const totals = ({ total: { opened, answered, resolved } }: Numbers) => ({ opened, answered, resolved });

  it('cuts days where the company’s time zone does, also where one has 25 hours', async () => {
    await history.setRouting({ hours, rules: [] });
    history.clock.at = Date.parse('2026-10-24T23:59:00+02:00');
    await history.arrives('a');
    history.clock.at = Date.parse('2026-10-25T23:59:00+01:00');
    await history.arrives('b');
    history.clock.at = Date.parse('2026-10-26T12:00:00+01:00');
    await history.arrives('c');
    const { days, timeZone } = await history.show({ period: { kind: 'latest', days: 7 } });
    expect(timeZone).toBe('Europe/Berlin');
    expect(days.slice(-3).map(({ day: on, opened }) => [on, opened])).toEqual([['2026-10-24', 1], ['2026-10-25', 1], ['2026-10-26', 1]]);
  });

  it('compares with as many days before, up to the same time of day, once the ledger reaches back so far', async () => {
    await history.setRouting({ hours, rules: [] });
    expect((await history.show({ period: { kind: 'latest', days: 7 } })).before).toBeNull();
    history.clock.at = monday + 20 * day + 10 * hour;
    await history.arrives('a');
    history.clock.at += hour;
    await history.arrives('b');
    history.clock.at = monday + 27 * day + 10 * hour + 30 * minute;
    await history.arrives('c');
    const numbers = await history.show({ period: { kind: 'latest', days: 7 } });
    expect([totals(numbers).opened, numbers.before?.opened]).toEqual([1, 1]);
  });

  it('of days that were chosen counts those days whole, and of the future nothing', async () => {
    await history.setRouting({ hours, rules: [] });
    history.clock.at = monday + 10 * hour;
    await history.arrives('a');
    history.clock.at = monday + 40 * hour;
    await history.arrives('b');
    const chosen = (from: string, to: string) => history.show({ period: { kind: 'days', from, to } });
    expect(totals(await chosen('2026-06-01', '2026-06-01')).opened).toBe(1);
    expect((await chosen('2026-06-01', '2026-06-30')).days.map(({ day: on, backlog }) => [on, backlog])).toEqual([['2026-06-01', 1], ['2026-06-02', 2]]);
    expect(await chosen('2026-07-01', '2026-07-02')).toMatchObject({ from: '2026-07-01', to: '2026-07-02', total: { opened: 0 }, days: [] });
  });

  it('parts them by channel, by team and by tag, with what has none at the end; of a customer who was erased there is no tag', async () => {
    await history.setRouting({ hours, rules: [{ name: 'Tents', when: { words: ['tent'] }, does: { tags: ['Tents', 'Summer'] } }] });
    history.clock.at = monday + 10 * hour;
    const id = await history.arrives('a');
    await history.arrives('b');
    await history.arrives('c', { subject: 'Boots' });
    await history.status(history.ada, id, 'resolved');
    const rows = async (by: 'channel' | 'team' | 'tag') => (await history.show({ by })).rows.map(({ name, figures: { opened }, standing: { open } }) => [name, opened, open]);
    expect(await rows('channel')).toEqual([['Support', 3, 2]]);
    expect(await rows('team')).toEqual([[null, 3, 2]]);
    expect(await rows('tag')).toEqual([['Summer', 2, 1], ['Tents', 2, 1], [null, 1, 1]]);
    const { customer_id } = await history.hub.db.selectFrom('conversations').select('customer_id').where('id', '=', id).executeTakeFirstOrThrow();
    await history.hub.db.transaction().execute((tx) => history.hub.envelope.destroyKey(tx, customer_id as never));
    expect(await rows('tag')).toEqual([['Summer', 1, 1], ['Tents', 1, 1], [null, 2, 1]]);
  });

  it('tells an agent the whole and themselves, and nobody else’s figures; a lead everybody’s', async () => {
    history.clock.at = monday + 10 * hour;
    const [a, b] = [await history.arrives('a'), await history.arrives('b')];
    await history.reply(history.ada, a);
    await history.reply(history.ben, b);
    const latest = { kind: 'latest', days: 30 } as const;
    const seen = await history.desk.show(history.ada, { period: latest, by: 'agent' });
    expect(seen.rows.map(({ name }) => name)).toEqual(['Ada']);
    expect(totals(seen)).toEqual({ opened: 2, answered: 2, resolved: 0 });
    for (const by of ['channel', 'team', 'tag'] as const) await expect(history.desk.show(history.ada, { period: latest, by })).rejects.toMatchObject({ kind: 'numbers-own' });
    const lead = await history.desk.show({ ...history.ada, roles: ['lead'] }, { period: latest, by: 'agent' });
    expect(lead.rows.map(({ name, standing: { open } }) => [name, open])).toEqual([['Ada', 0], ['Ben', 0], [null, 2]]);
  });

  it('counts what is overdue now', async () => {
    await history.setRouting({ hours, serviceLevel: { normal: { first: 60 } }, rules: [] });
    history.clock.at = monday + 10 * hour;
    await history.arrives('a');
    history.clock.at += 50 * minute;
    await history.arrives('b');
    history.clock.at += 20 * minute;
    expect((await history.show()).standing).toEqual({ open: 2, overdue: 1 });
  });
});
