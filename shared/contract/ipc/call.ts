import type { z } from 'zod';
import type { Permission } from '../../domain/permission.ts';
import type { SessionStateKind } from '../../domain/session-state.ts';

/** One call from the renderer to main: in which states it is served, what it needs, what goes in and out. */
export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  /** Served in these states only; in any other the router answers `not-now` without looking further. */
  readonly states: readonly SessionStateKind[] | 'any';
  /** What the agent's roles must grant; null where the state alone decides. */
  readonly permission: Permission | null;
  readonly input: I;
  readonly output: O;
}

/** Declares a call and keeps its exact types. */
export function call<I extends z.ZodType, O extends z.ZodType>(definition: Call<I, O>): Call<I, O> {
  return definition;
}
