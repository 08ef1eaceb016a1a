import type { ColumnDataType, Kysely } from 'kysely';

/** Column types whose names differ between SQLite and PostgreSQL. */
export interface ColumnTypes {
  readonly bytes: ColumnDataType;
  /** 64 bits: times in milliseconds, sequence numbers. */
  readonly integer: ColumnDataType;
}

export const sqliteTypes: ColumnTypes = { bytes: 'blob', integer: 'integer' };

/** What a step may use of the database: the schema builder and `sql`. It knows no table by type, since it knows the schema only as it was then. */
export type SchemaWriter = Pick<Kysely<unknown>, 'schema' | 'getExecutor'>;

/**
 * One step of the schema. Steps never change once released; a correction is a new step. Each runs
 * in a transaction of its own.
 */
export interface Migration {
  /** 1, 2, 3 ... without gaps. */
  readonly number: number;
  readonly name: string;
  up(db: SchemaWriter, types: ColumnTypes): Promise<void>;
}
