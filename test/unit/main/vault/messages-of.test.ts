import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { Change } from '../../../../main/vault/change.ts';
import { openConversation } from '../../../../main/vault/inbox.ts';
import { searchMessages } from '../../../../main/vault/search/search-messages.ts';
import { ConversationId } from '../../../../shared/domain/ids.ts';
import type { MessageCursor } from '../../../../shared/contract/ipc/inbox.ts';
import { conversation, message } from '../../../doubles/hub-news.ts';
import { runs } from '../../../doubles/how-often.ts';
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

/** What one moment brought: from the hub, with its place there or from a hub of before, and what is written here. */
const told = fc.array(fc.record({ time: fc.integer({ min: 0, max: 2 }), from: fc.constantFrom('hub' as const, 'hub' as const, 'hub' as const, 'here' as const) }), { minLength: 1, maxLength: 24 });

it('leafs through messages of the same millisecond as the hub stored them, then what is queued as it was written, in whatever order all that came, none twice and none left out', () => {
  fc.assert(
    fc.property(told, fc.integer({ min: 1, max: 7 }), fc.infiniteStream(fc.nat()), fc.boolean(), (all, limit, chance, again) => {
      const about = conversation();
      const messages = all.map(({ time, from }, index) => ({ from, message: message({ conversationId: about.id, kind: 'outbound', sentAt: 1_700_000_000_000 + time, text: `number ${index}`, ...(from === 'hub' ? { place: index + 1 } : { status: 'queued' }) }) }));
      const own = messages.filter(({ from }) => from === 'here');
      const hubs = messages.filter(({ from }) => from === 'hub').map((each) => ({ each, by: chance.next().value ?? 0 })).toSorted((a, b) => a.by - b.by).map(({ each }) => each);
      const store = ({ from, message: each }: (typeof messages)[number]): void => {
        Change.run(file.database, (change) => (from === 'hub' ? change.storeMessage(each) : change.storeOwnMessage(each)));
      };
      Change.run(file.database, (change) => change.storeConversation({ ...about, lastMessageAt: 1 }, { id: about.customerId, name: about.customerName, identities: [] }));
      own.slice(0, 3).forEach(store);
      // From a hub of before that did not tell the place, and once more from one that does.
      if (again) for (const { message: { place: _place, ...each } } of hubs) store({ from: 'hub', message: each });
      hubs.forEach(store);
      own.slice(3).forEach(store);
      const read: string[] = [];
      for (let before: MessageCursor | null = null; ; ) {
        const opened = openConversation(file.database, { id: about.id, before, limit });
        read.unshift(...(opened?.messages ?? []).map(({ text }) => text));
        before = opened?.earlier ?? null;
        if (before === null) break;
      }
      const inOrder = messages.toSorted((a, b) => a.message.sentAt - b.message.sentAt || Number(a.from === 'here') - Number(b.from === 'here')).map(({ message: { text } }) => text);
      expect(read).toEqual(inOrder);
      // And the list shows the one that stands last.
      expect(openConversation(file.database, { id: about.id, before: null, limit: 1 })?.conversation.preview).toBe(inOrder.at(-1));
    }),
    runs(50),
  );
});

it('a queued message that the hub has stored stands where the hub has it, and the list shows what stands behind it now', () => {
  const about = conversation({ lastMessageAt: 1 });
  const of = { conversationId: about.id, kind: 'outbound', sentAt: 1_700_000_000_000 } as const;
  const [own, behind] = [message({ ...of, text: 'mine', status: 'queued' }), message({ ...of, text: 'theirs', place: 2 })];
  Change.run(file.database, (change) => {
    change.storeConversation(about, { id: about.customerId, name: about.customerName, identities: [] });
    change.storeOwnMessage(own);
    change.storeMessage(behind);
  });
  const shown = () => openConversation(file.database, { id: about.id, before: null, limit: 10 });
  expect([shown()?.messages.map(({ text }) => text), shown()?.conversation.preview]).toEqual([['theirs', 'mine'], 'mine']);
  Change.run(file.database, (change) => change.storeMessage({ ...own, status: 'accepted', place: 1 }));
  expect([shown()?.messages.map(({ text }) => text), shown()?.conversation.preview]).toEqual([['mine', 'theirs'], 'theirs']);
});
