// Starting other programs.
import { spawn, spawnSync } from 'node:child_process';

/** Runs to the end with the terminal attached; resolves to the exit code (128 + n for a signal, as shells do). */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options });
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal === 'SIGINT' ? 2 : 15)));
  });
}

/** Runs quickly and returns `{ ok, out }`; never throws for a program that is missing or fails. */
export function ask(command, args, options = {}) {
  const result = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], ...options });
  return { ok: result.status === 0, out: result.stdout ?? '', err: result.stderr ?? '' };
}

export const isRoot = () => process.platform !== 'win32' && process.getuid() === 0;
