import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** MiB of what JavaScript keeps. */
const heapLimit = 768;

export const fromSources = import.meta.filename.endsWith('.ts');
/** Where the hub's bundles lie, or its sources. */
export const hubFolder = fromSources ? join(import.meta.dirname, '..', '..') : import.meta.dirname;
const packages = dirname(dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json')));
/** The program, and the packages that it loads. */
const readable = [`${hubFolder}/`, ...(fromSources ? [`${join(hubFolder, '..', 'shared')}/`] : []), `${packages}/`, join(dirname(packages), 'package.json')];

/**
 * Starts a process that may read the program's files and nothing else on the disk, write nothing and start nothing; without an environment.
 * Network is taken out by the process itself: without-network.ts.
 * @param threads whether it may start threads, which have the same rights.
 */
export function startWithoutRights(entry: string, threads: boolean): ChildProcess {
  const child = fork(entry, [], {
    execArgv: ['--permission', ...(threads ? ['--allow-worker'] : []), ...[...readable, entry].map((path) => `--allow-fs-read=${path}`), `--max-old-space-size=${heapLimit}`, '--disable-proto=delete', '--no-warnings'],
    env: {},
    serialization: 'advanced',
    // Libraries write warnings there that may say something of the document.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // Told by `exit`.
  child.on('error', () => undefined);
  return child;
}
