import { openReadable } from '../../main/vault/open-database.ts';
import { searchMessages } from '../../main/vault/search/search-messages.ts';
import { timed, type Measure, type Say } from './measure.ts';
import { SupportMail } from './support-mail.ts';

/** Milliseconds that the slowest search may take. */
const most = 200;
const queries = 600;
const filters = ['is:open', 'is:resolved', 'is:snoozed', 'is:unread', 'is:mine', 'is:unassigned', 'has:attachment', 'channel:email', 'channel:phone', 'before:2023-12', 'after:2024-06', 'from:an', 'from:ber'];

/** The slowest of many searches of every kind: frequent words, phrases, beginnings, mistyped words, filters and all of them together. */
export function searchFuzzMeasure(of: { readonly file: string; readonly key: Uint8Array; readonly say: Say }): Measure {
  of.say(`${queries} searches of every kind`);
  const mail = new SupportMail();
  const reader = openReadable(of.file, Uint8Array.from(of.key));
  try {
    const took = Array.from({ length: queries }, () => {
      const query = queryOf(mail);
      return { query, time: timed(() => searchMessages(reader, '', { query, limit: 50 })) };
    }).sort((a, b) => b.time - a.time);
    for (const { query, time } of took.slice(0, 5)) of.say(`${time.toFixed(1)} ms: ${query}`);
    return { name: 'search-slowest', against: `its bar, ${most} ms`, ours: took[0]?.time ?? NaN, peer: most, unit: 'ms', bar: 1, better: 'less' };
  } finally {
    reader.close();
  }
}

function queryOf(mail: SupportMail): string {
  const some = (limit: number): number => Math.floor(mail.random() ** 2 * (limit + 1));
  const frequent = (): string => mail.words[Math.floor(mail.random() * 12)] ?? '';
  const word = (): string => {
    const one = mail.random() < 0.5 ? frequent() : mail.word();
    const kind = mail.random();
    if (kind < 0.2) return one.slice(0, 2);
    if (kind < 0.3) return `${one.slice(0, -2)}x${one.slice(-1)}`;
    return kind < 0.5 ? `"${Array.from({ length: 1 + some(4) }, frequent).join(' ')}"` : one;
  };
  const parts = [...Array.from({ length: some(3) }, () => filters[Math.floor(mail.random() * filters.length)] ?? ''), ...Array.from({ length: some(14) }, word)];
  return parts.join(' ').slice(0, 400);
}
