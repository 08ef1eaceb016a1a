import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChatCustomer } from '../../../build/try-it/chat-customer.mts';
import { flipPages, rootPage } from '../../doubles/flipped-pages.ts';
import { Laptop, passphrase, soon } from '../../doubles/laptop.ts';
import { keysOfProfile } from '../../doubles/profile-keys.ts';
import { Hub } from '../../e2e/journey/hub.ts';

/** A laptop and the hub, as built, each in a process of its own. */
const folder = mkdtempSync(join(tmpdir(), 'sealdesk-repair-'));
const hub = new Hub(join(folder, 'hub'));
const nora = new Laptop(hub, folder, 'nora');
const customers: ChatCustomer[] = [];

beforeAll(async () => {
  await hub.command('hub', 'init', '--org', 'Lindgren Outdoor', '--try-it');
  await hub.start();
  await hub.command('channel', 'add-webchat', '--name', 'Chat');
  await hub.command('agent', 'add', '--email', 'nora@lindgren.example', '--name', 'Nora Bergström', '--role', 'agent');
});
afterAll(async () => {
  for (const customer of customers) customer.leave();
  await nora.end();
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(...texts: readonly string[]): Promise<ChatCustomer> {
  const customer = new ChatCustomer(hub.chat);
  customers.push(customer);
  await customer.connect();
  for (const text of texts) {
    customer.say(text);
    await expect.poll(async () => (await nora.list()).some(({ preview }) => preview === text), soon).toBe(true);
  }
  return customer;
}

const told = (customer: ChatCustomer) => [...new Map(customer.lines.filter(({ from }) => from === 'shop').map((line) => [line.id, line.text])).values()];

test('a vault with damaged pages is repaired: all messages come back once, the draft is there, the queued reply goes out once', { timeout: 480_000 }, async () => {
  await nora.enrol('nora@lindgren.example');
  const tent = await ask('Where is my tent?', 'It was ordered in May.', 'By my sister.');
  await ask('Where are my boots?');
  const [boots, tents] = ['Where are my boots?', 'By my sister.'].map((text) => nora.list().then((rows) => rows.find(({ preview }) => preview === text)!.id));
  const [bootsId, tentsId] = [await boots!, await tents!];
  const before = await Promise.all([bootsId, tentsId].map((id) => nora.open(id)));

  await nora.goOffline();
  await nora.call('conversation.reply', { id: tentsId, text: 'It left today.' });
  await nora.call('conversation.draft', { id: bootsId, kind: 'reply', text: 'Your boots' });
  const { keys } = await keysOfProfile(nora.profile, Buffer.from(passphrase));
  await nora.lock();
  const file = join(nora.profile, 'vault.db');
  flipPages(file, ['messages', 'messages_by_conversation', 'conversations'].map((name) => rootPage(file, keys['vault key'], name)));

  nora.startAgain();
  const salvage = { readable: true, drafts: { saved: 1, lost: 0 }, queued: { saved: 1, lost: 0 }, returned: { saved: 0, lost: 0 }, unsure: false };
  expect(await nora.tryToUnlock()).toEqual({ kind: 'repair-offered', salvage });
  expect(await nora.call('repair.carry-out', null)).toMatchObject({ kind: 'unlocked', repaired: { salvage } });
  expect(readdirSync(nora.profile).filter((name) => name.startsWith('vault.damaged-'))).toHaveLength(1);
  expect(await nora.call('sync.state', null)).toMatchObject({ queued: 1 });

  nora.goOnline();
  await expect.poll(() => nora.call('sync.state', null), soon).toMatchObject({ connection: 'online', queued: 0, backfill: 'done' });
  await expect.poll(() => told(tent), soon).toEqual(['It left today.']);
  const after = await Promise.all([bootsId, tentsId].map((id) => nora.open(id)));
  const texts = (opened: (typeof after)[number]) => opened.messages.map(({ text }) => text);
  expect(texts(after[0]!)).toEqual(texts(before[0]!));
  expect(texts(after[1]!)).toEqual([...texts(before[1]!), 'It left today.']);
  expect(after[0]!.drafts.reply).toBe('Your boots');
  expect(await nora.list()).toHaveLength(2);

  // Locked and unlocked, and it stays sent once.
  await nora.lock();
  nora.startAgain();
  await nora.unlock();
  nora.goOnline();
  await expect.poll(() => nora.call('sync.state', null), soon).toMatchObject({ connection: 'online', queued: 0 });
  expect(told(tent)).toEqual(['It left today.']);
});
