import { ConversationId } from '../../shared/domain/ids.ts';
import type { Tx, Viewer } from '../ports.ts';
import { maySee } from './audience.ts';

export interface SightChange {
  /** Seen before and not any more. */
  readonly lost: ConversationId[];
  /** There are conversations that could not be seen before. */
  readonly gained: boolean;
}

/** What a change of an agent's roles or teams does to the conversations that one device of theirs may show. */
export async function sightChange(tx: Tx, before: Viewer, after: Viewer): Promise<SightChange> {
  const lost: ConversationId[] = [];
  let gained = false;
  for (const row of await tx.selectFrom('conversations').select(['id', 'assignee_id', 'team_id']).execute()) {
    const saw = maySee(before, row);
    const sees = maySee(after, row);
    if (saw && !sees) lost.push(ConversationId.parse(row.id));
    if (sees && !saw) gained = true;
  }
  return { lost, gained };
}
