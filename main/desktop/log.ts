import type { Clock } from '../../shared/domain/clock.ts';
import type { CallNote } from '../ipc/router.ts';
import type { LinkNote } from '../sync/connection.ts';
import type { SessionNote } from '../unlock/session-ports.ts';
import type { BusNote } from './bus/followed-bus.ts';

/** Everything main ever writes to its log. Each field is a fixed word or a number; none can hold content. */
export type LogEntry =
  | SessionNote
  | CallNote
  | LinkNote
  | BusNote
  | { readonly event: 'started'; readonly version: string; readonly electron: string; readonly runtime: 'compatibility' | 'supported'; readonly bundle: 'test' | 'release' }
  | { readonly event: 'debug-switch-refused'; readonly name: string }
  | { readonly event: 'renderer-gone' | 'child-gone'; readonly reason: string; readonly code: number }
  | { readonly event: 'request-blocked'; readonly scheme: string }
  | { readonly event: 'main-failed'; readonly name: string };

/** Lines of one event that are written at once, and how many more each second. */
const atOnce = 200;
const perSecond = 2;

interface Bucket {
  lines: number;
  at: number;
  leftOut: number;
}

/**
 * The log: one line of JSON for each entry, with the time. Where one event comes on and on, as a page that is no longer ours can make it, the lines
 * of that event are counted in place of being written: the log may lie on the disk that the vault is on, and what else happens stays in sight.
 */
export class Log {
  readonly #write: (line: string) => void;
  readonly #clock: Clock;
  readonly #buckets = new Map<LogEntry['event'], Bucket>();

  constructor(write: (line: string) => void, clock: Clock) {
    this.#write = write;
    this.#clock = clock;
  }

  note(entry: LogEntry): void {
    const now = this.#clock.monotonic();
    const bucket = this.#buckets.get(entry.event) ?? { lines: atOnce, at: now, leftOut: 0 };
    this.#buckets.set(entry.event, bucket);
    bucket.lines = Math.min(atOnce, bucket.lines + ((now - bucket.at) / 1000) * perSecond);
    bucket.at = now;
    if (bucket.lines < 1) {
      bucket.leftOut += 1;
      return;
    }
    bucket.lines -= 1;
    const { leftOut } = bucket;
    bucket.leftOut = 0;
    this.#write(`${JSON.stringify({ at: new Date(this.#clock.now()).toISOString(), ...entry, ...(leftOut > 0 && { leftOut }) })}\n`);
  }
}

/** Standard error, which may be a pipe that somebody closes or a disk that is full: nothing of the program ends with it. */
export function standardError(stream: Pick<NodeJS.WriteStream, 'write' | 'on'>): (line: string) => void {
  stream.on('error', () => undefined);
  return (line) => {
    stream.write(line);
  };
}
