import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { passphrase, WorkstationCore } from '../../../doubles/workstation-core.ts';

// Every try costs half a second of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const minute = 60_000;
let workstation: WorkstationCore;
let token: string;
beforeEach(() => {
  workstation = new WorkstationCore();
});
afterEach(() => workstation.remove());

/** Open, with a hub session, where the passphrase alone unlocks for five minutes. */
async function open(policy: { readonly passphraseOnlyMinutes?: number; readonly offlineLeaseHours?: number } = {}): Promise<void> {
  workstation.hub.policy = { ...workstation.hub.policy, passphraseOnlyMinutes: 5, ...policy };
  await workstation.enrol();
  const unlocked = workstation.unlock();
  if (policy.offlineLeaseHours === 0) {
    await workstation.hub.hears('share-request');
    await workstation.hub.giveShares();
  }
  expect(await unlocked).toMatchObject({ kind: 'unlocked' });
  await workstation.hub.hears('session-open');
  token = await workstation.hub.openSession();
}

/** Closed as at a lock; the next process begins. */
async function locked(): Promise<Uint8Array | null> {
  const { ticket, passphraseOnlyUntil } = await workstation.call('vault.close', { keepTicket: true });
  if (ticket === null) expect(passphraseOnlyUntil).toBeNull();
  await workstation.restart();
  return ticket;
}

const again = (ticket: Uint8Array | null, text = passphrase) => workstation.call('unlock.attempt', { passphrase: Buffer.from(text), code: null, ticket: ticket && Uint8Array.from(ticket) });

describe('after a short lock', () => {
  test('under a lease the passphrase alone opens, also offline, and takes the hub session up again', async () => {
    await open();
    workstation.hub.said.length = 0;
    const ticket = await locked();
    expect(ticket).not.toBeNull();
    expect(workstation.hub.said).not.toContain('session-close');
    await workstation.hub.disconnect();
    expect(await again(ticket)).toMatchObject({ kind: 'unlocked' });
    await workstation.connect();
    expect((await workstation.hub.hears('session-resume')).token).toBe(token);
  });

  test('at lease zero the hub gives the share against the session’s token and the passphrase', async () => {
    await open({ offlineLeaseHours: 0 });
    const { verifier } = await workstation.hub.hears('verifier-set');
    const ticket = await locked();
    await workstation.hub.disconnect();
    expect(await again(ticket)).toEqual({ kind: 'hub-needed' });
    await workstation.connect();
    const unlocked = again(ticket);
    expect(await workstation.hub.hears('share-resume')).toEqual({ c: 'share-resume', token, verifier });
    await workstation.hub.giveShares();
    expect(await unlocked).toMatchObject({ kind: 'unlocked' });
    expect((await workstation.hub.hears('session-resume')).token).toBe(token);
  });

  test('a session that has ended meanwhile is no wrong try; a refusal is one', async () => {
    await open({ offlineLeaseHours: 0 });
    const ticket = await locked();
    await workstation.connect();
    const ended = again(ticket);
    await workstation.hub.hears('share-resume');
    await workstation.hub.tell({ c: 'session-refused', reason: 'ended' });
    expect(await ended).toEqual({ kind: 'code-needed' });
    expect(await workstation.call('device.inspect', null)).toMatchObject({ attemptsLeft: 10 });
    const refused = again(ticket, `${passphrase}!`);
    await workstation.hub.hears('share-resume');
    await workstation.hub.tell({ c: 'code-refused', for: 'share-resume' });
    expect(await refused).toMatchObject({ kind: 'wrong', attemptsLeft: 9 });
  });

  test('a wrong passphrase counts, and after one a code is needed', async () => {
    await open();
    const ticket = await locked();
    expect(await again(ticket, `${passphrase}!`)).toMatchObject({ kind: 'wrong', attemptsLeft: 9 });
    expect(await again(ticket)).toEqual({ kind: 'code-needed' });
    expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked' });
  });

  test('a ticket opens once', async () => {
    await open();
    const ticket = await locked();
    expect(await again(ticket)).toMatchObject({ kind: 'unlocked' });
    await workstation.restart();
    expect(await again(ticket)).toEqual({ kind: 'code-needed' });
  });

  test('the time of the policy ends it, and a clock set back does not give it back', async () => {
    await open();
    const ticket = await locked();
    workstation.clock.offset += 5 * minute + 1000;
    expect(await again(ticket)).toEqual({ kind: 'code-needed' });
    // By less than would be noticed as a clock moved back: the time seen stays seen.
    await workstation.call('device.inspect', null);
    workstation.clock.offset -= minute;
    expect(await again(ticket)).toEqual({ kind: 'code-needed' });
  });

  test('a clock that shows a time before the lock ends it', async () => {
    await open();
    const ticket = await locked();
    workstation.clock.offset -= minute;
    expect(await again(ticket)).toEqual({ kind: 'code-needed' });
  });

  test('IT’s reset ends it', async () => {
    await open();
    const ticket = await locked();
    await workstation.connect();
    await workstation.hub.tell({ c: 'totp-reset', statement: workstation.hub.totpReset(30) });
    expect(await again(ticket)).toEqual({ kind: 'code-needed' });
  });

  test('there is none where the policy has none: the hub session ends with the lock', async () => {
    await open({ passphraseOnlyMinutes: 0 });
    workstation.hub.said.length = 0;
    expect(await locked()).toBeNull();
    expect(workstation.hub.said).toContain('session-close');
    expect(await again(null)).toEqual({ kind: 'code-needed' });
  });

  test('there is none at a lock that was not to be short', async () => {
    await open();
    workstation.hub.said.length = 0;
    expect(await workstation.call('vault.close', { keepTicket: false })).toEqual({ ticket: null, passphraseOnlyUntil: null });
    expect(workstation.hub.said).toContain('session-close');
  });
});
