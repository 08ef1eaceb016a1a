import type { Span } from './span.ts';

/** Letters and digits that touch, with at least one digit or of some length. */
export interface Token extends Span {
  readonly digits: number;
  readonly letters: number;
}
