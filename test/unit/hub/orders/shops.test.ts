import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { selfSignedTls } from '../../../../hub/http/tls-certificate.ts';
import { ShopifySettings, WooSettings } from '../../../../hub/orders/settings.ts';
import type { Identifier } from '../../../../hub/orders/shop.ts';
import type { ShopRecord } from '../../../../hub/orders/shop-records.ts';
import { openShop, Shops } from '../../../../hub/orders/shops.ts';
import { shopifyOrder, ShopifyDouble } from '../../../doubles/shopify-shop.ts';
import type { Instead, ShopServer } from '../../../doubles/shop-server.ts';
import { Time } from '../../../doubles/time.ts';
import { wooOrder, WooDouble } from '../../../doubles/woo-shop.ts';

const anna: Identifier = { kind: 'email', value: 'anna@berger.example' };
const annasPhone: Identifier = { kind: 'phone', value: '+49401234567' };

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

async function shopify(): Promise<{ readonly shop: ShopifyDouble; readonly record: ShopRecord }> {
  const shop = await new ShopifyDouble().listen();
  running.push(shop);
  return { shop, record: { id: 'shopify', name: 'Nordlicht', kind: 'shopify', settings: ShopifySettings.parse({ shop: 'nordlicht.myshopify.com', credentials: { kind: 'token', accessToken: shop.token }, apiBase: shop.base }) } };
}

async function woo(): Promise<{ readonly shop: WooDouble; readonly record: ShopRecord }> {
  const shop = await new WooDouble().listen();
  running.push(shop);
  return { shop, record: { id: 'woo', name: 'Outlet', kind: 'woocommerce', settings: WooSettings.parse({ url: shop.base, consumerKey: shop.key, consumerSecret: shop.secret }) } };
}

const open = (record: ShopRecord) => openShop(record, new Time());
const ordersOf = async (record: ShopRecord, identifier: Identifier = anna) => {
  const answer = await open(record).ordersOf(identifier);
  if (answer.kind !== 'found') throw new Error(`The shop is silent: ${answer.why}.`);
  return answer.value;
};

describe('a Shopify shop', () => {
  it('tells a customer’s orders, newest first, as what an order is everywhere', async () => {
    const { shop, record } = await shopify();
    shop.subscribed.set(anna.value, 'SUBSCRIBED');
    shop.orders.push(shopifyOrder({ name: '#1001', email: anna.value, createdAt: '2026-10-01T08:00:00Z', displayFulfillmentStatus: 'UNFULFILLED' }), shopifyOrder({ name: '#1002', email: 'Anna@Berger.example', note: 'Leave it with the neighbour' }));
    const { orders, more, consent } = await ordersOf(record);
    expect([more, consent]).toEqual([false, true]);
    expect(orders.map(({ number, state }) => [number, state])).toEqual([['#1002', 'shipped'], ['#1001', 'open']]);
    expect(orders[0]).toEqual({
      shop: 'Nordlicht', id: 'gid://shopify/Order/1002', number: '#1002', placedAt: Date.parse('2026-11-02T09:30:00Z'), state: 'shipped',
      items: [{ title: 'Trail boot Lofoten, 42', quantity: 1 }, { title: 'Merino socks', quantity: 2 }], pieces: 3,
      total: { amount: '149.90', currency: 'EUR' }, payment: 'card',
      shipping: { lines: ['Anna Berger', 'Elbchaussee 17', '22765 Hamburg', 'Germany'], city: 'Hamburg', country: 'DE' },
      billing: { lines: ['Anna Berger', 'Große Bergstraße 4', '22765 Hamburg', 'Germany'], city: 'Hamburg', country: 'DE' },
      tracking: [{ carrier: 'DHL', number: '00340434161094015902' }], note: 'Leave it with the neighbour',
      proof: { postalCode: '22765', phones: [] },
    });
  });

  it('is asked for nothing of a card, and what it says of one all the same goes nowhere', async () => {
    const { shop, record } = await shopify();
    shop.orders.push(shopifyOrder({ name: '#1001', email: anna.value }));
    const text = JSON.stringify(await ordersOf(record));
    expect(text).not.toMatch(/4242|Visa|A BERGER/);
    expect(shop.asked[0]?.body).not.toMatch(/transactions|paymentDetails/);
  });

  it('gives orders of exactly this address or number, though its search finds more', async () => {
    const { shop, record } = await shopify();
    shop.orders.push(
      shopifyOrder({ name: '#1', email: 'joanna@berger.example' }), shopifyOrder({ name: '#2', email: 'anna@berger.example.org' }), shopifyOrder({ name: '#3', email: null }),
      shopifyOrder({ name: '#4', email: anna.value }), shopifyOrder({ name: '#5', email: 'bo@lund.example', phone: annasPhone.value }), shopifyOrder({ name: '#6', email: 'cy@dahl.example', phone: `${annasPhone.value}8` }),
    );
    expect((await ordersOf(record)).orders.map(({ number }) => number)).toEqual(['#4']);
    expect((await ordersOf(record, annasPhone)).orders.map(({ number }) => number)).toEqual(['#5']);
  });

  it('is asked for one value only, whatever an address holds', async () => {
    const { shop, record } = await shopify();
    const asked = (text: string) => (JSON.parse(text) as { variables: { text: string } }).variables.text;
    await open(record).ordersOf({ kind: 'email', value: 'x" OR status:any OR email:"y@z.example' });
    expect(asked(shop.asked[0]?.body ?? '')).toBe('email:"x OR status:any OR email:y@z.example"');
  });

  it('tells no more than the newest ten, and that there are more', async () => {
    const { shop, record } = await shopify();
    for (let n = 1; n <= 14; n++) shop.orders.push(shopifyOrder({ name: `#${n}`, email: anna.value, createdAt: `2026-10-${String(n).padStart(2, '0')}T08:00:00Z` }));
    const { orders, more } = await ordersOf(record);
    expect([orders.length, orders[0]?.number, more]).toEqual([10, '#14', true]);
  });

  it('whose points are used up, or that says so by a status, is busy for as long as it says', async () => {
    const { shop, record } = await shopify();
    shop.points = 42;
    expect(await open(record).ordersOf(anna)).toEqual({ kind: 'silent', why: 'busy', waitMs: 1000 });
    shop.next.push({ kind: 'status', status: 429, headers: { 'Retry-After': '2.5' } });
    expect(await open(record).ordersOf(anna)).toEqual({ kind: 'silent', why: 'busy', waitMs: 2500 });
    shop.next.push({ kind: 'status', status: 429, headers: { 'Retry-After': '99999' } });
    expect(await open(record).ordersOf(anna)).toEqual({ kind: 'silent', why: 'busy', waitMs: 60_000 });
  });

  it('that takes back the token, or the right to read, refuses', async () => {
    const { shop, record } = await shopify();
    shop.scopes = [];
    expect(await open(record).ordersOf(anna)).toMatchObject({ kind: 'silent', why: 'refused' });
    if (record.kind !== 'shopify') throw new Error('It is a Shopify shop.');
    expect(await open({ ...record, settings: { ...record.settings, credentials: { kind: 'token', accessToken: 'shpat_another' } } }).ordersOf(anna)).toMatchObject({ why: 'refused' });
  });

  it('lets an app in by credentials of its own: with a token of a day, fetched anew when it ends or is taken back, and not each time', async () => {
    const { shop, record } = await shopify();
    if (record.kind !== 'shopify') throw new Error('It is a Shopify shop.');
    const app = (clientSecret: string): ShopRecord => ({ ...record, settings: { ...record.settings, credentials: { kind: 'app', clientId: shop.clientId, clientSecret } } });
    const clock = new Time();
    const opened = openShop(app(shop.clientSecret), clock);
    const granted = () => shop.asked.filter(({ url }) => url.pathname === '/admin/oauth/access_token').length;
    await Promise.all([opened.ordersOf(anna), opened.ordersOf(annasPhone)]);
    expect(await opened.ordersOf(anna)).toMatchObject({ kind: 'found' });
    expect(granted()).toBe(1);
    shop.token = 'another';
    expect(await opened.ordersOf(anna)).toMatchObject({ kind: 'found' });
    expect(granted()).toBe(2);
    await clock.pass(86_399_000);
    expect(await opened.ordersOf(anna)).toMatchObject({ kind: 'found' });
    expect(granted()).toBe(3);
    expect(await open(app('shpss_another_secret')).ordersOf(anna)).toMatchObject({ kind: 'silent', why: 'refused' });
  });

  it('tested, tells IT which scopes are missing and which are too many', async () => {
    const { shop, record } = await shopify();
    expect((await open(record).test()).map(({ ok }) => ok)).toEqual([true, true, true, true, true]);
    expect((await open(record).test()).map(({ words }) => words)).toContainEqual(expect.stringContaining('lacks the scope write_orders, so that nothing can be changed'));
    shop.scopes = ['read_orders', 'write_orders', 'write_products'];
    const points = await open(record).test();
    expect(points.filter(({ ok }) => !ok).map(({ words }) => words)).toEqual([expect.stringContaining('lacks the scope read_customers'), expect.stringContaining('take away write_products')]);
  });
});

describe('a WooCommerce shop', () => {
  it('tells a customer’s orders, also of a guest, and nothing of what plugins keep of a card', async () => {
    const { shop, record } = await woo();
    shop.orders.push(wooOrder({ id: 71 }), wooOrder({ id: 72, status: 'wc-custom', payment_method: 'bacs' }), wooOrder({ id: 73, status: 'checkout-draft' }));
    const { orders } = await ordersOf(record);
    expect(orders.map(({ number, state, payment }) => [number, state, payment])).toEqual([['#72', 'other', 'bank-transfer'], ['#71', 'open', 'card']]);
    expect(orders[1]).toMatchObject({ total: { amount: '59.00', currency: 'EUR' }, placedAt: Date.parse('2026-11-05T10:00:00Z'), shipping: { lines: ['Anna Berger', 'Elbchaussee 17', '22767 Hamburg', 'DE-HH', 'Germany'] } });
    expect(JSON.stringify(orders)).not.toMatch(/4242|Visa|203\.0\.113/);
    expect(shop.asked[0]?.url.searchParams.get('_fields')).not.toMatch(/meta_data|transaction|customer_ip/);
  });

  it('gives orders of exactly this address or number, however the number was typed', async () => {
    const { shop, record } = await woo();
    const billing = (part: object) => ({ ...wooOrder({ id: 1 }).billing, ...part });
    shop.orders.push(
      wooOrder({ id: 1, billing: billing({ email: 'joanna@berger.example', phone: '' }) }), wooOrder({ id: 2, billing: billing({ email: 'x@y.example', phone: '040 123 45 67' }) }),
      wooOrder({ id: 3, billing: billing({ email: 'ANNA@berger.example', phone: '+49 40 1234567' }) }), wooOrder({ id: 4, billing: billing({ email: 'z@y.example', phone: '030 1234567' }) }), wooOrder({ id: 5, billing: billing({ email: 'z@y.example', phone: '040 1234567', country: 'CH' }) }),
    );
    expect((await ordersOf(record)).orders.map(({ number }) => number)).toEqual(['#3']);
    expect((await ordersOf(record, annasPhone)).orders.map(({ number }) => number)).toEqual(['#3', '#2']);
  });

  it('tested, tells IT whether the key is believed', async () => {
    const { record } = await woo();
    expect(await open(record).test()).toEqual([{ ok: true, words: expect.stringContaining('orders can be read') }, { ok: true, words: expect.stringContaining('Read/Write') }]);
    if (record.kind !== 'woocommerce') throw new Error('It is a WooCommerce shop.');
    expect(await open({ ...record, settings: { ...record.settings, consumerSecret: 'cs_another_one' } }).test()).toEqual([{ ok: false, words: expect.stringContaining('refuses') }]);
  });
});

describe.each([['Shopify', shopify], ['WooCommerce', woo]] as const)('what %s answers amiss', (_name, make) => {
  const cases: readonly (readonly [string, Instead, string])[] = [
    ['a failure of its own', { kind: 'status', status: 500 }, 'unreachable'],
    ['that it is closed', { kind: 'status', status: 503, headers: { 'Retry-After': '120' } }, 'unreachable'],
    ['that it is not paid for', { kind: 'status', status: 402 }, 'refused'],
    ['half a JSON', { kind: 'garbage' }, 'unusable'],
    ['a page', { kind: 'status', status: 200, body: '<h1>Maintenance</h1>' }, 'unusable'],
    ['another thing in JSON', { kind: 'status', status: 200, body: '{"data":{"orders":7}}' }, 'unusable'],
    ['more than anybody reads', { kind: 'huge' }, 'unusable'],
    ['half of it', { kind: 'hung-up' }, 'unreachable'],
  ];
  it.each(cases)('%s is said to be what it is, and the shop is asked again the next time', async (_what, instead, why) => {
    const { shop, record } = await make();
    shop.next.push(instead);
    expect(await open(record).ordersOf(anna)).toMatchObject({ kind: 'silent', why });
    expect(await open(record).ordersOf(anna)).toMatchObject({ kind: 'found' });
  });

  it('a way to another address is not gone: neither the question nor the secret gets there', async () => {
    const { shop, record } = await make();
    const elsewhere: string[] = [];
    const other = createServer((request, response) => {
      elsewhere.push(request.url ?? '');
      response.end('[]');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    running.push({ stop: () => new Promise((resolve) => other.close(() => resolve())) });
    for (const status of [301, 302, 303, 307, 308]) {
      shop.next.push({ kind: 'status', status, headers: { Location: `http://127.0.0.1:${(other.address() as AddressInfo).port}/orders` } });
      expect(await open(record).ordersOf(anna)).toMatchObject({ kind: 'silent', why: 'unusable' });
    }
    expect(elsewhere).toEqual([]);
  });

  it('nothing at all, from an address where nobody is, is unreachable', async () => {
    const { shop, record } = await make();
    await (running.splice(running.indexOf(shop), 1)[0] as ShopServer).stop();
    expect(await open(record).ordersOf(anna)).toMatchObject({ kind: 'silent', why: 'unreachable' });
  });

  it('anything whatever is found or not, and never more than is known of an order', async () => {
    const { shop, record } = await make();
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.jsonValue(), fc.record({ data: fc.jsonValue(), errors: fc.jsonValue() })), async (value) => {
        shop.next.push({ kind: 'status', status: 200, body: JSON.stringify(value) });
        const answer = await open(record).ordersOf(anna);
        expect(answer.kind === 'silent' || answer.value.orders.length === 0).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('over TLS', () => {
  const trusted = tls.getCACertificates('default');
  afterEach(() => tls.setDefaultCACertificates(trusted));

  it('a shop is asked under its own name only: another’s certificate, or one of nobody’s, is no shop', async () => {
    const record = (shop: WooDouble): ShopRecord => ({ id: 'woo', name: 'Outlet', kind: 'woocommerce', settings: WooSettings.parse({ url: shop.base, consumerKey: shop.key, consumerSecret: shop.secret }) });
    const made = async (name: string) => {
      const { certificate, key } = await selfSignedTls([name], Date.now());
      const shop = await new WooDouble().listen({ cert: certificate, key });
      running.push(shop);
      return { shop, certificate };
    };
    const own = await made('127.0.0.1');
    const others = await made('another-shop.example');
    expect(await open(record(own.shop)).ordersOf(anna)).toMatchObject({ why: 'unreachable' });
    tls.setDefaultCACertificates([...trusted, others.certificate]);
    expect(await open(record(others.shop)).ordersOf(anna)).toMatchObject({ why: 'unreachable' });
    tls.setDefaultCACertificates([...trusted, own.certificate]);
    expect(await open(record(own.shop)).ordersOf(anna)).toMatchObject({ kind: 'found' });
    expect([own.shop.asked.length, others.shop.asked.length]).toEqual([1, 0]);
  });
});

describe('several shops', () => {
  it('are asked together, by every identifier; an order found twice is one, and who is silent is named', async () => {
    const [one, other] = [await shopify(), await woo()];
    one.shop.orders.push(shopifyOrder({ name: '#1001', email: anna.value, phone: annasPhone.value }));
    one.shop.subscribed.set(anna.value, 'UNSUBSCRIBED');
    other.shop.orders.push(wooOrder({ id: 71 }));
    const shops = new Shops(new Time());
    const found = await shops.find([one.record, other.record], [anna, annasPhone]);
    expect(found.orders.map(({ shop, number }) => [shop, number])).toEqual([['Outlet', '#71'], ['Nordlicht', '#1001']]);
    expect([found.consent, found.silent]).toEqual([false, []]);
    await other.shop.stop();
    running.splice(running.indexOf(other.shop), 1);
    expect((await new Shops(new Time()).find([one.record, other.record], [anna])).silent).toEqual([{ shop: 'Outlet', why: 'unreachable' }]);
  });

  it('what one said is good for a minute, and one that is busy is left alone for as long as it asked', async () => {
    const { shop, record } = await shopify();
    const clock = new Time();
    const shops = new Shops(clock);
    await shops.find([record], [anna]);
    await shops.find([record], [anna]);
    expect(shop.asked).toHaveLength(1);
    await clock.pass(61_000);
    shop.next.push({ kind: 'status', status: 429, headers: { 'Retry-After': '5' } });
    expect((await shops.find([record], [anna])).silent).toEqual([{ shop: 'Nordlicht', why: 'busy' }]);
    expect((await shops.find([record], [anna])).silent).toEqual([{ shop: 'Nordlicht', why: 'busy' }]);
    expect(shop.asked).toHaveLength(2);
    await clock.pass(5_100);
    expect((await shops.find([record], [anna])).silent).toEqual([]);
  });
});

describe('where a shop is', () => {
  it.each(['http://shop.example', 'https://u:p@shop.example', 'https://shop.example?x=1', 'ftp://shop.example', 'shop.example', 'http://127.0.0.1', 'https://shop.example#a'])('%s is no address that secrets are sent to', (url) => {
    expect(WooSettings.safeParse({ url, consumerKey: 'ck_12345678', consumerSecret: 'cs_12345678' }).success).toBe(false);
  });

  it('is https, at the shop’s own host', () => {
    expect(WooSettings.safeParse({ url: 'https://shop.example/blog/', consumerKey: 'ck_12345678', consumerSecret: 'cs_12345678' }).data?.url).toBe('https://shop.example/blog');
    for (const shop of ['evil.example', 'nordlicht.myshopify.com.evil.example', 'nordlicht.myshopify.com/x', 'a@nordlicht.myshopify.com']) expect(ShopifySettings.safeParse({ shop, credentials: { kind: 'token', accessToken: 'shpat_12345678' } }).success).toBe(false);
  });
});
