import { setTimeout as timePasses } from 'node:timers/promises';
import type { AuditCheck } from '../../shared/contract/console/audit.ts';
import type { Store } from '../store/database.ts';
import { type AuditVerdict, verifyAudit } from './audit-log.ts';

/** A workstation waits a quarter of a minute for an answer. */
const patienceMs = 8_000;
const patience = (given: AbortSignal): Promise<unknown> => timePasses(patienceMs, undefined, { signal: given, ref: false });

interface Running {
  readonly verdict: Promise<AuditVerdict>;
  /** Followed so far. */
  readonly far: { entries: number };
}

/** One look at the whole chain at a time, whoever asks for it: who comes meanwhile is told of the one that is under way. */
export class AuditChecks {
  readonly #store: Store;
  #running: Running | null = null;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The verdict, or how far it is once the patience has run out. */
  async check(waits: (given: AbortSignal) => Promise<unknown> = patience): Promise<AuditCheck> {
    const { verdict, far } = (this.#running ??= this.#begin());
    const given = new AbortController();
    const come = await Promise.race([verdict, waits(given.signal).then(() => null, () => null)]).finally(() => given.abort());
    if (come === null) return { is: 'running', entries: far.entries };
    return come.intact ? { is: 'intact', entries: come.entries, head: come.head } : { is: 'broken', at: come.brokenAt };
  }

  #begin(): Running {
    const far = { entries: 0 };
    const verdict = verifyAudit(this.#store, (entries) => {
      far.entries = entries;
    }).finally(() => {
      this.#running = null;
    });
    // Nobody may be left who waits for it.
    verdict.catch(() => undefined);
    return { verdict, far };
  }
}
