import { randomUUID } from 'node:crypto';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { Filter, mostSavedViews, SavedView, View } from '../../shared/domain/filter.ts';
import { SavedViewId } from '../../shared/domain/ids.ts';
import type { VaultOutput } from '../boundary/vault-process.ts';
import type { ReadableDatabase } from './database.ts';
import type { Acting } from './agent-actions.ts';
import { countFiltered } from './filtered-list.ts';
import { Budget } from './search/budget.ts';
import type { QueryInput } from './vault-query.ts';

interface SavedViewRow {
  readonly id: string;
  readonly name: string;
  readonly view: string;
  readonly filter: string;
}

/** Milliseconds for the counts of all of them. */
const mostTime = 60;

/** What each has is counted as far as time allows; no count is ever guessed. In the order they were made. */
export function listSavedViews(database: ReadableDatabase, agentId: string, now = (): number => performance.now()): VaultOutput<'views.list'> {
  const rows = database.rows<SavedViewRow>('SELECT id, name, view, filter FROM saved_views ORDER BY at, id');
  return rows.map((row) => {
    const saved = savedFrom(row);
    // Each has its share, so that one with much to look through does not take that of those behind it.
    return { ...saved, ...countFiltered(database, agentId, saved, new Budget(mostTime / rows.length, now)) };
  });
}

/** @throws SealdeskError of kind `invalid` where there are too many */
export function saveView({ change: { database }, now }: Acting, { name, view, filter }: QueryInput<'views.save'>): VaultOutput<'views.save'> {
  const { n } = database.row<{ n: number }>('SELECT count(*) AS n FROM saved_views') ?? { n: 0 };
  if (n >= mostSavedViews) throw new SealdeskError('invalid', `There can be at most ${mostSavedViews} saved views. Remove one first.`);
  const id = SavedViewId.parse(randomUUID());
  database.run('INSERT INTO saved_views (id, at, name, view, filter) VALUES (?, ?, ?, ?, ?)', [id, now, name, view, JSON.stringify(filter)]);
  return { id };
}

/** One that is gone is no error: the screen was a moment late. */
export function renameView({ change: { database } }: Acting, { id, name }: QueryInput<'views.rename'>): null {
  database.run('UPDATE saved_views SET name = ? WHERE id = ?', [name, id]);
  return null;
}

export function removeView({ change: { database } }: Acting, { id }: QueryInput<'views.remove'>): null {
  database.run('DELETE FROM saved_views WHERE id = ?', [id]);
  return null;
}

export function savedFrom({ id, name, view, filter }: SavedViewRow): SavedView {
  return SavedView.parse({ id, name, view: View.parse(view), filter: Filter.parse(JSON.parse(filter)) });
}
