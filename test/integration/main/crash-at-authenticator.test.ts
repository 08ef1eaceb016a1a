import { afterEach, expect, test } from 'vitest';
import { firstPolicy } from '../../../shared/domain/policy.ts';
import { codeAt, secretFromText, stepSeconds } from '../../../shared/trust/totp.ts';
import { everyCase } from '../../doubles/how-often.ts';
import { soundPosture } from '../../doubles/posture.ts';
import { WorkstationProcess } from '../../doubles/workstation-process.ts';

const passphrase = 'quiet heron crosses the morning river';
const stepMs = stepSeconds * 1000;
const codeOf = (secret: Uint8Array, step: number) => codeAt(secret, firstPolicy.totp, step);

let workstation: WorkstationProcess | null = null;
afterEach(async () => {
  const ended = workstation;
  workstation = null;
  await ended?.end();
});

/** The hub's side of an unlock that it is asked about: codes of one authenticator it takes, any other it refuses. */
function judging(at: WorkstationProcess, inUse: () => Uint8Array): { readonly took: string[] } {
  const took: string[] = [];
  const judge = async (): Promise<void> => {
    for (;;) {
      const asked = await at.hub.hears('share-request').catch(() => null);
      if (workstation !== at) return;
      if (asked === null) continue;
      const right = [-3, -2, -1, 0, 1, 2, 3, 4, 5, 6].some((by) => codeOf(inUse(), at.step + by) === asked.code);
      if (right) took.push(asked.code);
      await (right ? at.hub.giveShares() : at.hub.tell({ c: 'code-refused', for: 'share-request' })).catch(() => undefined);
    }
  };
  void judge();
  return { took };
}

// The header with both secrets: file (1), rename (2), folder (3); the hub is asked; the header with one: (4) to (6); the used step (7).
test.each(everyCase ? Array.from({ length: 9 }, (_, step) => step + 1) : [3, 6])(
  'killed before step %i of the change to another authenticator: the one that the hub has opens, and never both',
  { timeout: 300_000 },
  async (killAt) => {
    const at = new WorkstationProcess(killAt);
    workstation = at;
    const { hub } = at;
    await at.call('device.begin', { invite: hub.invite, posture: soundPosture });
    await hub.connect(at.link);
    await hub.hears('enrol');
    await hub.tell({ c: 'enrol-pending' });
    await hub.approve();
    await at.call('setup.passphrase', { passphrase: Buffer.from(passphrase) });
    const old = secretFromText((await at.call('setup.totp', null)).secret);
    let inUse = old;
    const unlock = (code: string) => at.call('unlock.attempt', { passphrase: Buffer.from(passphrase), code: Buffer.from(code), ticket: null });
    const step = await at.beginStep();
    const confirmed = at.call('setup.confirm', { first: Buffer.from(codeOf(old, step - 2)), second: Buffer.from(codeOf(old, step - 1)) });
    await hub.hears('totp-activate');
    await hub.tell({ c: 'totp-activated' });
    expect(await confirmed).toEqual({ kind: 'confirmed' });
    expect(await unlock(codeOf(old, step))).toMatchObject({ kind: 'unlocked' });
    await hub.hears('session-open');
    await hub.openSession();

    const { took } = judging(at, () => inUse);
    const provisioned = await at.call('security.new-authenticator', { passphrase: Buffer.from(passphrase), code: Buffer.from(codeOf(old, step + 1)) });
    if (provisioned.kind !== 'provisioned') throw new Error(provisioned.kind);
    const next = secretFromText(provisioned.secret);
    // The hub takes it as soon as it is asked, whoever is left to hear the answer.
    void hub.hears('totp-replace').then(async () => {
      inUse = next;
      await hub.tell({ c: 'totp-replaced' }).catch(() => undefined);
    }, () => undefined);
    at.arm();
    const pair = at.step;
    await Promise.race([at.call('security.confirm-authenticator', { first: Buffer.from(codeOf(next, pair - 1)), second: Buffer.from(codeOf(next, pair)) }).catch(() => null), at.died]);

    await at.restart();
    expect(await at.call('device.inspect', null)).toMatchObject({ kind: 'enrolled', attemptsLeft: 10 });
    // By the hub's time two minutes have passed: codes that nobody has used are at hand without waiting for them.
    const later = at.step + 4;
    await hub.connect(at.link, { time: later * stepMs });
    const [has, hasNot] = inUse === next ? [next, old] : [old, next];
    expect(await unlock(codeOf(has, later))).toMatchObject({ kind: 'unlocked' });

    await at.restart();
    await hub.connect(at.link, { time: (later + 1) * stepMs });
    const before = took.length;
    expect(await unlock(codeOf(hasNot, later + 1))).toMatchObject({ kind: 'wrong' });
    expect(took).toHaveLength(before);
    expect(await unlock(codeOf(has, later + 1))).toMatchObject({ kind: 'unlocked' });
  },
);
