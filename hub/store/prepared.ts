import type SqliteDatabase from 'better-sqlite3';

/** As many different statements as are kept compiled; the hub has some hundreds, and a few whose lists vary in length. */
const mostKept = 500;

/** The part of a database that the query layer asks for. */
type Statements = Pick<SqliteDatabase.Database, 'prepare' | 'close'>;

/**
 * The database with its statements compiled once. The query layer prepares each one anew, which took as long as running most of
 * them. SQLite itself compiles a kept statement again where the schema has changed (sqlite3_prepare_v2).
 */
export function keepPrepared(database: SqliteDatabase.Database): Statements {
  const kept = new Map<string, SqliteDatabase.Statement>();
  return {
    prepare: ((text: string) => {
      const found = kept.get(text);
      // To the end of the line: what was used longest ago goes first.
      kept.delete(text);
      const statement = found ?? database.prepare(text);
      kept.set(text, statement);
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
      return statement;
    }) as Statements['prepare'],
    close: () => database.close(),
  };
}
