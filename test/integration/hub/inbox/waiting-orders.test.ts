import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createConversation } from '../../../../hub/conversations/conversations.ts';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import { sealLedger } from '../../../../hub/orders/order-ledger.ts';
import type { CustomerId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { HubInProcess } from '../../../doubles/rooms.ts';

let hub: HubInProcess;
let lead: Agent;
let asker: Agent;
beforeEach(async () => {
  hub = await HubInProcess.make();
  lead = await hub.agent('lena@nordlicht.example', ['lead']);
  asker = await hub.agent('nora@nordlicht.example', ['agent']);
});
afterEach(() => hub.remove());

/** A wish for an order of that customer, made in a conversation that is another one's by now, as after two customers were taken apart. */
const wish = (owner: CustomerId, number: string) =>
  hub.tx(async (tx) => {
    const { envelope, clock } = hub.rooms;
    const other = await createCustomer(tx, envelope, { kind: 'email', value: `${number}@lund.example` }, 'Bo Lund', clock.now());
    const conversation = await createConversation(tx, envelope, { customerId: other, channel: 'email', channelId: 'mail', teamId: null, subject: 'Boots', subjectIndex: null, verification: 'order', at: clock.now() });
    const head = { id: randomUUID(), customer_id: owner };
    await tx.insertInto('order_actions').values({
      ...head, agent_id: asker.id, conversation_id: conversation.id, shop_id: 'shop', order_ref: number, act: 'refund', amount: 12_000, currency: 'EUR', deed: number, state: 'waiting', why: null, scope: null,
      asked_at: clock.now(), begun_at: null, decided_by: null, decided_at: null, settled_at: null, content: await sealLedger(tx, envelope, head, { order: number, number, deed: null }),
    }).execute();
  });
const listed = async () => (await hub.tx((tx) => hub.rooms.orderApprovals.waiting(tx, lead))).map(({ number }) => number).toSorted((a, b) => a.localeCompare(b));

it('wishes that wait for a yes are listed without those of a customer who was erased, which keep nobody from the others', async () => {
  await hub.tx((tx) => tx.insertInto('channels').values({ id: 'mail', kind: 'webchat', name: 'Gone', team_id: null, settings: new Uint8Array(), created_at: 0, removed_at: 1 }).execute());
  await hub.tx((tx) => tx.insertInto('shops').values({ id: 'shop', kind: 'shopify', name: 'Gone', settings: new Uint8Array(), created_at: 0, removed_at: 1 }).execute());
  const [anna, ida] = [await customer('anna'), await customer('ida')];
  await wish(anna, 'A1');
  await wish(ida, 'I1');
  expect(await listed()).toEqual(['A1', 'I1']);
  await hub.tx((tx) => hub.rooms.envelope.destroyKey(tx, anna));
  expect(await listed()).toEqual(['I1']);
});

function customer(name: string): Promise<CustomerId> {
  return hub.tx((tx) => createCustomer(tx, hub.rooms.envelope, { kind: 'email', value: `${name}@mail.example` }, name, hub.rooms.clock.now()));
}
