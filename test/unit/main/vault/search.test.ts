import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Change } from '../../../../main/vault/change.ts';
import { ftsExpression, parseSearchQuery } from '../../../../main/vault/search/search-query.ts';
import { highlighter } from '../../../../main/vault/search/snippet.ts';
import { searchMessages } from '../../../../main/vault/search/search-messages.ts';
import { mostSearchWords } from '../../../../shared/contract/ipc/inbox.ts';
import type { Message } from '../../../../shared/domain/conversation.ts';
import { conversation, customer, message } from '../../../doubles/hub-news.ts';
import { VaultFile } from './open-file.ts';
import { runs } from '../../../doubles/how-often.ts';

let file: VaultFile;
beforeEach(() => {
  file = new VaultFile();
});
afterEach(() => file.remove());

const day = 86_400_000;
const now = 1_700_000_000_000;
/** On a machine that is never too slow. */
const timeless = (): number => 0;
const me = '00000000-0000-4000-8000-00000000000a';

function store(about: Parameters<typeof conversation>[0], ...messages: Partial<Record<keyof Message, unknown>>[]): Message[] {
  const one = conversation(about);
  const sent = messages.map((each) => message({ conversationId: one.id, channel: one.channel, ...each }));
  Change.run(file.database, (change) => {
    change.storeConversation(one, customer(one));
    for (const each of sent) change.storeMessage(each);
  });
  return sent;
}

const found = (query: string, limit = 20): string[] => searchMessages(file.database, me, { query, limit }, timeless).hits.map((hit) => hit.messageId);
const ids = (messages: readonly Message[]): string[] => messages.map((each) => each.id);

describe('search', () => {
  it('finds words in any order and the last one from its second letter on', () => {
    const [sent] = store({}, { text: 'The blue lamp arrived broken.' });
    for (const query of ['lamp', 'LAMP blue', 'lam', 'la', 'blue br', 'broken.', '"blue lamp"', '"blue la']) expect(found(query), query).toEqual([sent?.id]);
    for (const query of ['"lamb"', 'lam blue', '"lamp blue"', 'amp', '', '   ', '!!!', '""']) expect(found(query), query).toEqual([]);
  });

  it('folds case and diacritics', () => {
    const [sent] = store({}, { text: 'Größe: Ärmel zu kurz, Łódź, crème brûlée' });
    for (const query of ['grosse', 'armel', 'creme brulee', 'BRÛLÉE']) {
      expect(found(query), query).toEqual(query === 'grosse' ? [] : [sent?.id]);
    }
    expect(found('größe')).toEqual([sent?.id]);
    expect(found('grö')).toEqual([sent?.id]);
  });

  it('finds parts of scripts written without spaces', () => {
    const [chinese, japanese, thai, korean] = [
      store({}, { text: '我的订单还没有到，请帮忙查一下物流。' }),
      store({}, { text: '注文したランプが壊れていました。' }),
      store({}, { text: 'สินค้าของฉันยังไม่มาถึง' }),
      store({}, { text: '주문한 상품이 아직 도착하지 않았습니다' }),
    ].map((sent) => sent[0]?.id);
    for (const query of ['订单', '订', '物流', '查一下']) expect(found(query), query).toEqual([chinese]);
    for (const query of ['ランプ', '壊れて', '注文']) expect(found(query), query).toEqual([japanese]);
    for (const query of ['สินค้า', 'ยังไม่มา']) expect(found(query), query).toEqual([thai]);
    for (const query of ['상품', '도착']) expect(found(query), query).toEqual([korean]);
    expect(found('单订')).toEqual([]);
  });

  it('searches subject, customer and author as well', () => {
    const sent = store({ customerName: 'Ingrid Bergström' }, { authorName: 'Ada Agent', kind: 'outbound', subject: 'Re: Umtausch', text: 'Gerne.' });
    for (const query of ['ingrid', 'bergstrom', 'umtausch', 'ada', 'ingrid gerne']) expect(found(query), query).toEqual(ids(sent));
  });

  it('filters by author, channel, status and date', () => {
    const [early] = store({ channel: 'email', status: 'resolved' }, { text: 'lamp', authorName: 'Maria', sentAt: Date.UTC(2023, 0, 10) });
    const [late] = store({ channel: 'webchat', status: 'open' }, { text: 'lamp', authorName: 'Tom', sentAt: Date.UTC(2023, 5, 10) });
    expect(found('lamp')).toEqual([late?.id, early?.id]);
    expect(found('lamp from:maria')).toEqual([early?.id]);
    expect(found('from:"to" lamp')).toEqual([late?.id]);
    expect(found('channel:webchat lamp')).toEqual([late?.id]);
    expect(found('is:resolved')).toEqual([early?.id]);
    expect(found('is:open lamp')).toEqual([late?.id]);
    expect(found('before:2023-03-01 lamp')).toEqual([early?.id]);
    expect(found('channel:email')).toEqual([early?.id]);
  });

  it('puts recent ones first, and the word itself before longer words', () => {
    const [older] = store({}, { text: 'lamp', sentAt: now - 5 * day });
    const [newer] = store({}, { text: 'lamppost', sentAt: now });
    const [oldest] = store({}, { text: 'lamp', sentAt: now - 90 * day });
    expect(found('lamp')).toEqual([older?.id, newer?.id, oldest?.id]);
    expect(searchMessages(file.database, me, { query: 'lamp', limit: 2 }, timeless)).toMatchObject({ truncated: true, hits: { length: 2 } });
    expect(searchMessages(file.database, me, { query: 'lamp', limit: 3 }, timeless)).toMatchObject({ truncated: false });
  });

  it('never makes an SQL or FTS error, whatever is typed', () => {
    store({}, { text: 'a "quoted" NEAR(lamp) text* with (all) ^sorts - of : signs' });
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.array(fc.constantFrom('"', "'", '*', '(', ')', ' ', 'AND', 'OR', 'NOT', 'NEAR', 'NEAR(', ':', '^', '-', '+', '{', '}', ',', '\0', '\ud800', 'from:', 'is:', 'before:', 'channel:', 'text', 'lamp', '日本', 'é', '2024-01-01', ';', '--', '\\'), { maxLength: 14 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(nasty, (typed) => {
        const query = typed.slice(0, 400);
        const { hits } = searchMessages(file.database, me, { query, limit: 5 });
        for (const hit of hits) expect(hit.snippet.map((part) => part.text).join('').length).toBeLessThan(260);
      }),
      runs(400),
    );
  });

  it('finds every word of a message by any of its beginnings', () => {
    const words = fc.array(fc.stringMatching(/^[a-zäöüéñ]{2,12}$/), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(words, fc.nat(), fc.nat(), (text, which, length) => {
        const [sent] = store({}, { text: text.join(' '), sentAt: now });
        const word = text[which % text.length] ?? '';
        const beginning = word.slice(0, 2 + (length % (word.length - 1)));
        expect(found(beginning, 100)).toContain(sent?.id);
      }),
      runs(60),
    );
  });
});

describe('the language of search', () => {
  it('looks for the first words of a long query, and says which ones it leaves', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: mostSearchWords * 2 }), (count) => {
        const typed = Array.from({ length: count }, (_, index) => (index % 5 === 4 ? `"a phrase ${index}"` : `word${index}`));
        const { terms, left } = parseSearchQuery(`is:open ${typed.join(' ')}`);
        const plain = typed.map((text) => text.replaceAll('"', ''));
        expect([terms.map(({ text }) => text), left]).toEqual([plain.slice(0, mostSearchWords), plain.slice(mostSearchWords)]);
      }),
    );
  });

  it('takes unknown syntax as words', () => {
    expect(parseSearchQuery('is:nothing before:soon NOT a OR (b*').terms.map((term) => term.text)).toEqual(['is nothing', 'before soon', 'NOT', 'a', 'OR', '(b*']);
    expect(ftsExpression(parseSearchQuery('NOT "a b" c"de'), false)).toBe('"NOT" AND "a b" AND "c""de"*');
  });

  it('takes the last word as a beginning only while it is being typed', () => {
    const prefix = (typed: string): boolean[] => parseSearchQuery(typed).terms.map((term) => term.prefix);
    expect(prefix('blue la')).toEqual([false, true]);
    expect(prefix('blue la ')).toEqual([false, false]);
    expect(prefix('"blue la')).toEqual([true]);
    expect(prefix('"blue la"')).toEqual([false]);
  });
});

describe('snippets', () => {
  const snippet = (typed: string, text: string): string =>
    highlighter(parseSearchQuery(typed))(text)
      .map((part) => (part.matched ? `[${part.text}]` : part.text))
      .join('');

  it('shows the surroundings of the first match and marks every match in them', () => {
    const text = `${'filler '.repeat(100)}the blue lamp and another Lampe ${'more '.repeat(100)}`;
    expect(snippet('lamp', text)).toMatch(/^… .*the blue \[lamp\] and another \[Lampe\] more .* …$/);
    expect(snippet('"blue lamp"', text)).toMatch(/the \[blue lamp\] and another Lampe/);
    expect(snippet('订单', '我的订单还没有到')).toBe('我的[订单]还没有到');
    expect(snippet('brulee', 'une crème brûlée')).toBe('une crème [brûlée]');
  });

  it('shows the beginning where the match is not in the text', () => {
    expect(snippet('maria', 'Hello there')).toBe('Hello there');
  });
});
