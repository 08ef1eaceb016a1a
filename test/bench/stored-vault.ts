import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { Change } from '../../main/vault/change.ts';
import { applyHubEvents } from '../../main/vault/hub-events.ts';
import { openConversation } from '../../main/vault/inbox.ts';
import { openReadable, openWritable } from '../../main/vault/open-database.ts';
import { ftsExpression, parseSearchQuery } from '../../main/vault/search/search-query.ts';
import { searchMessages, searchQueries } from '../../main/vault/search/search-messages.ts';
import { median, percentile, sum, TakingTurns, type Measure, type Say } from './measure.ts';
import { SqlPeer } from './sql-peer.ts';
import { SupportMail } from './support-mail.ts';
import { eventsOf, type News, newsInBatches, queriesTyped } from './vault-news.ts';

const plainly = 'better-sqlite3, plain, same schema';
const ciphers = 'better-sqlite3-multiple-ciphers, SQLCipher, same schema';

/** Transactions of the bench that are written as one where nobody measures it: a million messages in minutes. */
const atOnce = 40;

/** A file that is being made is begun anew when something cuts it short; only this connection has these. */
const whileMaking = ['synchronous = OFF', 'cache_size = -262144'];
const afterwards = ['synchronous = FULL', 'cache_size = -32768'];

interface Stored {
  readonly folder: string;
  readonly key: Uint8Array;
  readonly count: number;
  readonly say: Say;
  /** The files are kept for other runs: null where not, else whether they are there already. */
  readonly kept: { readonly whole: boolean } | null;
}

/** Opening a conversation and searching, on one vault that stays in `file`; and writing it, unless it is kept. */
export function storedMeasures(of: Stored): { readonly file: string; readonly measures: Measure[] } {
  const { folder, key, count, say, kept } = of;
  const mail = new SupportMail();
  const file = join(folder, 'ours.db');
  const made = kept?.whole === true;
  const ours = openWritable(file, key, !made);
  const plain = new SqlPeer(join(folder, 'plain.db'), null, made);
  const cipher = new SqlPeer(join(folder, 'cipher.db'), key, made);
  const write: Record<Name, (news: readonly News[]) => void> = {
    ours: (news) => void Change.run(ours, (change) => applyHubEvents(change, eventsOf(news), 0)),
    plain: (news) => plain.write(news),
    cipher: (news) => cipher.write(news),
  };
  const written = kept === null ? measuredWriting(mail, count, say, write) : null;
  const set = (pragmas: readonly string[]): void => {
    for (const pragma of pragmas) {
      ours.rows(`PRAGMA ${pragma}`);
      for (const { database } of [plain, cipher]) database.pragma(pragma);
    }
  };
  if (kept !== null && !made) {
    set(whileMaking);
    writeAll(mail, count, say, write);
    set(afterwards);
  }
  const checkpoint = TakingTurns.times(1, { ours: () => ours.rows('PRAGMA wal_checkpoint(TRUNCATE)'), plain: () => plain.checkpoint(), cipher: () => cipher.checkpoint() });
  const wrote = (name: Name): number => sum(written?.[name] ?? []) + sum(checkpoint[name]);

  const reader = openReadable(file, key);
  const [plainReader, cipherReader] = [plain.reader(), cipher.reader()];
  // The first message is of the long one.
  const id = (newsInBatches(new SupportMail(), count).next().value ?? [])[0]?.conversation.id as Parameters<typeof openConversation>[1]['id'];
  say('opening a conversation of 1,000 messages');
  const opened = TakingTurns.times(400, {
    ours: () => openConversation(reader, { id, before: null, limit: 50 }),
    plain: () => openConversation(plainReader, { id, before: null, limit: 50 }),
    cipher: () => openConversation(cipherReader, { id, before: null, limit: 50 }),
  });

  const typed = queriesTyped(mail);
  say(`searching as ${typed.length} letters are typed`);
  const matching = plain.database.prepare(searchQueries.matching);
  const row = plain.database.prepare(searchQueries.row);
  const searched = TakingTurns.times(typed.length, {
    ours: (each) => searchMessages(reader, '', { query: typed[each] ?? '', limit: 20 }),
    plain: (each) => {
      const expression = ftsExpression(parseSearchQuery(typed[each] ?? ''), false);
      if (expression === null) return;
      for (const hit of matching.all(expression, Number.MAX_SAFE_INTEGER, 0, 21) as { position: number }[]) row.get(hit.position);
    },
  });
  reader.close();
  ours.close();
  for (const peer of [plain, cipher]) {
    peer.database.close();
    if (kept === null) rmSync(peer.database.name);
  }

  const less = { unit: 'ms', better: 'less' } as const;
  return {
    file,
    measures: [
      ...(written === null
        ? []
        : [
            { name: 'write', against: plainly, ours: wrote('ours'), peer: wrote('plain'), bar: 1.3, ...less },
            { name: 'write-ciphers', against: ciphers, ours: wrote('ours'), peer: wrote('cipher'), bar: null, ...less },
          ]),
      { name: 'open-conversation', against: 'the same code on better-sqlite3, plain', ours: median(opened.ours), peer: median(opened.plain), bar: 1.5, ...less },
      { name: 'open-conversation-ciphers', against: 'the same code on better-sqlite3-multiple-ciphers', ours: median(opened.ours), peer: median(opened.cipher), bar: null, ...less },
      { name: 'search', against: 'raw FTS5, plain', ours: median(searched.ours), peer: median(searched.plain), bar: 1.5, ...less },
      { name: 'search-p95', against: 'a limit of 30 ms', ours: percentile(searched.ours, 95), peer: 30, bar: 1, ...less },
    ],
  };
}

type Name = 'ours' | 'plain' | 'cipher';

function measuredWriting(mail: SupportMail, count: number, say: Say, write: Readonly<Record<Name, (news: readonly News[]) => void>>): Readonly<Record<Name, number[]>> {
  say(`writing ${count} messages`);
  let news: readonly News[] = [];
  const writing = new TakingTurns({ ours: () => write.ours(news), plain: () => write.plain(news), cipher: () => write.cipher(news) });
  let index = 0;
  for (news of newsInBatches(mail, count)) {
    writing.turn(index);
    index += 1;
  }
  return writing.took;
}

function writeAll(mail: SupportMail, count: number, say: Say, write: Readonly<Record<Name, (news: readonly News[]) => void>>): void {
  say(`writing ${count} messages, to be kept`);
  let waiting: News[] = [];
  const store = (): void => {
    for (const each of Object.values(write)) each(waiting);
    waiting = [];
  };
  let batches = 0;
  for (const news of newsInBatches(mail, count)) {
    waiting.push(...news);
    batches += 1;
    if (batches % atOnce === 0) store();
    if (batches % (atOnce * 5) === 0) say(`${batches * news.length} so far`);
  }
  if (waiting.length > 0) store();
}
