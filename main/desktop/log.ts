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

/** One line of JSON on standard error, with the time. */
export function log(entry: LogEntry, now: number): void {
  process.stderr.write(`${JSON.stringify({ at: new Date(now).toISOString(), ...entry })}\n`);
}
