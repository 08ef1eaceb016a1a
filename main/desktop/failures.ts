import type { LogEntry } from './log.ts';

/** This process, as far as it tells of what nobody has caught. */
export interface Failing {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (reason: unknown) => void): unknown;
}

export interface FailurePorts {
  readonly program: Failing;
  readonly note: (entry: LogEntry) => void;
  /** Locks where something is open. */
  readonly lock: () => void;
  /** A test wants to read what went wrong; nobody else does, for it could quote anything. */
  readonly said?: (reason: unknown) => void;
}

/**
 * What went wrong in main and nobody caught. Electron would show it in a dialog of its own, words and all, and go on with whatever
 * was left half done: it is noted by its class alone, and where somebody works that is locked.
 */
export function watchFailures({ program, note, lock, said = () => undefined }: FailurePorts): void {
  const noted = (reason: unknown): void => {
    note({ event: 'main-failed', name: reason instanceof Error ? reason.name : 'unknown' });
    said(reason);
  };
  program.on('uncaughtException', (reason) => {
    noted(reason);
    lock();
  });
  // Whoever asked for it has given it up, and nothing else was interrupted.
  program.on('unhandledRejection', noted);
}
