import { z } from 'zod';
import type { Permission } from '../../domain/permission.ts';

/**
 * One call of the console: from an unlocked workstation to the hub, over the sealed channel, with
 * the agent's permissions. The `sealdesk` command serves the same calls on the hub's machine.
 */
export interface ConsoleCall<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /** Checked by the hub against the roles the device is enrolled for; main's router checks it too. */
  readonly permission: Permission;
  /** The hub asks somebody else's server before it answers: such a call is not to hold up those that wait for nobody. */
  readonly waitsForOthers?: boolean;
  readonly input: I;
  readonly output: O;
}

export function consoleCall<I extends z.ZodType, O extends z.ZodType>(definition: ConsoleCall<I, O>): ConsoleCall<I, O> {
  return definition;
}

/** The hub's answer on the wire. `value` is checked against the call's output by who asked. */
export const ConsoleAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), value: z.unknown() }),
  z.object({ kind: z.literal('refused'), message: z.string().max(1000) }),
]);
export type ConsoleAnswer = z.infer<typeof ConsoleAnswer>;
