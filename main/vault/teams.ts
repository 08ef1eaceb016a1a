import type { TeamHere } from '../../shared/domain/people.ts';
import type { VaultOutput } from '../boundary/vault-process.ts';
import type { ReadableDatabase, WritableDatabase } from './database.ts';

export function replaceTeams(database: WritableDatabase, teams: readonly TeamHere[]): void {
  database.run('DELETE FROM teams');
  for (const { id, name, mine } of teams) database.run('INSERT OR REPLACE INTO teams (id, name, mine) VALUES (?, ?, ?)', [id, name, mine ? 1 : 0]);
}

export function listTeams(database: ReadableDatabase): VaultOutput<'inbox.teams'> {
  const rows = database.rows<{ id: string; name: string; mine: number }>('SELECT id, name, mine FROM teams');
  return rows.map(({ id, name, mine }) => ({ id: id as TeamHere['id'], name, mine: mine === 1 })).sort((a, b) => a.name.localeCompare(b.name));
}

/** Ids of the teams that the agent belongs to: few. */
export function myTeams(database: ReadableDatabase): string[] {
  return database.rows<{ id: string }>('SELECT id FROM teams WHERE mine = 1').map(({ id }) => id);
}
