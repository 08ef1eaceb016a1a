import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { Change } from '../../../../main/vault/change.ts';
import { openConversation } from '../../../../main/vault/inbox.ts';
import { searchMessages } from '../../../../main/vault/search/search-messages.ts';
import { ConversationId } from '../../../../shared/domain/ids.ts';
import { conversation, message } from '../../../doubles/hub-news.ts';
import { VaultFile } from './open-file.ts';

const file = new VaultFile();
afterAll(() => file.remove());

/** Ids that begin with the same eight characters, which is all of them that stands in the index. */
const alike = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'].map((id) => ConversationId.parse(id));

it('tells conversations apart whose ids begin alike: what is read, narrowed, and purged is of the one meant', () => {
  const customers = alike.map((id, index) => ({ about: conversation({ id, status: index === 0 ? 'resolved' : 'open' }), texts: [`lamp one ${index}`, `lamp two ${index}`] }));
  Change.run(file.database, (change) => {
    for (const { about, texts } of customers) {
      change.storeConversation(about, { id: about.customerId, name: about.customerName, identities: [] });
      texts.forEach((text, at) => change.storeMessage(message({ conversationId: about.id, text, sentAt: 1_700_000_000_000 + at })));
    }
  });
  const textsOf = (id: ConversationId): string[] | undefined => openConversation(file.database, { id, before: null, limit: 10 })?.messages.map(({ text }) => text);
  for (const { about, texts } of customers) expect(textsOf(about.id)).toEqual(texts);
  for (const query of ['lamp is:resolved', 'is:resolved']) {
    expect(searchMessages(file.database, '', { query, limit: 10 }, () => 0).hits.map((hit) => hit.conversationId)).toEqual([alike[0], alike[0]]);
  }
  Change.run(file.database, (change) => change.purge(alike[0]!));
  expect([textsOf(alike[0]!), textsOf(alike[1]!)]).toEqual([undefined, customers[1]?.texts]);
  expect(searchMessages(file.database, '', { query: 'lamp', limit: 10 }, () => 0).hits).toHaveLength(2);
});

it('leafs through messages of the same millisecond in the order of their ids, none twice and none left out', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 4 }), (times, limit) => {
      const about = conversation();
      const messages = times.map((time) => message({ conversationId: about.id, sentAt: 1_700_000_000_000 + time }));
      Change.run(file.database, (change) => {
        change.storeConversation(about, { id: about.customerId, name: about.customerName, identities: [] });
        for (const each of messages) change.storeMessage(each);
      });
      const read: string[] = [];
      for (let before: { at: number; id: string } | null = null; ; ) {
        const opened = openConversation(file.database, { id: about.id, before, limit });
        read.unshift(...(opened?.messages ?? []).map(({ id }) => id));
        before = opened?.earlier ?? null;
        if (before === null) break;
      }
      const inOrder = [...messages].sort((a, b) => a.sentAt - b.sentAt || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
      expect(read).toEqual(inOrder);
    }),
    { numRuns: 60 },
  );
});
