import fc from 'fast-check';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Change } from '../../../../main/vault/change.ts';
import type { SqlParameters } from '../../../../main/vault/database.ts';
import { longerWords } from '../../../../main/vault/search/longer-words.ts';
import { searchMessages, searchQueries } from '../../../../main/vault/search/search-messages.ts';
import { ftsExpression, parseSearchQuery } from '../../../../main/vault/search/search-query.ts';
import { fold } from '../../../../main/vault/search/snippet.ts';
import { conversation, customer, message } from '../../../doubles/hub-news.ts';
import { runs } from '../../../doubles/how-often.ts';
import { VaultFile } from './open-file.ts';

let file: VaultFile;
beforeEach(() => {
  file = new VaultFile();
});
afterEach(() => file.remove());

/** Straight into the index, one text a position from 1 on. */
function index(...texts: string[]): void {
  file.database.execute('BEGIN');
  for (const [at, text] of texts.entries()) file.database.run("INSERT INTO search (rowid, author, customer, subject, text) VALUES (?, '', '', '', ?)", [at + 1, text]);
  file.database.execute('COMMIT');
}

const matching = (expression: string | null): number[] =>
  expression === null ? [] : file.database.rows<{ position: number }>(searchQueries.matching, [expression, Number.MAX_SAFE_INTEGER, 0, 1_000_000]).map(({ position }) => position);

/** What the beginning finds, and what the words in its place find. */
function bothWays(typed: string): { begun: number[]; words: number[]; replaced: boolean } {
  const query = parseSearchQuery(typed);
  const longer = (beginning: string): readonly string[] | null => longerWords(file.database, beginning);
  const [begun, words] = [ftsExpression(query, false), ftsExpression(query, false, undefined, longer)];
  return { begun: matching(begun), words: matching(words), replaced: begun !== words };
}

it('the words in a beginning’s place find what the beginning finds', () => {
  const word = fc.stringMatching(/^(lam|lamp|lampe|Lampé|LAMP|lämpc)[a-c0-2]{0,3}$/);
  fc.assert(
    fc.property(fc.array(fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' ')), { minLength: 1, maxLength: 12 }), fc.array(word, { minLength: 1, maxLength: 3 }), (texts, typed) => {
      index(...texts);
      const { begun, words } = bothWays(typed.join(' '));
      expect(words).toEqual(begun);
      for (const [at, text] of texts.entries()) file.database.run("INSERT INTO search (search, rowid, author, customer, subject, text) VALUES ('delete', ?, '', '', '', ?)", [at + 1, text]);
    }),
    runs(80),
  );
});

it('every letter that is taken apart here is for the tokenizer what it is here', () => {
  const letters = Array.from({ length: 0x2_0000 }, (_, code) => (code >= 0xd800 && code <= 0xdfff ? '' : String.fromCodePoint(code))).filter((letter) => /^[\p{L}\p{N}]$/u.test(letter));
  const typed = letters.map((letter, at) => `abc${letter}d${at}`).filter((word) => longerWords(file.database, word) !== null);
  expect(typed.length).toBeGreaterThan(130);
  index(...typed);
  for (const word of typed) expect(longerWords(file.database, word), word).toContain(fold(word));
});

it('what the tokenizer may read otherwise, short beginnings and such of very many words stay beginnings', () => {
  const many = Array.from({ length: 129 }, (_, at) => `order${String(at).padStart(3, '0')}`);
  index(many.join(' '), many.slice(0, 128).map((word) => word.replace('order', 'parcel')).join(' '), 'σίσυφος ΣΊΣΥΦΟΣ', 'Łódź łódka', 'lampe');
  expect(longerWords(file.database, 'orde')).toBeNull();
  expect(longerWords(file.database, 'parc')).toHaveLength(128);
  expect(longerWords(file.database, 'parcel12')).toHaveLength(8);
  for (const beginning of ['lam', 'ΣΊΣΥ', 'łódk', 'lam pe', 'la-mp', 'lamp\u0301\u0363', '订单订单']) expect(longerWords(file.database, beginning), beginning).toBeNull();
  for (const typed of ['orde', 'parc', 'ΣΊΣΥ', 'σίσυ', 'łódk', 'from:lamp orde', 'parcel001 lamp']) {
    const { begun, words } = bothWays(typed);
    expect(words, typed).toEqual(begun);
  }
  expect(bothWays('parc')).toMatchObject({ words: [2], replaced: true });
  expect(longerWords(file.database, 'lampion')).toEqual([]);
});

it('of two phrases one that is nowhere ends the search, and no word is taken in its place', () => {
  const one = conversation({});
  Change.run(file.database, (change) => {
    change.storeConversation(one, customer(one));
    for (const text of ['the blue lamp came today', 'lamp the blue came']) change.storeMessage(message({ conversationId: one.id, channel: one.channel, text }));
  });
  const asked: string[] = [];
  const { database } = file;
  const watched = {
    ...database,
    rows: (sql: string, parameters: SqlParameters) => (asked.push(String(parameters[0])), database.rows(sql, parameters)),
    row: (sql: string, parameters: SqlParameters) => database.row(sql, parameters),
  } as typeof database;
  const found = (query: string) => searchMessages(watched, '', { query, limit: 5 }, () => 0);
  expect(found('"blue lamp" "green lamp" camr ')).toMatchObject({ hits: [], near: [], further: null });
  expect(asked).toEqual(['"blue lamp"', '"green lamp"']);
  expect(found('"blue lamp" "lamp came" camr ')).toMatchObject({ hits: [{ conversationId: one.id }], near: [{ typed: 'camr', words: ['came'] }] });
});
