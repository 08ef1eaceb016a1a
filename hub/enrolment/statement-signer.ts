import type { PrivateKey } from '@signalapp/libsignal-client';
import type { Clock } from '../../shared/domain/clock.ts';
import { signStatement } from '../../shared/trust/statement.ts';
import type { SignedStatement, StatementPayload, StatementType } from '../../shared/trust/statement-schema.ts';
import type { Tx } from '../ports.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** How long statements hold, in milliseconds. A lease's length is the policy's. */
export const validity = {
  hubCertificate: 2 * 365 * day,
  /** Time enough to fetch a stick from a safe. */
  hubRequest: 30 * day,
  /** As an order: a laptop that lay in a drawer still finds its hub. */
  rotation: 10 * 365 * day,
  /** Renewed with each lease while online; long enough for a weekend and an illness, short enough to be of little use to who copies one. */
  deviceCertificate: 7 * day,
  /** Replaced by the next version, not by time. */
  policy: 10 * 365 * day,
  /** Long enough to cross a slow link; the device binds it to its nonce. */
  time: 5 * 60_000,
  /** A laptop may lie in a drawer for years. */
  order: 10 * 365 * day,
  /** Time enough to reach the agent, and to sit down with another phone. */
  reset: day,
} as const;

/** Devices whose clock is a little late still accept what was signed just now. */
const backdated = 5 * 60_000;

/** Signs statements with the hub key; serials grow per type and are kept in the database. */
export class StatementSigner {
  readonly #key: PrivateKey;
  readonly #clock: Clock;

  constructor(key: PrivateKey, clock: Clock) {
    this.#key = key;
    this.#clock = clock;
  }

  /** @param milliseconds from now until the statement ends. */
  async sign<T extends StatementType>(tx: Tx, type: T, payload: StatementPayload<T>, milliseconds: number): Promise<SignedStatement> {
    const now = this.#clock.now();
    const serial = await nextSerial(tx, type);
    return signStatement(type, payload, { serial, notBefore: now - backdated, notAfter: now + milliseconds }, this.#key);
  }
}

async function nextSerial(tx: Tx, type: string): Promise<number> {
  const { last } = await tx
    .insertInto('statement_serials')
    .values({ type, last: 1 })
    .onConflict((conflict) => conflict.column('type').doUpdateSet((row) => ({ last: row('statement_serials.last', '+', 1) })))
    .returning('last')
    .executeTakeFirstOrThrow();
  return last;
}
