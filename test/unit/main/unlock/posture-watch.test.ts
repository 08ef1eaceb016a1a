import { describe, expect, test } from 'vitest';
import { soundPosture } from '../../../doubles/posture.ts';
import { settled } from '../../../doubles/time.ts';
import { inspections } from '../../../doubles/vault-process.ts';
import { bytes, sessionIn, type WorkstationSession } from './workstation-session.ts';

const minute = 60_000;
const other = { ...soundPosture, hostName: 'laptop-8' };

/** What was handed to the vault process that runs now, in order. */
const handed = ({ process }: WorkstationSession) => process.asked.filter(({ name }) => name === 'device.posture').map(({ input }) => input);
const unlock = (session: WorkstationSession) => session.machine.unlock(bytes('correct horse battery'), bytes('123456'));

describe('the laptop’s state is read', () => {
  test('at the start, every ten minutes, and at each wake', async () => {
    const session = await sessionIn('locked');
    expect(handed(session)).toEqual([{ posture: soundPosture, refusedByHub: false }]);
    await session.time.pass(9 * minute);
    expect(session.readings).toBe(1);
    await session.time.pass(minute);
    expect(session.readings).toBe(2);
    session.machine.awake();
    await settled();
    expect(session.readings).toBe(3);
    // The ten minutes begin again.
    await session.time.pass(9 * minute);
    expect(session.readings).toBe(3);
  });

  test('before each unlock, and the attempt is made with what was read', async () => {
    const session = await sessionIn('locked');
    session.posture = other;
    await unlock(session);
    const names = session.process.names();
    expect(handed(session).at(-1)).toEqual({ posture: other, refusedByHub: false });
    expect(names.lastIndexOf('device.posture')).toBeLessThan(names.indexOf('unlock.attempt'));
  });

  test('once for all who ask meanwhile', async () => {
    const session = await sessionIn('locked');
    session.machine.awake();
    await unlock(session);
    expect(session.readings).toBe(2);
  });

  test('and where it cannot be, nothing is opened', async () => {
    const session = await sessionIn('locked');
    session.unreadable = true;
    await expect(unlock(session)).rejects.toThrow('unreadable');
    expect(session.process.names()).not.toContain('unlock.attempt');
    expect(session.kind).toBe('locked');
    session.machine.awake();
    await settled();
    expect(session.notes).toContainEqual({ event: 'posture-not-read' });
    session.unreadable = false;
    await unlock(session);
    expect(session.kind).toBe('unlocked');
  });

  test('and handed to each new vault process before it is asked what it finds', async () => {
    const session = await sessionIn('unlocked');
    session.machine.lock('asked');
    await settled();
    expect(session.processes).toHaveLength(2);
    expect(session.process.names().slice(0, 2)).toEqual(['device.posture', 'device.inspect']);
  });

  test('no more after the end', async () => {
    const session = await sessionIn('locked');
    await session.machine.shutDown();
    const { readings } = session;
    await session.time.pass(60 * minute);
    expect(session.readings).toBe(readings);
  });
});

describe('a state that is refused', () => {
  test('is shown, and looked at each minute, until it goes away by itself', async () => {
    const session = await sessionIn('posture-failed');
    session.machine.awake();
    await settled();
    const { readings } = session;
    await session.time.pass(2 * minute);
    expect(session.readings).toBe(readings + 2);
    session.inspection = inspections.enrolled;
    session.process.say({ kind: 'device-changed' });
    await settled();
    expect(session.kind).toBe('locked');
  });

  test('found while open: locked, then shown', async () => {
    const session = await sessionIn('unlocked');
    session.inspection = inspections['posture-failed'];
    session.process.say({ kind: 'lock-now', reason: 'The policy refuses the state of this laptop.' });
    expect(session.closed).toBe(1);
    await settled();
    expect(session.machine.state()).toEqual({ kind: 'posture-failed', organisation: 'The Shop', problems: ['Debugger: Somebody looks in.'] });
  });

  test('found at the unlock: shown in its place', async () => {
    const session = await sessionIn('locked');
    session.process.answer('unlock.attempt', () => Promise.reject(new Error('not now')));
    session.process.answer('device.inspect', () => inspections['posture-failed']);
    await expect(unlock(session)).rejects.toThrow();
    expect(session.kind).toBe('posture-failed');
  });

  test('by the hub: locked at once, read anew, and refused until the next look', async () => {
    const session = await sessionIn('unlocked');
    const { readings } = session;
    session.inspection = inspections['posture-failed'];
    session.process.say({ kind: 'posture-refused' });
    expect(session.closed).toBe(1);
    await settled();
    expect(session.readings).toBe(readings + 1);
    expect(session.kind).toBe('posture-failed');
    expect(handed(session).at(-1)).toEqual({ posture: soundPosture, refusedByHub: true });
    await session.time.pass(10 * minute);
    expect(handed(session).at(-1)).toEqual({ posture: soundPosture, refusedByHub: false });
  });

  test('by the hub, and another one when it is read anew: the hub is to judge that', async () => {
    const session = await sessionIn('unlocked');
    session.posture = other;
    session.process.say({ kind: 'posture-refused' });
    await settled();
    expect(handed(session).at(-1)).toEqual({ posture: other, refusedByHub: false });
  });

  test('what the policy warns of is shown while open, and changes with it', async () => {
    const session = await sessionIn('locked');
    session.inspection = { ...inspections.enrolled, postureWarnings: ['Disk encryption: The disk is not encrypted.'] };
    session.process.say({ kind: 'device-changed' });
    await settled();
    await unlock(session);
    expect(session.machine.state()).toMatchObject({ kind: 'unlocked', postureWarnings: ['Disk encryption: The disk is not encrypted.'] });
    session.inspection = inspections.enrolled;
    session.process.say({ kind: 'device-changed' });
    await settled();
    expect(session.machine.state()).toMatchObject({ kind: 'unlocked', postureWarnings: [] });
  });
});
