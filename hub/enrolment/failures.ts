import type { Clock } from '../../shared/domain/clock.ts';
import type { Audit, Tx } from '../ports.ts';
import type { UnlockRow } from './unlock-records.ts';

const longestDelay = 300;

/** Seconds to wait after the n-th wrong try in a row: 0, 1, 2, 4 ... 300. */
export function delaySeconds(failures: number): number {
  return failures <= 1 ? 0 : Math.min(longestDelay, 2 ** (failures - 2));
}

/**
 * Wrong tries, of both factors together: in a row per device, and in a row per agent over all of their devices, so that
 * who has two laptops of somebody's guesses no faster than with one. The policy's limit is of the device.
 */
export class Failures {
  readonly #audit: Audit;
  readonly #clock: Clock;

  constructor(audit: Audit, clock: Clock) {
    this.#audit = audit;
    this.#clock = clock;
  }

  /** Whether nothing is looked at yet, after a wrong try here or on another device of the agent. */
  tooEarly(row: UnlockRow): boolean {
    return this.#waits(row.retry_at) || this.#waits(row.agent_retry_at ?? 0);
  }

  /** One more. At the policy's limit the share is destroyed, and with it what the vault could be opened with. */
  async count(tx: Tx, row: UnlockRow, limit: number): Promise<void> {
    const ofAgent = (row.agent_failures ?? 0) + 1;
    const counted = { failures: ofAgent, retry_at: this.#after(ofAgent) };
    await tx
      .insertInto('agent_failures')
      .values({ agent_id: row.agent_id, ...counted })
      .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(counted))
      .execute();
    await this.#countHere(tx, row, limit, { ofAgent });
  }

  /** Both factors were right. */
  async end(tx: Tx, row: UnlockRow): Promise<void> {
    await this.endSetUp(tx, row);
    if (row.agent_failures !== null) await tx.deleteFrom('agent_failures').where('agent_id', '=', row.agent_id).execute();
  }

  /**
   * As `tooEarly`, `count` and `end`, while a device is set up: it shows codes of a secret that it made itself, so that nothing
   * is guessed at by wrong ones and nothing proven by right ones but that this authenticator works.
   */
  tooEarlyToSetUp(row: UnlockRow): boolean {
    return this.#waits(row.retry_at);
  }

  countSetUp(tx: Tx, row: UnlockRow, limit: number): Promise<void> {
    return this.#countHere(tx, row, limit, {});
  }

  async endSetUp(tx: Tx, row: UnlockRow): Promise<void> {
    if (row.failures > 0) await tx.updateTable('device_unlock').set({ failures: 0, retry_at: 0 }).where('device_id', '=', row.device_id).execute();
  }

  async #countHere(tx: Tx, row: UnlockRow, limit: number, more: Readonly<Record<string, number>>): Promise<void> {
    const failures = row.failures + 1;
    const destroyed = failures >= limit && row.share !== null;
    await tx
      .updateTable('device_unlock')
      .set({ failures, retry_at: this.#after(failures), ...(destroyed ? { share: null, previous_share: null } : {}) })
      .where('device_id', '=', row.device_id)
      .execute();
    await this.#audit.append(tx, { actor: `device:${row.device_id}`, action: 'code.refused', subject: row.device_id, detail: { failures, ...more } });
    if (destroyed) await this.#audit.append(tx, { actor: 'hub', action: 'share.destroyed', subject: row.device_id, detail: { failures } });
  }

  #after(failures: number): number {
    return this.#clock.now() + delaySeconds(failures) * 1000;
  }

  /** One that lies further away than the longest delay was noted under a clock that has been put back since, and would lock out for as long. */
  #waits(retryAt: number): boolean {
    const wait = retryAt - this.#clock.now();
    return wait > 0 && wait <= longestDelay * 1000;
  }
}
