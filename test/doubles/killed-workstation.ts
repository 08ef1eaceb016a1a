import { setTimeout as pause } from 'node:timers/promises';
import { firstPolicy } from '../../shared/domain/policy.ts';
import { codeAt, secretFromText, stepSeconds } from '../../shared/trust/totp.ts';
import type { UnlockOutcome } from '../../main/boundary/vault-process.ts';
import { HubVerifiers } from './hub-verifiers.ts';
import { soundPosture } from './posture.ts';
import { WorkstationProcess } from './workstation-process.ts';

const stepMs = stepSeconds * 1000;
/** Of the monotonic clock: a derivation seems to take so many times as long. */
const slow = 100;

/**
 * An enrolled workstation whose vault process can be killed in the middle of what it does, and a hub that goes on keeping
 * its verifiers and its time.
 */
export class KilledWorkstation {
  readonly at: WorkstationProcess;
  readonly verifiers = new HubVerifiers();
  readonly #atLeaseZero: boolean;
  #secret = new Uint8Array();
  /** Of the newest code. */
  #step = 0;

  /** @param options.pace slow by default: the terms stay at their minimum, and none is raised. */
  constructor({ killAt = 0, pace = slow, offlineLeaseHours = 72 }: { readonly killAt?: number; readonly pace?: number; readonly offlineLeaseHours?: number } = {}) {
    this.at = new WorkstationProcess(killAt, pace);
    this.#atLeaseZero = offlineLeaseHours === 0;
    this.at.hub.policy = { ...this.at.hub.policy, offlineLeaseHours };
  }

  async enrol(passphrase: string): Promise<void> {
    const { at } = this;
    const { hub } = at;
    await at.call('device.begin', { invite: hub.invite, posture: soundPosture });
    await hub.connect(at.link);
    await hub.hears('enrol');
    await hub.tell({ c: 'enrol-pending' });
    await hub.approve();
    await at.call('setup.passphrase', { passphrase: Buffer.from(passphrase) });
    this.#secret = secretFromText((await at.call('setup.totp', null)).secret);
    this.#step = (await at.beginStep()) - 1;
    const confirmed = at.call('setup.confirm', { first: this.#code(this.#step - 1), second: this.#code(this.#step) });
    await hub.hears('totp-activate');
    this.verifiers.set((await hub.hears('verifier-set')).verifier);
    await hub.tell({ c: 'totp-activated' });
    if ((await confirmed).kind !== 'confirmed') throw new Error('The set-up was not confirmed.');
  }

  #code(step: number): Buffer {
    return Buffer.from(codeAt(this.#secret, firstPolicy.totp, step));
  }

  /** Of a step that no code was of before; the hub's time goes on to it. */
  async freshCode(): Promise<Buffer> {
    this.#step = Math.max(this.#step + 1, this.at.step);
    await this.at.hub.tellTime(this.#step * stepMs + 1000);
    return this.#code(this.#step);
  }

  /** Another process, and a link to it. */
  async restart({ killAt = 0, pace = slow }: Parameters<WorkstationProcess['restart']>[0] = {}): Promise<void> {
    await this.at.restart({ killAt, pace });
    await this.at.hub.connect(this.at.link, { time: Math.max(this.at.now(), (this.#step * stepMs) + 2000) });
  }

  /** With a fresh code; at lease zero the hub judges the verifier first. */
  async unlock(passphrase: string): Promise<UnlockOutcome> {
    const { hub } = this.at;
    const attempt = this.at.call('unlock.attempt', { passphrase: Buffer.from(passphrase), code: await this.freshCode(), ticket: null });
    // A process that dies answers nobody.
    attempt.catch(() => undefined);
    const asked = this.#atLeaseZero ? await Promise.race([hub.hears('share-request'), attempt.then(() => null, () => null)]) : null;
    if (asked !== null) {
      const { verifier } = asked;
      if (this.verifiers.uses(verifier)) await hub.giveShares();
      else await hub.tell({ c: 'code-refused', for: 'share-request' });
    }
    return attempt;
  }

  /** The session that an open vault asks for: whether the hub takes the verifier. */
  async openSession(): Promise<boolean> {
    const { verifier } = await this.at.hub.hears('session-open');
    const taken = this.verifiers.uses(verifier);
    if (taken) await this.at.hub.openSession();
    else await this.at.hub.tell({ c: 'code-refused', for: 'session-open' });
    return taken;
  }

  /** Whether it opens, here and at the hub. */
  async opens(passphrase: string): Promise<boolean> {
    let outcome = await this.unlock(passphrase);
    while (outcome.kind === 'wait') {
      await pause(Math.max(0, outcome.retryAt - Date.now()) + 50);
      outcome = await this.unlock(passphrase);
    }
    if (outcome.kind !== 'unlocked') {
      if (outcome.kind !== 'wrong') throw new Error(`The unlock came to ${outcome.kind}.`);
      return false;
    }
    if (!(await this.openSession())) throw new Error('It opens here, and the hub does not take its verifier.');
    return true;
  }

  /** Which of these opens, tried one after the other in processes of their own. */
  async whichOpen(...passphrases: readonly string[]): Promise<string[]> {
    const opening: string[] = [];
    for (const passphrase of passphrases) {
      await this.restart();
      if (await this.opens(passphrase)) opening.push(passphrase);
    }
    return opening;
  }

  end(): Promise<void> {
    return this.at.end();
  }
}
