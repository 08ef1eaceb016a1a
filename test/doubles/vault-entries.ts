import { join } from 'node:path';

/** Where the vault process and its threads are: bundles in a run of Vitest (build/setup/threads.mjs), else the sources. */
const bundles = process.env.SEALDESK_TEST_THREADS;

function entry(name: string): string {
  return bundles === undefined ? join(import.meta.dirname, '..', '..', 'main', `${name}.ts`) : join(bundles, `${name}.js`);
}

export const vaultProcess = entry('vault-process');
/** The thread that judges passphrases. */
export const judge = entry('vault-judge');
export const workers = { writer: entry('vault-writer'), reader: entry('vault-reader'), ratchet: entry('vault-ratchet') };
/** The thread that knows the words of languages. */
export const spelling = entry('vault-spelling');
/** The thread that reads a damaged vault. */
export const repairer = entry('vault-repairer');
