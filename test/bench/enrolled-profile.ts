import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, stepAt, stepSeconds } from '../../build/try-it/phone.mts';
import { readMachineBinding } from '../../main/device/machine-binding.ts';
import { Change } from '../../main/vault/change.ts';
import { applyHubEvents } from '../../main/vault/hub-events.ts';
import { openWritable } from '../../main/vault/open-database.ts';
import type { HubEvent } from '../../shared/contract/wire/index.ts';
import { tryItPolicy } from '../../shared/domain/policy.ts';
import { keysOfProfile, type ProfileKeys } from '../doubles/profile-keys.ts';
import { passphrase, WorkstationCore } from '../doubles/workstation-core.ts';
import { cachedMail } from './cached-mail.ts';

/** Messages in one transaction. */
const batch = 500;
const messagesPerConversation = 20;

/** A profile on this machine that is enrolled, set up, within its lease and offline; its cache can be exchanged. */
export class EnrolledProfile {
  readonly folder: string;
  readonly passphrase = passphrase;
  readonly #core: WorkstationCore;
  readonly #keys: ProfileKeys;
  /** Milliseconds by which the next launch's clock is ahead: each has a code of its own, without waiting for it. */
  #ahead = 0;

  private constructor(core: WorkstationCore, keys: ProfileKeys) {
    this.folder = core.profile;
    this.#core = core;
    this.#keys = keys;
  }

  static async make(): Promise<EnrolledProfile> {
    const core = new WorkstationCore({ machine: await readMachineBinding() });
    // What measures it looks in as a debugger does.
    core.hub.policy = tryItPolicy;
    await core.enrol();
    const outcome = await core.unlock();
    if (outcome.kind !== 'unlocked') throw new Error(`It did not unlock: ${outcome.kind}`);
    await core.call('vault.close', { keepTicket: false });
    return new EnrolledProfile(core, await keysOfProfile(core.profile, Buffer.from(passphrase)));
  }

  get terms() {
    return this.#keys.terms;
  }

  /** How a launch has to see the time, and the code that is right then. */
  nextLaunch(): { readonly environment: Readonly<Record<string, string>>; readonly code: () => string } {
    this.#ahead = Math.max(this.#ahead, this.#core.clock.offset) + 2 * stepSeconds * 1000;
    const ahead = this.#ahead;
    return { environment: { SEALDESK_TEST_CLOCK_OFFSET_MS: String(ahead) }, code: () => codeOf(this.#keys.keys['TOTP secret'], stepAt(Date.now() + ahead)) };
  }

  /** Makes a cache of so many messages, beside the one in use. @returns its file. */
  makeCache(messages: number, perConversation = messagesPerConversation): string {
    const file = join(this.folder, `cache-${messages}-${perConversation}`);
    copyFileSync(this.#database, file);
    const database = openWritable(file, this.#keys.keys['vault key'], false);
    let events: HubEvent[] = [];
    const store = (): void => {
      Change.run(database, (change) => applyHubEvents(change, events, 0));
      events = [];
    };
    for (const { conversation, customer, message } of cachedMail(messages, perConversation)) {
      events.push({ e: 'conversation', conversation, customer }, { e: 'message', message });
      if (events.length === 2 * batch) store();
    }
    store();
    database.rows('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    return file;
  }

  /** Puts a cache in the place of the one in use. */
  use(cache: string): void {
    for (const suffix of ['-wal', '-shm']) if (existsSync(this.#database + suffix)) rmSync(this.#database + suffix);
    copyFileSync(cache, this.#database);
  }

  remove(): Promise<void> {
    return this.#core.remove();
  }

  get #database(): string {
    return join(this.folder, 'vault.db');
  }
}
