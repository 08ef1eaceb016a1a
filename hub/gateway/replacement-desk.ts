import type { ControlToHub } from '../../shared/contract/wire/index.ts';
import { codeServesMs } from '../../shared/domain/second-factor.ts';
import { fromBase64 } from '../../shared/trust/bytes.ts';
import type { Tx } from '../ports.ts';
import type { Rooms } from '../rooms.ts';
import { freshly } from './fresh-code.ts';
import type { LiveDevice } from './live-device.ts';
import { postureTaken, refuseSession, whileActive } from './while-active.ts';

type Replacement = 'totp-replace' | 'recovery-replace' | 'verifier-replace';
type Control<C extends Replacement> = Extract<ControlToHub, { c: C }>;

const answers = { 'totp-replace': 'totp-replaced', 'recovery-replace': 'recovery-replaced', 'verifier-replace': 'verifier-replaced' } as const;

/** Another authenticator, other recovery codes, another passphrase, each in the place of the one that was. */
export class ReplacementDesk {
  readonly #rooms: Rooms;

  constructor(rooms: Rooms) {
    this.#rooms = rooms;
  }

  async replaceAuthenticator(live: LiveDevice, { code, verifier, secret, first, second, recovery }: Control<'totp-replace'>): Promise<void> {
    const { codes, hubSessions } = this.#rooms;
    const authenticator = { secret: fromBase64(secret), first, second, recovery: recovery.map(fromBase64) };
    const replaced = await this.#replaced(live, 'totp-replace', async (tx) => {
      if (code === null && !(await this.#needsNoCode(tx, live, authenticator.secret))) return false;
      const shown = code !== null && (await this.#wasRight(tx, live, code)) ? null : code;
      if (!(await codes.replaceAuthenticator(tx, live.deviceId, shown, fromBase64(verifier), authenticator))) return false;
      await hubSessions.settle(tx, live.deviceId);
      return true;
    });
    if (!replaced) return;
    live.freshCode = null;
    live.mayDoAll();
  }

  async replaceRecovery(live: LiveDevice, { code, verifier, recovery }: Control<'recovery-replace'>): Promise<void> {
    await this.#replaced(live, 'recovery-replace', (tx) => this.#rooms.codes.replaceRecovery(tx, live.deviceId, code, fromBase64(verifier), recovery.map(fromBase64)));
  }

  async replaceVerifier(live: LiveDevice, { code, verifier, next }: Control<'verifier-replace'>): Promise<void> {
    await this.#replaced(live, 'verifier-replace', async (tx) => {
      if (code === null && !live.sessionLives(this.#rooms.clock.now())) return false;
      return this.#rooms.codes.replaceVerifier(tx, live.deviceId, code, fromBase64(verifier), fromBase64(next));
    });
  }

  /** Does it, and answers. */
  async #replaced(live: LiveDevice, what: Replacement, work: (tx: Tx) => Promise<boolean>): Promise<boolean> {
    if (!postureTaken(live)) return false;
    const done = await whileActive(this.#rooms, live, work);
    if (done === 'not-active') {
      refuseSession(live, done);
      return false;
    }
    live.send(done ? { c: answers[what] } : { c: 'code-refused', for: what });
    return done;
  }

  /**
   * The code with which the share was asked for on this connection, a short time ago: the new authenticator's own two
   * come when the old one does not show it any more. Used up with the exchange.
   */
  async #wasRight(tx: Tx, live: LiveDevice, code: string): Promise<boolean> {
    const fresh = live.freshCode;
    if (fresh === null || this.#rooms.clock.now() - fresh.at >= codeServesMs) return false;
    return (await freshly(this.#rooms, tx, live, fresh, code)) !== null;
  }

  /**
   * Soon after a one-time code the session stands for it: who had to use one has no authenticator at hand. A recovery
   * code that was used before IT's reset does not count any more: it may have been the thief's.
   */
  async #needsNoCode(tx: Tx, live: LiveDevice, secret: Uint8Array): Promise<boolean> {
    const { clock, codes, hubSessions } = this.#rooms;
    if (!live.sessionLives(clock.now())) return false;
    // The answer to this very one may have been lost.
    if (await codes.isPresent(tx, live.deviceId, secret)) return true;
    switch (await hubSessions.openedWithin(tx, live.deviceId, codeServesMs)) {
      case 'reset':
        return true;
      case 'recovery':
        return !(await codes.standing(tx, live.deviceId)).authenticatorEnded;
      case 'totp':
      case null:
        return false;
    }
  }
}
