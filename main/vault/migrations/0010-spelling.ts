import type { WritableDatabase } from '../database.ts';

/** Words the agent has taught the spelling, and the language it reads a conversation in (docs/decisions/0044). Of this device alone. */
export function migration10(database: WritableDatabase): void {
  database.execute(`
    CREATE TABLE own_words (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE spelling_languages (
      conversation_id TEXT PRIMARY KEY,
      language TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `);
}
