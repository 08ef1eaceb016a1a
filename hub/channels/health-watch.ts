import type { Clock } from '../../shared/domain/clock.ts';
import { kindOf } from '../intake/error-kind.ts';
import type { Audit, Log } from '../ports.ts';
import type { Store } from '../store/database.ts';
import type { ChannelAdapter } from './channel.ts';

/** Between two looks, in milliseconds. A channel notices within half a minute that its far side is gone, so IT learns within one. */
const lookEvery = 10_000;

export interface HealthWatchDeps {
  readonly db: Store;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
  readonly adapters: () => Iterable<ChannelAdapter>;
  /** The audit log has something new to show. */
  readonly changed: () => void;
}

/** Tells IT when a channel stops working, and when it works again: in the audit log, the log, and to open consoles. */
export class HealthWatch {
  readonly #deps: HealthWatchDeps;
  /** Channels with a problem that was told. */
  readonly #told = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #working: Promise<void> = Promise.resolve();
  #running = false;

  constructor(deps: HealthWatchDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#running = true;
    this.#next();
  }

  async stop(): Promise<void> {
    this.#running = false;
    clearTimeout(this.#timer);
    await this.#working;
  }

  #next(): void {
    this.#timer = setTimeout(() => {
      this.#working = this.look()
        .catch((error: unknown) => this.#deps.log.warn('channel.not-watched', { kind: kindOf(error) }))
        .finally(() => {
          if (this.#running) this.#next();
        });
    }, lookEvery);
    this.#timer.unref();
  }

  /** One look at every channel. */
  async look(): Promise<void> {
    const open = [...this.#deps.adapters()];
    for (const id of this.#told) if (!open.some(({ channelId }) => channelId === id)) this.#told.delete(id);
    for (const adapter of open) {
      const { channelId, kind } = adapter;
      const { state, problem } = adapter.health();
      if (state === 'starting' || state === 'stopped' || (problem !== null) === this.#told.has(channelId)) continue;
      await this.#tell(channelId, kind, problem === null ? 'channel.recovered' : 'channel.troubled');
      if (problem === null) this.#told.delete(channelId);
      else this.#told.add(channelId);
    }
  }

  async #tell(channelId: string, kind: string, action: 'channel.troubled' | 'channel.recovered'): Promise<void> {
    const { db, audit, log, changed } = this.#deps;
    await db.transaction().execute((tx) => audit.append(tx, { actor: 'hub', action, subject: channelId, detail: { kind } }));
    if (action === 'channel.troubled') log.warn(action, { channel: channelId, kind });
    else log.info(action, { channel: channelId, kind });
    changed();
  }
}
