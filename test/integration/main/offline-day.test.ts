import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChatCustomer } from '../../../build/try-it/chat-customer.mts';
import { systemTimers } from '../../../main/boundary/timers.ts';
import { startVaultProcessInNode } from '../../../main/boundary/vault-process-in-node.ts';
import type { VaultProcess } from '../../../main/boundary/vault-process.ts';
import { Connection } from '../../../main/sync/connection.ts';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import { firstPolicy } from '../../../shared/domain/policy.ts';
import { codeAt, secretFromText, stepSeconds } from '../../../shared/trust/totp.ts';
import { soundPosture } from '../../doubles/posture.ts';
import { Hub } from '../../e2e/journey/hub.ts';

/** Two laptops and the hub, all as built, each in a process of its own: one of them is away for a day's work. */
const entry = join(import.meta.dirname, '..', '..', '..', 'dist', 'test-main', 'vault-process.js');
const passphrase = 'quiet heron crosses the morning river';
const soon = { timeout: 30_000, interval: 50 };
const folder = mkdtempSync(join(tmpdir(), 'sealdesk-away-'));
const hub = new Hub(join(folder, 'hub'));

class Laptop {
  readonly #profile: string;
  readonly #link = new Connection({ timers: systemTimers, random: () => 0, resolveProxy: () => Promise.resolve('DIRECT'), note: () => undefined });
  #vault: VaultProcess;
  #secret = new Uint8Array();
  #lastStep = 0;

  constructor(name: string) {
    this.#profile = join(folder, name);
    this.#vault = this.#start();
  }

  #start(): VaultProcess {
    const vault = startVaultProcessInNode({ profile: this.#profile, entry, environment: { ...process.env, SEALDESK_TEST_CLOCK_OFFSET_MS: '0' } });
    vault.call('device.posture', { posture: soundPosture, refusedByHub: false }).catch(() => undefined);
    vault.onEvent((event) => {
      if (event.kind === 'send' || event.kind === 'close-link') this.#link.handle(event);
      else if (event.kind === 'device-changed') this.#link.retarget();
    });
    return vault;
  }

  get call(): VaultProcess['call'] {
    return this.#vault.call.bind(this.#vault);
  }

  #code(step: number): Uint8Array {
    return Buffer.from(codeAt(this.#secret, firstPolicy.totp, step));
  }

  async enrol(email: string): Promise<void> {
    this.#link.attach(this.#vault);
    const known = new Set((await hub.command<{ id: string }[]>('device', 'list')).map(({ id }) => id));
    const { invite } = await hub.command<{ invite: string }>('device', 'invite', '--agent', email);
    await this.call('device.begin', { invite, posture: soundPosture });
    this.#link.retarget();
    await expect.poll(async () => (await this.call('device.inspect', null)).kind, soon).toBe('pending-approval');
    const mine = (await hub.command<{ id: string }[]>('device', 'list')).find(({ id }) => !known.has(id));
    await hub.command('device', 'approve', mine!.id);
    await expect.poll(async () => (await this.call('device.inspect', null)).kind, soon).toBe('approved');
    await this.call('setup.passphrase', { passphrase: Buffer.from(passphrase) });
    this.#secret = secretFromText((await this.call('setup.totp', null)).secret);
    // The pair is the oldest that is taken: not when the next step is about to begin.
    while ((Date.now() / 1000) % stepSeconds > stepSeconds - 5) await pause(500);
    this.#lastStep = Math.floor(Date.now() / 1000 / stepSeconds) - 1;
    expect(await this.call('setup.confirm', { first: this.#code(this.#lastStep - 1), second: this.#code(this.#lastStep) })).toEqual({ kind: 'confirmed' });
    await this.unlock();
    await expect.poll(async () => (await this.call('sync.state', null)).backfill, soon).toBe('done');
  }

  async unlock(): Promise<void> {
    while (Math.floor(Date.now() / 1000 / stepSeconds) + 1 <= this.#lastStep) await pause(500);
    this.#lastStep = Math.max(this.#lastStep + 1, Math.floor(Date.now() / 1000 / stepSeconds));
    expect(await this.call('unlock.attempt', { passphrase: Buffer.from(passphrase), code: this.#code(this.#lastStep), ticket: null })).toMatchObject({ kind: 'unlocked' });
  }

  async goOffline(): Promise<void> {
    this.#link.detach();
    await this.call('link.closed', null);
  }

  goOnline(): void {
    this.#link.attach(this.#vault);
  }

  /** Locks, ends the process, and unlocks in a new one; the line stays as it is: away. */
  async lockAndUnlock(): Promise<void> {
    await this.call('vault.close', { keepTicket: false });
    const gone = new Promise((resolve) => this.#vault.onExit(resolve));
    this.#vault.kill();
    await gone;
    this.#vault = this.#start();
    await this.unlock();
  }

  async open(id: ConversationId): Promise<NonNullable<Awaited<ReturnType<typeof this.call<'conversation.open'>>>>> {
    return (await this.call('conversation.open', { id, before: null, limit: 50 }))!;
  }

  async list(): Promise<{ id: ConversationId; preview: string }[]> {
    return (await this.call('inbox.list', { view: 'all', after: null, limit: 50 })).rows;
  }

  async end(): Promise<void> {
    this.#link.detach();
    this.#vault.kill();
  }
}

const [nora, ben] = [new Laptop('nora'), new Laptop('ben')];
const customers: ChatCustomer[] = [];
beforeAll(async () => {
  await hub.command('hub', 'init', '--org', 'Lindgren Outdoor', '--try-it');
  await hub.start();
  await hub.command('channel', 'add-webchat', '--name', 'Chat');
  await hub.command('agent', 'add', '--email', 'nora@lindgren.example', '--name', 'Nora Bergström', '--role', 'agent');
  await hub.command('agent', 'add', '--email', 'ben@lindgren.example', '--name', 'Ben Okafor', '--role', 'agent');
}, 60_000);
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

test('a day away: what nobody contradicts goes out in order and once, the rest comes back to be decided', { timeout: 240_000 }, async () => {
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
  expect((await ben.open(alone.id)).conversation.status).toBe('pending');
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
