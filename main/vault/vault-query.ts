import type { z } from 'zod';
import { ipcCalls, type IpcCalls } from '../../shared/contract/ipc/index.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { VaultOutput, VaultQuery } from '../boundary/vault-process.ts';

/** A query's input after its schema has checked it. */
export type QueryInput<N extends VaultQuery> = z.output<IpcCalls[N]['input']>;

/** Queries that change nothing, which the reader thread answers. */
export const readingQueries = ['inbox.list', 'inbox.counts', 'inbox.agents', 'inbox.tags', 'inbox.teams', 'views.list', 'conversation.open', 'customer.conversations', 'composer.help', 'search.messages', 'inbox.channels', 'inbox.customers', 'conversation.files-to-start', 'beginnings.list', 'spelling.words', 'spelling.chosen'] as const satisfies readonly VaultQuery[];
export type ReadingQuery = (typeof readingQueries)[number];
export type WritingQuery = Exclude<VaultQuery, ReadingQuery>;

export function isReading(name: VaultQuery): name is ReadingQuery {
  return (readingQueries as readonly VaultQuery[]).includes(name);
}

/** How each query of a kind is answered. */
export type Answers<Names extends VaultQuery> = { readonly [N in Names]: (input: QueryInput<N>) => VaultOutput<N> };

/**
 * Checks a query's input by the contract and answers it.
 * @throws SealdeskError of kind `invalid`
 */
export function answer<Names extends VaultQuery, N extends Names>(answers: Answers<Names>, name: N, input: unknown): VaultOutput<N> {
  const parsed = ipcCalls[name].input.safeParse(input);
  if (!parsed.success) throw new SealdeskError('invalid', 'This could not be done: something in it is too long or not as it should be. Change it and try again.');
  return answers[name](parsed.data as QueryInput<N>);
}
