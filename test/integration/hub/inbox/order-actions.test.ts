import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createConversation } from '../../../../hub/conversations/conversations.ts';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import { openLedger } from '../../../../hub/orders/order-ledger.ts';
import { mayStillCome } from '../../../../hub/orders/order-settling.ts';
import type { ConsoleAnswer } from '../../../../shared/contract/console/call.ts';
import { CustomerSeen } from '../../../../shared/contract/console/customers.ts';
import { OrderOffer } from '../../../../shared/contract/console/order-actions.ts';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import { OrdersPolicy } from '../../../../shared/domain/order-action.ts';
import { CustomerExport } from '../../../../shared/transcript/customer-export.ts';
import { HubInProcess, ServiceInProcess } from '../../../doubles/rooms.ts';
import { SealdeskCommand } from '../../../doubles/sealdesk-command.ts';
import { shopifyOrder, ShopifyDouble } from '../../../doubles/shopify-shop.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';
import { wooOrder, WooDouble } from '../../../doubles/woo-shop.ts';

const [nora, otto, lena, lars, fina, isa, paul] = ['nora@nordlicht.example', 'otto@nordlicht.example', 'lena@nordlicht.example', 'lars@nordlicht.example', 'fina@nordlicht.example', 'isa@nordlicht.example', 'paul@nordlicht.example'];
const anna = 'anna@berger.example';
const hour = 3_600_000;
const euros = { currency: 'EUR', alone: 10_000, most: 50_000, perHour: 10_000_000 };
const eur = (minor: number) => ({ kind: 'refund', amount: { minor, currency: 'EUR' } });
const done = { kind: 'done', value: { kind: 'done' } };
const not = (why: string) => ({ kind: 'done', value: expect.objectContaining({ kind: 'not-done', why }) });
const unknown = { kind: 'done', value: { kind: 'unknown' } };
const elsewhere = { firstName: 'Anna', lastName: 'Berger', company: '', address1: 'Hafenweg 9', address2: '', postalCode: '20457', city: 'Hamburg', province: '', country: 'DE' };

describe('an order is changed from a conversation', () => {
  let service: ServiceInProcess;
  let shopify: ShopifyDouble;
  let woo: WooDouble;
  let folder: string;
  let command: SealdeskCommand;
  let annaId: string;
  let boId: string;
  const conversations = new Map<string, ConversationId>();
  let later = 0;
  const devices: Record<string, SimulatedDevice> = {};
  let number = 2000;

  beforeAll(async () => {
    [shopify, woo] = [await new ShopifyDouble().listen(), await new WooDouble().listen()];
    const hub = await HubInProcess.make();
    const { rooms } = hub;
    await hub.tx(async (tx) => {
      const team = (await rooms.teams.add(tx, 'test', 'Returns')).id;
      await tx.insertInto('channels').values({ id: 'mail', kind: 'webchat', name: 'Gone', team_id: null, settings: new Uint8Array(), created_at: 0, removed_at: 1 }).execute();
      const customer = await createCustomer(tx, rooms.envelope, { kind: 'email', value: anna }, 'Anna Berger', 1000);
      annaId = customer;
      const other = await createCustomer(tx, rooms.envelope, { kind: 'email', value: 'bo@lund.example' }, 'Bo Lund', 1000);
      boId = other;
      for (const [name, customerId, verification] of [['unverified', customer, 'unverified'], ['contact', customer, 'contact'], ['order', customer, 'order'], ['bo', other, 'order']] as const) {
        conversations.set(name, (await createConversation(tx, rooms.envelope, { customerId, channel: 'email', channelId: 'mail', teamId: team, subject: 'Boots', subjectIndex: null, verification, at: rooms.clock.now() })).id as ConversationId);
      }
    });
    await rooms.store.destroy();
    service = await ServiceInProcess.on(hub);
    hub.clock.monotonic = () => performance.now() + later;
    for (const [email, role, teams] of [[nora, 'agent', ['Returns']], [otto, 'agent', []], [lena, 'lead', ['Returns']], [lars, 'lead', ['Returns']], [fina, 'finance', ['Returns']], [isa, 'it', []], [paul, 'privacy', []]] as const) {
      await service.addAgent(email, [...teams], [role]);
      devices[email] = await service.liveDevice(email);
    }
    folder = mkdtempSync(join(tmpdir(), 'sealdesk-orders-'));
    command = new SealdeskCommand(hub.data);
    for (const [name, text] of [['app', shopify.clientSecret], ['key', woo.key], ['secret', woo.secret]] as const) writeFileSync(join(folder, name), `${text}\n`);
    await command.run('shop', 'add', 'shopify', '--name', 'Nordlicht', '--shop', 'nordlicht.myshopify.com', '--client-id', shopify.clientId, '--client-secret-file', join(folder, 'app'), '--api-base', shopify.base);
    await command.run('shop', 'add', 'woocommerce', '--name', 'Outlet', '--url', woo.base, '--key-file', join(folder, 'key'), '--secret-file', join(folder, 'secret'));
  });
  afterAll(async () => {
    for (const device of Object.values(devices)) device.drop();
    await service.remove();
    await Promise.all([shopify.stop(), woo.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    // What a shop said to another test is not kept.
    later += 61_000;
    shopify.points = 1_000_000;
    shopify.scopes = ['read_orders', 'read_customers', 'write_orders'];
    woo.permission = 'read_write';
    shopify.orders.length = 0;
    woo.orders.length = 0;
    shopify.changes.asked.length = 0;
    shopify.changes.refunds.length = 0;
    woo.changes.asked.length = 0;
    await policy({});
  });

  const policy = async (orders: Partial<OrdersPolicy>) => {
    await service.ask('policy.set', { ...(await service.ask('policy.show', null)), orders: OrdersPolicy.parse({ perHour: 500, refunds: [euros], ...orders }) });
  };
  const device = (by: string): SimulatedDevice => devices[by] as SimulatedDevice;
  const ask = (by: string, call: string, input: unknown): Promise<ConsoleAnswer> => device(by).console(call, input);
  const conversation = (name: string): ConversationId => conversations.get(name) as ConversationId;
  const refs = async (by = nora, name = 'order') => {
    const seen = CustomerSeen.parse(((await ask(by, 'customer.look', { conversation: conversation(name) })) as { value: unknown }).value);
    return seen.orders.kind === 'listed' ? seen.orders.orders.map(({ ref }) => ref) : [];
  };
  /** An order of Anna's that has not left, in a shop; paid with 149.90 euros unless it says otherwise. */
  const placed = async (shop: 'Shopify' | 'WooCommerce', part: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    number += 1;
    const createdAt = new Date(Date.UTC(2026, 9, 1) + number * 60_000).toISOString();
    if (shop === 'Shopify') shopify.orders.push(shopifyOrder({ name: `#${number}`, email: anna, displayFulfillmentStatus: 'UNFULFILLED', createdAt, ...part }));
    else woo.orders.push(wooOrder({ id: number, total: '149.90', date_created_gmt: createdAt.slice(0, 19), ...part }));
    later += 61_000;
    const [ref] = await refs();
    if (ref === undefined) throw new Error('The panel has no order.');
    return ref;
  };
  const act = (ref: string, deed: unknown, { by = nora, name = 'order', action = randomUUID() } = {}) => ask(by, 'order.act', { action, conversation: conversation(name), order: ref, deed });
  const offer = async (ref: string, by = nora, name = 'order') => OrderOffer.parse(((await ask(by, 'order.look', { conversation: conversation(name), order: ref })) as { value: unknown }).value);
  const lines = (by: string) => device(by).events.flatMap((event) => (event.e === 'message' && event.message.kind === 'event' ? [event.message.text] : []));
  const entries = async () => (await service.ask('audit.page', { after: 0 })).map(({ entry }) => entry).filter(({ action }) => action.startsWith('order.'));
  const refunded = (shop: 'Shopify' | 'WooCommerce') =>
    shop === 'Shopify' ? shopify.changes.refunds.map(({ amounts }) => amounts.reduce((sum, { minor }) => sum + Number(minor), 0)) : woo.orders.flatMap((order) => (order['refunds'] as { total: string }[]).map(({ total }) => Math.round(Number(total) * -100)));
  const server = (shop: 'Shopify' | 'WooCommerce') => (shop === 'Shopify' ? shopify : woo);
  const none = { kind: 'none' } as const;
  /** The answer to the change itself: before it, order and payments are looked at. */
  const instead = (shop: 'Shopify' | 'WooCommerce', fault: ShopifyDouble['next'][number], looks: number) => server(shop).next.push(...Array.from({ length: looks }, () => none), fault);

  describe.each(['Shopify', 'WooCommerce'] as const)('in %s', (shop) => {
    it('is given back in part and then the rest, and never more than was paid; the conversation and the audit log tell of it with the amount', async () => {
      const ref = await placed(shop);
      expect(await offer(ref)).toMatchObject({ money: { paid: { minor: 14_990, currency: 'EUR' }, left: { minor: 14_990, currency: 'EUR' }, alone: { minor: 10_000, currency: 'EUR' } } });
      expect(await act(ref, eur(5_000))).toEqual(done);
      expect(await offer(ref)).toMatchObject({ money: { left: { minor: 9_990 } } });
      expect(await act(ref, eur(9_991))).toEqual(not('too-much'));
      expect(await act(ref, eur(9_990))).toEqual(done);
      expect(await act(ref, eur(1))).toEqual(not('nothing-left'));
      expect(refunded(shop)).toEqual([5_000, 9_990]);
      await expect.poll(() => lines(lena).at(-1)).toBe(`${nora} refunded 99.90 EUR of order #${number}.`);
      expect((await entries()).slice(-2)).toMatchObject([
        { action: 'order.begun', subject: annaId, detail: { act: 'refund', minor: 9_990, currency: 'EUR', conversation: conversation('order') } },
        { action: 'order.done', subject: annaId, detail: { act: 'refund', minor: 9_990, currency: 'EUR' } },
      ]);
    });

    it('is given back once, however often it is asked for with the same id, also at once; and an id is good for one thing only', async () => {
      const ref = await placed(shop);
      const action = randomUUID();
      expect(await act(ref, eur(2_000), { action })).toEqual(done);
      for (const answer of await Promise.all([1, 2, 3].map(() => act(ref, eur(2_000), { action })))) expect(answer).toEqual(done);
      expect(await ask(nora, 'order.take', { action })).toEqual(done);
      expect(await act(ref, eur(2_001), { action })).toMatchObject({ kind: 'refused', message: expect.stringContaining('something else') });
      expect(await ask(lena, 'order.take', { action })).toMatchObject({ kind: 'refused' });
      expect(refunded(shop)).toEqual([2_000]);
    });

    it('whose answer was lost is unknown, is looked for and never asked for again, and nothing else is begun on it until it is known', async () => {
      const ref = await placed(shop);
      const action = randomUUID();
      instead(shop, { kind: 'done-and-lost' }, 2);
      const answered = act(ref, eur(3_000), { action });
      expect(await answered).toEqual(unknown);
      await expect.poll(() => lines(lena).at(-1)).toContain('answer was lost: it is not known');
      expect((await offer(ref)).acts.find(({ act: one }) => one === 'refund')?.can).toMatchObject({ kind: 'no', why: 'not-over' });
      expect(await act(ref, eur(3_000))).toEqual(not('not-over'));
      // Asked again, the shop is looked at, and there it is.
      expect(await act(ref, eur(3_000), { action })).toEqual(done);
      expect(refunded(shop)).toEqual([3_000]);
      await expect.poll(() => lines(lena).at(-1)).toBe(`${nora} refunded 30.00 EUR of order #${number}.`);
    });

    it('whose request never came there is unknown for as long as it could still be carried out, and after that was not done', async () => {
      const ref = await placed(shop);
      const action = randomUUID();
      instead(shop, { kind: 'hung-up' }, 2);
      expect(await act(ref, eur(3_000), { action })).toEqual(unknown);
      expect(await ask(nora, 'order.take', { action })).toEqual(unknown);
      service.hub.clock.ahead += mayStillCome + 1;
      expect(await ask(nora, 'order.take', { action })).toEqual(not('no-trace'));
      await expect.poll(() => lines(lena).at(-1)).toContain('It was not done.');
      expect(refunded(shop)).toEqual([]);
      expect(await act(ref, eur(3_000))).toEqual(done);
      expect(refunded(shop)).toEqual([3_000]);
    });

    it('is given back once though the hub ends while the shop is at it: the next hub finds out by itself, and asks for nothing', async () => {
      const ref = await placed(shop);
      const action = randomUUID();
      let end = (): void => undefined;
      instead(shop, { kind: 'done-and-held', until: new Promise<void>((resolve) => (end = resolve)) }, 2);
      const answered = act(ref, eur(4_000), { action });
      await expect.poll(() => refunded(shop), { timeout: 30_000 }).toEqual([4_000]);
      // As the next hub finds it: what this one was doing is in no memory but its own, and its answer has not come.
      const { rooms, ledger } = await secondHub();
      expect(ledger).toContainEqual({ id: action, state: 'begun' });
      service.hub.clock.ahead += 61_000;
      const requests = server(shop).asked.length;
      await rooms.orderActions.settling.settleAll();
      expect((await rooms.store.selectFrom('order_actions').select('state').where('id', '=', action).executeTakeFirst())?.state).toBe('done');
      await rooms.store.destroy();
      expect(server(shop).asked.slice(requests).length).toBeGreaterThan(0);
      expect(server(shop).asked.slice(requests).every(({ method, body }) => (shop === 'Shopify' ? !body.includes('mutation') : method === 'GET'))).toBe(true);
      // Where the one before still lives, it finds that it is over.
      end();
      expect(await answered).toEqual(done);
      expect(await ask(nora, 'order.take', { action })).toEqual(done);
      expect(refunded(shop)).toEqual([4_000]);
    });

    it('is cancelled before anything has left, and nothing is given back by it', async () => {
      const ref = await placed(shop);
      expect(await act(ref, { kind: 'cancel' })).toEqual(done);
      expect(refunded(shop)).toEqual([]);
      expect(await act(ref, { kind: 'cancel' })).toEqual(not('cancelled'));
      await expect.poll(() => lines(lena).at(-1)).toBe(`${nora} cancelled order #${number}.`);
      // What was paid can still be given back.
      expect(await act(ref, eur(9_000))).toEqual(done);
      const gone = await placed(shop, shop === 'Shopify' ? { displayFulfillmentStatus: 'FULFILLED' } : { status: 'completed' });
      expect(await act(gone, { kind: 'cancel' })).toEqual(not('shipped'));
      expect(await act(gone, { kind: 'address', address: elsewhere })).toEqual(not('shipped'));
    });

    it('goes elsewhere; the address is in the shop, and neither in the conversation, the audit log nor, once that is over, anywhere at the hub', async () => {
      const ref = await placed(shop);
      expect(await act(ref, { kind: 'address', address: { ...elsewhere, address1: 'Qvistgaardsvej 77' } })).toEqual(done);
      expect(JSON.stringify(server(shop).orders.at(-1))).toContain('Qvistgaardsvej 77');
      await expect.poll(() => lines(lena).at(-1)).toBe(`${nora} changed where order #${number} goes.`);
      const everything = [JSON.stringify(await service.ask('audit.page', { after: 0 })), service.hub.logged.join(''), ...readdirSync(service.hub.data).filter((name) => /\.db|-wal/.test(name)).map((name) => readFileSync(join(service.hub.data, name), 'latin1'))];
      for (const text of everything) expect(text.includes('Qvistgaardsvej')).toBe(false);
      // What is sealed holds none of it either.
      const { rooms } = await secondHub();
      const kept = await rooms.store.transaction().execute(async (tx) => openLedger(tx, rooms.envelope, await tx.selectFrom('order_actions').selectAll().where('act', '=', 'address').orderBy('asked_at', 'desc').executeTakeFirstOrThrow()));
      await rooms.store.destroy();
      expect(kept).toEqual({ order: expect.any(String), number: `#${number}`, deed: null });
    });

    it('has its confirmation sent again, and a note added that is redacted and leaves what stood there', async () => {
      const ref = await placed(shop, shop === 'Shopify' ? { note: 'Ring twice' } : {});
      expect(await act(ref, { kind: 'confirmation' })).toEqual(done);
      expect(shop === 'Shopify' ? shopify.changes.invoices.at(-1) : woo.changes.mails.at(-1)).toBe(shop === 'Shopify' ? anna : number);
      expect(await act(ref, { kind: 'note', text: 'Paid with 4242 4242 4242 4242, said so' })).toEqual(done);
      const note = shop === 'Shopify' ? String(shopify.orders.at(-1)?.['note']) : (woo.changes.notes.get(number)?.at(-1)?.note ?? '');
      expect(note).toContain('Paid with [card **** 4242], said so');
      if (shop === 'Shopify') expect(note).toMatch(/^Ring twice\n/);
    });

    it('is not changed with a token that may only read, and IT learns what it lacks', async () => {
      const ref = await placed(shop);
      shopify.scopes = ['read_orders', 'read_customers'];
      woo.permission = 'read';
      expect(await act(ref, eur(1_000))).toEqual({ kind: 'done', value: { kind: 'not-done', why: 'scope', scope: shop === 'Shopify' ? 'write_orders' : 'Read/Write' } });
      expect(refunded(shop)).toEqual([]);
    });

    it('is not changed where the shop says no: that is told, and it can be tried again', async () => {
      const ref = await placed(shop);
      if (shop === 'Shopify') shopify.changes.says = 'Not now';
      else woo.changes.gatewayRefuses = true;
      expect(await act(ref, eur(1_000))).toEqual(not('shop-refused'));
      expect(await act(ref, eur(1_000))).toEqual(done);
      instead(shop, { kind: 'status', status: 429 }, 2);
      expect(await act(ref, eur(1_000))).toEqual(not('busy'));
      expect(refunded(shop)).toEqual([1_000]);
    });
  });

  /** The data folder as another process would find it now: this one's hub goes on, and knows nothing of it. */
  async function secondHub() {
    const { openRooms } = await import('../../../../hub/rooms.ts');
    const rooms = await openRooms(service.hub.data, service.hub.clock);
    const ledger = await rooms.store.selectFrom('order_actions').select(['id', 'state']).where('state', 'in', ['begun', 'unknown']).execute();
    return { rooms, ledger };
  }

  it('of a customer alone: not of another one’s, not with a made-up name, and not one that has meanwhile become somebody else’s', async () => {
    const ref = await placed('Shopify');
    shopify.orders.push(shopifyOrder({ name: '#9', email: 'bo@lund.example', displayFulfillmentStatus: 'UNFULFILLED' }));
    later += 61_000;
    const [bos] = await refs(nora, 'bo');
    expect(await act(bos as string, { kind: 'cancel' })).toEqual(not('gone'));
    expect(await act('0'.repeat(32), { kind: 'cancel' })).toEqual(not('gone'));
    // The list is a minute old at most; the order itself is looked at right before.
    shopify.orders[0] = { ...(shopify.orders[0] as (typeof shopify.orders)[number]), email: 'cy@dahl.example' };
    expect(await act(ref, { kind: 'cancel' })).toEqual(not('gone'));
    expect(shopify.changes.asked).toEqual([]);
  });

  it('by who may at that moment: who loses the role while the shop is asked does nothing more', async () => {
    const ref = await placed('Shopify');
    // Asked anew: the list that the panel was shown is kept for a minute.
    later += 61_000;
    let answer = (): void => undefined;
    shopify.next.push({ kind: 'late', until: new Promise<void>((resolve) => (answer = resolve)) });
    const before = shopify.asked.length;
    const acted = act(ref, { kind: 'cancel' });
    await expect.poll(() => shopify.asked.length).toBeGreaterThan(before);
    await service.ask('agent.change', { agent: nora, roles: ['finance'] });
    answer();
    const answered = await acted;
    await service.ask('agent.change', { agent: nora, roles: ['agent'] });
    expect(answered).toMatchObject({ kind: 'refused', message: expect.stringContaining('nothing to be seen') });
    expect(shopify.changes.asked).toEqual([]);
    expect(await act(ref, { kind: 'cancel' })).toEqual(done);
  });

  it('at a laptop that may at that moment: one that is suspended while the shop is asked does nothing more', async () => {
    const ref = await placed('Shopify');
    const stolen = await service.liveDevice(nora);
    devices['stolen'] = stolen;
    later += 61_000;
    let answer = (): void => undefined;
    shopify.next.push({ kind: 'late', until: new Promise<void>((resolve) => (answer = resolve)) });
    const before = shopify.asked.length;
    const acted = act(ref, { kind: 'cancel' }, { by: 'stolen' });
    await expect.poll(() => shopify.asked.length).toBeGreaterThan(before);
    await service.ask('device.suspend', { device: stolen.deviceId, reason: 'stolen' });
    answer();
    expect(await acted).toMatchObject({ kind: 'refused', message: expect.stringContaining('nothing to be seen') });
    expect(shopify.changes.asked).toEqual([]);
    expect(await act(ref, { kind: 'cancel' })).toEqual(done);
  });

  it('is shown to nobody who has lost the role before the shop has answered', async () => {
    const ref = await placed('Shopify');
    later += 61_000;
    let answer = (): void => undefined;
    shopify.next.push({ kind: 'late', until: new Promise<void>((resolve) => (answer = resolve)) });
    const before = shopify.asked.length;
    const looked = ask(nora, 'order.look', { conversation: conversation('order'), order: ref });
    await expect.poll(() => shopify.asked.length).toBeGreaterThan(before);
    await service.ask('agent.change', { agent: nora, roles: ['finance'] });
    answer();
    const answered = await looked;
    await service.ask('agent.change', { agent: nora, roles: ['agent'] });
    expect(answered).toMatchObject({ kind: 'refused', message: expect.stringContaining('nothing to be seen') });
    expect((await offer(ref)).acts).toContainEqual({ act: 'cancel', can: { kind: 'yes' } });
  });

  it('by whom role, sight and policy let, at the level that is asked for, and by nobody else', async () => {
    const ref = await placed('Shopify');
    expect(await act(ref, eur(100), { name: 'contact' })).toEqual(not('level'));
    expect((await refs(nora, 'contact'))[0]).toBe(ref);
    expect((await offer(ref, nora, 'contact')).acts).toContainEqual({ act: 'cancel', can: { kind: 'no', why: 'level', needs: 'order', scope: null } });
    expect(await act(ref, { kind: 'note', text: 'Hello' }, { name: 'unverified' })).toEqual(not('level'));
    expect(await act(ref, eur(100), { by: otto })).toMatchObject({ kind: 'refused', message: expect.stringContaining('nothing to be seen') });
    for (const by of [fina, isa, paul]) expect(await act(ref, eur(100), { by })).toMatchObject({ kind: 'refused', message: expect.stringContaining('role') });
    expect(await refs(fina)).toEqual([undefined]);
    await policy({ refund: { lead: 'order' } });
    expect(await act(ref, eur(100))).toEqual(not('role'));
    expect((await offer(ref)).acts.map(({ act: one }) => one)).not.toContain('refund');
    expect(await act(ref, eur(100), { by: lena })).toEqual(done);
    await expect(service.ask('order.act', { action: randomUUID(), conversation: conversation('order'), order: ref, deed: { kind: 'cancel' } } as never)).rejects.toThrow('laptop only');
    expect(refunded('Shopify')).toEqual([100]);
  });

  it('is given back in no currency, and up to no amount, that the policy does not name', async () => {
    const ref = await placed('Shopify');
    await policy({ refunds: [] });
    expect(await act(ref, eur(100))).toEqual(not('currency'));
    await policy({ refunds: [{ ...euros, most: 10_000 }] });
    expect(await act(ref, eur(10_001))).toEqual(not('over-most'));
    expect(shopify.changes.asked).toEqual([]);
  });

  it('in yen and dinars is counted in yen and in fils', async () => {
    await policy({ refunds: [{ currency: 'JPY', alone: 9_000, most: 9_000, perHour: 9_000 }, { currency: 'KWD', alone: 90_000, most: 90_000, perHour: 90_000 }] });
    for (const [currency, amount, paid, part] of [['JPY', '5000.0', 5_000, 1_999], ['KWD', '12.345', 12_345, 2_005]] as const) {
      const ref = await placed('Shopify', { currentTotalPriceSet: { shopMoney: { amount, currencyCode: currency } } });
      expect(await offer(ref)).toMatchObject({ money: { paid: { minor: paid, currency } } });
      expect(await act(ref, { kind: 'refund', amount: { minor: part, currency } })).toEqual(done);
      expect(await act(ref, { kind: 'refund', amount: { minor: paid - part + 1, currency } })).toEqual(not('too-much'));
      expect(await act(ref, eur(1))).toEqual(not('currency'));
      shopify.orders.length = 0;
    }
    expect(refunded('Shopify')).toEqual([1_999, 2_005]);
  });

  it('that was paid in several ways is given back the way it was paid, and in another currency than the shop’s not at all', async () => {
    const ref = await placed('Shopify', { payments: [{ id: 'gid://shopify/OrderTransaction/1', gateway: 'gift_card', amount: '50.00' }, { id: 'gid://shopify/OrderTransaction/2', gateway: 'shopify_payments', amount: '99.90' }] });
    expect(await act(ref, eur(6_000))).toEqual(done);
    expect(shopify.changes.refunds.at(-1)?.amounts.map(({ minor }) => Number(minor))).toEqual([5_000, 1_000]);
    const foreign = await placed('Shopify', { presentmentCurrencyCode: 'SEK' });
    expect(await act(foreign, eur(100))).toEqual(not('other-currency'));
  });

  it('so often an hour and for so much an hour by one agent, also at once; then it is refused, and IT is told who', async () => {
    // What other tests did was in another hour.
    service.hub.clock.ahead += hour + 1;
    await policy({ perHour: 3, refunds: [{ ...euros, perHour: 6_000 }] });
    const ref = await placed('Shopify');
    device(isa).heard.length = 0;
    expect(await act(ref, eur(4_000))).toEqual(done);
    expect(await act(ref, eur(2_001))).toEqual({ kind: 'refused', message: expect.stringContaining('given back as much in this hour') });
    expect(await act(ref, eur(2_000))).toEqual(done);
    expect(await act(ref, { kind: 'note', text: 'One more' })).toEqual(done);
    expect(await act(ref, { kind: 'note', text: 'And another' })).toEqual({ kind: 'refused', message: expect.stringContaining('changed as many orders in this hour') });
    expect(await ask(isa, 'order.limits.list', null)).toEqual({ kind: 'done', value: [{ agentName: nora, of: 'actions', at: expect.any(Number) }] });
    await expect.poll(() => device(isa).heard.map(({ c }) => c)).toContain('console-changed');
    expect((await entries()).at(-1)).toMatchObject({ action: 'order.over-limit', detail: { of: 'actions' } });
    // Somebody else's hour is another one.
    expect(await act(ref, eur(100), { by: lena })).toEqual(done);
    service.hub.clock.ahead += hour + 1;
    expect(await act(ref, eur(100))).toEqual(done);
    await policy({ perHour: 2 });
    service.hub.clock.ahead += hour + 1;
    const others = [ref, await placed('Shopify'), await placed('Shopify'), await placed('Shopify')];
    const answers = await Promise.all(others.map((each) => act(each, { kind: 'note', text: 'At once' })));
    expect(answers.filter(({ kind }) => kind === 'done')).toHaveLength(2);
  });

  it('above an amount only once a lead has said yes, who is somebody else; then it is done at once, if all is still as it was', async () => {
    const ref = await placed('Shopify');
    const action = randomUUID();
    expect(await act(ref, eur(12_000), { action })).toEqual({ kind: 'done', value: { kind: 'waiting' } });
    await expect.poll(() => lines(lars).at(-1)).toBe(`${nora} asks a lead to approve: refund 120.00 EUR of order #${number}.`);
    expect(refunded('Shopify')).toEqual([]);
    expect(await ask(lena, 'order.list', null)).toEqual({ kind: 'done', value: [{ action, agentName: nora, conversationId: conversation('order'), act: 'refund', shop: 'Nordlicht', number: `#${number}`, amount: { minor: 12_000, currency: 'EUR' }, askedAt: expect.any(Number) }] });
    expect(await ask(nora, 'order.decide', { action, approve: true })).toMatchObject({ kind: 'refused' });
    expect(await ask(lena, 'order.decide', { action, approve: true })).toEqual(done);
    expect(refunded('Shopify')).toEqual([12_000]);
    await expect.poll(() => lines(nora).at(-1)).toBe(`${nora} refunded 120.00 EUR of order #${number}, approved by ${lena}.`);
    expect(await ask(lars, 'order.decide', { action, approve: true })).toMatchObject({ kind: 'refused', message: expect.stringContaining('answered already') });
    expect(await ask(nora, 'order.take', { action })).toEqual(done);
    expect((await entries()).slice(-3).map(({ action: what }) => what)).toEqual(['order.asked', 'order.approved', 'order.done']);
  });

  it('is not done where a lead says no, where nobody answers in time, where it is a lead’s own wish, or where the order has left meanwhile', async () => {
    const ref = await placed('Shopify');
    const wish = async (by = nora) => {
      const action = randomUUID();
      expect(await act(ref, eur(12_000), { by, action })).toEqual({ kind: 'done', value: { kind: 'waiting' } });
      return action;
    };
    const denied = await wish();
    expect(await ask(lena, 'order.decide', { action: denied, approve: false })).toEqual({ kind: 'done', value: { kind: 'denied' } });
    expect(await ask(nora, 'order.take', { action: denied })).toEqual({ kind: 'done', value: { kind: 'denied' } });
    const own = await wish(lena);
    expect(await ask(lena, 'order.decide', { action: own, approve: true })).toMatchObject({ kind: 'refused', message: expect.stringContaining('Somebody else') });
    expect(await ask(lena, 'order.list', null)).toEqual({ kind: 'done', value: [] });
    const paid = await wish();
    // Meanwhile somebody gave half of it back in the shop.
    shopify.changes.refunds.push({ order: `gid://shopify/Order/${number}`, note: '', amounts: [{ parent: `gid://shopify/OrderTransaction/1${number}`, minor: 7_000n }] });
    expect(await ask(lena, 'order.decide', { action: paid, approve: true })).toEqual(not('too-much'));
    const late = await wish(lars).catch(() => null);
    expect(late).toBeNull();
    expect(refunded('Shopify')).toEqual([7_000]);
    shopify.changes.refunds.length = 0;
    const old = await wish();
    service.hub.clock.ahead += hour + 1;
    expect(await ask(lars, 'order.decide', { action: old, approve: true })).toEqual(not('late'));
    expect(refunded('Shopify')).toEqual([]);
  });

  it('that Shopify cancels as a job of its own is told when that has come about, and is unknown until then', async () => {
    const quick = await placed('Shopify');
    shopify.changes.cancelAfterLooks = 2;
    expect(await act(quick, { kind: 'cancel' })).toEqual(done);
    shopify.orders.length = 0;
    const slow = await placed('Shopify');
    shopify.changes.cancelAfterLooks = 6;
    const action = randomUUID();
    expect(await act(slow, { kind: 'cancel' }, { action })).toEqual(unknown);
    expect(await ask(nora, 'order.take', { action })).toEqual(unknown);
    expect(await ask(nora, 'order.take', { action })).toEqual(done);
    shopify.changes.cancelAfterLooks = 0;
    expect(shopify.changes.asked.filter((name) => name === 'orderCancel')).toHaveLength(2);
  });

  it('is in what the customer gets', async () => {
    const ref = await placed('Shopify');
    expect(await act(ref, eur(1_500))).toEqual(done);
    await command.run('export', 'customer', '--id', annaId, '--by', paul, '--format', 'json', '--to', join(folder, 'all.json'));
    const all = CustomerExport.parse(JSON.parse(readFileSync(join(folder, 'all.json'), 'utf8')));
    expect(all.audit).toContainEqual(expect.objectContaining({ action: 'order.done', by: nora }));
  });

  it('of somebody who was made one with another can be done once it is known anew who they are; what is noted there finds back with them', async () => {
    const identified = () => ask(lena, 'customer.identify', { conversation: conversation('order'), reason: { kind: 'called-back' } });
    await identified();
    const ref = await placed('Shopify');
    const action = randomUUID();
    expect(await act(ref, eur(12_000), { action })).toEqual({ kind: 'done', value: { kind: 'waiting' } });
    const { value } = (await ask(lena, 'customer.merge', { into: boId, from: annaId })) as { value: { merge: string } };
    await identified();
    expect(await ask(lena, 'order.decide', { action, approve: true })).toEqual(done);
    expect(refunded('Shopify')).toEqual([12_000]);
    expect((await entries()).at(-1)).toMatchObject({ action: 'order.done', subject: boId, detail: { conversation: conversation('order') } });
    await ask(lena, 'customer.note.add', { conversation: conversation('order'), text: 'Anna is rung at ten' });
    await ask(lena, 'customer.note.add', { conversation: conversation('bo'), text: 'Bo lives alone' });
    const notes = async (name: string) => CustomerSeen.parse(((await ask(lena, 'customer.look', { conversation: conversation(name) })) as { value: unknown }).value).notes?.map(({ text }) => text).toSorted();
    expect([await notes('order'), await notes('bo')]).toEqual([['Anna is rung at ten', 'Bo lives alone'], ['Anna is rung at ten', 'Bo lives alone']]);
    expect(await ask(lena, 'customer.split', { merge: value.merge })).toMatchObject({ kind: 'done' });
    expect([await notes('order'), await notes('bo')]).toEqual([['Anna is rung at ten'], ['Bo lives alone']]);
  });

  // The last one: two customers are one for a while, and what they had shown is gone.
  it('of the customer alone whom the conversation is with now, whatever that one has shown', async () => {
    const { value } = (await ask(lena, 'customer.merge', { into: annaId, from: boId })) as { value: { merge: string } };
    const identified = () => ask(lena, 'customer.identify', { conversation: conversation('bo'), reason: { kind: 'called-back' } });
    await ask(lena, 'customer.identify', { conversation: conversation('order'), reason: { kind: 'called-back' } });
    const ref = await placed('Shopify');
    // Nobody has shown anything since there is more to see.
    expect(await act(ref, eur(12_000), { name: 'bo' })).toEqual(not('level'));
    await identified();
    const action = randomUUID();
    expect(await act(ref, eur(12_000), { name: 'bo', action })).toEqual({ kind: 'done', value: { kind: 'waiting' } });
    expect(await ask(lena, 'customer.split', { merge: value.merge })).toMatchObject({ kind: 'done' });
    await identified();
    expect(await ask(lena, 'order.decide', { action, approve: true })).toEqual(not('gone'));
    expect(refunded('Shopify')).toEqual([]);
  });
});
