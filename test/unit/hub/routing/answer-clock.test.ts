import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { applyNews } from '../../../../hub/intake/apply-news.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import { arrivalsOf } from '../../../../hub/routing/arrivals.ts';
import { ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { firstPolicy } from '../../../../shared/domain/policy.ts';
import { Routing } from '../../../../shared/domain/routing.ts';
import { openOrganisation, type Organisation } from '../inbox/organisation.ts';

let hub: Organisation;
let mailbox: string;
let ada: Agent;
beforeEach(async () => {
  hub = await openOrganisation();
  mailbox = await hub.addMailbox();
  ada = await hub.addAgent({ name: 'Ada' });
  await setRouting({ serviceLevel: { normal: { first: 60, next: 30 }, urgent: { first: 10 } }, rules: [{ name: 'Fire', when: { words: ['fire'] }, does: { priority: 'urgent', tags: ['Safety'] } }] });
});
afterEach(() => hub.close());

const setRouting = (routing: object) => hub.db.transaction().execute(async (tx) => hub.routing.set(tx, 'test', (await hub.routing.inForce(tx)).version, Routing.parse(routing)));
let written = 0;
async function arrives(subject: string, headers = ''): Promise<void> {
  const raw = Buffer.from(`${headers}From: maria@mail.example\r\nSubject: ${subject}\r\nMessage-ID: <c${(written += 1)}@mail.example>\r\n\r\nHello\r\n`);
  await hub.db.transaction().execute((tx) => spool(tx, hub.envelope, hub.clock, mailbox, { source: sourceOf(raw), body: raw, receivedAt: hub.clock.now() }));
  await hub.channels.start();
  await hub.channels.idle();
}
const one = async () => hub.db.selectFrom('conversations').selectAll().executeTakeFirstOrThrow();
const told = () => hub.heard.flatMap(({ event }) => (event.e === 'conversation' ? [event.conversation] : [])).at(-1);
const promised = async () => {
  const { due_at, waiting_since } = await one();
  return due_at === null || waiting_since === null ? null : (due_at - waiting_since) / 60_000;
};
const id = async () => ConversationId.parse((await one()).id);
const reply = async () => hub.execute(ada, { do: 'reply', conversationId: await id(), messageId: MessageId.parse(randomUUID()), text: 'It is on its way.', seen: hub.messages().findLast(({ kind }) => kind === 'inbound')?.id ?? null });

describe('the time to answer', () => {
  it('begins with the customer’s message and is told to devices; another message does not put it off', async () => {
    await arrives('Tent');
    expect(await promised()).toBe(60);
    const { due_at } = await one();
    expect(told()?.dueAt).toBe(due_at);
    await arrives('Re: Tent');
    expect((await one()).due_at).toBe(due_at);
  });

  it('ends with an agent’s answer, and is that of an answer after the first from then on', async () => {
    await arrives('Tent');
    expect(await reply()).toEqual({ kind: 'done' });
    expect(await promised()).toBeNull();
    expect(told()?.dueAt).toBeNull();
    await arrives('Re: Tent');
    expect(await promised()).toBe(30);
  });

  it('is not ended by a note, nor by snoozing; it is by setting it to pending or resolved', async () => {
    await arrives('Tent');
    await hub.execute(ada, { do: 'note', conversationId: await id(), messageId: MessageId.parse(randomUUID()), text: 'Looking.' });
    await hub.execute(ada, { do: 'status', conversationId: await id(), status: 'snoozed', until: hub.clock.now() + 3_600_000 });
    expect(await promised()).toBe(60);
    await hub.execute(ada, { do: 'status', conversationId: await id(), status: 'pending' });
    expect(await promised()).toBeNull();
    await arrives('Re: Tent');
    await hub.execute(ada, { do: 'status', conversationId: await id(), status: 'resolved' });
    expect(await promised()).toBeNull();
  });

  it('follows the priority, from the same beginning', async () => {
    await arrives('Tent');
    await hub.execute(ada, { do: 'priority', conversationId: await id(), priority: 'urgent', was: 'normal' });
    expect(await promised()).toBe(10);
    await hub.execute(ada, { do: 'priority', conversationId: await id(), priority: 'low', was: 'urgent' });
    expect((await one()).due_at).toBeNull();
    expect((await one()).waiting_since).not.toBeNull();
  });

  it('is owed neither to a program nor to a blocked sender', async () => {
    await arrives('Tent', 'Auto-Submitted: auto-replied\r\n');
    expect((await one()).waiting_since).toBeNull();
    await hub.db.transaction().execute((tx) => hub.blockedSenders.block(tx, 'test', { kind: 'email', value: 'maria@mail.example' }));
    await arrives('Re: Tent');
    expect((await one()).waiting_since).toBeNull();
  });

  it('is ended by what the company wrote in another program, and not by what it had written before', async () => {
    const at = hub.clock.now();
    await hub.db.insertInto('channels').values({ id: 'insta', kind: 'instagram', name: 'Insta', team_id: null, settings: new Uint8Array(), created_at: 0, removed_at: null }).execute();
    const identity = { kind: 'instagram', value: 'maria' } as const;
    const deps = { envelope: hub.envelope, clock: hub.clock, fanOut: hub.fanOut, arrivals: arrivalsOf(hub), mailDomainOf: () => null, policy: () => Promise.resolve(firstPolicy) };
    const echo = (sentAt: number) => hub.db.transaction().execute((tx) => applyNews(tx, deps, { id: 'insta', kind: 'instagram', teamId: null }, { news: 'echo', remoteId: randomUUID(), identity, text: 'From the telephone.', sentAt, file: false }));
    await echo(at - 120_000);
    await hub.db.updateTable('conversations').set({ waiting_since: at - 60_000, answered: 0, due_at: at }).execute();
    await echo(at - 90_000);
    expect((await one()).due_at).toBe(at);
    await echo(at);
    expect(await one()).toMatchObject({ waiting_since: null, due_at: null, answered: 1 });
  });

  it('is that of an answer after the first, where the company had begun the conversation', async () => {
    await hub.channels.start();
    const conversationId = ConversationId.parse(randomUUID());
    expect(await hub.execute(ada, { do: 'start', conversationId, messageId: MessageId.parse(randomUUID()), channelId: mailbox, to: { kind: 'address', address: 'maria@mail.example', name: 'Maria' }, subject: 'Tent', text: 'It is in stock again.' })).toEqual({ kind: 'done' });
    await arrives('Re: Tent');
    expect(await promised()).toBe(30);
  });

  it('is that of the priority which a rule gives, and its tags are there from the beginning', async () => {
    await arrives('Fire!');
    expect(await promised()).toBe(10);
    expect(told()).toMatchObject({ priority: 'urgent', tags: ['Safety'] });
  });
});
