import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routingCalls } from '../../../../hub/admin/routing-calls.ts';
import { createConversation } from '../../../../hub/conversations/conversations.ts';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import { insertMessage } from '../../../../hub/conversations/messages.ts';
import type { Tx } from '../../../../hub/ports.ts';
import { ConversationId, type CustomerId, MessageId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { HubInProcess } from '../../../doubles/rooms.ts';

/** The youngest first: a list that has no second key shows them as they were made. */
const ids = [3, 2, 1].map((n) => `00000000-0000-4000-8000-00000000000${n}`);
const inOrder = ids.toReversed();
const at = Date.UTC(2026, 0, 5, 9);

describe('what was made in one millisecond stands in one order, however often it is asked for:', () => {
  let hub: HubInProcess;
  let nora: Agent;
  let lead: Agent;
  let customerId: CustomerId;
  let about: { readonly message_id: MessageId; readonly conversation_id: ConversationId };
  beforeAll(async () => {
    hub = await HubInProcess.make();
    hub.clock.now = () => at;
    nora = await hub.agent();
    lead = await hub.agent('lena@nordlicht.example', ['lead']);
    await hub.tx(async (tx) => {
      const { envelope } = hub.rooms;
      for (const id of ids) await tx.insertInto('channels').values({ id, kind: 'webchat', name: id, team_id: null, settings: new Uint8Array(), created_at: at, removed_at: null }).execute();
      customerId = await createCustomer(tx, envelope, { kind: 'email', value: 'anna@berger.example' }, 'Anna Berger', at);
      const conversation_id = ConversationId.parse((await createConversation(tx, envelope, { customerId, channel: 'webchat', channelId: inOrder[0]!, teamId: null, subject: 'Tent', subjectIndex: null, verification: 'contact', at })).id);
      const message = await insertMessage(tx, envelope, { id: MessageId.parse(ids[0]), conversationId: conversation_id, customerId, kind: 'inbound', agentId: null, content: { authorName: 'Anna', subject: null, text: 'Where is it?', html: null, findings: [], risk: { level: 'none', reasons: [] }, attachments: [] }, status: 'received', sentAt: at, messageId: null, automatic: false, authentication: null });
      about = { conversation_id, message_id: MessageId.parse(message.id) };
    });
  });
  afterAll(() => hub.remove());

  const wish = { state: 'waiting', asked_at: at, decided_by: null, decided_at: null } as const;

  it('channels, to choose from', async () => {
    const { channels } = await routingCalls['routing.choices.list'].run({ rooms: hub.rooms, actor: 'test', user: null, device: null, running: null }, null);
    expect(channels.map(({ id }) => id)).toEqual(inOrder);
  });

  it('wishes to see what was hidden', async () => {
    await hub.tx((tx) => tx.insertInto('reveals').values(ids.map((id) => ({ id, agent_id: nora.id, ...about, finding: id, type: 'phone', reason: 'delivery' as const, ...wish }))).execute());
    expect((await hub.tx((tx) => hub.rooms.reveals.waiting(tx, lead))).map(({ reveal }) => reveal)).toEqual(inOrder);
  });

  it('mistakes that were reported of one message, of which all have its time', async () => {
    const add = async (tx: Tx, id: string, asked_at: number) => {
      await tx.insertInto('recoverable_findings').values({ id, ...about, type: 'card', wrapped_key: new Uint8Array(), value: new Uint8Array(), deadline: at + 1000 }).execute();
      await tx.insertInto('mistakes').values({ id, finding: id, agent_id: nora.id, ...about, type: 'card', shape: null, ...wish, asked_at }).execute();
    };
    const first = '00000000-0000-4000-8000-000000000009';
    await hub.tx(async (tx) => {
      for (const id of ids) await add(tx, id, at);
      await add(tx, first, at - 1);
    });
    expect((await hub.tx((tx) => hub.rooms.mistakes.waiting(tx, lead))).map(({ mistake }) => mistake)).toEqual([first, ...inOrder]);
  });

  it('senders that are blocked', async () => {
    await hub.tx(async (tx) => {
      for (let n = 0; n < 8; n += 1) await hub.rooms.blockedSenders.block(tx, 'test', { kind: 'email', value: `pest${n}@spam.example` });
    });
    const shown = (await hub.tx((tx) => hub.rooms.blockedSenders.list(tx))).map(({ id }) => id);
    expect(shown).toEqual(shown.toSorted());
  });

  it('customers who went into another', async () => {
    const merges = await hub.tx(async (tx) => {
      for (let n = 0; n < 8; n += 1) {
        const from = await createCustomer(tx, hub.rooms.envelope, { kind: 'email', value: `anna${n}@berger.example` }, 'Anna Berger', at);
        await createConversation(tx, hub.rooms.envelope, { customerId: from, channel: 'webchat', channelId: inOrder[0]!, teamId: null, subject: 'Tent', subjectIndex: null, verification: 'contact', at });
        await hub.rooms.merges.merge(tx, lead, customerId, from);
      }
      return hub.rooms.merges.of(tx, customerId);
    });
    const shown = merges.map(({ merge }): string => merge);
    expect(shown).toHaveLength(8);
    expect(shown).toEqual(shown.toSorted());
  });
});
