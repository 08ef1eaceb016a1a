import { SealdeskError } from '../../shared/domain/errors.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { userOf } from '../enrolment/viewers.ts';
import type { Tx, Viewer } from '../ports.ts';
import type { AdminContext } from './admin-call.ts';

class NotAnAgent extends SealdeskError<'not-an-agent'> {}

/** As `asAgent`, for what is for one laptop of the agent's. */
export async function asLaptop<T>(context: AdminContext, work: (tx: Tx, asker: { readonly agent: Viewer; readonly device: DeviceId }) => Promise<T>): Promise<T> {
  const { device } = context;
  if (device === null) throw onLaptopsOnly();
  return asAgent(context, (tx, agent) => work(tx, { agent, device }));
}

/**
 * What is customers' is for an agent at a laptop, and for nobody at the hub's own command line. Agent and laptop are read anew in the transaction: others of a call wait for their
 * turn, and who was suspended, or lost a role, or whose laptop ended meanwhile, does nothing more. Roles only go: nobody gets one by asking slowly.
 */
export async function asAgent<T>(context: AdminContext, work: (tx: Tx, agent: Agent) => Promise<T>): Promise<T> {
  const { rooms, user } = context;
  if (user === null) throw onLaptopsOnly();
  return rooms.store.transaction().execute(async (tx) => work(tx, { ...((await refuseWhoLostAccess(context, tx)) ?? user), roles: user.roles }));
}

/**
 * The agent at the laptop as they are now; null for the command.
 * @throws NotAnAgent where roles, agent or laptop have ended since the call came in.
 */
export async function refuseWhoLostAccess({ rooms, user, device }: AdminContext, tx: Tx): Promise<Agent | null> {
  if (user === null) return null;
  const now = device === null ? user : await userOf(tx, rooms, device);
  if (now?.id !== user.id || user.roles.some((role) => !now.roles.includes(role))) throw new NotAnAgent('not-an-agent', 'Your access has just been changed, so this was not done. Try again; if it is refused then, ask IT.');
  return now;
}

const onLaptopsOnly = () => new NotAnAgent('not-an-agent', 'What was hidden is shown on an agent’s laptop only, where it is within their limit and in the audit log.');
