import type { z } from 'zod';
import { type ConsoleCallName, type ConsoleCalls, consoleCalls, type ConsoleOutput } from '../../shared/contract/console/index.ts';
import type { AdminCall, AdminContext } from './admin-call.ts';

type ConsoleRun<N extends ConsoleCallName> = (context: AdminContext, input: z.output<ConsoleCalls[N]['input']>) => Promise<ConsoleOutput<N>>;
type ConsoleAdminCall<N extends ConsoleCallName> = AdminCall<ConsoleCalls[N]['input'], ConsoleOutput<N>>;

/** What the admin API must have for the console: every call of the contract, with the contract's input and output. */
export type EveryConsoleCall = { readonly [N in ConsoleCallName]: ConsoleAdminCall<N> };

/** Admin calls that the console has too. What goes in and out is defined by the contract alone. */
export function consoleAdminCalls<N extends ConsoleCallName>(runs: { readonly [K in N]: ConsoleRun<K> }): { readonly [K in N]: ConsoleAdminCall<K> } {
  const names = Object.keys(runs) as N[];
  const entries = names.map((name) => [name, { input: consoleCalls[name].input, run: runs[name] }]);
  // Object.fromEntries forgets which call belongs to which name; the table it is made from is the type's own.
  return Object.fromEntries(entries) as { readonly [K in N]: ConsoleAdminCall<K> };
}
