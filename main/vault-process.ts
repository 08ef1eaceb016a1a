import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ZodError } from 'zod';
import { SealdeskError } from '../shared/domain/errors.ts';
import { workstationClock as clock } from './boundary/clock.ts';
import { keepOwnMemoryOutOfCoreDumps } from './boundary/core-dumps.ts';
import { systemTimers } from './boundary/timers.ts';
import { ToVaultProcess } from './boundary/vault-inputs.ts';
import type { FromVaultProcess } from './boundary/vault-process.ts';
import { VaultSeal } from './boundary/vault-seal.ts';
import { readMachineBinding } from './device/machine-binding.ts';
import { judgeInThread } from './vault/judge-in-thread.ts';
import { openVault } from './vault/open-vault.ts';
import { spellerInThread } from './vault/speller-in-thread.ts';
import { repairInThread } from './vault/repair/repair-in-thread.ts';
import { VaultCore } from './vault-core.ts';

/**
 * Entry of the vault process: a utility process of Electron, or a plain child of Node. Started with
 * `--profile=FOLDER`.
 */
interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

const parentPort = (process as { readonly parentPort?: ParentPort }).parentPort;
const testBundle = typeof __TEST_CLOCK__ === 'boolean' && __TEST_CLOCK__;

function post(message: FromVaultProcess): void {
  if (parentPort !== undefined) parentPort.postMessage(message);
  // Main ended, and this process ends with it.
  else process.send?.(message, undefined, undefined, () => undefined);
}

/** Ends without a word of what went wrong, which could quote anything; a test bundle says it. */
function fail(error: unknown): never {
  if (testBundle) process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : 'The vault process failed.'}\n`);
  process.exit(70);
}

function profileFolder(): string {
  const prefix = '--profile=';
  const argument = process.argv.find((value) => value.startsWith(prefix));
  if (argument === undefined || argument.length === prefix.length) throw new Error('The vault process is started by Sealdesk, with --profile=FOLDER.');
  return argument.slice(prefix.length);
}

/** The threads' files lie beside this one: bundles in a program, sources in a checkout. */
function worker(name: string): string {
  const bundle = join(import.meta.dirname, `${name}.js`);
  return existsSync(bundle) ? bundle : join(import.meta.dirname, `${name}.ts`);
}

function failure(error: unknown): { readonly kind: string; readonly message: string } {
  if (error instanceof SealdeskError) return { kind: error.kind, message: error.message };
  if (error instanceof ZodError) return { kind: 'invalid', message: 'This is not what the call takes.' };
  if (testBundle) process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : ''}\n`);
  return { kind: 'failed', message: 'Something went wrong in the vault process. Try again; if it stays so, tell your IT.' };
}

keepOwnMemoryOutOfCoreDumps();
process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);

const workers = { writer: worker('vault-writer'), reader: worker('vault-reader'), ratchet: worker('vault-ratchet') };
const seal = new VaultSeal();
const core = new VaultCore({
  profile: profileFolder(),
  sealingKey: seal.key,
  clock,
  timers: systemTimers,
  machine: readMachineBinding,
  emit: (event) => post({ event }),
  openVault: (options) => openVault({ ...options, workers }),
  repair: repairInThread(worker('vault-repairer'), () => clock.now()),
  speller: spellerInThread(worker('vault-spelling'), () => clock.now()),
  judgePassphrase: judgeInThread(worker('vault-judge'), () => clock.now()),
});

async function serve(raw: unknown): Promise<void> {
  const message = ToVaultProcess.safeParse(raw);
  // Not of main: there is no id to answer to.
  if (!message.success) return;
  const { id, name, input, asker } = message.data;
  try {
    post({ id, ok: true, value: await seal.serve(name, input, asker, (opened) => core.call(name, opened)) });
  } catch (error) {
    post({ id, ok: false, error: failure(error) });
  }
}

if (parentPort !== undefined) {
  parentPort.on('message', ({ data }) => void serve(data));
} else {
  process.on('message', (message) => void serve(message));
  process.on('disconnect', () => process.exit(0));
}
