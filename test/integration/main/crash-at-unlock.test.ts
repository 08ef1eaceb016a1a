import { afterEach, expect, test } from 'vitest';
import { firstPolicy } from '../../../shared/domain/policy.ts';
import { codeAt, secretFromText } from '../../../shared/trust/totp.ts';
import { everyCase } from '../../doubles/how-often.ts';
import { soundPosture } from '../../doubles/posture.ts';
import { WorkstationProcess } from '../../doubles/workstation-process.ts';

const passphrase = 'quiet heron crosses the morning river';

let workstation: WorkstationProcess | null = null;
afterEach(() => workstation?.end());

// A right try writes: the count, the used step, the header, its epoch, the vault's being made.
test.each(everyCase ? Array.from({ length: 14 }, (_, step) => step + 1) : [3, 5, 8])(
  'killed before step %i of an unlock: a try is counted before it is judged, a code that was accepted stays used, and the next code opens',
  { timeout: 300_000 },
  async (killAt) => {
    const at = new WorkstationProcess(killAt);
    workstation = at;
    await at.call('device.begin', { invite: at.hub.invite, posture: soundPosture });
    await at.hub.connect(at.link);
    await at.hub.hears('enrol');
    await at.hub.tell({ c: 'enrol-pending' });
    await at.hub.approve();
    await at.call('setup.passphrase', { passphrase: Buffer.from(passphrase) });
    const secret = secretFromText((await at.call('setup.totp', null)).secret);
    const code = (step: number) => Buffer.from(codeAt(secret, firstPolicy.totp, step));
    const unlock = (step: number) => at.call('unlock.attempt', { passphrase: Buffer.from(passphrase), code: code(step), ticket: null });
    const now = await at.beginStep();
    const confirmed = at.call('setup.confirm', { first: code(now - 2), second: code(now - 1) });
    await at.hub.hears('totp-activate');
    await at.hub.tell({ c: 'totp-activated' });
    expect(await confirmed).toEqual({ kind: 'confirmed' });

    at.arm();
    await Promise.race([unlock(now).catch(() => null), at.died]);
    await at.restart();
    const counted = { 1: 10, 2: 9 }[killAt] ?? 10;
    expect(await at.call('device.inspect', null)).toMatchObject({ kind: 'enrolled', attemptsLeft: counted });
    if (killAt > 2) expect(await unlock(now)).toMatchObject({ kind: 'wrong' });
    expect(await unlock(Math.max(at.step, now + 1))).toMatchObject({ kind: 'unlocked' });
  },
);
