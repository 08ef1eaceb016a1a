import { describe, expect, it } from 'vitest';
import { ipcCalls } from '../../../../shared/contract/ipc/index.ts';
import { SealdeskError } from '../../../../shared/domain/errors.ts';
import { ConversationId } from '../../../../shared/domain/ids.ts';
import { sessionStateKinds, type SessionStateKind } from '../../../../shared/domain/session-state.ts';
import type { VaultEvent } from '../../../../main/boundary/vault-process.ts';
import { sessionReports, sessionRequests, sessionTransitions, settledStates } from '../../../../main/unlock/session-transitions.ts';
import { settled } from '../../../doubles/time.ts';
import { inspections, unlockedOutcome } from '../../../doubles/vault-process.ts';
import { bytes, sessionIn, type WorkstationSession } from './workstation-session.ts';

const open: readonly SessionStateKind[] = ['unlocked', 'unlocking', 'repair-offered'];
/** What is shown once it is not open any more. */
const lockScreenOf = (kind: SessionStateKind): SessionStateKind => (kind === 'repair-offered' ? 'repair-needed' : 'locked');

/** Each request, the states the contract serves it in, and the vault call that would show it was carried out. */
const requests = [
  ['enrolment.begin', 'device.begin', (session: WorkstationSession) => session.machine.enrolment.begin('sealdesk://enrol/x')],
  ['enrolment.cancel', 'device.cancel', (session: WorkstationSession) => session.machine.enrolment.cancel()],
  ['enrolment.start-over', 'device.start-over', (session: WorkstationSession) => session.machine.enrolment.startOver()],
  ['enrolment.choose-passphrase', 'setup.passphrase', (session: WorkstationSession) => session.machine.enrolment.choosePassphrase(bytes('correct horse battery'))],
  ['enrolment.provision-totp', 'setup.totp', async (session: WorkstationSession) => session.machine.enrolment.provisionTotp(bytes('a box'))],
  ['enrolment.confirm-totp', 'setup.confirm', (session: WorkstationSession) => session.machine.enrolment.confirmTotp(bytes('111111'), bytes('222222'))],
  ['session.unlock', 'unlock.attempt', (session: WorkstationSession) => session.machine.unlock(bytes('correct horse battery'), bytes('123456'))],
  ['session.forgotten', 'device.forgotten', (session: WorkstationSession) => session.machine.forgotten()],
  ['security.show', 'security.show', async (session: WorkstationSession) => session.machine.security('security.show', null, [])],
  ['security.new-authenticator', 'security.new-authenticator', async (session: WorkstationSession) => session.machine.security('security.new-authenticator', { passphrase: bytes('correct horse battery'), code: null }, [])],
  ['session.code', 'unlock.code', (session: WorkstationSession) => session.machine.freshCode(bytes('123456'))],
  ['inbox.counts', 'inbox.counts', async (session: WorkstationSession) => session.machine.query('inbox.counts', null)],
  ['console.device.list', 'console.call', async (session: WorkstationSession) => session.machine.askHub('device.list', null)],
] as const;

describe('every request in every state', () => {
  for (const kind of sessionStateKinds) {
    for (const [name, vaultCall, ask] of requests) {
      const served = (ipcCalls[name].states as readonly SessionStateKind[]).includes(kind);
      it(`${kind}: ${name} is ${served ? 'served' : 'refused and changes nothing'}`, async () => {
        const session = await sessionIn(kind);
        const before = session.machine.state();
        const { process } = session;
        const asked = process.names().length;
        if (served) {
          ask(session).catch(() => undefined);
          await settled();
          expect(process.names().slice(asked)).toContain(vaultCall);
        } else {
          await expect(ask(session)).rejects.toMatchObject({ kind: 'not-now' });
          expect(session.machine.state()).toEqual(before);
          expect(session.process.names().slice(asked)).toEqual([]);
        }
      });
    }

    it(`${kind}: lock ${open.includes(kind) ? 'locks' : 'is refused'}`, async () => {
      const session = await sessionIn(kind);
      const before = session.machine.state();
      if (open.includes(kind)) {
        session.machine.lock('asked');
        expect(session.kind).toBe(lockScreenOf(kind));
        expect(session.closed).toBe(1);
      } else {
        expect(() => session.machine.lock('asked')).toThrow(SealdeskError);
        expect(session.machine.state()).toEqual(before);
        session.machine.lockIfOpen('idle');
        expect(session.machine.state()).toEqual(before);
      }
    });
  }
});

describe('every report in every state', () => {
  const agentEvents: VaultEvent[] = [
    { kind: 'inbox-changed', conversationIds: [] },
    { kind: 'sync-changed', state: { connection: 'offline', cachedTo: null, backfill: 'waiting', backfilledTo: null, conversations: 0, messages: 0, queued: 0, conflicts: 0, resolvedSince: null, diskFull: false, checkedAt: null, leaseUntil: null, leaseHours: 72 } },
    { kind: 'presence-changed', present: [] },
    { kind: 'customer-typing', conversationId: ConversationId.parse('6f1c1f0e-1b1a-4c1a-9a4e-3f1f6f1c1f0e') },
    { kind: 'console-changed' },
  ];
  for (const kind of sessionStateKinds) {
    it(`${kind}: news of the vault reaches the page only when it is open`, async () => {
      const session = await sessionIn(kind);
      for (const event of agentEvents) session.process.say(event);
      expect(session.told).toEqual(kind === 'unlocked' ? ['inbox', 'sync', 'presence', 'typing', 'console'] : []);
      expect(session.kind).toBe(kind);
    });

    it(`${kind}: the vault process ends`, async () => {
      const session = await sessionIn(kind);
      const first = session.process;
      first.exit(1);
      await settled();
      expect(session.kind).toBe(open.includes(kind) ? lockScreenOf(kind) : kind);
      expect(session.closed).toBe(open.includes(kind) ? 1 : 0);
      await session.time.pass(250);
      expect(session.process).not.toBe(first);
    });

    it(`${kind}: the vault process asks to lock`, async () => {
      const session = await sessionIn(kind);
      session.process.say({ kind: 'lock-now', reason: 'revoked' });
      expect(session.kind).toBe(open.includes(kind) ? lockScreenOf(kind) : kind);
      expect(session.closed).toBe(open.includes(kind) ? 1 : 0);
    });

    it(`${kind}: an inspection finds the device revoked`, async () => {
      const session = await sessionIn(kind);
      session.inspection = inspections.revoked;
      session.process.answer('device.inspect', () => inspections.revoked);
      session.process.say({ kind: 'device-changed' });
      await settled();
      // An attempt half-way through is answered first.
      expect(session.kind).toBe(kind === 'unlocking' ? 'unlocking' : 'revoked');
      expect(session.closed).toBe(kind === 'unlocked' || kind === 'repair-offered' ? 1 : 0);
    });

    it(`${kind}: the link comes up`, async () => {
      const session = await sessionIn(kind);
      session.link.become('online');
      const state = session.machine.state();
      expect(state.kind).toBe(kind);
      if ('online' in state) expect(state.online).toBe(true);
    });
  }
});

describe('whoever is told of it and fails', () => {
  const locks: readonly (readonly [string, (session: WorkstationSession) => void])[] = [
    ['asked for', (session) => session.machine.lock('asked')],
    ['for nobody being there', (session) => session.machine.lockIfOpen('idle')],
    ['the vault process asks for', (session) => session.process.say({ kind: 'lock-now', reason: 'revoked' })],
    ['the hub’s refusal brings about', (session) => session.process.say({ kind: 'posture-refused' })],
  ];
  it.each(locks)('holds up no lock that is %s: screen and vault process go', async (_name, lock) => {
    const session = await sessionIn('unlocked');
    const { process } = session;
    session.listenersFail = true;
    lock(session);
    await settled();
    expect(session.kind).toBe('locked');
    expect(session.closed).toBe(1);
    expect(process.names()).toContain('vault.close');
    expect(process.killed).toBe(true);
  });

  it('takes nothing else along, and is noted without its words', async () => {
    const session = await sessionIn('locked');
    session.listenersFail = true;
    await session.unlock();
    expect(session.kind).toBe('unlocked');
    session.process.say({ kind: 'console-changed' });
    expect(session.notes.filter(({ event }) => event === 'listener-failed')).toContainEqual({ event: 'listener-failed', of: 'consoleChanged' });
    expect(JSON.stringify(session.notes)).not.toContain('nobody’s business');
  });
});

describe('the table', () => {
  it('names every state and every event', () => {
    expect(Object.keys(sessionTransitions).sort()).toEqual([...sessionStateKinds].sort());
    for (const row of Object.values(sessionTransitions)) expect(Object.keys(row).sort()).toEqual([...sessionRequests, ...sessionReports].sort());
  });

  it('refuses requests, ignores reports', () => {
    for (const row of Object.values(sessionTransitions)) {
      for (const request of sessionRequests) expect(row[request]).not.toBe('ignored');
      for (const report of sessionReports) expect(row[report]).not.toBe('refused');
    }
  });

  it('leads into the open session from an attempt only', () => {
    for (const [kind, row] of Object.entries(sessionTransitions)) {
      for (const [event, reaction] of Object.entries(row)) {
        if (typeof reaction === 'string' || !reaction.includes('unlocked') || kind === 'unlocked') continue;
        expect([kind, event]).toEqual(['unlocking', 'unlock-answered']);
      }
    }
  });

  it('lets an inspection lead anywhere but into an open session', () => {
    expect(settledStates).not.toContain('unlocked');
    expect(sessionTransitions.locked.inspected).toEqual(settledStates);
  });
});

describe('unlocking', () => {
  it('opens with the agent’s roles, and overwrites passphrase and code', async () => {
    const session = await sessionIn('locked');
    const passphrase = bytes('correct horse battery');
    const code = bytes('123456');
    await expect(session.machine.unlock(passphrase, code)).resolves.toEqual({ kind: 'unlocked' });
    expect(session.machine.state()).toMatchObject({ kind: 'unlocked', agentId: unlockedOutcome.kind === 'unlocked' && unlockedOutcome.agent.id, roles: ['agent'] });
    for (const secret of [passphrase, code, ...session.process.handedOver]) expect(secret.every((byte) => byte === 0)).toBe(true);
  });

  it('overwrites what it was given at a wrong moment too', async () => {
    const session = await sessionIn('unenrolled');
    const passphrase = bytes('correct horse battery');
    await expect(session.machine.unlock(passphrase, bytes('123456'))).rejects.toMatchObject({ kind: 'not-now' });
    expect(passphrase.every((byte) => byte === 0)).toBe(true);
  });

  it('after a wrong try shows what is left', async () => {
    const session = await sessionIn('locked');
    session.process.answer('unlock.attempt', () => ({ kind: 'wrong', retryAt: 1_002_000, attemptsLeft: 9 }));
    session.process.answer('device.inspect', () => ({ ...inspections.enrolled, retryAt: 1_002_000, attemptsLeft: 9 }));
    await expect(session.machine.unlock(bytes('x'), bytes('123456'))).resolves.toEqual({ kind: 'wrong', retryAt: 1_002_000, attemptsLeft: 9 });
    expect(session.machine.state()).toMatchObject({ kind: 'locked', retryAt: 1_002_000, attemptsLeft: 9 });
  });

  it('after the duress passphrase shows the wiped screen, and tells the page no more than that', async () => {
    const session = await sessionIn('locked');
    session.process.answer('unlock.attempt', () => ({ kind: 'wiped' }));
    session.process.answer('device.inspect', () => inspections.wiped);
    await expect(session.machine.unlock(bytes('x'), bytes('123456'))).rejects.toMatchObject({ kind: 'not-now' });
    expect(session.kind).toBe('wiped');
  });

  it('says that the authenticator has ended, and again when the inspection finds another one', async () => {
    const session = await sessionIn('locked');
    session.process.answer('unlock.attempt', () => ({ ...unlockedOutcome, authenticatorEnded: true }) as typeof unlockedOutcome);
    session.process.answer('device.inspect', () => ({ ...inspections.enrolled, authenticatorEnded: true }));
    await session.machine.unlock(bytes('x'), bytes('ABCDEFGHJKMNPQRS'));
    expect(session.machine.state()).toMatchObject({ kind: 'unlocked', authenticatorEnded: true });
    await settled();
    expect(session.machine.state()).toMatchObject({ authenticatorEnded: true });
    session.process.answer('device.inspect', () => inspections.enrolled);
    session.process.say({ kind: 'device-changed' });
    await settled();
    expect(session.machine.state()).toMatchObject({ kind: 'unlocked', authenticatorEnded: false });
  });

  it('after the last wrong try shows what became of the device', async () => {
    const session = await sessionIn('locked');
    session.process.answer('unlock.attempt', () => ({ kind: 'wrong', retryAt: 1_002_000, attemptsLeft: 0 }));
    session.process.answer('device.inspect', () => inspections.wiped);
    await session.machine.unlock(bytes('x'), bytes('123456'));
    expect(session.kind).toBe('wiped');
  });

  for (const kind of ['vault-damaged', 'vault-newer', 'keychain-changed', 'record-damaged'] as const) {
    it(`enters ${kind} when the attempt finds it`, async () => {
      const session = await sessionIn('locked');
      session.process.answer('unlock.attempt', () => ({ kind, explanation: 'So it is.' }));
      await expect(session.machine.unlock(bytes('x'), bytes('123456'))).rejects.toMatchObject({ kind: 'not-now' });
      expect(session.machine.state()).toEqual({ kind, explanation: 'So it is.' });
    });
  }

  it('enters clock-moved-back with both times', async () => {
    const session = await sessionIn('locked');
    session.process.answer('unlock.attempt', () => ({ kind: 'clock-moved-back', highestSeen: 5_000_000 }));
    await expect(session.machine.unlock(bytes('x'), bytes('123456'))).rejects.toMatchObject({ kind: 'not-now' });
    expect(session.machine.state()).toEqual({ kind: 'clock-moved-back', highestSeen: 5_000_000, now: 1_000_000 });
  });

  it('does not open when it was locked while the answer was on its way', async () => {
    const session = await sessionIn('locked');
    let answer: () => void = () => undefined;
    session.process.answer('unlock.attempt', () => new Promise((resolve) => (answer = () => resolve(unlockedOutcome))));
    const attempt = session.machine.unlock(bytes('correct horse battery'), bytes('123456'));
    attempt.catch(() => undefined);
    await settled();
    session.machine.lockIfOpen('suspend');
    answer();
    await expect(attempt).rejects.toThrow();
    await settled();
    expect(session.kind).toBe('locked');
    expect(session.processes).toHaveLength(2);
  });

  it('goes back to the lock screen when the process fails at it', async () => {
    const session = await sessionIn('locked');
    session.process.answer('unlock.attempt', () => Promise.reject(new Error('boom')));
    await expect(session.machine.unlock(bytes('x'), bytes('123456'))).rejects.toThrow('boom');
    expect(session.kind).toBe('locked');
  });
});

describe('locking', () => {
  it('lets the vault close, ends its process and starts another', async () => {
    const session = await sessionIn('unlocked');
    const first = session.process;
    session.machine.lock('asked');
    await settled();
    expect(first.names()).toContain('vault.close');
    expect(first.killed).toBe(true);
    expect(session.processes).toHaveLength(2);
    expect(session.link.attached).toBe(session.process);
    expect(session.kind).toBe('locked');
  });

  it('lets the closing vault take leave of the hub, and nothing else', async () => {
    const session = await sessionIn('unlocked');
    const first = session.process;
    first.answer('vault.close', () => new Promise(() => undefined));
    session.machine.lock('asked');
    await settled();
    first.say({ kind: 'send', text: 'goodbye' });
    first.say({ kind: 'inbox-changed', conversationIds: [] });
    expect(session.link.handled).toEqual([{ kind: 'send', text: 'goodbye' }]);
    expect(session.told).toEqual([]);
  });

  it('ends a process that does not close in three seconds', async () => {
    const session = await sessionIn('unlocked');
    const first = session.process;
    first.answer('vault.close', () => new Promise(() => undefined));
    session.machine.lock('asked');
    await session.time.pass(2_900);
    expect(first.killed).toBe(false);
    await session.time.pass(200);
    expect(first.killed).toBe(true);
    expect(session.processes).toHaveLength(2);
  });

  it('gives no answer that was on its way', async () => {
    const session = await sessionIn('unlocked');
    session.process.answer('inbox.counts', () => new Promise(() => undefined));
    const query = session.machine.query('inbox.counts', null);
    session.machine.lock('asked');
    await expect(query).rejects.toMatchObject({ kind: 'vault-ended' });
  });

  it('can be unlocked again, in the new process', async () => {
    const session = await sessionIn('unlocked');
    session.machine.lock('asked');
    await session.unlock();
    expect(session.kind).toBe('unlocked');
    expect(session.processes).toHaveLength(2);
    expect(session.process.names()).toContain('unlock.attempt');
  });

  it('shows that the lease has ended when that is why', async () => {
    const session = await sessionIn('unlocked');
    await session.time.pass(9_000_000);
    expect(session.kind).toBe('unlocked');
    session.process.say({ kind: 'lock-now', reason: 'The lease has ended.' });
    expect(session.kind).toBe('lease-ended');
    expect(session.closed).toBe(1);
  });

  it('a lock screen notices by itself that the lease has ended', async () => {
    const session = await sessionIn('locked');
    await session.time.pass(8_990_000);
    expect(session.kind).toBe('locked');
    await session.time.pass(30_000);
    expect(session.kind).toBe('lease-ended');
  });

  it('shuts down for good', async () => {
    const session = await sessionIn('unlocked');
    const first = session.process;
    await session.machine.shutDown();
    await session.time.pass(120_000);
    expect(first.names()).toContain('vault.close');
    expect(first.killed).toBe(true);
    expect(session.processes).toHaveLength(1);
  });
});

describe('a device that IT has suspended', () => {
  it('locks at once when it was open, and says who and why', async () => {
    const session = await sessionIn('unlocked');
    session.inspection = inspections.suspended;
    session.process.say({ kind: 'lock-now', reason: 'The device was suspended.' });
    expect(session.closed).toBe(1);
    await settled();
    expect(session.machine.state()).toEqual({ kind: 'suspended', organisation: 'The Shop', deviceName: 'laptop-7', agentName: 'Ada Agent', reason: 'The agent is on leave.', online: false });
  });

  it('goes back to the lock screen by itself when it is reinstated', async () => {
    const session = await sessionIn('suspended');
    session.inspection = { ...inspections.enrolled, leaseUntil: null };
    session.process.say({ kind: 'device-changed' });
    await settled();
    expect(session.kind).toBe('lease-ended');
  });
});

describe('a vault process that keeps crashing', () => {
  it('is started again after longer and longer waits', async () => {
    const session = await sessionIn('locked');
    const waits: number[] = [];
    for (let crash = 0; crash < 9; crash += 1) {
      const started = session.processes.length;
      const from = session.time.now();
      session.process.exit(1);
      while (session.processes.length === started) await session.time.pass(50);
      waits.push(session.time.now() - from);
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(session.kind).toBe('locked');
  });

  it('is forgiven once it has lived for a minute', async () => {
    const session = await sessionIn('locked');
    session.process.exit(1);
    await session.time.pass(250);
    session.process.exit(1);
    await session.time.pass(500);
    await session.time.pass(60_000);
    session.process.exit(1);
    await session.time.pass(250);
    expect(session.processes).toHaveLength(4);
  });

  it('serves a request made between two lives', async () => {
    const session = await sessionIn('locked');
    session.process.exit(1);
    const attempt = session.machine.unlock(bytes('correct horse battery'), bytes('123456'));
    await session.time.pass(250);
    await expect(attempt).resolves.toEqual({ kind: 'unlocked' });
  });
});
