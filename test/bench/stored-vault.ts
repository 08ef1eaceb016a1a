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
import { eventsOf, newsInBatches, queriesTyped } from './vault-news.ts';

const plainly = 'better-sqlite3, plain, same schema';
const ciphers = 'better-sqlite3-multiple-ciphers, SQLCipher, same schema';

/** Writing, opening a conversation and searching, on one vault that stays in `file`. */
export function storedMeasures(of: { readonly folder: string; readonly key: Uint8Array; readonly count: number; readonly say: Say }): { readonly file: string; readonly measures: Measure[] } {
  const { folder, key, count, say } = of;
  const mail = new SupportMail();
  const file = join(folder, 'ours.db');
  const ours = openWritable(file, key, true);
  const plain = new SqlPeer(join(folder, 'plain.db'), null);
  const cipher = new SqlPeer(join(folder, 'cipher.db'), key);

  say(`writing ${count} messages`);
  let longId: string | undefined;
  let news = newsInBatches(mail, 0).next().value ?? [];
  const writing = new TakingTurns({
    ours: () => Change.run(ours, (change) => applyHubEvents(change, eventsOf(news), 0)),
    plain: () => plain.write(news),
    cipher: () => cipher.write(news),
  });
  let index = 0;
  for (news of newsInBatches(mail, count)) {
    longId ??= news[0]?.conversation.id;
    writing.turn(index);
    index += 1;
  }
  const written = writing.took;
  const checkpoint = TakingTurns.times(1, { ours: () => ours.rows('PRAGMA wal_checkpoint(TRUNCATE)'), plain: () => plain.checkpoint(), cipher: () => cipher.checkpoint() });
  const wrote = (name: 'ours' | 'plain' | 'cipher'): number => sum(written[name]) + sum(checkpoint[name]);

  const reader = openReadable(file, key);
  const [plainReader, cipherReader] = [plain.reader(), cipher.reader()];
  const id = longId as Parameters<typeof openConversation>[1]['id'];
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
    rmSync(peer.database.name);
  }

  const less = { unit: 'ms', better: 'less' } as const;
  return {
    file,
    measures: [
      { name: 'write', against: plainly, ours: wrote('ours'), peer: wrote('plain'), bar: 1.3, ...less },
      { name: 'write-ciphers', against: ciphers, ours: wrote('ours'), peer: wrote('cipher'), bar: null, ...less },
      { name: 'open-conversation', against: 'the same code on better-sqlite3, plain', ours: median(opened.ours), peer: median(opened.plain), bar: 1.5, ...less },
      { name: 'open-conversation-ciphers', against: 'the same code on better-sqlite3-multiple-ciphers', ours: median(opened.ours), peer: median(opened.cipher), bar: null, ...less },
      { name: 'search', against: 'raw FTS5, plain', ours: median(searched.ours), peer: median(searched.plain), bar: 1.5, ...less },
      { name: 'search-p95', against: 'a limit of 30 ms', ours: percentile(searched.ours, 95), peer: 30, bar: 1, ...less },
    ],
  };
}
