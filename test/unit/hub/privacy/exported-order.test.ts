import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createConversation } from '../../../../hub/conversations/conversations.ts';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import { insertMessage } from '../../../../hub/conversations/messages.ts';
import { Exports } from '../../../../hub/privacy/exports.ts';
import { ConversationId, CustomerId, MessageId } from '../../../../shared/domain/ids.ts';
import { Transcript } from '../../../../shared/transcript/transcript.ts';
import { HubInProcess } from '../../../doubles/rooms.ts';

let hub: HubInProcess;
beforeEach(async () => {
  hub = await HubInProcess.make();
});
afterEach(() => hub.remove());

/** A conversation of one moment with these messages of its customer. */
function conversationOf(said: readonly string[]): Promise<ConversationId> {
  const { envelope, clock } = hub.rooms;
  return hub.tx(async (tx) => {
    const at = clock.now();
    const channelId = randomUUID();
    await tx.insertInto('channels').values({ id: channelId, kind: 'email', name: 'Support', team_id: null, settings: new Uint8Array(), created_at: at, removed_at: null }).execute();
    const customerId = await createCustomer(tx, envelope, { kind: 'email', value: 'maria@mail.example' }, 'Maria', at);
    const conversation = await createConversation(tx, envelope, { customerId, channel: 'email', channelId, teamId: null, status: 'open', subject: 'Tent', subjectIndex: null, verification: 'contact', at });
    const conversationId = ConversationId.parse(conversation.id);
    for (const text of said) {
      await insertMessage(tx, envelope, {
        id: MessageId.parse(randomUUID()), conversationId, customerId, kind: 'inbound', agentId: null, status: 'delivered', sentAt: at, messageId: null, automatic: false, authentication: null,
        content: { authorName: 'Maria', subject: 'Tent', text, html: null, findings: [], risk: { level: 'none', reasons: [] }, attachments: [] },
      });
    }
    return conversationId;
  });
}

const exporting = () => {
  const { store, envelope, audit, clock, policies, agents, organisation } = hub.rooms;
  return new Exports({ store, envelope, audit, clock, policies, agents, organisation: organisation.name });
};

it('has messages of one millisecond in the order in which they came', async () => {
  const { email } = await hub.agent('paul@nordlicht.example', ['privacy']);
  const said = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
  const { content } = await exporting().conversation({ by: email, actor: 'test', format: 'json' }, await conversationOf(said));
  expect(Transcript.parse(JSON.parse(content)).messages.map(({ text }) => text)).toEqual(said);
});

it('speaks the language that the customer writes, who is to read it', async () => {
  const { email } = await hub.agent('paul@nordlicht.example', ['privacy']);
  const id = await conversationOf(['Guten Tag, mein Paket ist leider immer noch nicht angekommen. Wo ist es denn geblieben?']);
  const wish = { by: email, actor: 'test', format: 'text' } as const;
  const exports = exporting();
  expect((await exports.conversation(wish, id)).content).toMatch(/^Mitschrift einer Unterhaltung\nAm Hub erstellt für /);
  const customer = async () => CustomerId.parse((await hub.rooms.store.selectFrom('conversations').select('customer_id').where('id', '=', id).executeTakeFirstOrThrow()).customer_id);
  const found = await customer();
  expect((await exports.customer(wish, () => Promise.resolve(found))).content).toMatch(/^Was über einen Kunden bekannt ist\nAm Hub erstellt für /);
});
