import { describe, expect, it } from 'vitest';
import { SealdeskError } from '../../../../shared/domain/errors.ts';
import { settled } from '../../../doubles/time.ts';
import { inspections } from '../../../doubles/vault-process.ts';
import { bytes, sessionIn } from './workstation-session.ts';

describe('enrolling', () => {
  const begin = async () => {
    const session = await sessionIn('unenrolled');
    const answer = session.machine.enrolment.begin('sealdesk://enrol/x');
    await settled();
    session.inspection = inspections['pending-approval'];
    return { session, answer };
  };

  it('waits on the first screen until the hub has taken the invite', async () => {
    const { session, answer } = await begin();
    expect(session.kind).toBe('unenrolled');
    expect(session.link.retargeted).toBe(1);
    session.process.say({ kind: 'device-changed' });
    await expect(answer).resolves.toEqual({ kind: 'pending' });
    expect(session.kind).toBe('pending-approval');
  });

  it('says why the hub refused', async () => {
    const { session, answer } = await begin();
    session.inspection = inspections.unenrolled;
    session.process.say({ kind: 'enrolment-refused', reason: 'invite-refused' });
    await expect(answer).resolves.toMatchObject({ kind: 'refused', reason: 'invite-refused' });
    expect(session.kind).toBe('unenrolled');
  });

  it('forgets the invite when the hub can’t be reached', async () => {
    const { session, answer } = await begin();
    await session.time.pass(20_000);
    await expect(answer).resolves.toMatchObject({ kind: 'refused', reason: 'hub-unreachable' });
    expect(session.process.names()).toContain('device.cancel');
    expect(session.kind).toBe('unenrolled');
  });

  it('forgets the invite when somebody else answers at the hub’s address', async () => {
    const { session, answer } = await begin();
    session.link.become('mistrusted');
    await expect(answer).resolves.toMatchObject({ kind: 'refused', reason: 'hub-not-genuine' });
    expect(session.process.names()).toContain('device.cancel');
  });

  it('takes one invite at a time', async () => {
    const { session, answer } = await begin();
    await expect(session.machine.enrolment.begin('sealdesk://enrol/y')).rejects.toMatchObject({ kind: 'not-now' });
    session.process.say({ kind: 'device-changed' });
    await answer;
  });

  it('says what IT gets to know of the laptop, its numbers and checks included', async () => {
    const session = await sessionIn('pending-approval');
    const state = session.machine.state();
    expect(state.kind === 'pending-approval' && state.shared.map(({ label }) => label)).toEqual(['Computer name', 'Model', 'Serial number', 'Hardware UUID', 'System', 'Keychain', 'Sealdesk', 'Checks']);
  });

  it('says on the first screen that IT did not approve', async () => {
    const session = await sessionIn('pending-approval');
    session.inspection = inspections.unenrolled;
    session.process.say({ kind: 'enrolment-refused', reason: 'denied' });
    await settled();
    expect(session.machine.state()).toMatchObject({ kind: 'unenrolled', notice: expect.stringContaining('IT did not approve') as string });
  });

  it('goes on by itself once IT has approved, and to the lock screen once it is set up', async () => {
    const session = await sessionIn('pending-approval');
    session.inspection = inspections.approved;
    session.process.say({ kind: 'device-changed' });
    await settled();
    expect(session.kind).toBe('approved');
    session.inspection = { ...inspections.approved, step: 'totp' };
    await session.machine.enrolment.choosePassphrase(bytes('correct horse battery'));
    expect(session.machine.state()).toMatchObject({ kind: 'approved', step: 'totp' });
    session.inspection = inspections.enrolled;
    await session.machine.enrolment.confirmTotp(bytes('111111'), bytes('222222'));
    expect(session.kind).toBe('locked');
  });

  it('ends the page and the vault process that know the passphrase, once both codes are right', async () => {
    const session = await sessionIn('approved');
    const { process } = session;
    await session.machine.enrolment.confirmTotp(bytes('111111'), bytes('222222'));
    expect([session.closed, process.killed]).toEqual([0, false]);
    process.answer('setup.confirm', () => ({ kind: 'confirmed' }));
    session.inspection = inspections.enrolled;
    await session.machine.enrolment.confirmTotp(bytes('111111'), bytes('222222'));
    await settled();
    expect([session.closed, process.killed, session.kind]).toEqual([1, true, 'locked']);
    expect(session.process).not.toBe(process);
  });
});
describe('starting over', () => {
  it('goes on in a new vault process, which finds nothing', async () => {
    const session = await sessionIn('revoked');
    const first = session.process;
    await session.machine.enrolment.startOver();
    await settled();
    expect(first.killed).toBe(true);
    expect(session.processes).toHaveLength(2);
    expect(session.kind).toBe('unenrolled');
  });

  it('leaves everything as it is where the vault process refuses', async () => {
    const session = await sessionIn('wiped');
    session.process.answer('device.start-over', () => Promise.reject(new SealdeskError('not-now', 'The receipt waits.')));
    await expect(session.machine.enrolment.startOver()).rejects.toMatchObject({ kind: 'not-now' });
    expect(session.processes).toHaveLength(1);
    expect(session.machine.state()).toEqual({ kind: 'wiped', organisation: 'The Shop', receipt: 'waiting' });
  });

  it('is told that the hub has the receipt as soon as it has', async () => {
    const session = await sessionIn('wiped');
    session.inspection = { ...inspections.wiped, receipt: 'delivered' };
    session.process.say({ kind: 'device-changed' });
    await settled();
    expect(session.machine.state()).toEqual({ kind: 'wiped', organisation: 'The Shop', receipt: 'delivered' });
  });
});
