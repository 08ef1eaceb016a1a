import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createConversation } from '../../../../hub/conversations/conversations.ts';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import { addShop, removeShop } from '../../../../hub/orders/admin.ts';
import { sealLedger } from '../../../../hub/orders/order-ledger.ts';
import { HubInProcess } from '../../../doubles/rooms.ts';

const outlet = (name: string, port: number) => ({ kind: 'woocommerce' as const, name, url: `http://127.0.0.1:${port}`, consumerKey: 'ck_00000000', consumerSecret: 'cs_00000000' });

describe('what was begun on orders, and is not known', () => {
  it('is looked for, each of it: what cannot be looked at, be it ever so much, keeps none of the rest waiting', async () => {
    const hub = await HubInProcess.make();
    const { rooms } = hub;
    const agent = (await hub.agent('nora@nordlicht.example')).id;
    const admin = { db: rooms.store, envelope: rooms.envelope, audit: rooms.audit, clock: rooms.clock };
    const [removed, shop] = [await addShop(admin, outlet('Former', 8), 'test'), await addShop(admin, outlet('Outlet', 9), 'test')];
    await removeShop(admin, removed, 'test');
    const last = randomUUID();
    await hub.tx(async (tx) => {
      await tx.insertInto('channels').values({ id: 'mail', kind: 'webchat', name: 'Gone', team_id: null, settings: new Uint8Array(), created_at: 0, removed_at: 1 }).execute();
      const customer = await createCustomer(tx, rooms.envelope, { kind: 'email', value: 'anna@berger.example' }, 'Anna Berger', 1000);
      const conversation = await createConversation(tx, rooms.envelope, { customerId: customer, channel: 'email', channelId: 'mail', teamId: null, subject: 'Boots', subjectIndex: null, verification: 'order', at: 1000 });
      // Of a shop that is no longer connected, one that is damaged, and one that can be looked at.
      for (const [place, id, shopId] of [...Array.from({ length: 60 }, (_, at) => [at, randomUUID(), removed] as const), [60, randomUUID(), shop] as const, [61, last, shop] as const]) {
        const head = { id, customer_id: customer };
        const content = place === 60 ? new Uint8Array(60) : await sealLedger(tx, rooms.envelope, head, { order: '2001', number: '#2001', deed: { kind: 'confirmation' } });
        await tx
          .insertInto('order_actions')
          .values({ ...head, agent_id: agent, conversation_id: conversation.id, shop_id: shopId, order_ref: place.toString(16).padStart(32, '0'), act: 'confirmation', amount: null, currency: null, deed: '', state: 'unknown', why: null, scope: null, asked_at: place, begun_at: place, decided_by: null, decided_at: null, settled_at: null, content })
          .execute();
      }
    });
    await expect(rooms.orderActions.settling.settleAll()).rejects.toThrow();
    expect(await rooms.store.selectFrom('order_actions').select('state').where('id', '=', last).executeTakeFirst()).toEqual({ state: 'untold' });
    await hub.remove();
  });
});
