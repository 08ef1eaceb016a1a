import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { OpenedVault } from '../../../../main/boundary/opened-vault.ts';
import { kills } from '../../../doubles/how-often.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { workers } from '../../../doubles/vault-entries.ts';
import { VaultUnderTest } from './opened-vault.ts';

// A thread that is terminated inside an addon can take the whole vault process with it, and this test's own.
const times = kills(5);

let test: VaultUnderTest;
beforeEach(() => {
  test = new VaultUnderTest();
});
afterEach(() => test.remove());

/** Everything that runs in the threads, all at once: decrypting, storing, encrypting, reading; nobody waits for it. */
async function inFlight(vault: OpenedVault): Promise<Promise<unknown>[]> {
  const about = conversation();
  const mails = [];
  for (let index = 0; index < 40; index += 1) mails.push(await test.hub.mail([conversationEvent(about), messageEvent(message({ conversationId: about.id }))]));
  return [
    ...mails.map((mail) => vault.receive(mail)),
    vault.query('conversation.draft', { id: about.id, kind: 'reply', text: 'half-way' }),
    vault.query('inbox.list', { view: 'all', after: null, limit: 50 }),
    vault.query('search.messages', { query: 'a', limit: 10 }),
    vault.newSession(),
    vault.goLive(),
    vault.state(),
  ];
}

it('ends its threads by themselves, whatever they are at, and the vault opens again', async () => {
  const terminate = vi.spyOn(Worker.prototype, 'terminate');
  const vault = await test.openWithSession();
  const settled = Promise.allSettled(await inFlight(vault));
  await test.close();
  await settled;
  for (let index = 1; index < times; index += 1) {
    const again = await test.open({ create: false });
    const work = await inFlight(again);
    const ended = Promise.allSettled(work);
    // Closed after another piece of it each time.
    await Promise.race([work[index % work.length], ended]).catch(() => undefined);
    await test.close();
    await ended;
    await expect(again.state()).rejects.toMatchObject({ kind: 'vault-closed' });
  }
  expect(terminate).not.toHaveBeenCalled();
  expect(test.problems).toEqual([]);
});

it('ends the reader by itself while it still loads, when the writer could not open the file', async () => {
  await test.open();
  await test.close();
  const terminate = vi.spyOn(Worker.prototype, 'terminate');
  for (let index = 0; index < times; index += 1) await expect(test.open({ key: randomBytes(32) })).rejects.toMatchObject({ kind: 'vault-damaged' });
  expect(terminate).not.toHaveBeenCalled();
  test.vault = null;
});

it('closes with a word when the thread that runs libsignal ends by itself', async () => {
  const ending = join(test.folder, 'ending.cjs');
  writeFileSync(ending, "require('node:worker_threads').parentPort.once('message', () => process.exit(1));");
  const vault = await test.open({ workers: { ...workers, ratchet: ending } });
  await expect(vault.newSession()).rejects.toMatchObject({ kind: 'vault-closed' });
  await expect.poll(() => test.problems, { timeout: 60_000 }).toEqual(['vault-unreachable']);
});
