import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createConversation } from '../../../../hub/conversations/conversations.ts';
import { addIdentity, createCustomer } from '../../../../hub/conversations/customers.ts';
import type { ConsoleAnswer } from '../../../../shared/contract/console/call.ts';
import { CustomerSeen } from '../../../../shared/contract/console/customers.ts';
import { type ToldKind, wrongTries } from '../../../../shared/contract/console/verifying.ts';
import type { Channel } from '../../../../shared/domain/conversation.ts';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import type { Verification } from '../../../../shared/domain/verification.ts';
import { CustomerExport } from '../../../../shared/transcript/customer-export.ts';
import { HubInProcess, ServiceInProcess } from '../../../doubles/rooms.ts';
import { SealdeskCommand } from '../../../doubles/sealdesk-command.ts';
import { shopifyOrder, ShopifyDouble } from '../../../doubles/shopify-shop.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';
import { wooOrder, WooDouble } from '../../../doubles/woo-shop.ts';

const [nora, mira, otto, lena, isa, paul] = ['nora@nordlicht.example', 'mira@nordlicht.example', 'otto@nordlicht.example', 'lena@nordlicht.example', 'isa@nordlicht.example', 'paul@nordlicht.example'];
const anna = 'anna@berger.example';
const hour = 3_600_000;

describe('how far a customer is known, raised by a person', () => {
  let service: ServiceInProcess;
  let shopify: ShopifyDouble;
  let woo: WooDouble;
  let folder: string;
  let command: SealdeskCommand;
  let annaId: string;
  /** Conversations with Anna that no test has had yet, by level and channel. */
  const unused = new Map<string, ConversationId[]>();
  let later = 0;
  const devices: Record<string, SimulatedDevice> = {};

  beforeAll(async () => {
    [shopify, woo] = [await new ShopifyDouble().listen(), await new WooDouble().listen()];
    shopify.orders.push(shopifyOrder({ name: '#1001', email: anna, phone: '+49 30 5559182' }), shopifyOrder({ name: '#1002', email: anna, displayFinancialStatus: 'PENDING', displayFulfillmentStatus: 'UNFULFILLED' }));
    shopify.orders.push(shopifyOrder({ name: '#2001', email: 'bo@lund.example' }));
    const hub = await HubInProcess.make();
    const { rooms } = hub;
    await hub.tx(async (tx) => {
      const team = (await rooms.teams.add(tx, 'test', 'Returns')).id;
      await tx.insertInto('channels').values({ id: 'mail', kind: 'webchat', name: 'Gone', team_id: null, settings: new Uint8Array(), created_at: 0, removed_at: 1 }).execute();
      const customer = await createCustomer(tx, rooms.envelope, { kind: 'email', value: anna }, 'Anna Berger', 1000);
      annaId = customer;
      await addIdentity(tx, rooms.envelope, customer, 'phone', '+49401234567', 2000);
      for (const [verification, channel, count] of [['contact', 'email', 20], ['unverified', 'email', 5], ['identity', 'email', 1], ['order', 'email', 1], ['identity', 'whatsapp', 1], ['contact', 'whatsapp', 1]] as const) {
        const made: ConversationId[] = [];
        for (let n = 0; n < count; n++) made.push((await createConversation(tx, rooms.envelope, { customerId: customer, channel, channelId: 'mail', teamId: team, subject: 'Boots', subjectIndex: null, verification, at: rooms.clock.now() })).id as ConversationId);
        unused.set(`${verification} ${channel}`, made);
      }
    });
    await rooms.store.destroy();
    service = await ServiceInProcess.on(hub);
    hub.clock.monotonic = () => performance.now() + later;
    for (const [email, role, teams] of [[nora, 'agent', ['Returns']], [mira, 'agent', ['Returns']], [otto, 'agent', []], [lena, 'lead', ['Returns']], [isa, 'it', ['Returns']], [paul, 'privacy', ['Returns']]] as const) {
      await service.addAgent(email, [...teams], [role]);
      devices[email] = await service.liveDevice(email);
    }
    folder = mkdtempSync(join(tmpdir(), 'sealdesk-verify-'));
    command = new SealdeskCommand(hub.data);
    for (const [name, text] of [['app', shopify.clientSecret], ['key', woo.key], ['secret', woo.secret]] as const) writeFileSync(join(folder, name), `${text}\n`);
  });
  afterAll(async () => {
    for (const device of Object.values(devices)) device.drop();
    await service.remove();
    await Promise.all([shopify.stop(), woo.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });
  // What a shop said to another test is not kept.
  beforeEach(() => void (later += 61_000));

  const begin = (verification: Verification, channel: Channel = 'email'): ConversationId => {
    const one = unused.get(`${verification} ${channel}`)?.pop();
    if (one === undefined) throw new Error('None is left.');
    return one;
  };
  const ask = (by: string, call: string, input: unknown): Promise<ConsoleAnswer> => {
    const device = devices[by];
    if (device === undefined) throw new Error('Nobody of that address.');
    return device.console(call, input);
  };
  const tell = (by: string, conversation: ConversationId, orderNumber: string, kind: ToldKind, value: string) => ask(by, 'customer.verify', { conversation, orderNumber, known: { kind, value } });
  const look = async (by: string, conversation: ConversationId) => CustomerSeen.parse(((await ask(by, 'customer.look', { conversation })) as { value: unknown }).value);
  const level = async (conversation: ConversationId) => (await look(nora, conversation)).level;
  const seen = async (by: string, conversation: ConversationId) => JSON.stringify(await look(by, conversation));
  const entries = async () => (await service.ask('audit.page', { after: 0 })).map(({ entry }) => entry).filter(({ action }) => /^customer\.(?:verif|not-|ident|doubt)/.test(action));
  const confirmed = { kind: 'done', value: { kind: 'confirmed' } };
  const wrong = (left: number) => ({ kind: 'done', value: { kind: 'not-confirmed', left } });

  it('is not where no shop is connected, and says so', async () => {
    expect(await tell(nora, begin('contact'), '1001', 'postal-code', '22765')).toEqual({ kind: 'done', value: { kind: 'no-shop' } });
    await command.run('shop', 'add', 'shopify', '--name', 'Nordlicht', '--shop', 'nordlicht.myshopify.com', '--client-id', shopify.clientId, '--client-secret-file', join(folder, 'app'), '--api-base', shopify.base);
    await command.run('shop', 'add', 'woocommerce', '--name', 'Outlet', '--url', woo.base, '--key-file', join(folder, 'key'), '--secret-file', join(folder, 'secret'));
  });

  it('by an order’s number and one thing more: then the panel shows what the level allows, and every laptop and the conversation tell of it', async () => {
    const conversation = begin('contact');
    expect(await seen(nora, conversation)).not.toContain('Elbchaussee');
    const device = devices[lena] as SimulatedDevice;
    device.heard.length = 0;
    expect(await tell(nora, conversation, ' # 1001', 'postal-code', '22 765')).toEqual(confirmed);
    expect(await seen(nora, conversation)).toContain('Elbchaussee 17');
    await expect.poll(() => JSON.stringify(device.events)).toContain(`${nora} confirmed the customer by an order.`);
    expect(device.events).toContainEqual(expect.objectContaining({ e: 'conversation', conversation: expect.objectContaining({ id: conversation, verification: 'order' }) }));
  });

  it('by any of the three, however it is written, also of who was not verified, and never lower than it was', async () => {
    woo.orders.push(wooOrder({ id: 71 }));
    for (const [number, kind, value] of [['1001', 'total', '149,90 €'], ['#1001', 'phone-end', '9182'], ['71', 'postal-code', '22767']] as const) {
      const conversation = begin('unverified');
      expect(await tell(nora, conversation, number, kind, value)).toEqual(confirmed);
      expect(await level(conversation)).toBe('order');
    }
    const conversation = begin('identity');
    expect(await tell(nora, conversation, '1001', 'total', '149.90')).toEqual(confirmed);
    expect(await level(conversation)).toBe('identity');
  });

  it('is not by what is wrong, in whichever part, of another customer, unpaid, or seen on the panel; and the answers are one and the same', async () => {
    const tries = [['1001', 'postal-code', '22766'], ['1009', 'postal-code', '22765'], ['2001', 'postal-code', '22765'], ['1002', 'postal-code', '22765'], ['71', 'phone-end', '4567']] as const;
    for (const [number, kind, value] of tries) {
      const conversation = begin('contact');
      expect([number, value, await tell(nora, conversation, number, kind, value)]).toEqual([number, value, wrong(wrongTries.ofConversation - 1)]);
      expect(await level(conversation)).toBe('contact');
    }
  });

  it('takes five wrong tries in a conversation and twenty of an agent in an hour, also at once, and not one more; right ones do not count', async () => {
    const conversation = begin('contact');
    expect(await tell(mira, conversation, '1001', 'total', '149.90')).toEqual(confirmed);
    const answers = await Promise.all(Array.from({ length: 7 }, () => tell(mira, conversation, '1001', 'postal-code', '00000')));
    expect(answers.filter(({ kind }) => kind === 'done')).toHaveLength(wrongTries.ofConversation);
    // Neither is what would be right compared any more, whoever asks.
    expect(await tell(lena, conversation, '1001', 'postal-code', '22765')).toEqual({ kind: 'refused', message: expect.stringContaining('Too many tries went wrong in this conversation') });
    for (let n = 0; n < 3; n++) {
      const next = begin('contact');
      for (let left = wrongTries.ofConversation - 1; left >= 0; left--) expect(await tell(mira, next, '1001', 'postal-code', '00000')).toEqual(wrong(left));
    }
    const last = begin('contact');
    expect(await tell(mira, last, '1001', 'postal-code', '22765')).toEqual({ kind: 'refused', message: expect.stringContaining('Too many of your tries') });
    expect((await entries()).at(-1)).toMatchObject({ action: 'customer.verify-over-limit', subject: annaId, detail: { of: 'agent' } });
    service.hub.clock.ahead += hour + 1;
    expect(await tell(mira, last, '1001', 'postal-code', '22765')).toEqual(confirmed);
    service.hub.clock.ahead = 0;
  });

  it('is told as silence where a shop says nothing, which costs no try where nothing was compared', async () => {
    const conversation = begin('contact');
    const [shopifys, woos] = [shopify.orders.splice(0), woo.orders.splice(0)];
    try {
      for (let n = 0; n <= wrongTries.ofConversation; n++) {
        later += 61_000;
        woo.next.push({ kind: 'status', status: 503 }, { kind: 'status', status: 503 });
        expect(await tell(nora, conversation, '1001', 'postal-code', '22765')).toEqual({ kind: 'done', value: { kind: 'silent' } });
      }
    } finally {
      shopify.orders.push(...shopifys);
      woo.orders.push(...woos);
    }
    expect(await level(conversation)).toBe('contact');
  });

  it('is not where it was taken back while the shop was asked: it was told before that', async () => {
    const conversation = begin('contact');
    woo.next.push({ kind: 'hanging' }, { kind: 'hanging' });
    const answer = tell(nora, conversation, '1001', 'postal-code', '22765');
    await expect.poll(() => woo.next.length).toBe(0);
    expect(await ask(lena, 'customer.doubt', { conversation })).toMatchObject({ kind: 'done' });
    expect(await answer).toEqual({ kind: 'refused', message: expect.stringContaining('Something new came') });
    expect(await level(conversation)).toBe('unverified');
  });

  it('is in the audit log with each try, and in the customer’s export; what was typed lies nowhere', async () => {
    const before = (await entries()).length;
    const conversation = begin('contact');
    await tell(nora, conversation, 'Q-77341', 'postal-code', 'ZX9-4417');
    await tell(nora, conversation, '1001', 'postal-code', '22765');
    const told = (await entries()).slice(before);
    expect(told).toMatchObject([
      { action: 'customer.not-verified', subject: annaId, detail: { conversation, told: 'postal-code', why: 'wrong' } },
      { action: 'customer.verified', subject: annaId, detail: { conversation, told: 'postal-code' } },
    ]);
    await command.run('export', 'customer', '--id', annaId, '--by', paul, '--format', 'json', '--to', join(folder, 'all.json'));
    const all = CustomerExport.parse(JSON.parse(readFileSync(join(folder, 'all.json'), 'utf8')));
    for (const action of ['customer.verified', 'customer.not-verified']) expect(all.audit).toContainEqual(expect.objectContaining({ action, by: nora }));
    const everything = [JSON.stringify(await service.ask('audit.page', { after: 0 })), service.hub.logged.join(''), ...readdirSync(service.hub.data).filter((name) => /\.db|-wal/.test(name)).map((name) => readFileSync(join(service.hub.data, name), 'latin1'))];
    for (const text of everything) expect(/Q-77341|ZX9-4417|zx94417/.test(text)).toBe(false);
  });

  it('is for who sees the conversation and may confirm customers: nobody else, and not at the command line', async () => {
    const conversation = begin('contact');
    expect(await tell(otto, conversation, '1001', 'postal-code', '22765')).toMatchObject({ kind: 'refused', message: expect.stringContaining('nothing to be seen') });
    for (const by of [isa, paul]) expect(await tell(by, conversation, '1001', 'postal-code', '22765')).toMatchObject({ kind: 'refused', message: expect.stringContaining('role') });
    expect(await ask(otto, 'customer.doubt', { conversation })).toMatchObject({ kind: 'refused' });
    expect(await ask(nora, 'customer.identify', { conversation, reason: { kind: 'called-back' } })).toMatchObject({ kind: 'refused', message: expect.stringContaining('role') });
    await expect(service.ask('customer.verify', { conversation, orderNumber: '1001', known: { kind: 'postal-code', value: '22765' } })).rejects.toThrow('laptop only');
    expect(await level(conversation)).toBe('contact');
  });

  it('as who they say they are by a lead alone, with a reason; own words are redacted, in the line only, and not in the audit log', async () => {
    const conversation = begin('unverified');
    const device = devices[nora] as SimulatedDevice;
    expect(await ask(lena, 'customer.identify', { conversation, reason: { kind: 'other', words: 'Knows card 4242 4242 4242 4242' } })).toEqual({ kind: 'done', value: null });
    expect(await level(conversation)).toBe('identity');
    await expect.poll(() => JSON.stringify(device.events)).toContain(`${lena} confirmed who the customer is: Knows card [card **** 4242].`);
    expect((await entries()).at(-1)).toMatchObject({ action: 'customer.identified', subject: annaId, detail: { conversation, reason: 'other' } });
    expect(JSON.stringify(await entries())).not.toContain('Knows');
    for (const reason of [{ kind: 'other' }, { kind: 'other', words: 'x'.repeat(201) }, { kind: 'guessed' }]) expect(await ask(lena, 'customer.identify', { conversation, reason })).toMatchObject({ kind: 'refused' });
  });

  it('is taken back by any agent who sees it, to what the account itself shows, with a line', async () => {
    for (const [from, channel, to] of [['identity', 'whatsapp', 'contact'], ['order', 'email', 'unverified'], ['contact', 'whatsapp', 'unverified'], ['contact', 'email', 'unverified']] as const) {
      const conversation = begin(from, channel);
      expect(await ask(nora, 'customer.doubt', { conversation })).toEqual({ kind: 'done', value: null });
      expect([from, channel, await level(conversation)]).toEqual([from, channel, to]);
      expect((await entries()).at(-1)).toMatchObject({ action: 'customer.doubted', detail: { conversation, from, to } });
    }
    await expect.poll(() => JSON.stringify(devices[lena]?.events)).toContain(`${nora} is no longer sure who the customer is.`);
  });
});
