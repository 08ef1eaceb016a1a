import { SealdeskError } from '../../shared/domain/errors.ts';
import { openConversation } from '../conversations/conversations.ts';
import type { Envelope } from '../ports.ts';
import type { Store } from '../store/database.ts';

export class NumbersError extends SealdeskError<'numbers-too-many' | 'numbers-own'> {}

/** Tags are sealed: as many conversations are opened for one look, and no more. */
const most = 20_000;
const atOnce = 100;

/**
 * The tags of conversations as they are now; of one whose customer was erased, none.
 * @throws NumbersError `numbers-too-many`
 */
export async function tagsOf(db: Store, envelope: Envelope, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (ids.length > most) throw new NumbersError('numbers-too-many', `There are more than ${most} conversations in this time, and tags have to be opened one by one. Choose a shorter time.`);
  const tags = new Map<string, readonly string[]>();
  for (let at = 0; at < ids.length; at += atOnce) {
    // A transaction of its own for each batch: others work in between.
    await db.transaction().execute(async (tx) => {
      const rows = await tx.selectFrom('conversations').selectAll().where('id', 'in', ids.slice(at, at + atOnce)).execute();
      for (const row of rows) tags.set(row.id, await openConversation(tx, envelope, row).then((content) => content.tags, noneIfErased));
    });
  }
  return tags;
}

function noneIfErased(error: unknown): readonly string[] {
  if (error instanceof SealdeskError && error.kind === 'erased') return [];
  throw error;
}
