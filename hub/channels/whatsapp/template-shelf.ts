import { z } from 'zod';
import type { Clock } from '../../../shared/domain/clock.ts';
import { Template } from '../../../shared/domain/template.ts';
import type { Log, Tx } from '../../ports.ts';
import type { Store } from '../../store/database.ts';

/** Between two looks at what is approved, in milliseconds: approvals come and go within hours. */
const lookEvery = 15 * 60_000;

/** What of a channel's templates is kept. */
export interface KeptTemplates {
  readonly templates: readonly Template[];
  /** Approved ones that cannot be sent from here. */
  readonly others: number;
  readonly fetchedAt: number;
}

export interface TemplateShelfDeps {
  readonly channelId: string;
  readonly db: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Asks the provider; null where it did not say. */
  readonly fetch: () => Promise<Omit<KeptTemplates, 'fetchedAt'> | null>;
}

const Kept = z.object({ templates: z.array(Template), others: z.number().int().min(0) });

/** A channel's approved templates, kept in the database so that they are known while the provider is not reached, and looked at again. */
export class TemplateShelf {
  readonly #deps: TemplateShelfDeps;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #looking: Promise<void> | null = null;

  constructor(deps: TemplateShelfDeps) {
    this.#deps = deps;
  }

  /** Begins, and goes on until `stop`; does not wait for the provider. */
  start(): void {
    void this.look().finally(() => {
      if (this.#stopped) return;
      this.#timer = setTimeout(() => this.start(), lookEvery);
      this.#timer.unref();
    });
  }

  /** Resolves when a look in hand has written what it found. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#looking;
  }

  /** Asks the provider now; what was kept stays where it does not answer. Several at once share one question. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch((error: unknown) => this.#deps.log.warn('templates.not-kept', { channel: this.#deps.channelId, kind: error instanceof Error ? error.name : 'unknown' }))
      .finally(() => {
        this.#looking = null;
      });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const { channelId, db, clock, fetch } = this.#deps;
    const found = await fetch();
    if (found === null || this.#stopped) return;
    const row = { templates: JSON.stringify({ templates: found.templates, others: found.others }), fetched_at: clock.now() };
    await db
      .insertInto('channel_templates')
      .values({ channel_id: channelId, ...row })
      .onConflict((conflict) => conflict.column('channel_id').doUpdateSet(row))
      .execute();
  }
}

/** What is kept of a channel's templates; null where the provider has never said. */
export async function keptTemplates(db: Store | Tx, channelId: string): Promise<KeptTemplates | null> {
  const row = await db.selectFrom('channel_templates').selectAll().where('channel_id', '=', channelId).executeTakeFirst();
  return row === undefined ? null : { ...Kept.parse(JSON.parse(row.templates)), fetchedAt: row.fetched_at };
}
