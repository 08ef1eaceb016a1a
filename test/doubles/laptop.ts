import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { systemTimers } from '../../main/boundary/timers.ts';
import { startVaultProcessInNode } from '../../main/boundary/vault-process-in-node.ts';
import type { UnlockOutcome, VaultProcess } from '../../main/boundary/vault-process.ts';
import { Connection } from '../../main/sync/connection.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import { firstPolicy } from '../../shared/domain/policy.ts';
import { codeAt, secretFromText, stepSeconds } from '../../shared/trust/totp.ts';
import type { Hub } from '../e2e/journey/hub.ts';
import { soundPosture } from './posture.ts';

const entry = join(import.meta.dirname, '..', '..', 'dist', 'test-main', 'vault-process.js');
export const passphrase = 'quiet heron crosses the morning river';
export const soon = { timeout: 60_000, interval: 50 };

/** A vault process as built, enrolled at a hub as built, each in a process of its own. */
export class Laptop {
  readonly profile: string;
  readonly #hub: Hub;
  readonly #link = new Connection({ timers: systemTimers, random: () => 0, resolveProxy: () => Promise.resolve('DIRECT'), note: () => undefined });
  #vault: VaultProcess;
  #secret = new Uint8Array();
  #lastStep = 0;

  constructor(hub: Hub, folder: string, name: string) {
    this.#hub = hub;
    this.profile = join(folder, name);
    this.#vault = this.#start();
  }

  #start(): VaultProcess {
    const vault = startVaultProcessInNode({ profile: this.profile, entry, environment: { ...process.env, SEALDESK_TEST_CLOCK_OFFSET_MS: '0' } });
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
    const known = new Set((await this.#hub.command<{ id: string }[]>('device', 'list')).map(({ id }) => id));
    const { invite } = await this.#hub.command<{ invite: string }>('device', 'invite', '--agent', email);
    await this.call('device.begin', { invite, posture: soundPosture });
    this.#link.retarget();
    await expect.poll(async () => (await this.call('device.inspect', null)).kind, soon).toBe('pending-approval');
    const mine = (await this.#hub.command<{ id: string }[]>('device', 'list')).find(({ id }) => !known.has(id));
    await this.#hub.command('device', 'approve', mine!.id);
    await expect.poll(async () => (await this.call('device.inspect', null)).kind, soon).toBe('approved');
    await this.call('setup.passphrase', { passphrase: Buffer.from(passphrase) });
    this.#secret = secretFromText((await this.call('setup.totp', null)).secret);
    // The pair is the oldest that is taken: not when the next step is about to begin.
    while ((Date.now() / 1000) % stepSeconds > stepSeconds - 8) await pause(500);
    this.#lastStep = Math.floor(Date.now() / 1000 / stepSeconds) - 1;
    expect(await this.call('setup.confirm', { first: this.#code(this.#lastStep - 1), second: this.#code(this.#lastStep) })).toEqual({ kind: 'confirmed' });
    await this.unlock();
    await expect.poll(async () => (await this.call('sync.state', null)).backfill, soon).toBe('done');
  }

  async unlock(): Promise<void> {
    expect(await this.tryToUnlock()).toMatchObject({ kind: 'unlocked' });
  }

  async tryToUnlock(): Promise<UnlockOutcome> {
    while (Math.floor(Date.now() / 1000 / stepSeconds) + 1 <= this.#lastStep) await pause(500);
    this.#lastStep = Math.max(this.#lastStep + 1, Math.floor(Date.now() / 1000 / stepSeconds));
    return this.call('unlock.attempt', { passphrase: Buffer.from(passphrase), code: this.#code(this.#lastStep), ticket: null });
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
    await this.lock();
    this.startAgain();
    await this.unlock();
  }

  /** Locks, and ends the process. */
  async lock(): Promise<void> {
    const gone = new Promise((resolve) => this.#vault.onExit(resolve));
    await this.call('vault.close', { keepTicket: false });
    this.#vault.kill();
    await gone;
  }

  startAgain(): void {
    this.#vault = this.#start();
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
