import fc from 'fast-check';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditPageOf } from '../../../../hub/audit/audit-pages.ts';
import { answerConsole } from '../../../../hub/admin/console.ts';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import { auditListMost, type AuditPage, type AuditWish } from '../../../../shared/contract/console/audit.ts';
import { consoleCalls } from '../../../../shared/contract/console/index.ts';
import { type AuditEntry, AuditKind, auditKinds } from '../../../../shared/domain/audit.ts';
import { AgentId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { runs } from '../../../doubles/how-often.ts';
import { HubInProcess } from '../../../doubles/rooms.ts';
import { RoomsDevice } from '../../../doubles/rooms-device.ts';

let hub: HubInProcess;
beforeEach(async () => {
  hub = await HubInProcess.make();
});
afterEach(() => hub.remove());

const all: AuditWish = { agent: null, kind: null, time: null, before: null };
const hour = 3_600_000;

/** Follows the pages to the end. */
async function everyPage(wish: AuditWish, atMost?: number): Promise<{ readonly positions: number[]; readonly pages: number }> {
  const positions: number[] = [];
  let before = wish.before;
  for (let pages = 1; ; pages += 1) {
    const page = await hub.tx((tx) => auditPageOf(tx, { ...wish, before }, atMost));
    positions.push(...page.entries.map(({ position }) => position));
    if (page.next === null) return { positions, pages };
    before = page.next;
  }
}
const append = (entry: Pick<AuditEntry, 'actor' | 'action' | 'subject'>) => hub.tx((tx) => hub.rooms.audit.append(tx, entry));
const stored = async () => (await hub.rooms.store.selectFrom('audit').selectAll().orderBy('position').execute());

describe('pages of the audit log', () => {
  it('have every entry once, newest first, and no more than are sent at a time', async () => {
    for (let n = 0; n < 2 * auditListMost + 5; n += 1) await append({ actor: 'hub', action: 'channel.troubled', subject: String(n) });
    const { positions, pages } = await everyPage(all);
    expect(positions).toEqual((await stored()).map(({ position }) => position).toReversed());
    expect(pages).toBe(3);
  });

  it('look at so many entries and no further, and say where to go on where nothing was found', async () => {
    for (let n = 0; n < 40; n += 1) await append({ actor: 'hub', action: 'channel.troubled', subject: String(n) });
    const page = await hub.tx((tx) => auditPageOf(tx, { ...all, kind: 'exports' }, 10));
    const newest = (await stored()).length;
    expect(page).toEqual({ entries: [], next: newest - 9 });
    expect(await everyPage({ ...all, kind: 'exports' }, 10)).toMatchObject({ positions: [] });
    expect((await everyPage({ ...all, kind: 'hub' }, 10)).positions).toHaveLength(newest - 1 - (await stored()).filter(({ action }) => action === 'policy.set').length);
  });

  it('are what fits, whatever is chosen and whichever way the clock was set', async () => {
    const agents = [await hub.agent('one@nordlicht.example'), await hub.agent('two@nordlicht.example')];
    const actions = Object.values(auditKinds).flatMap((prefixes) => prefixes.map((prefix) => `${prefix}.made`));
    hub.clock.stop();
    const start = hub.clock.now();
    let latest = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ step: fc.integer({ min: -12 * hour, max: 30 * hour }), actor: fc.constantFrom('hub', 'command:1', ...agents.map(({ id }) => `agent:${id}`)), action: fc.constantFrom(...actions, 'odd'), subject: fc.constantFrom('x', ...agents.map(({ id }) => id)) }), { maxLength: 12 }),
        fc.record({ agent: fc.constantFrom(null, ...agents.map(({ id }) => id)), kind: fc.constantFrom(null, ...AuditKind.options), part: fc.option(fc.integer({ min: 0, max: 100 }), { nil: null }) }),
        fc.integer({ min: 1, max: 30 }),
        async (added, { agent, kind, part }, atMost) => {
          for (const { step, ...entry } of added) {
            // Set back by less than a day in all: that is how far days are told apart.
            hub.clock.ahead = Math.max(latest - 20 * hour, hub.clock.ahead + step);
            latest = Math.max(latest, hub.clock.ahead);
            await append(entry);
          }
          const from = start + Math.floor((latest * (part ?? 0)) / 100 / hour) * hour;
          const time = part === null ? null : { from, to: from + 24 * hour };
          const fits = (await stored()).filter(
            (row) =>
              (agent === null || row.actor === `agent:${agent}` || row.subject === agent) &&
              (kind === null || auditKinds[kind].some((prefix) => row.action.startsWith(`${prefix}.`))) &&
              (time === null || (row.at >= time.from && row.at < time.to)),
          );
          expect((await everyPage({ agent, kind, time, before: null }, atMost)).positions).toEqual(fits.map(({ position }) => position).toReversed());
        },
      ),
      runs(40),
    );
  });
});

describe('the audit log at a laptop', () => {
  const caller = async (roles: Agent['roles']) => {
    const laptop = await RoomsDevice.make(hub, roles);
    await laptop.enrol();
    await laptop.approve();
    await hub.rooms.store.updateTable('devices').set({ state: 'active' }).where('id', '=', laptop.id).execute();
    return { user: laptop.agent, device: laptop.id };
  };
  const ask = (who: Awaited<ReturnType<typeof caller>>, call: string, input: unknown) => answerConsole({ rooms: hub.rooms, running: null }, who, call, input, () => undefined);
  const value = async (answer: ReturnType<typeof ask>): Promise<AuditPage> => consoleCalls['audit.list'].output.parse(((await answer) as { value: unknown }).value);

  it('is read by IT and privacy, and by nobody else', async () => {
    for (const roles of [['agent'], ['lead'], ['finance']] as const) {
      const who = await caller([...roles]);
      for (const call of ['audit.list', 'audit.people.list', 'audit.check']) expect(await ask(who, call, all)).toEqual({ kind: 'refused', message: expect.stringContaining('Your role does not allow this') });
    }
    for (const roles of [['it'], ['privacy']] as const) {
      const who = await caller([...roles]);
      expect((await value(ask(who, 'audit.list', all))).entries[0]).toMatchObject({ position: (await stored()).length });
      expect(await ask(who, 'audit.people.list', null)).toMatchObject({ kind: 'done', value: expect.arrayContaining([{ id: who.user.id, name: who.user.name }]) });
      expect(await ask(who, 'audit.check', null)).toMatchObject({ kind: 'done', value: { is: 'intact', entries: (await stored()).length } });
    }
  });

  it('names people, laptops, teams and channels, and no customer', async () => {
    const who = await caller(['it']);
    const team = await hub.tx((tx) => hub.rooms.teams.add(tx, `agent:${who.user.id}`, 'Returns'));
    await hub.tx(async (tx) => {
      const customer = await createCustomer(tx, hub.rooms.envelope, { kind: 'email', value: 'maria@mail.example' }, 'Maria Sommer', 1);
      await hub.rooms.audit.append(tx, { actor: `device:${who.device}`, action: 'customer.merged', subject: customer, detail: { to: who.user.id } });
    });
    const page = await value(ask(who, 'audit.list', all));
    expect(page.names).toEqual(expect.arrayContaining([{ id: who.user.id, is: 'person', name: who.user.name }, { id: who.device, is: 'laptop', name: 'laptop-7' }, { id: team.id, is: 'team', name: 'Returns' }]));
    expect(JSON.stringify(page)).not.toMatch(/Maria|Sommer|maria@/u);
  });

  it('is found by a person also where it was one of their laptops', async () => {
    const who = await caller(['it']);
    await append({ actor: `device:${who.device}`, action: 'session.opened', subject: who.device });
    const { entries } = await value(ask(who, 'audit.list', { ...all, agent: AgentId.parse(who.user.id), kind: 'laptops' }));
    expect(entries.map(({ action }) => action)).toEqual(['session.opened', 'device.approved', 'device.enrolled', 'invite.made']);
  });

  it('says that an entry was changed, whoever looks, and how far it is where that takes long', async () => {
    const who = await caller(['privacy']);
    expect(await hub.rooms.auditChecks.check(() => Promise.resolve())).toEqual({ is: 'running', entries: 0 });
    expect(await hub.rooms.auditChecks.check(() => new Promise(() => undefined))).toMatchObject({ is: 'intact' });
    await breakEntry(3);
    expect(await ask(who, 'audit.check', null)).toEqual({ kind: 'done', value: { is: 'broken', at: 3 } });
  });
});

/** As somebody would who has the database's file. */
async function breakEntry(position: number): Promise<void> {
  await sql`drop trigger audit_keeps_entries`.execute(hub.rooms.store);
  await hub.rooms.store.updateTable('audit').set({ actor: 'nobody' }).where('position', '=', position).execute();
}
