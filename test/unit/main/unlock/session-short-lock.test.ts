import { describe, expect, it } from 'vitest';
import type { LockReason } from '../../../../main/unlock/session-ports.ts';
import { mayBeShort } from '../../../../main/unlock/short-lock.ts';
import { settled } from '../../../doubles/time.ts';
import { inspections } from '../../../doubles/vault-process.ts';
import { bytes, sessionIn, type WorkstationSession } from './workstation-session.ts';

describe('a short lock', () => {
  const ticket = () => Uint8Array.from([1, 2, 3]);
  const until = 1_000_000 + 300_000;

  /** Locked for a reason, from an open session whose vault gives a ticket. */
  async function shortlyLocked(reason: LockReason = 'idle'): Promise<WorkstationSession> {
    const session = await sessionIn('unlocked');
    session.process.answer('vault.close', ({ keepTicket }) => (keepTicket ? { ticket: ticket(), passphraseOnlyUntil: until } : { ticket: null, passphraseOnlyUntil: null }));
    session.machine.lockIfOpen(reason);
    return session;
  }
  const passphraseOnly = (session: WorkstationSession) => {
    const state = session.machine.state();
    return state.kind === 'locked' ? state.passphraseOnlyUntil : state.kind;
  };
  const alone = (session: WorkstationSession) => session.machine.unlock(bytes('correct horse battery'), null);

  it('shows the lock screen at once, and that the passphrase alone unlocks when the ticket is there', async () => {
    const session = await shortlyLocked();
    expect(passphraseOnly(session)).toBeNull();
    await settled();
    expect(passphraseOnly(session)).toBe(until);
    await expect(alone(session)).resolves.toEqual({ kind: 'unlocked' });
    expect(session.process.asked.find(({ name }) => name === 'unlock.attempt')?.input).toMatchObject({ code: null, ticket: ticket() });
    for (const secret of session.process.handedOver) expect(secret.every((byte) => byte === 0)).toBe(true);
  });

  for (const reason of Object.keys(mayBeShort) as LockReason[]) {
    it(`${reason}: ${mayBeShort[reason] ? 'may be one' : 'is none'}`, async () => {
      const session = await shortlyLocked(reason);
      await settled();
      expect(passphraseOnly(session)).toBe(mayBeShort[reason] ? until : null);
    });
  }

  it('without a ticket asks nobody, and needs a code', async () => {
    const session = await sessionIn('locked');
    await expect(alone(session)).resolves.toEqual({ kind: 'code-needed' });
    expect(session.process.names()).not.toContain('unlock.attempt');
    expect(session.kind).toBe('locked');
  });

  it('is over when its time is', async () => {
    const session = await shortlyLocked();
    await session.time.pass(299_000);
    expect(passphraseOnly(session)).toBe(until);
    await session.time.pass(2_000);
    expect(passphraseOnly(session)).toBeNull();
    await expect(alone(session)).resolves.toEqual({ kind: 'code-needed' });
  });

  for (const [outcome, left] of [
    [{ kind: 'wrong', retryAt: 1_000_000, attemptsLeft: 9 }, null],
    [{ kind: 'code-needed' }, null],
    [{ kind: 'wait', retryAt: 1_002_000 }, until],
    [{ kind: 'hub-needed' }, until],
  ] as const) {
    it(`after ${outcome.kind} ${left === null ? 'needs a code' : 'is as short as before'}`, async () => {
      const session = await shortlyLocked();
      await settled();
      session.process.answer('unlock.attempt', () => outcome);
      await expect(alone(session)).resolves.toEqual(outcome);
      expect(passphraseOnly(session)).toBe(left);
    });
  }

  it('a ticket serves one unlock: after the next lock another one is needed', async () => {
    const session = await shortlyLocked();
    await settled();
    await alone(session);
    session.machine.lock('asked');
    expect(passphraseOnly(session)).toBeNull();
    await settled();
    // This process gave none.
    expect(passphraseOnly(session)).toBeNull();
  });

  for (const [what, say] of [
    ['the vault process asks to lock', { kind: 'lock-now', reason: 'The device was suspended.' }],
    ['the hub refuses the laptop’s state', { kind: 'posture-refused' }],
  ] as const) {
    it(`ends when ${what}`, async () => {
      const session = await shortlyLocked();
      await settled();
      session.process.say(say);
      expect(passphraseOnly(session)).toBeNull();
    });
  }

  it('ends when the inspection finds anything but an enrolled device', async () => {
    const session = await shortlyLocked();
    await settled();
    session.process.answer('device.inspect', () => inspections.suspended);
    session.process.say({ kind: 'device-changed' });
    await settled();
    session.process.answer('device.inspect', () => inspections.enrolled);
    session.process.say({ kind: 'device-changed' });
    await settled();
    expect(passphraseOnly(session)).toBeNull();
  });

  it('a ticket that comes when the program is ending is not kept', async () => {
    const session = await sessionIn('unlocked');
    let answer: () => void = () => undefined;
    session.process.answer('vault.close', () => new Promise((resolve) => (answer = () => resolve({ ticket: ticket(), passphraseOnlyUntil: until }))));
    session.machine.lock('asked');
    await settled();
    const gone = session.machine.shutDown();
    answer();
    await gone;
    expect(passphraseOnly(session)).toBeNull();
  });
});
