import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Change } from '../../../../main/vault/change.ts';
import { applyHubEvents } from '../../../../main/vault/hub-events.ts';
import { conversationsWith, countInbox, listAgents, listInbox, openConversation } from '../../../../main/vault/inbox.ts';
import { searchMessages } from '../../../../main/vault/search/search-messages.ts';
import { ipcCalls } from '../../../../shared/contract/ipc/index.ts';
import { HubEvent } from '../../../../shared/contract/wire/index.ts';
import { View } from '../../../../shared/domain/filter.ts';
import { runs } from '../../../doubles/how-often.ts';
import { VaultFile } from './open-file.ts';

const file = new VaultFile();
afterAll(() => file.remove());

const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const ids = fc.constantFrom(id(1), id(2), id(3));
const upper = fc.constantFrom(id(1), id(2), 'AAAAAAAA-0000-4000-8000-000000000001', 'aaaaaaaa-0000-4000-8000-000000000001', '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff');
const units = fc.constantFrom('\ud800', '\udc00', '\0', 'a', 'B', 'ä', 'e\u0301', '中', 'ไ', '\u202e', '\u200b', 'ﬁ', 'İ', '\ufeff', '٣', '"', '*', ' ', '\n', '😀', '\u0301', '-', '_');
const words = (maxLength: number) => fc.string({ unit: units, maxLength: 12 }).map((text) => text.slice(0, maxLength));
const times = fc.constantFrom(0, 1, 1_700_000_000_000, 1_700_000_000_500, 7_000_000_000_000, 9_000_000_000_000, 8_640_000_000_000_000);
const revisions = fc.constantFrom(1, 2, 3, Number.MAX_SAFE_INTEGER);
const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });

const conversations = fc.record({
  id: upper, customerId: ids, customerName: words(200), channel: fc.constantFrom('email', 'webchat'), subject: words(1000), preview: words(240), status: fc.constantFrom('open', 'snoozed', 'resolved'),
  assigneeId: orNull(ids), teamId: orNull(ids), snoozedUntil: orNull(times), dueAt: orNull(times), replyUntil: orNull(times), mergedInto: orNull(upper), createdAt: times, lastMessageAt: times, revision: revisions,
  followers: fc.uniqueArray(ids, { maxLength: 3 }), tags: fc.uniqueArray(fc.constantFrom('a', 'b', '中', 'e\u0301'), { maxLength: 3 }),
});
const messages = fc.record({
  id: ids, conversationId: upper, kind: fc.constantFrom('inbound', 'outbound', 'note', 'event'), channel: fc.constant('email'), authorName: words(200), agentId: orNull(ids), subject: orNull(words(1000)), text: words(200),
  html: fc.constant(null), sentAt: times, status: fc.constantFrom('received', 'queued', 'conflict', 'read'), failure: orNull(words(500)),
  findings: fc.array(fc.record({ type: fc.constant('card'), mask: fc.constant('x'), start: fc.nat(20), end: fc.nat(20) }), { maxLength: 2 }), risk: fc.constant({ level: 'none', reasons: [] }), attachments: fc.constant([]), revision: revisions,
  place: fc.constantFrom(undefined, 1, 2, Number.MAX_SAFE_INTEGER),
});

const events = fc.oneof(
  conversations.chain((conversation) => fc.record({ e: fc.constant('conversation'), conversation: fc.constant(conversation), customer: fc.record({ id: fc.oneof(fc.constant(conversation.customerId), ids), name: words(200), identities: fc.constant([]) }) })),
  fc.record({ e: fc.constantFrom('message', 'message.replaced'), message: messages }),
  fc.record({ e: fc.constant('message.removed'), messageId: ids }),
  fc.record({ e: fc.constant('conversation.purged'), conversationId: upper }),
  fc.record({ e: fc.constant('agents'), agents: fc.array(fc.record({ id: ids, name: words(100).map((name) => `${name}x`) }), { maxLength: 3 }) }),
  fc.constant({ e: 'backfill.page', next: null }),
);

describe('whatever a hub says within the contract', () => {
  it('can be shown, searched and forgotten whole', () => {
    const { database } = file;
    fc.assert(
      fc.property(fc.array(events, { minLength: 1, maxLength: 12 }), (raw) => {
        for (const event of raw) {
          const heard = HubEvent.parse(JSON.parse(JSON.stringify(event)));
          Change.run(database, (change) => applyHubEvents(change, [heard], 0, id(1)));
        }
        ipcCalls['inbox.agents'].output.parse(listAgents(database));
        ipcCalls['inbox.counts'].output.parse(countInbox(database, id(1)));
        for (const view of View.options) {
          const list = ipcCalls['inbox.list'].output.parse(listInbox(database, id(1), { view, after: null, limit: 1 }));
          if (list.next !== null) ipcCalls['inbox.list'].output.parse(listInbox(database, id(1), { view, after: list.next, limit: 1 }));
          for (const row of list.rows) {
            const opened = ipcCalls['conversation.open'].output.parse(openConversation(database, { id: row.id, before: null, limit: 1 }));
            if (opened?.earlier) ipcCalls['conversation.open'].output.parse(openConversation(database, { id: row.id, before: opened.earlier, limit: 1 }));
            ipcCalls['customer.conversations'].output.parse(conversationsWith(database, { customer: row.customerId, except: row.id, limit: 5 }));
          }
        }
        for (const query of ['a', '中', 'x*', '"ä"', '-']) ipcCalls['search.messages'].output.parse(searchMessages(database, id(1), { query, limit: 5 }));
        database.run("INSERT INTO search (search, rank) VALUES ('integrity-check', 0)");
        for (const { id: one } of database.rows<{ id: string }>('SELECT DISTINCT conversation_id AS id FROM messages UNION SELECT id FROM conversations')) Change.run(database, (change) => change.purge(one as never));
        expect(database.row('SELECT count(*) AS n FROM messages')).toEqual({ n: 0 });
        expect(database.rows('SELECT term, doc FROM search_words')).toEqual([]);
        expect(database.row('SELECT conversations, messages FROM position')).toEqual({ conversations: 0, messages: 0 });
        // How far something was read that is not here: an id and noughts, until the next back-fill.
        database.run('DELETE FROM heads');
        for (const table of ['customers', 'calls']) expect(database.rows(`SELECT * FROM ${table}`), table).toEqual([]);
      }),
      runs(150),
    );
  });
});
