import { fork } from 'node:child_process';
import { connectVaultProcess } from './vault-process-client.ts';
import type { VaultProcess } from './vault-process.ts';

/**
 * Starts the vault process as a plain child of Node: for tests and benches, where there is no
 * Electron. Everything else of it is the same.
 *
 * @param entry `vault-process.ts` or its bundle.
 */
export function startVaultProcessInNode(options: { readonly profile: string; readonly entry: string; readonly environment?: NodeJS.ProcessEnv; readonly nodeArguments?: readonly string[] }): VaultProcess {
  const child = fork(options.entry, [`--profile=${options.profile}`], {
    // Structured clones, as Electron's: passphrases stay bytes.
    serialization: 'advanced',
    execArgv: [...(options.nodeArguments ?? [])],
    env: options.environment ?? process.env,
  });
  // A message posted to a child that is ending; its exit is told next.
  child.on('error', () => undefined);
  return connectVaultProcess({
    post: (message) => {
      child.send(message as Record<string, unknown>, () => undefined);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.on('exit', listener);
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  });
}
