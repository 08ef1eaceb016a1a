import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChatCustomer } from '../../../build/try-it/chat-customer.mts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import { Laptop, soon } from '../../doubles/laptop.ts';
import { Hub } from '../../e2e/journey/hub.ts';

/** Two laptops and the hub, all as built, each in a process of its own: one of them is away for a day's work. */
const folder = mkdtempSync(join(tmpdir(), 'sealdesk-away-'));
const hub = new Hub(join(folder, 'hub'));

const [nora, ben] = [new Laptop(hub, folder, 'nora'), new Laptop(hub, folder, 'ben')];
const customers: ChatCustomer[] = [];
beforeAll(async () => {
  await hub.command('hub', 'init', '--org', 'Lindgren Outdoor', '--try-it');
  await hub.start();
  await hub.command('channel', 'add-webchat', '--name', 'Chat');
  await hub.command('agent', 'add', '--email', 'nora@lindgren.example', '--name', 'Nora Bergström', '--role', 'agent');
  await hub.command('agent', 'add', '--email', 'ben@lindgren.example', '--name', 'Ben Okafor', '--role', 'agent');
});
afterAll(async () => {
  for (const customer of customers) customer.leave();
  await Promise.all([nora.end(), ben.end()]);
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(text: string): Promise<{ customer: ChatCustomer; id: ConversationId }> {
  const customer = new ChatCustomer(hub.chat);
  customers.push(customer);
  await customer.connect();
  customer.say(text);
  await expect.poll(async () => (await Promise.all([nora.list(), ben.list()])).every((rows) => rows.some(({ preview }) => preview === text)), soon).toBe(true);
  return { customer, id: (await nora.list()).find(({ preview }) => preview === text)!.id };
}

/** What the customer was told, in order; a line comes again when its state changes. */
const told = (customer: ChatCustomer) => [...new Map(customer.lines.filter(({ from }) => from === 'shop').map((line) => [line.id, line.text])).values()];

test('a day away: what nobody contradicts goes out in order and once, the rest comes back to be decided', { timeout: 480_000 }, async () => {
  await nora.enrol('nora@lindgren.example');
  await ben.enrol('ben@lindgren.example');
  const alone = await ask('Where is my tent?');
  const both = await ask('Where are my boots?');

  await nora.goOffline();
  await nora.call('conversation.reply', { id: alone.id, text: 'One.' });
  await nora.call('conversation.note', { id: alone.id, text: 'Waits for the carrier.' });
  await nora.call('conversation.reply', { id: alone.id, text: 'Two.' });
  await nora.call('conversation.status', { id: alone.id, status: 'pending' });
  await nora.call('conversation.reply', { id: both.id, text: 'Nora: your boots left today.' });
  await nora.call('conversation.status', { id: both.id, status: 'resolved' });
  await nora.call('conversation.draft', { id: both.id, kind: 'reply', text: 'And a discount' });

  // Ben answers the one meanwhile.
  await ben.call('conversation.reply', { id: both.id, text: 'Ben: they left yesterday.' });
  await expect.poll(() => told(both.customer), soon).toEqual(['Ben: they left yesterday.']);
  await ben.call('conversation.assign', { id: both.id, assigneeId: null });
  await nora.lockAndUnlock();
  expect(await nora.call('sync.state', null)).toMatchObject({ connection: 'offline', queued: 6 });

  nora.goOnline();
  await expect.poll(async () => nora.call('sync.state', null), soon).toMatchObject({ queued: 0, conflicts: 2 });
  await expect.poll(() => told(alone.customer), soon).toEqual(['One.', 'Two.']);
  await expect.poll(async () => (await ben.open(alone.id)).conversation.status, soon).toBe('pending');
  expect(told(both.customer)).toEqual(['Ben: they left yesterday.']);
  expect(await nora.open(both.id)).toMatchObject({
    conversation: { status: 'open', hasConflict: true },
    conflicts: [
      { about: 'reply', by: 'Ben Okafor', text: 'Nora: your boots left today.', theirs: { text: 'Ben: they left yesterday.' } },
      { about: 'status', held: true, wanted: 'resolved', now: 'open' },
    ],
  });

  // Locked and unlocked, it still waits; then Nora decides.
  await nora.goOffline();
  await nora.lockAndUnlock();
  const { conflicts, drafts } = await nora.open(both.id);
  expect([conflicts.length, drafts.reply]).toEqual([2, 'And a discount']);
  for (const { key } of conflicts) await nora.call('conversation.settle', { id: both.id, key, how: 'again' });
  nora.goOnline();
  await expect.poll(() => told(both.customer), soon).toEqual(['Ben: they left yesterday.', 'Nora: your boots left today.']);
  await expect.poll(async () => nora.call('sync.state', null), soon).toMatchObject({ queued: 0, conflicts: 0 });
  await expect.poll(async () => (await ben.open(both.id)).conversation.status, soon).toBe('resolved');
  expect(told(alone.customer)).toEqual(['One.', 'Two.']);
});
