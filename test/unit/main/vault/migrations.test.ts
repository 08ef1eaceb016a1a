import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Change } from '../../../../main/vault/change.ts';
import { connect, type WritableDatabase } from '../../../../main/vault/database.ts';
import { openConversation } from '../../../../main/vault/inbox.ts';
import { migrations, schemaVersion } from '../../../../main/vault/migrations.ts';
import { queuedAfter, settleCommand } from '../../../../main/vault/outbox.ts';
import { openWritable } from '../../../../main/vault/open-database.ts';
import { searchMessages } from '../../../../main/vault/search/search-messages.ts';
import { ConversationId } from '../../../../shared/domain/ids.ts';

/**
 * A vault as the first version wrote it: a message and a reply's draft in one conversation, a queued note in another;
 * and as later ones did: also a draft of a note, and a reply and a status queued.
 */
const fixture = (of: number) => join(import.meta.dirname, '..', '..', '..', 'fixtures', 'vault', `version-${of}.db`);
const key = new Uint8Array(32).fill(7);
const refund = ConversationId.parse('00000000-0000-4000-8000-000000000001');
const lamp = ConversationId.parse('00000000-0000-4000-8000-000000000002');

let folder: string;
let file: string;
let database: WritableDatabase | null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealdesk-vault-'));
  file = join(folder, 'vault.db');
  copyFileSync(fixture(1), file);
  database = null;
});
afterEach(() => {
  database?.close();
  rmSync(folder, { recursive: true, force: true });
});

const idOf = (letter: string) => `${letter.repeat(8)}-0000-4000-8000-000000000000`;
const version = (of: WritableDatabase) => of.row<{ user_version: number }>('PRAGMA user_version')?.user_version;
/** The file as it is, brought to no other version. */
function asItIs(): WritableDatabase {
  const opened = connect(file);
  opened.execute(`PRAGMA key = "x'${Buffer.from(key).toString('hex')}'"`);
  return opened;
}

describe('a vault of a later version', () => {
  it.each([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('%i keeps its drafts and what is queued, as it was, and learns of conflicts', (of) => {
    copyFileSync(fixture(of), file);
    database = openWritable(file, key, false);
    expect(version(database)).toBe(schemaVersion);
    expect(openConversation(database, { id: refund, before: null, limit: 10 })).toMatchObject({ drafts: { reply: 'Dear Maria, of c', note: 'She wrote before' }, conflicts: [] });
    const queued = queuedAfter(database, 0).map(({ command }) => command);
    expect(queued).toMatchObject([{ do: 'note' }, { do: 'reply', text: 'A new lamp is on its way.' }, { do: 'status', status: 'pending' }]);
    expect(queued[2]).not.toHaveProperty('was');
    const { key: first } = queuedAfter(database, 0)[1]!;
    Change.run(database, (change) => settleCommand(change, first, { kind: 'conflict', conflict: { reason: 'answered', by: 'Ben', answer: null } }, 1_700_000_300_000));
    expect(openConversation(database, { id: lamp, before: null, limit: 10 })?.conflicts).toMatchObject([{ about: 'reply', by: 'Ben', text: 'A new lamp is on its way.', theirs: null }]);
  });
});

describe('a vault from before the hub told the place of messages', () => {
  it('shows those of one moment as they came, and what the hub does not have yet after them; what the hub tells later counts for more', () => {
    copyFileSync(fixture(11), file);
    const before = asItIs();
    const { position, sent_at } = before.row<{ position: number; sent_at: number }>('SELECT position, sent_at FROM messages WHERE conversation_id = ? AND revision > 0', [refund])!;
    // Each after the one before, with ids in the other order.
    const came = [['e', 1], ['d', 1], ['c', 0], ['b', 0], ['a', 1]] as const;
    for (const [n, [letter, revision]] of came.entries()) {
      before.run(
        `INSERT INTO messages (position, id, conversation_id, kind, channel, author_name, text, sent_at, status, revision)
         SELECT ?, ?, conversation_id, 'outbound', channel, author_name, ?, sent_at + 1, 'accepted', ? FROM messages WHERE position = ?`,
        [position + 1 + n, idOf(letter), letter, revision, position],
      );
    }
    before.close();
    database = openWritable(file, key, false);
    const shown = () => openConversation(database ?? expect.fail(), { id: refund, before: null, limit: 10 })?.messages.filter(({ sentAt }) => sentAt === sent_at + 1);
    expect(shown()?.map(({ text }) => text)).toEqual(['e', 'd', 'a', 'c', 'b']);
    const first = shown()?.[0] ?? expect.fail();
    Change.run(database, (change) => change.storeMessage({ ...first, place: 9 }));
    expect(shown()?.map(({ text }) => text)).toEqual(['d', 'a', 'e', 'c', 'b']);
  });
});

describe('a vault of the first version', () => {
  it('keeps its drafts, as replies, and everything else', () => {
    database = openWritable(file, key, false);
    expect(version(database)).toBe(schemaVersion);
    const opened = openConversation(database, { id: refund, before: null, limit: 10 });
    expect(opened?.drafts).toEqual({ reply: 'Dear Maria, of c', note: '' });
    expect(opened?.messages.map(({ text }) => text)).toEqual(['I want a refund for the blue lamp, please.']);
    expect(openConversation(database, { id: lamp, before: null, limit: 10 })).toMatchObject({ drafts: { reply: '', note: '' }, messages: [{ kind: 'note', text: 'Broken twice already.' }] });
    expect(database.rows('SELECT verb FROM outbox')).toEqual([{ verb: 'note' }]);
  });

  it('can be narrowed and searched by near words', () => {
    database = openWritable(file, key, false);
    const found = (query: string) => searchMessages(database ?? expect.fail(), '', { query, limit: 10 }, () => 0);
    expect(found('refnud')).toMatchObject({ hits: [{ conversationId: refund }], near: [{ typed: 'refnud', words: ['refund'] }] });
    expect(found('channel:email').hits.map(({ conversationId }) => conversationId)).toContain(refund);
    expect(found('has:attachment').hits).toEqual([]);
  });

  it('is brought to this version once', () => {
    openWritable(file, key, false).close();
    database = openWritable(file, key, false);
    expect(openConversation(database, { id: refund, before: null, limit: 10 })?.drafts.reply).toBe('Dear Maria, of c');
  });

  it('stays whole where a step cannot be carried out to its end', () => {
    const before = asItIs();
    before.execute('CREATE TABLE drafts_of_a_kind (in_the_way INTEGER)');
    before.close();
    expect(() => openWritable(file, key, false)).toThrow();
    database = asItIs();
    expect(version(database)).toBe(1);
    expect(database.rows('SELECT text FROM drafts')).toEqual([{ text: 'Dear Maria, of c' }]);
  });
});

describe('killed in the middle of a migration', () => {
  it.each(migrations.slice(1).map(({ version: to }) => to))('to version %i, the file is as it was before, and is brought to this version at the next start', (to) => {
    copyFileSync(fixture(to - 1), file);
    const killed = asItIs();
    killed.rows('PRAGMA journal_mode = WAL');
    // So that half of a step is in the log already.
    killed.execute('PRAGMA cache_size = 1');
    killed.execute('PRAGMA cache_spill = 1');
    killed.execute('BEGIN IMMEDIATE');
    migrations[to - 1]!.apply(killed);
    killed.execute(`PRAGMA user_version = ${to}`);
    // What is on the disk at this moment is what a power cut leaves.
    const left = join(folder, 'left.db');
    copyFileSync(file, left);
    copyFileSync(`${file}-wal`, `${left}-wal`);
    killed.execute('ROLLBACK');
    killed.close();
    file = left;
    const found = asItIs();
    expect(version(found)).toBe(to - 1);
    expect(found.rows('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    found.close();
    database = openWritable(file, key, false);
    expect(version(database)).toBe(schemaVersion);
    expect(openConversation(database, { id: refund, before: null, limit: 10 })?.drafts.reply).toBe('Dear Maria, of c');
    expect(queuedAfter(database, 0)[0]).toMatchObject({ command: { do: 'note' } });
  });
});
