import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChatCustomer } from '../../../build/try-it/chat-customer.mts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import { Laptop, soon } from '../../doubles/laptop.ts';
import { Hub } from '../../e2e/journey/hub.ts';

/** Two laptops of one agent, a colleague's, and the hub, all as built, each in a process of its own. */
const folder = mkdtempSync(join(tmpdir(), 'sealdesk-drafts-'));
const hub = new Hub(join(folder, 'hub'));
const [home, office, bens] = [new Laptop(hub, folder, 'home'), new Laptop(hub, folder, 'office'), new Laptop(hub, folder, 'ben')];
const customer = { chat: null as ChatCustomer | null };
beforeAll(async () => {
  await hub.command('hub', 'init', '--org', 'Lindgren Outdoor', '--try-it');
  await hub.start();
  await hub.command('channel', 'add-webchat', '--name', 'Chat');
  await hub.command('agent', 'add', '--email', 'nora@lindgren.example', '--name', 'Nora Bergström', '--role', 'agent');
  await hub.command('agent', 'add', '--email', 'ben@lindgren.example', '--name', 'Ben Okafor', '--role', 'agent');
});
afterAll(async () => {
  customer.chat?.leave();
  await Promise.all([home.end(), office.end(), bens.end()]);
  await hub.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function ask(text: string): Promise<ConversationId> {
  const chat = (customer.chat = new ChatCustomer(hub.chat));
  await chat.connect();
  chat.say(text);
  const all = [home, office, bens];
  await expect.poll(async () => (await Promise.all(all.map((laptop) => laptop.list()))).every((rows) => rows.some(({ preview }) => preview === text)), soon).toBe(true);
  return (await home.list()).find(({ preview }) => preview === text)!.id;
}

test('what an agent writes on one laptop is on the other, joined where both have written, gone where it was sent, and nobody else’s', { timeout: 480_000 }, async () => {
  await home.enrol('nora@lindgren.example');
  await office.enrol('nora@lindgren.example');
  await bens.enrol('ben@lindgren.example');
  const id = await ask('Where is my tent?');
  const replyOn = (laptop: Laptop) => laptop.open(id).then(({ drafts }) => drafts.reply);
  const type = async (laptop: Laptop, text: string) => laptop.call('conversation.draft', { id, kind: 'reply', text, stamp: (await laptop.open(id)).draftsElsewhere.reply.stamp });

  await type(home, 'Your tent');
  await expect.poll(() => replyOn(office), soon).toBe('Your tent');

  // Written while the other one cannot hear of it; a lock in between.
  await office.goOffline();
  await type(office, 'Your tent left on Monday.');
  await type(home, 'Your tent left today.');
  await office.lockAndUnlock();
  office.goOnline();
  // Whose version the hub hears of second is joined below the other's, and it is that laptop which says so.
  const [onHome, onOffice] = ['Your tent left today.', 'Your tent left on Monday.'];
  const both = [`${onHome}\n\n${onOffice}`, `${onOffice}\n\n${onHome}`];
  await expect.poll(() => replyOn(office), soon).toBeOneOf(both);
  const first = (await replyOn(office)).startsWith(onHome) ? 'home' : 'office';
  await expect.poll(() => replyOn(home), soon).toBe(first === 'home' ? both[0] : both[1]);
  expect({ office: (await office.open(id)).draftsElsewhere.reply.joined, home: (await home.open(id)).draftsElsewhere.reply.joined }).toEqual({ office: first === 'home', home: first === 'office' });

  // Locked within the second in which nothing has gone up yet.
  await type(home, 'Peppermint left today.');
  await home.lock();
  await expect.poll(() => replyOn(office), soon).toBe('Peppermint left today.');
  home.startAgain();
  home.goOnline();
  await home.unlock();

  // A card number stays where it was typed.
  await type(home, 'Your card 4242 4242 4242 4242?');
  await expect.poll(async () => (await home.open(id)).draftsElsewhere.reply.stays, soon).toBe('withheld');
  await expect.poll(() => replyOn(office), soon).toBe('');
  await type(home, 'Peppermint left today.');
  await expect.poll(() => replyOn(office), soon).toBe('Peppermint left today.');

  await home.call('conversation.reply', { id, text: 'Peppermint left today.' });
  await expect.poll(() => replyOn(office), soon).toBe('');
  await expect.poll(async () => (await bens.open(id)).messages.map(({ text }) => text), soon).toContain('Peppermint left today.');
  expect([await replyOn(home), await replyOn(bens), (await bens.open(id)).conversation.hasDraft]).toEqual(['', '', false]);

  // A hand-over that is begun here is handed over there, and gone here; the number in another stays where it was typed.
  const noteOn = (laptop: Laptop) => laptop.open(id).then(({ drafts }) => drafts.note);
  const noteHere = async (text: string) => home.call('conversation.draft', { id, kind: 'note', text, stamp: (await home.open(id)).draftsElsewhere.note.stamp });
  await noteHere('Promised for Friday.');
  await expect.poll(() => noteOn(office), soon).toBe('Promised for Friday.');
  await noteHere('Promised to 4242 4242 4242 4242 for Friday.');
  await expect.poll(() => noteOn(office), soon).toBe('');
  await noteHere('Promised for Friday, says Nora.');
  await expect.poll(() => noteOn(office), soon).toBe('Promised for Friday, says Nora.');
  const ben = (await office.call('inbox.agents', null)).find(({ name }) => name === 'Ben Okafor')!;
  const { stamp: draftStamp } = (await office.open(id)).draftsElsewhere.note;
  await office.call('conversation.hand-over', { id, to: { kind: 'agent', id: ben.id }, note: 'Promised for Friday, says Nora.', draftStamp });
  await expect.poll(() => noteOn(home), soon).toBe('');
  await expect.poll(async () => (await bens.open(id)).messages.findLast(({ kind }) => kind === 'note'), soon).toMatchObject({ text: 'Promised for Friday, says Nora.', handedTo: { kind: 'agent', id: ben.id } });
  expect([await noteOn(office), await noteOn(bens)]).toEqual(['', '']);

  // Never in plain on the hub's disk.
  await type(home, 'Chamomile tea');
  await expect.poll(() => replyOn(office), soon).toBe('Chamomile tea');
  for (const file of readdirSync(join(folder, 'hub'), { recursive: true, withFileTypes: true })) {
    if (file.isFile()) expect(readFileSync(join(file.parentPath, file.name)).includes('Chamomile'), file.name).toBe(false);
  }
});
