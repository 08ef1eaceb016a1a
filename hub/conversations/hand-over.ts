import { SealdeskError } from '../../shared/domain/errors.ts';
import type { Agent } from '../../shared/domain/people.ts';
import type { FanOut, News, Tx } from '../ports.ts';
import { maySee } from './audience.ts';
import { reassign, type ReassignDeps, sealdeskItself } from './reassign.ts';

export class HandOverError extends SealdeskError<'hand-over-refused'> {}

/**
 * Gives what is assigned to somebody who leaves, and not resolved, to somebody else or to nobody.
 * @returns how many conversations.
 * @throws HandOverError when the successor could not see one of them; nothing of the transaction may be kept then.
 */
export async function handOver(tx: Tx, deps: ReassignDeps & { readonly fanOut: FanOut }, from: Agent, to: Agent | null): Promise<number> {
  const rows = await tx.selectFrom('conversations').selectAll().where('assignee_id', '=', from.id).where('status', '!=', 'resolved').orderBy('created_at').orderBy('id').execute();
  const unseen = to === null ? [] : rows.filter((row) => !maySee(to, { ...row, assignee_id: to.id }));
  if (to !== null && unseen.length > 0) {
    throw new HandOverError('hand-over-refused', `${to.name} cannot see ${unseen.length} of these ${rows.length} conversations. Choose somebody whose role answers customers, or hand them to nobody. Nothing was changed.`);
  }
  const line = to === null ? `${from.name} has left; nobody has this yet.` : `${from.name} has left; ${to.name} has this now.`;
  const news: News[] = [];
  // IT, who does this, is no party to conversations.
  for (const row of rows) news.push(await reassign(tx, deps, row, to?.id ?? null, sealdeskItself, line));
  // One mail to each device, however many conversations there are.
  await deps.fanOut.publish(tx, (viewer) => news.flatMap((each) => each(viewer)));
  return rows.length;
}
