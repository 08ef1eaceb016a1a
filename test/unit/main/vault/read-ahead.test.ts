import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MailFrame } from '../../../../main/boundary/opened-vault.ts';
import { Mailbox } from '../../../../main/signal/mailbox.ts';
import { mailsWhileAsked, usualMails } from '../../../../main/signal/mails-at-once.ts';
import { RatchetThread } from '../../../../main/signal/ratchet-thread.ts';
import { note } from '../../../../main/vault/agent-actions.ts';
import { Change } from '../../../../main/vault/change.ts';
import { readPosition } from '../../../../main/vault/position.ts';
import { DeviceId } from '../../../../shared/domain/ids.ts';
import { conversation, conversationEvent, message, messageEvent } from '../../../doubles/hub-news.ts';
import { HubSignalPeer } from '../../../doubles/hub-signal-peer.ts';
import { workers } from '../../../doubles/vault-entries.ts';
import { VaultFile } from './open-file.ts';

const deviceId = DeviceId.parse(randomUUID());
const about = conversation();
let file: VaultFile;
let hub: HubSignalPeer;
let threads: RatchetThread[];
let sent: MailFrame[];
beforeEach(() => {
  file = new VaultFile();
  hub = new HubSignalPeer(deviceId);
  threads = [];
  sent = [];
});
afterEach(async () => {
  for (const thread of threads) await thread.close();
  file.remove();
});

/** A mailbox over the file as it is stored: what a start after a kill finds. */
function mailbox(): Mailbox {
  const ratchet = new RatchetThread(workers.ratchet);
  threads.push(ratchet);
  return new Mailbox({
    ratchet,
    database: file.database,
    deviceId,
    hubSignalIdentity: hub.identityKey,
    agentId: randomUUID(),
    keepResolvedDays: 36_500,
    send: (mails) => sent.push(...mails),
    changed: () => undefined,
    sync: () => undefined,
    draftsWait: () => undefined,
    monotonic: () => 0,
  });
}

async function begun(): Promise<Mailbox> {
  const box = mailbox();
  await box.goLive();
  await hub.start(await box.newSession(0));
  const first = box.take(await hub.mail([conversationEvent(about)]), 0);
  await box.storeWaiting();
  await first;
  return box;
}

/** More than two transactions hold, so that the second is read while the first is stored. */
async function mails(): Promise<MailFrame[]> {
  const all: MailFrame[] = [];
  for (let index = 0; index < usualMails * 2 + 50; index += 1) all.push(await hub.mail([messageEvent(message({ conversationId: about.id, text: `lamp ${index}`, sentAt: 1_700_000_000_000 + index }))]));
  return all;
}

const stored = (): number => file.database.row<{ n: number }>('SELECT count(*) AS n FROM messages')?.n ?? 0;

/** The hub reads all that was sent: the ratchet never went back, and no key was used twice. */
async function told(): Promise<string[]> {
  const read: string[] = [];
  for (const mail of sent.splice(0)) {
    const said = await hub.read(mail);
    read.push(said.m === 'ack' ? `ack ${said.seq}` : said.m);
  }
  return read;
}

describe('mail that is read while the mail before it is stored', () => {
  it('is stored once and acknowledged in order', async () => {
    const box = await begun();
    await told();
    const taken = (await mails()).map((mail) => box.take(mail, 0));
    while (box.hasWaiting) await box.storeWaiting();
    expect(new Set(await Promise.all(taken))).toEqual(new Set(['stored']));
    expect(stored()).toBe(taken.length);
    expect(await told()).toEqual([usualMails + 1, usualMails * 2 + 1, hub.seq].map((seq) => `ack ${seq}`));
  });

  it('is taken in by fewer at once while the agent is at work', async () => {
    const box = await begun();
    await told();
    box.asked();
    const taken = (await mails()).map((mail) => box.take(mail, 0));
    while (box.hasWaiting) await box.storeWaiting();
    expect(new Set(await Promise.all(taken))).toEqual(new Set(['stored']));
    expect((await told())[0]).toBe(`ack ${mailsWhileAsked + 1}`);
  });

  it('is thrown away when that cannot be stored, and read anew: once there is room, all is there once', async () => {
    const box = await begun();
    const taken = (await mails()).map((mail) => box.take(mail, 0));
    await box.storeWaiting();
    const { page_count: pages } = file.database.row<{ page_count: number }>('PRAGMA page_count') ?? { page_count: 0 };
    file.database.rows(`PRAGMA max_page_count = ${pages}`);
    const before = readPosition(file.database).seq;
    for (const _ of [1, 2]) await expect(box.storeWaiting()).rejects.toMatchObject({ kind: 'disk-full' });
    expect(readPosition(file.database).seq).toBe(before);
    file.database.rows('PRAGMA max_page_count = 1000000');
    while (box.hasWaiting) await box.storeWaiting();
    expect(new Set(await Promise.all(taken))).toEqual(new Set(['stored']));
    expect([stored(), readPosition(file.database).seq]).toEqual([taken.length, hub.seq]);
    expect(await told()).toContain(`ack ${hub.seq}`);
  });

  it('is stored before a command is sealed behind it: killed right then, no mail is lost', async () => {
    const box = await begun();
    const all = await mails();
    const taken = all.map((mail) => box.take(mail, 0));
    await box.storeWaiting();
    Change.run(file.database, (change) => note({ change, agent: { id: randomUUID(), name: 'Ada' }, now: 0, undoSeconds: 0 }, { id: about.id, text: 'She called', files: [] }));
    await box.commandsQueued();
    expect((await told()).at(-1)).toBe('command');

    // Killed: the hub sends again what was not acknowledged.
    const after = mailbox();
    await after.goLive();
    const again = all.slice(readPosition(file.database).seq - (hub.seq - all.length)).map((mail) => after.take(mail, 0));
    expect(again.length).toBeGreaterThan(0);
    while (after.hasWaiting) await after.storeWaiting();
    expect(new Set(await Promise.all(again))).toEqual(new Set(['stored']));
    expect(stored()).toBe(all.length + 1);
    expect((await told()).at(-1)).toBe(`ack ${hub.seq}`);
    box.abandon(new Error('Killed.'));
    await Promise.allSettled(taken);
  });

  it('waits for the new session when one is begun, and is none of it', async () => {
    const box = await begun();
    const taken = (await mails()).map((mail) => box.take(mail, 0));
    await box.storeWaiting();
    const there = stored();
    await hub.start(await box.newSession(0));
    while (box.hasWaiting) await box.storeWaiting();
    expect(new Set((await Promise.all(taken)).slice(there))).toEqual(new Set(['duplicate']));
    const next = box.take(await hub.mail([messageEvent(message({ conversationId: about.id }))]), 0);
    await box.storeWaiting();
    expect([await next, stored()]).toEqual(['stored', there + 1]);
  });
});
