import type { ConsoleCallName, ConsoleInput, ConsoleOutput } from '../../../shared/contract/console/index.ts';
import type { IpcAnswer, IpcCallName } from '../../../shared/contract/ipc/index.ts';
import type { CallFailure, Client } from '../../client.ts';

/** Why a console call did not do what it was asked for. */
export type ConsoleProblem =
  /** The hub's own words. */
  | { readonly kind: 'refused'; readonly message: string }
  /** The hub could not be asked, or did not answer; whether it was done is not known. */
  | { readonly kind: 'unreachable' }
  /** It did not get as far as the hub. */
  | { readonly kind: 'not-served'; readonly failure: CallFailure };

export type ConsoleOutcome<T> = { readonly kind: 'done'; readonly value: T } | ConsoleProblem;

/** Asks the hub. Never rejects: what can go wrong is in the outcome. */
export async function askHub<N extends ConsoleCallName>(client: Client, name: N, input: ConsoleInput<N>): Promise<ConsoleOutcome<ConsoleOutput<N>>> {
  // The contract derives each IPC call from the console call of the same name; the compiler cannot follow the template.
  const answer = (await client.call(`console.${name}` as IpcCallName, input)) as IpcAnswer<ConsoleOutcome<ConsoleOutput<N>>>;
  return answer.ok ? answer.value : { kind: 'not-served', failure: answer.error };
}
