import { SealdeskError } from '../../shared/domain/errors.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import type { Tx, Viewer } from '../ports.ts';
import type { AdminContext } from './admin-call.ts';

class NotAnAgent extends SealdeskError<'not-an-agent'> {}

/** As `asAgent`, for what is for one laptop of the agent's. */
export async function asLaptop<T>(context: AdminContext, work: (tx: Tx, asker: { readonly agent: Viewer; readonly device: DeviceId }) => Promise<T>): Promise<T> {
  const { device } = context;
  if (device === null) throw onLaptopsOnly();
  return asAgent(context, (tx, agent) => work(tx, { agent, device }));
}

/** What is customers' is for an agent at a laptop, and for nobody at the hub's own command line. */
export async function asAgent<T>({ rooms, user }: AdminContext, work: (tx: Tx, agent: Viewer) => Promise<T>): Promise<T> {
  if (user === null) throw onLaptopsOnly();
  return rooms.store.transaction().execute((tx) => work(tx, user));
}

const onLaptopsOnly = () => new NotAnAgent('not-an-agent', 'What was hidden is shown on an agent’s laptop only, where it is within their limit and in the audit log.');
