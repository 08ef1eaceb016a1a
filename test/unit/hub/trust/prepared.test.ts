import SqliteDatabase from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { keepPrepared } from '../../../../hub/store/prepared.ts';

const database = new SqliteDatabase(':memory:');
afterEach(() => void database.exec('DROP TABLE IF EXISTS letters'));

describe('a kept statement', () => {
  it('is compiled once, and run with other values', () => {
    database.exec("CREATE TABLE letters (id INTEGER, text TEXT); INSERT INTO letters VALUES (1, 'one'), (2, 'two')");
    const kept = keepPrepared(database);
    const text = 'SELECT text FROM letters WHERE id = ?';
    const statement = kept.prepare(text);
    expect(kept.prepare(text)).toBe(statement);
    expect([1, 2].map((id) => kept.prepare(text).get(id))).toEqual([{ text: 'one' }, { text: 'two' }]);
  });

  it('shows the table as a migration has left it', () => {
    database.exec('CREATE TABLE letters (id INTEGER); INSERT INTO letters VALUES (1)');
    const kept = keepPrepared(database);
    expect(kept.prepare('SELECT * FROM letters').all()).toEqual([{ id: 1 }]);
    kept.prepare('ALTER TABLE letters ADD COLUMN seen INTEGER DEFAULT 0').run();
    expect(kept.prepare('SELECT * FROM letters').all()).toEqual([{ id: 1, seen: 0 }]);
  });

  it('goes when there are too many, the one that was used longest ago first', () => {
    const kept = keepPrepared(database);
    const first = kept.prepare('SELECT 0');
    const second = kept.prepare('SELECT 1');
    for (let n = 2; n < 500; n += 1) kept.prepare(`SELECT ${n}`);
    expect(kept.prepare('SELECT 0')).toBe(first);
    kept.prepare('SELECT 500');
    expect(kept.prepare('SELECT 0')).toBe(first);
    expect(kept.prepare('SELECT 1')).not.toBe(second);
  });
});
