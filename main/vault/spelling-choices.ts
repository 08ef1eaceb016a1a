import { SealdeskError } from '../../shared/domain/errors.ts';
import { mostOwnWords, SpellingChoice } from '../../shared/domain/spelling.ts';
import type { Acting } from './agent-actions.ts';
import type { ReadableDatabase } from './database.ts';
import type { QueryInput } from './vault-query.ts';

/** The words the agent has taught, in order. */
export function ownWords(database: ReadableDatabase): string[] {
  return database.rows<{ word: string }>('SELECT word FROM own_words ORDER BY word').map(({ word }) => word);
}

/** @throws SealdeskError of kind `invalid` where there are too many */
export function teachWord({ change: { database } }: Acting, word: string): null {
  const { n } = database.row<{ n: number }>('SELECT count(*) AS n FROM own_words') ?? { n: 0 };
  if (n >= mostOwnWords) throw new SealdeskError('invalid', `There can be at most ${mostOwnWords} words of your own. Remove one first.`);
  database.run('INSERT INTO own_words (word) VALUES (?) ON CONFLICT (word) DO NOTHING', [word]);
  return null;
}

/** One that is gone is no error. */
export function forgetWord({ change: { database } }: Acting, word: string): null {
  database.run('DELETE FROM own_words WHERE word = ?', [word]);
  return null;
}

/** Null where nothing was chosen. */
export function spellingOf(database: ReadableDatabase, conversationId: string): SpellingChoice | null {
  const row = database.row<{ language: string }>('SELECT language FROM spelling_languages WHERE conversation_id = ?', [conversationId]);
  return row === undefined ? null : SpellingChoice.parse(row.language);
}

/** Of a conversation that is gone by now nothing is kept. */
export function chooseSpelling({ change: { database } }: Acting, { id, language }: QueryInput<'spelling.choose'>): null {
  database.run(
    'INSERT INTO spelling_languages (conversation_id, language) SELECT id, ? FROM conversations WHERE id = ? ON CONFLICT (conversation_id) DO UPDATE SET language = excluded.language',
    [language, id],
  );
  return null;
}
