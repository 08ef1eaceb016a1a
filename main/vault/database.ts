import { Database } from '@signalapp/sqlcipher';

/**
 * The one place that touches the SQL addon. A `ReadableDatabase` can only ask; a `WritableDatabase`
 * is held by the writer thread alone, so that there is one writer by type as well as by design.
 */
export type SqlValue = string | number | null | Uint8Array<ArrayBuffer>;
export type SqlParameters = readonly SqlValue[];

declare const readable: unique symbol;
declare const writable: unique symbol;

export interface ReadableDatabase {
  readonly [readable]: true;
  /** All rows. The caller names the row's type next to the SQL that selects its columns. */
  rows<Row>(sql: string, parameters?: SqlParameters): Row[];
  /** The first row. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as above: SQL gives no type of its own
  row<Row>(sql: string, parameters?: SqlParameters): Row | undefined;
  close(): void;
}

export interface WritableDatabase extends ReadableDatabase {
  readonly [writable]: true;
  /** Returns the number of rows changed. */
  run(sql: string, parameters?: SqlParameters): number;
  /** Statements without parameters and without rows, as migrations use them. */
  execute(sql: string): void;
}

type Prepared = ReturnType<Database['prepare']>;

/** Statements are prepared once: SQL text is a constant of the program, never built from input. */
class Connection {
  readonly #database: Database;
  readonly #statements = new Map<string, Prepared>();

  constructor(path: string) {
    this.#database = new Database(path);
  }

  #statement(sql: string): Prepared {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql, { persistent: true });
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  rows<Row>(sql: string, parameters: SqlParameters = []): Row[] {
    return this.#statement(sql).all(parameters) as Row[];
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as in ReadableDatabase
  row<Row>(sql: string, parameters: SqlParameters = []): Row | undefined {
    return this.#statement(sql).get(parameters) as Row | undefined;
  }

  run(sql: string, parameters: SqlParameters = []): number {
    return this.#statement(sql).run(parameters).changes;
  }

  execute(sql: string): void {
    this.#database.exec(sql);
  }

  close(): void {
    for (const statement of this.#statements.values()) statement.close();
    this.#statements.clear();
    this.#database.close();
  }
}

/** A connection as it comes from the addon: no key, no pragmas. Only opening and tests use it. */
export function connect(path: string): WritableDatabase {
  return new Connection(path) as unknown as WritableDatabase;
}

/**
 * Runs `body` in one IMMEDIATE transaction (the write lock is taken at once, so that it never fails
 * half-way for want of it). Whatever `body` throws, nothing of it stays.
 */
export function transaction<Result>(database: WritableDatabase, body: () => Result): Result {
  database.run('BEGIN IMMEDIATE');
  let result: Result;
  try {
    result = body();
    database.run('COMMIT');
  } catch (error) {
    try {
      database.run('ROLLBACK');
    } catch {
      // Some failures (full disk, I/O) have rolled back already; the first error is the one to tell.
    }
    throw error;
  }
  return result;
}
