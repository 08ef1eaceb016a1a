import { z } from 'zod';
import { type ConsoleCallName, type ConsoleCalls, consoleCalls } from '../console/index.ts';
import { type Call, call } from './call.ts';

const answered = <O extends z.ZodType>(value: O) =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('done'), value }),
    /** The hub's own words, for the person. */
    z.object({ kind: z.literal('refused'), message: z.string() }),
    /** The hub could not be asked, or did not answer; whether it was done is not known. */
    z.object({ kind: z.literal('unreachable') }),
  ]);

type Answered<O extends z.ZodType> = ReturnType<typeof answered<O>>;

/** Each console call as the page asks it: `console.` before its name, and what can come between. */
type ConsoleIpcCalls = { readonly [N in ConsoleCallName as `console.${N}`]: Call<ConsoleCalls[N]['input'], Answered<ConsoleCalls[N]['output']>> };

const entries = Object.entries(consoleCalls).map(([name, { permission, input, output }]) => [
  `console.${name}`,
  call({ states: ['unlocked'], permission, input, output: answered(output as z.ZodType) }),
]);

/** Object.fromEntries forgets which schema belongs to which name; the table it is made from is the type's own. */
export const consoleIpcCalls = Object.fromEntries(entries) as unknown as ConsoleIpcCalls;
