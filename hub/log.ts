import type { Clock } from '../shared/domain/clock.ts';
import type { Log } from './ports.ts';

/** Operational log as JSON lines, to standard error: standard output carries the one line that says the hub is ready. */
export function createLog(clock: Clock, write: (line: string) => void = (line) => void process.stderr.write(`${line}\n`)): Log {
  const line = (level: 'info' | 'warn') => (event: string, detail: Readonly<Record<string, string | number | boolean>> = {}) =>
    write(JSON.stringify({ at: new Date(clock.now()).toISOString(), level, event, ...detail }));
  return { info: line('info'), warn: line('warn') };
}
