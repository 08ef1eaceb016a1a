import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createConversation } from '../../../../hub/conversations/conversations.ts';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import { insertMessage } from '../../../../hub/conversations/messages.ts';
import { Exports } from '../../../../hub/privacy/exports.ts';
import { ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import { Transcript } from '../../../../shared/transcript/transcript.ts';
import { HubInProcess } from '../../../doubles/rooms.ts';

let hub: HubInProcess;
beforeEach(async () => {
  hub = await HubInProcess.make();
});
afterEach(() => hub.remove());

it('has messages of one millisecond in the order in which they came', async () => {
  const { store, envelope, audit, clock, policies, agents, organisation } = hub.rooms;
  const { email } = await hub.agent('paul@nordlicht.example', ['privacy']);
  const said = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
  const id = await hub.tx(async (tx) => {
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
  const exports = new Exports({ store, envelope, audit, clock, policies, agents, organisation: organisation.name });
  const { content } = await exports.conversation({ by: email, actor: 'test', format: 'json' }, id);
  expect(Transcript.parse(JSON.parse(content)).messages.map(({ text }) => text)).toEqual(said);
});
