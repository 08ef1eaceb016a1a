import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Change } from '../../../../main/vault/change.ts';
import { parseSearchQuery } from '../../../../main/vault/search/search-query.ts';
import { searchMessages } from '../../../../main/vault/search/search-messages.ts';
import type { Conversation, Message } from '../../../../shared/domain/conversation.ts';
import { conversation, customer, message } from '../../../doubles/hub-news.ts';
import { runs } from '../../../doubles/how-often.ts';
import { VaultFile } from './open-file.ts';

let file: VaultFile;
beforeEach(() => {
  file = new VaultFile();
});
afterEach(() => file.remove());

const me = '00000000-0000-4000-8000-00000000000a';
const other = '00000000-0000-4000-8000-00000000000b';
const now = 1_700_000_000_000;
const attached = [{ name: 'receipt.pdf', mediaType: 'application/pdf', size: 3 }];

function store(about: Parameters<typeof conversation>[0], ...messages: Partial<Record<keyof Message, unknown>>[]): { one: Conversation; sent: Message[] } {
  const one = conversation(about);
  const sent = messages.map((each) => message({ conversationId: one.id, channel: one.channel, ...each }));
  Change.run(file.database, (change) => {
    change.storeConversation(one, customer(one));
    for (const each of sent) change.storeMessage(each);
  });
  return { one, sent };
}

/** On a machine that is never too slow. */
const timeless = (): number => 0;
const search = (query: string, more: { limit?: number; below?: number } = {}, clock = timeless) => searchMessages(file.database, me, { query, limit: 50, ...more }, clock);
const texts = (query: string): string[] => {
  const shown = search(query).hits.map((hit) => hit.snippet.map((part) => part.text).join(''));
  return shown.sort();
};

describe('filters', () => {
  it('are of message and conversation, together or alone', () => {
    const { one } = store({ assigneeId: me, status: 'open' }, { text: 'lamp one', attachments: attached, sentAt: Date.UTC(2023, 2, 1, 12) });
    store({ assigneeId: null, status: 'snoozed' }, { text: 'lamp two', sentAt: Date.UTC(2023, 3, 1, 12) });
    store({ assigneeId: other, status: 'resolved', channel: 'phone' }, { text: 'lamp three', kind: 'note', attachments: attached, sentAt: Date.UTC(2023, 4, 1, 12) });
    Change.run(file.database, (change) => change.markRead(one.id, now));
    const expected: Record<string, string[]> = {
      'has:attachment': ['lamp one', 'lamp three'],
      'HAS:attachments is:resolved': ['lamp three'],
      'is:mine': ['lamp one'],
      'is:unassigned': ['lamp two'],
      'is:snoozed': ['lamp two'],
      'is:pending': [],
      'is:unread': ['lamp two'],
      'channel:phone': ['lamp three'],
      'after:2023-04': ['lamp three', 'lamp two'],
      'after:2023-03-15 before:2023-04-15': ['lamp two'],
      'after:2023-04-01 before:2023-04-01': [],
      'is:mine is:snoozed': [],
    };
    for (const [query, found] of Object.entries(expected)) {
      expect(texts(query), query).toEqual(found);
      expect(texts(`lamp ${query}`), query).toEqual(found);
    }
  });

  it('that are not known are words', () => {
    store({}, { text: 'the stock has: wings, it is mine' });
    expect(texts('has:wings')).toHaveLength(1);
    expect(parseSearchQuery('has:wings is:theirs after:all')).toMatchObject({ attachment: false, assignee: null, after: null, terms: { length: 3 } });
  });

  it('find the oldest message behind many that do not pass them', () => {
    store({ status: 'pending' }, { text: 'lamp of old', sentAt: now - 1_000_000 });
    store({ status: 'open' }, ...Array.from({ length: 700 }, (_, index) => ({ text: 'lamp', sentAt: now + index })));
    for (const query of ['is:pending', 'lamp is:pending', 'is:pending la', 'before:2023-11-20 is:pending lamp']) expect(texts(query), query).toContain('lamp of old');
  });
});

describe('a word that is nowhere', () => {
  const near = (query: string) => search(query).near;

  it('is taken for one a letter away, and the answer says so', () => {
    store({}, { text: 'The samowar leaks, größere Lampen too.' });
    for (const typed of ['samowr', 'samowarr', 'samovar', 'smaowar', 'xsamowar', 'amowar', 'samowarx', 'samowra']) {
      expect(search(`${typed} leaks`), typed).toMatchObject({ hits: { length: 1 }, near: [{ typed, words: ['samowar'] }] });
    }
    expect(near('GRÖSSERE ')).toEqual([]);
    expect(search('größree ').hits).toHaveLength(1);
    expect(search('samovar').hits[0]?.snippet.filter((part) => part.matched)).toEqual([{ text: 'samowar', matched: true }]);
  });

  it('is not, where it is short, quoted, two letters away, there already, or of a script without spaces', () => {
    store({}, { text: 'The samowar leaks. 订单还没有到 상품이' });
    for (const typed of ['leeks leaks nowhere', '"samovar"', 'zamovar', 'lae', 'thr', '订车还没', '상춤이']) expect(search(typed).hits, typed).toEqual([]);
    expect(near('samowar')).toEqual([]);
    expect(search('samowar The is:resolved')).toMatchObject({ hits: [], near: [] });
  });

  it('is not taken for a word of a message that is gone', () => {
    const { one } = store({}, { text: 'flugelhorn' });
    expect(search('flugelhern').hits).toHaveLength(1);
    Change.run(file.database, (change) => change.purge(one.id));
    expect(search('flugelhern')).toMatchObject({ hits: [], near: [] });
    expect(file.database.rows('SELECT term FROM search_words')).toEqual([]);
  });

  it('of any one mistake is found', () => {
    const letters = fc.stringMatching(/^[a-zäéжшд]{6,12}$/);
    fc.assert(
      fc.property(letters, fc.nat(), fc.constantFrom('insert', 'delete', 'replace', 'swap'), (right, which, mistake) => {
        const { one } = store({}, { text: right });
        const chars = Array.from(right);
        const at = which % (chars.length - 1);
        const wrong = [...chars];
        if (mistake === 'insert') wrong.splice(at, 0, 'q');
        else if (mistake === 'delete') wrong.splice(at, 1);
        else if (mistake === 'replace') wrong[at] = 'q';
        else [wrong[at], wrong[at + 1]] = [chars[at + 1] ?? '', chars[at] ?? ''];
        const { hits } = search(wrong.join(''));
        expect(hits.map((hit) => hit.conversationId)).toContain(one.id);
        Change.run(file.database, (change) => change.purge(one.id));
      }),
      runs(60),
    );
  });
});

describe('a search that takes too long', () => {
  /** A clock on which each look at it takes a second. */
  const ticking = (): (() => number) => {
    let time = 0;
    return () => (time += 1000);
  };

  it('says how far it has come and goes on from there, to all that there is', () => {
    store({ status: 'open' }, ...Array.from({ length: 400 }, (_, index) => ({ text: `lamp ${index}`, sentAt: now + index * 1000, ...(index % 50 === 0 ? { attachments: attached } : {}) })));
    for (const query of ['lam', 'lamp', 'lamp is:open', 'is:open', 'after:2020', 'lamp has:attachment']) {
      const seen = new Set<string>();
      let below: number | undefined;
      let asked = 0;
      for (;;) {
        const { hits, further, truncated } = search(query, { limit: 500, ...(below === undefined ? {} : { below }) }, ticking());
        asked += 1;
        for (const hit of hits) seen.add(hit.messageId);
        expect(truncated).toBe(false);
        if (further === null) break;
        expect(further.below).toBeLessThan(below ?? Number.MAX_SAFE_INTEGER);
        expect(further.sentAt).toBeGreaterThanOrEqual(now);
        below = further.below;
      }
      expect(seen.size, query).toBe(query.includes('attachment') ? 8 : 400);
      expect(asked, query).toBeGreaterThan(2);
    }
  });
});

describe('against a plain reading of every message', () => {
  const vocabulary = ['lamp', 'lampe', 'blau', 'blue', 'order', 'orders', 'crème', 'ship'];
  const statuses = ['open', 'pending', 'snoozed', 'resolved'] as const;
  const channels = ['email', 'webchat', 'phone'] as const;
  const spoken = fc.record({
    words: fc.array(fc.constantFrom(...vocabulary), { minLength: 1, maxLength: 5 }),
    author: fc.constantFrom('Ada', 'Maria', 'Tom'),
    days: fc.nat({ max: 300 }),
    attachment: fc.boolean(),
  });
  const about = fc.record({
    status: fc.constantFrom(...statuses),
    channel: fc.constantFrom(...channels),
    assigneeId: fc.constantFrom(me, other, null),
    read: fc.boolean(),
    messages: fc.array(spoken, { maxLength: 5 }),
  });
  const asked = fc.record({
    words: fc.array(fc.constantFrom(...vocabulary), { maxLength: 2 }),
    phrase: fc.option(fc.tuple(fc.constantFrom(...vocabulary), fc.constantFrom(...vocabulary)), { freq: 1 }),
    last: fc.option(fc.constantFrom('la', 'lam', 'or', 'blu', 'crem', 'ship')),
    status: fc.option(fc.constantFrom(...statuses)),
    whose: fc.option(fc.constantFrom('mine' as const, 'unassigned' as const)),
    channel: fc.option(fc.constantFrom(...channels)),
    unread: fc.boolean(),
    attachment: fc.boolean(),
    from: fc.option(fc.constantFrom('ada', 'mar')),
    month: fc.option(fc.integer({ min: 1, max: 12 })),
    later: fc.boolean(),
  });
  const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

  it('finds just what holds the words and passes the filters', () => {
    fc.assert(
      fc.property(fc.array(about, { maxLength: 6 }), asked, (all, ask) => {
        const from = new Date(2023, 0, 1).getTime();
        const edge = ask.month === null ? 0 : new Date(2023, ask.month - 1, 1).getTime();
        const rows = all.flatMap((each) => {
          const { one, sent } = store(
            { status: each.status, channel: each.channel, assigneeId: each.assigneeId, customerName: 'Zoe', subject: 'none' },
            ...each.messages.map((said) => ({ text: said.words.join(' '), authorName: said.author, sentAt: from + said.days * 86_400_000 + 3_600_000, attachments: said.attachment ? attached : [] })),
          );
          if (each.read) Change.run(file.database, (change) => change.markRead(one.id, now * 2));
          return sent.map((stored) => ({ each, stored, conversationId: one.id }));
        });
        const query = [
          ...ask.words,
          ask.phrase === null ? '' : `"${ask.phrase.join(' ')}"`,
          ask.status === null ? '' : `is:${ask.status}`,
          ask.whose === null ? '' : `is:${ask.whose}`,
          ask.channel === null ? '' : `channel:${ask.channel}`,
          ask.unread ? 'is:unread' : '',
          ask.attachment ? 'has:attachment' : '',
          ask.from === null ? '' : `from:${ask.from}`,
          ask.month === null ? '' : `${ask.later ? 'after' : 'before'}:2023-${ask.month}`,
          ask.last ?? '',
        ].filter((part) => part !== '').join(' ') + (ask.last === null ? ' ' : '');
        const wanted = query.trim() === '' ? [] : rows.filter(({ each, stored }) => {
          const words = fold(stored.text).split(' ');
          return (
            ask.words.every((word) => words.includes(fold(word))) &&
            (ask.phrase === null || ` ${words.join(' ')} `.includes(` ${fold(ask.phrase.join(' '))} `)) &&
            (ask.last === null || words.some((word) => word.startsWith(ask.last ?? ''))) &&
            (ask.status === null || each.status === ask.status) &&
            (ask.whose === null || each.assigneeId === (ask.whose === 'mine' ? me : null)) &&
            (ask.channel === null || each.channel === ask.channel) &&
            (!ask.unread || !each.read) &&
            (!ask.attachment || stored.attachments.length > 0) &&
            (ask.from === null || fold(stored.authorName).startsWith(ask.from)) &&
            (ask.month === null || (ask.later ? stored.sentAt >= edge : stored.sentAt < edge))
          );
        });
        const { hits, near, truncated } = search(query);
        // Where a word is nowhere, near ones are shown and named; what they find is tested above.
        if (near.length === 0) {
          const found = hits.map((hit) => hit.messageId);
          expect(found.sort(), query).toEqual(wanted.map(({ stored }) => stored.id).sort());
        } else expect(wanted, query).toEqual([]);
        expect(truncated).toBe(false);
        for (const id of new Set(rows.map((row) => row.conversationId))) Change.run(file.database, (change) => change.purge(id));
      }),
      runs(150),
    );
  });
});
