import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Tx, Viewer } from '../ports.ts';
import type { AdminContext } from './admin-call.ts';

class NotAnAgent extends SealdeskError<'not-an-agent'> {}

/** What is customers' is for an agent at a laptop, and for nobody at the hub's own command line. */
export async function asAgent<T>({ rooms, user }: AdminContext, work: (tx: Tx, agent: Viewer) => Promise<T>): Promise<T> {
  if (user === null) throw new NotAnAgent('not-an-agent', 'What was hidden is shown on an agent’s laptop only, where it is within their limit and in the audit log.');
  return rooms.store.transaction().execute((tx) => work(tx, user));
}
