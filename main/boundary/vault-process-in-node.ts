import { fork } from 'node:child_process';
import { createPageSeal } from './page-seal.ts';
import { fieldsOf, openFields, replaced, sealedInputs, sealedOutputs, sealFields } from './sealed-fields.ts';
import { connectVaultProcess } from './vault-process-client.ts';
import type { VaultCallName, VaultInput, VaultOutput, VaultProcess } from './vault-process.ts';

/**
 * Starts the vault process as a plain child of Node: for tests and benches, where there is no
 * Electron, nor a page: what a page would seal is sealed here. Everything else of it is the same.
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
  return withPage(connectVaultProcess({
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
  }));
}

/** Takes passphrases and codes as they are, as bytes, and does the page's part. */
function withPage(process: VaultProcess): VaultProcess {
  const call = async (name: VaultCallName, input: unknown): Promise<unknown> => {
    const [secret, forPage] = [fieldsOf(sealedInputs, name), fieldsOf(sealedOutputs, name)];
    if (secret.length + forPage.length === 0) return process.call(name, input as never);
    const { key } = await process.call('page.sealing-key', null);
    const seal = await createPageSeal(key);
    const texts = await replaced(input, secret, (bytes) => new TextDecoder().decode(bytes as Uint8Array));
    const asker = secret.length === 0 ? await seal.seal('') : undefined;
    return openFields(seal, forPage, await process.call(name, (await sealFields(seal, secret, texts)) as never, asker));
  };
  return {
    ...process,
    // The table above and the boundary's types are of the same names.
    call: <N extends VaultCallName>(name: N, input: VaultInput<N>) => call(name, input) as Promise<VaultOutput<N>>,
  };
}
