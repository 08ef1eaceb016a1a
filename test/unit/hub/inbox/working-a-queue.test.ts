import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import type { Command } from '../../../../shared/contract/wire/index.ts';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { MovedClock } from '../../../doubles/rooms.ts';
import { openOrganisation, type Organisation } from './organisation.ts';

const hour = 3_600_000;
let hub: Organisation;
let clock: MovedClock;
let mailbox: string;
let ada: Agent;
beforeEach(async () => {
  clock = new MovedClock();
  hub = await openOrganisation({ clock });
  mailbox = await hub.addMailbox();
  ada = await hub.addAgent({ name: 'Ada' });
});
afterEach(() => hub.close());

/** A mail of Maria's; all of them are one conversation. */
async function arrive(text = 'Where is my tent?', headers: readonly string[] = []): Promise<ConversationId> {
  const raw = Buffer.from([`From: Maria Lopez <maria@mail.example>`, 'Subject: Tent', `Message-ID: <${randomUUID()}@mail.example>`, ...headers, '', text, ''].join('\r\n'));
  await hub.db.transaction().execute((tx) => spool(tx, hub.envelope, clock, mailbox, { source: sourceOf(raw), body: raw, receivedAt: clock.now() }));
  await hub.channels.stop();
  await hub.channels.start();
  await hub.channels.idle();
  return hub.messages().findLast(({ kind }) => kind === 'inbound')?.conversationId ?? expect.fail('nothing arrived');
}
const now = (id: ConversationId) => hub.heard.flatMap(({ event }) => (event.e === 'conversation' && event.conversation.id === id ? [event.conversation] : [])).at(-1);
const lines = () => hub.messages().filter(({ kind }) => kind === 'event').map(({ authorName, text }) => `${authorName}: ${text}`);
const snooze = (conversationId: ConversationId, until: number): Command => ({ do: 'status', conversationId, status: 'snoozed', until, was: 'open' });
async function lookForDue(): Promise<void> {
  hub.snoozes.start();
  hub.snoozes.wake();
  await hub.snoozes.idle();
}

describe('a snoozed conversation', () => {
  it('becomes open by itself when its time has come, once, and says so', async () => {
    const id = await arrive();
    const until = clock.now() + hour;
    expect(await hub.execute(ada, snooze(id, until))).toEqual({ kind: 'done' });
    expect(now(id)).toMatchObject({ status: 'snoozed', snoozedUntil: until });
    expect(lines()).toEqual([`Ada: Ada snoozed this until ${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC.`]);
    await lookForDue();
    expect(now(id)).toMatchObject({ status: 'snoozed' });
    clock.ahead = hour;
    await lookForDue();
    await lookForDue();
    expect(now(id)).toMatchObject({ status: 'open', snoozedUntil: null });
    expect(lines().filter((line) => line === 'Sealdesk: Snooze ended.')).toHaveLength(1);
  });

  it('whose time came while the hub was down is opened at its next start', async () => {
    const id = await arrive();
    await hub.execute(ada, snooze(id, clock.now() + hour));
    await hub.close(true);
    clock.ahead = 2 * hour;
    const { folder, masterKey } = hub;
    hub = await openOrganisation({ folder, masterKey, clock });
    await lookForDue();
    expect(now(id)).toMatchObject({ status: 'open', snoozedUntil: null });
    expect(lines()).toEqual(['Sealdesk: Snooze ended.']);
    await hub.close(true);
    hub = await openOrganisation({ folder, masterKey, clock });
    await lookForDue();
    expect(lines()).toEqual([]);
    await hub.close(true);
    rmSync(folder, { recursive: true, force: true });
    hub = await openOrganisation({ clock });
  });

  it('becomes open at once when the customer writes, and not when their absence note comes', async () => {
    const id = await arrive();
    await hub.execute(ada, snooze(id, clock.now() + hour));
    await arrive('I am away.', ['Auto-Submitted: auto-replied']);
    expect(now(id)).toMatchObject({ status: 'snoozed' });
    await arrive('Please hurry.');
    expect(now(id)).toMatchObject({ status: 'open', snoozedUntil: null });
    expect(lines().at(-1)).toBe('Sealdesk: Snooze ended.');
    clock.ahead = hour;
    await lookForDue();
    expect(lines().filter((line) => line.endsWith('Snooze ended.'))).toHaveLength(1);
  });

  it('does not part a card number that comes in two messages, of which the first has opened it', async () => {
    const id = await arrive();
    await hub.execute(ada, { do: 'reply', conversationId: id, messageId: randomUUID() as never, text: 'How did you pay?', seen: hub.messages().at(-1)!.id });
    await hub.execute(ada, snooze(id, clock.now() + hour));
    await arrive('My card number is 4111 1111');
    await arrive('1111 1111');
    const replaced = hub.heard.flatMap(({ event }) => (event.e === 'message.replaced' ? [event.message.text] : []));
    expect(replaced.join()).not.toContain('4111 1111');
    expect(replaced).toHaveLength(1);
  });

  it('is snoozed until a time ahead, of two years at most, and no other status has a time', async () => {
    const id = await arrive();
    const { until: _, ...without } = snooze(id, 0) as Extract<Command, { do: 'status' }>;
    expect(await hub.execute(ada, without)).toMatchObject({ kind: 'refused' });
    expect(await hub.execute(ada, snooze(id, clock.now() - 1))).toMatchObject({ kind: 'refused', message: expect.stringContaining('passed') });
    expect(await hub.execute(ada, snooze(id, clock.now() + 800 * 24 * hour))).toMatchObject({ kind: 'refused', message: expect.stringContaining('two years') });
    expect(now(id)).toMatchObject({ status: 'open', snoozedUntil: null });
    await hub.execute(ada, { do: 'status', conversationId: id, status: 'pending', until: clock.now() + hour });
    expect(now(id)).toMatchObject({ status: 'pending', snoozedUntil: null });
  });

  it('can be snoozed until another time, and comes back as a conflict where a colleague has changed its status meanwhile', async () => {
    const ben = await hub.addAgent({ name: 'Ben' });
    const id = await arrive();
    await hub.execute(ada, snooze(id, clock.now() + hour));
    const later = clock.now() + 2 * hour;
    expect(await hub.execute(ada, { ...snooze(id, later), was: 'snoozed' } as Command)).toEqual({ kind: 'done' });
    expect(now(id)).toMatchObject({ snoozedUntil: later });
    await hub.execute(ben, { do: 'status', conversationId: id, status: 'resolved', was: 'snoozed' });
    expect(await hub.execute(ada, { ...snooze(id, later), was: 'snoozed' } as Command)).toEqual({ kind: 'conflict', conflict: { reason: 'changed', by: 'Ben', answer: null } });
    expect(now(id)).toMatchObject({ status: 'resolved', snoozedUntil: null });
  });
});

describe('a priority', () => {
  it('is set, said in a line, and given back where a colleague has set another meanwhile', async () => {
    const ben = await hub.addAgent({ name: 'Ben' });
    const id = await arrive();
    expect(now(id)).toMatchObject({ priority: 'normal' });
    expect(await hub.execute(ada, { do: 'priority', conversationId: id, priority: 'urgent', was: 'normal' })).toEqual({ kind: 'done' });
    expect(now(id)).toMatchObject({ priority: 'urgent' });
    expect(lines()).toEqual(['Ada: Ada set the priority to urgent.']);
    expect(await hub.execute(ben, { do: 'priority', conversationId: id, priority: 'low', was: 'normal' })).toEqual({ kind: 'conflict', conflict: { reason: 'changed', by: 'Ada', answer: null } });
    // One's own earlier word is no conflict.
    expect(await hub.execute(ada, { do: 'priority', conversationId: id, priority: 'high', was: 'normal' })).toEqual({ kind: 'done' });
  });
});

describe('a tag', () => {
  const tag = (conversationId: ConversationId, word: string, change: 'add' | 'remove' = 'add') => hub.execute(ada, { do: 'tag', conversationId, tag: word, change });

  it('comes and goes, whatever its case, and does nothing where it is there or gone', async () => {
    const id = await arrive();
    expect(await tag(id, 'Refund')).toEqual({ kind: 'done' });
    expect(await tag(id, 'refund')).toEqual({ kind: 'done' });
    expect(now(id)).toMatchObject({ tags: ['Refund'] });
    await tag(id, 'VIP');
    expect(await tag(id, 'REFUND', 'remove')).toEqual({ kind: 'done' });
    expect(await tag(id, 'Refund', 'remove')).toEqual({ kind: 'done' });
    expect(now(id)).toMatchObject({ tags: ['VIP'] });
    expect(lines()).toEqual(['Ada: Ada added the tag “Refund”.', 'Ada: Ada added the tag “VIP”.', 'Ada: Ada removed the tag “Refund”.']);
  });

  it('that redaction finds something in is refused and stored nowhere, as is one with the customer’s name', async () => {
    const id = await arrive();
    for (const word of ['4111 1111 1111 1111', 'maria@mail.example', '+49 30 901820', 'DE89 3704 0044 0532 0130 00', 'about Maria Lopez', 'maria lopez']) {
      expect([word, await tag(id, word)]).toEqual([word, { kind: 'refused', message: expect.stringContaining('The tag was not added') }]);
    }
    expect(now(id)).toMatchObject({ tags: [] });
    expect(lines()).toEqual([]);
  });

  it('is sealed: the database does not hold it in the open, nor the audit log', async () => {
    const id = await arrive();
    await tag(id, 'Zebrafinch');
    await hub.db.transaction().execute((tx) => tx.updateTable('conversations').set({ status: 'open' }).where('id', '=', id).execute());
    const files = ['hub.db', 'hub.db-wal'].map((name) => readFileSync(join(hub.folder, name)).toString('latin1').toLowerCase());
    for (const content of files) expect(content).not.toContain('zebrafinch');
    expect(now(id)).toMatchObject({ tags: ['Zebrafinch'] });
  });

  it('more than twenty are refused', async () => {
    const id = await arrive();
    for (let n = 0; n < 20; n += 1) expect(await tag(id, `topic ${'abcdefghijklmnopqrst'[n]}`)).toEqual({ kind: 'done' });
    expect(await tag(id, 'one more')).toMatchObject({ kind: 'refused', message: expect.stringContaining('at most 20') });
  });
});

describe('snooze, priority and tags', () => {
  it('are for those whose role may set the status of a conversation that they may see', async () => {
    const id = await arrive();
    const wishes: Command[] = [
      snooze(id, clock.now() + hour),
      { do: 'priority', conversationId: id, priority: 'high', was: 'normal' },
      { do: 'tag', conversationId: id, tag: 'Refund', change: 'add' },
    ];
    const ida = await hub.addAgent({ name: 'Ida', roles: ['it'] });
    const mia = await hub.addAgent({ name: 'Mia', roles: ['privacy'] });
    for (const wish of wishes) for (const other of [ida, mia]) expect(await hub.execute(other, wish)).toMatchObject({ kind: 'refused' });
    expect(now(id)).toMatchObject({ status: 'open', priority: 'normal', tags: [] });
    for (const wish of wishes) expect(await hub.execute(ada, wish)).toEqual({ kind: 'done' });
    expect(now(id)).toMatchObject({ status: 'snoozed', priority: 'high', tags: ['Refund'] });
  });
});
