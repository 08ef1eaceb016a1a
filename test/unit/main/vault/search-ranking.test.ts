import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Change } from '../../../../main/vault/change.ts';
import { parseSearchQuery } from '../../../../main/vault/search/search-query.ts';
import { searchMessages } from '../../../../main/vault/search/search-messages.ts';
import { fold, highlighter } from '../../../../main/vault/search/snippet.ts';
import { conversation, customer, message } from '../../../doubles/hub-news.ts';
import { runs } from '../../../doubles/how-often.ts';
import { VaultFile } from './open-file.ts';

let file: VaultFile;
beforeEach(() => {
  file = new VaultFile();
});
afterEach(() => file.remove());

const day = 86_400_000;
const now = 1_700_000_000_000;
/** On a machine that is never too slow. */
const timeless = (): number => 0;

describe('ranking', () => {
  const sent = fc.record({ exact: fc.boolean(), days: fc.integer({ min: 0, max: 120 }) });

  it('is by time, the word as typed counting as thirty days younger than a longer one, in whatever order messages came', () => {
    fc.assert(
      fc.property(fc.uniqueArray(sent, { minLength: 1, maxLength: 12, selector: ({ days }) => days }), fc.integer({ min: 1, max: 12 }), (all, limit) => {
        const one = conversation({ customerName: 'Zoe', subject: 'none' });
        // A longer word a quarter of a day earlier, so that none ties with a word thirty days older.
        const messages = all.map(({ exact, days }) =>
          message({ conversationId: one.id, channel: one.channel, text: exact ? 'a lamp here' : 'a lamppost here', sentAt: now - days * day - (exact ? 0 : day / 4) }),
        );
        Change.run(file.database, (change) => {
          change.storeConversation(one, customer(one));
          for (const each of messages) change.storeMessage(each);
        });
        const { hits } = searchMessages(file.database, '', { query: 'lamp', limit }, timeless);
        const wanted = messages
          .map(({ id, sentAt, text }) => ({ id, score: sentAt + (text === 'a lamp here' ? 30 * day : 0) }))
          .sort((a, b) => b.score - a.score)
          .slice(0, limit)
          .map(({ id }) => id);
        expect(hits.map(({ messageId }) => messageId)).toEqual(wanted);
        Change.run(file.database, (change) => change.purge(one.id));
      }),
      runs(60),
    );
  });
});

describe('marks', () => {
  // Shorter than what is shown before a match: nothing of it is cut off.
  const filler = fc.array(fc.constantFrom('the', 'über', 'x', '我', '하나', 'ไม่', '👩‍👩‍👧', '-', 'N°5'), { maxLength: 4 }).map((words) => words.join(' '));
  const word = fc.constantFrom('lamp', 'Größe', 'crème', 'ÉTÉ', 'Ångström', '订单', 'ランプ', '주문', 'žluťoučký');
  const form = fc.constantFrom('NFC' as const, 'NFD' as const);

  it('stand on the word, however it is accented, composed or written, and leave the text as it is', () => {
    fc.assert(
      fc.property(filler, word, filler, form, form, fc.boolean(), (before, sought, after, textForm, queryForm, upper) => {
        const text = `${before} ${sought.normalize(textForm)} ${after}`.trim();
        const typed = (upper ? sought.toLocaleUpperCase('en').replace('SS', 'ß') : sought).normalize(queryForm);
        const parts = highlighter(parseSearchQuery(typed))(text);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        expect(parts.filter((part) => part.matched).map((part) => fold(part.text.normalize('NFC')))).toEqual([fold(sought)]);
      }),
      runs(200),
    );
  });

  it('stand on the near word that is shown, not on what was typed', () => {
    const one = conversation({ customerName: 'Zoe', subject: 'none' });
    Change.run(file.database, (change) => {
      change.storeConversation(one, customer(one));
      change.storeMessage(message({ conversationId: one.id, channel: one.channel, text: 'une crème brûlée', sentAt: now }));
    });
    const { hits, near } = searchMessages(file.database, '', { query: 'brulée crmèe ', limit: 5 }, timeless);
    expect(near).toEqual([{ typed: 'crmèe', words: ['creme'] }]);
    expect(hits[0]?.snippet.filter((part) => part.matched).map((part) => part.text)).toEqual(['crème', 'brûlée']);
  });
});
