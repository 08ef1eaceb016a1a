import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createConversation } from '../../../../hub/conversations/conversations.ts';
import { addIdentity, createCustomer } from '../../../../hub/conversations/customers.ts';
import type { ConsoleAnswer } from '../../../../shared/contract/console/call.ts';
import { CustomerNote, CustomerSeen } from '../../../../shared/contract/console/customers.ts';
import { FieldsPolicy } from '../../../../shared/domain/customer-field.ts';
import { hubIsOlder } from '../../../../shared/contract/wire/older-hub.ts';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import { Verification } from '../../../../shared/domain/verification.ts';
import { CustomerExport } from '../../../../shared/transcript/customer-export.ts';
import { HubInProcess, ServiceInProcess } from '../../../doubles/rooms.ts';
import { SealdeskCommand } from '../../../doubles/sealdesk-command.ts';
import { shopifyOrder, ShopifyDouble } from '../../../doubles/shopify-shop.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';
import { wooOrder, WooDouble } from '../../../doubles/woo-shop.ts';

const [nora, otto, fine, isa, paul] = ['nora@nordlicht.example', 'otto@nordlicht.example', 'fine@nordlicht.example', 'isa@nordlicht.example', 'paul@nordlicht.example'];
const anna = 'anna@berger.example';
const card = '4242 4242 4242 4242';

describe('a customer, looked up from a conversation', () => {
  let service: ServiceInProcess;
  let shopify: ShopifyDouble;
  let woo: WooDouble;
  let folder: string;
  let command: SealdeskCommand;
  let annaId: string;
  let team: string;
  const at = {} as Record<Verification, ConversationId>;
  const strangers: ConversationId[] = [];
  const devices: Record<string, SimulatedDevice> = {};

  beforeAll(async () => {
    [shopify, woo] = [await new ShopifyDouble().listen(), await new WooDouble().listen()];
    shopify.orders.push(shopifyOrder({ name: '#1001', email: anna, note: `Paid with ${card}, call +49 30 901820` }));
    woo.orders.push(wooOrder({ id: 71 }));
    const hub = await HubInProcess.make();
    const { rooms } = hub;
    await hub.tx(async (tx) => {
      team = (await rooms.teams.add(tx, 'test', 'Returns')).id;
      const talk = { channel: 'email', channelId: 'mail', teamId: team, subject: 'Boots', subjectIndex: null, at: rooms.clock.now() } as const;
      await tx.insertInto('channels').values({ id: 'mail', kind: 'webchat', name: 'Gone', team_id: null, settings: new Uint8Array(), created_at: 0, removed_at: 1 }).execute();
      const customerId = await createCustomer(tx, rooms.envelope, { kind: 'email', value: anna }, 'Anna Berger', 1000);
      annaId = customerId;
      await addIdentity(tx, rooms.envelope, customerId, 'phone', '+49401234567', 2000);
      for (const verification of Verification.options) at[verification] = (await createConversation(tx, rooms.envelope, { ...talk, customerId, verification })).id as ConversationId;
      for (let n = 0; n < 5; n++) {
        const customer = await createCustomer(tx, rooms.envelope, { kind: 'email', value: `stranger${n}@else.example` }, `Stranger ${n}`, 1000);
        strangers.push((await createConversation(tx, rooms.envelope, { ...talk, customerId: customer, verification: 'contact' })).id as ConversationId);
      }
    });
    await rooms.store.destroy();
    service = await ServiceInProcess.on(hub);
    for (const [email, role, teams] of [[nora, 'agent', ['Returns']], [otto, 'agent', []], [fine, 'finance', ['Returns']], [isa, 'it', ['Returns']], [paul, 'privacy', ['Returns']]] as const) {
      await service.addAgent(email, [...teams], [role]);
      devices[email] = await service.liveDevice(email);
    }
    folder = mkdtempSync(join(tmpdir(), 'sealdesk-shops-'));
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
  beforeEach(() => policy({}));

  const policy = async (fields: Partial<FieldsPolicy>) => {
    await service.ask('policy.set', { ...(await service.ask('policy.show', null)), fields: FieldsPolicy.parse(fields) });
  };
  const answerTo = (by: string, conversation: ConversationId): Promise<ConsoleAnswer> => {
    const device = devices[by];
    if (device === undefined) throw new Error('Nobody of that address.');
    return device.console('customer.look', { conversation });
  };
  const seen = async (by: string, conversation: ConversationId): Promise<CustomerSeen> => {
    const answer = await answerTo(by, conversation);
    if (answer.kind !== 'done') throw new Error(answer.message);
    return CustomerSeen.parse(answer.value);
  };
  const entries = async () => (await service.ask('audit.page', { after: 0 })).map(({ entry }) => entry).filter(({ action }) => action.startsWith('customer.'));

  it('shows an agent, of who is not verified, that there are orders, and nothing of them', async () => {
    const answer = await answerTo(nora, at.unverified);
    expect(answer).toMatchObject({ value: { level: 'unverified', name: 'Anna Berger', orders: { kind: 'counted', count: 2, needs: 'contact' }, identities: [{ shown: 'a•••@berger.example', whole: false }, { shown: '••• 4567', whole: false }] } });
    for (const text of ['Elbchaussee', 'Hamburg', '1001', 'Lofoten', '149', 'DHL', anna, '1234567']) expect(JSON.stringify(answer), text).not.toContain(text);
  });

  it('shows an agent more with each level, and what may not be seen is not in what the laptop decrypts', async () => {
    const contact = await answerTo(nora, at.contact);
    expect(contact).toMatchObject({ value: { city: 'Hamburg', country: 'DE', orders: { kind: 'listed', needs: 'order', orders: [{ shop: 'Outlet', number: '#71' }, { shop: 'Nordlicht', number: '#1001', state: 'shipped', pieces: 3 }] } } });
    for (const text of ['Elbchaussee', 'Bergstra', '149', 'EUR', '00340434161094015902', 'card', 'Paid', anna]) expect(JSON.stringify(contact), text).not.toContain(text);
    const order = await seen(nora, at.order);
    expect(order.orders).toMatchObject({ kind: 'listed', needs: null, orders: [{}, { shipping: ['Anna Berger', 'Elbchaussee 17', '22765 Hamburg', 'Germany'], total: { amount: '149.90' }, tracking: [{ carrier: 'DHL', number: '00340434161094015902' }] }] });
    for (const text of ['Bergstra', 'payment', '4242 4242', '901820']) expect(JSON.stringify(order), text).not.toContain(text);
    expect(JSON.stringify(order)).toContain('Paid with [card **** 4242], call [phone **** 20]');
  });

  it('shows finance amounts and the way of paying, neither the parcel nor the notes; it cannot answer', async () => {
    const answer = await seen(fine, at.contact);
    expect(answer.orders).toMatchObject({ orders: [{ payment: 'card', total: { amount: '59.00', currency: 'EUR' } }, { payment: 'card', total: { amount: '149.90', currency: 'EUR' }, pieces: 3 }] });
    expect(answer.notes).toBeNull();
    for (const text of ['Lofoten', 'Elbchaussee', '00340434161094015902', 'Visa', '4242']) expect(JSON.stringify(answer), text).not.toContain(text);
    expect(await devices[fine]?.console('customer.note.add', { conversation: at.contact, text: 'Paid late' })).toMatchObject({ kind: 'refused' });
  });

  it('is not shown to who may not see the conversation, to IT, or at the command line; and privacy reads no conversation', async () => {
    expect(await answerTo(otto, at.contact)).toMatchObject({ kind: 'refused', message: expect.stringContaining('nothing to be seen') });
    expect(await answerTo(paul, at.contact)).toMatchObject({ kind: 'refused', message: expect.stringContaining('nothing to be seen') });
    expect(await answerTo(isa, at.contact)).toMatchObject({ kind: 'refused', message: expect.stringContaining('role') });
    expect(await answerTo(nora, '00000000-0000-4000-8000-000000000009' as ConversationId)).toMatchObject({ kind: 'refused', message: expect.stringContaining('nothing to be seen') });
    await expect(service.ask('customer.look', { conversation: at.contact })).rejects.toThrow('laptop only');
    expect(await devices[nora]?.console('customer.look', { conversation: at.contact, email: 'bo@lund.example' })).toEqual({ kind: 'refused', message: hubIsOlder });
  });

  it('is not shown to who has lost the role before the shop has answered', async () => {
    // What the shop said before is kept for a minute.
    service.hub.clock.passed += 61_000;
    let answer = (): void => undefined;
    shopify.next.push({ kind: 'late', until: new Promise<void>((resolve) => (answer = resolve)) });
    const before = shopify.asked.length;
    const looked = answerTo(nora, at.order);
    await expect.poll(() => shopify.asked.length).toBeGreaterThan(before);
    await service.ask('agent.change', { agent: nora, roles: ['finance'] });
    answer();
    const shown = await looked;
    await service.ask('agent.change', { agent: nora, roles: ['agent'] });
    expect(shown).toMatchObject({ kind: 'refused', message: expect.stringContaining('nothing to be seen') });
    expect((await seen(nora, at.order)).orders).toMatchObject({ orders: [{}, { shipping: ['Anna Berger', 'Elbchaussee 17', '22765 Hamburg', 'Germany'] }] });
  });

  it('is in the audit log each time an address is shown whole, and in the customer’s export; otherwise it is not', async () => {
    const before = (await entries()).length;
    await seen(nora, at.contact);
    expect(await entries()).toHaveLength(before);
    await seen(nora, at.order);
    await policy({ agent: { email: { shown: 'order' }, phone: { shown: 'order' } } });
    expect((await seen(nora, at.order)).identities.map(({ shown }) => shown)).toEqual([anna, '+49401234567']);
    const told = (await entries()).slice(before);
    expect(told).toMatchObject([
      { action: 'customer.shown', subject: annaId, detail: { conversation: at.order, fields: 'shipping-address', level: 'order' } },
      { action: 'customer.shown', subject: annaId, detail: { conversation: at.order, fields: 'email phone', level: 'order' } },
    ]);
    expect(JSON.stringify(told)).not.toMatch(/berger|Elbchaussee|1234567/);
    await command.run('export', 'customer', '--id', annaId, '--by', paul, '--format', 'json', '--to', join(folder, 'all.json'));
    const all = CustomerExport.parse(JSON.parse(readFileSync(join(folder, 'all.json'), 'utf8')));
    expect(all.audit).toContainEqual(expect.objectContaining({ action: 'customer.shown', by: nora }));
    expect((await seen(nora, at.contact)).privacy.exportedAt).not.toBeNull();
  });

  it('is one of so many in an hour, each customer counted once; what is over is refused and in the audit log', async () => {
    await policy({ perHour: 2 });
    const [first, second, third] = strangers as [ConversationId, ConversationId, ConversationId];
    // Anna has been looked up by Nora already.
    expect(await answerTo(nora, first)).toMatchObject({ kind: 'done' });
    expect(await answerTo(nora, second)).toMatchObject({ kind: 'refused', message: expect.stringContaining('as your company allows') });
    expect(await answerTo(nora, first)).toMatchObject({ kind: 'done' });
    expect(await answerTo(nora, at.contact)).toMatchObject({ kind: 'done' });
    expect((await entries()).at(-1)).toMatchObject({ action: 'customer.over-limit' });
    service.hub.clock.ahead += 3_600_001;
    expect(await answerTo(nora, second)).toMatchObject({ kind: 'done' });
    await policy({ perHour: 0 });
    expect(await answerTo(nora, third)).toMatchObject({ kind: 'refused' });
    service.hub.clock.ahead = 0;
  });

  it('who has no orders has none, and is not shown another’s', async () => {
    expect((await seen(fine, strangers[0] as ConversationId)).orders).toEqual({ kind: 'listed', orders: [], more: false, needs: null });
  });

  it('keeps what agents note about them: for colleagues, redacted, sealed, exported, and removed by who wrote it', async () => {
    const added = await devices[nora]?.console('customer.note.add', { conversation: at.contact, text: `Prefers mornings, card ${card}` });
    const note = CustomerNote.parse(added?.kind === 'done' ? added.value : null);
    expect(note).toMatchObject({ text: 'Prefers mornings, card [card **** 4242]', agentName: nora });
    expect((await seen(nora, at.unverified)).notes).toEqual([note]);
    expect(await devices[otto]?.console('customer.note.add', { conversation: at.contact, text: 'x' })).toMatchObject({ kind: 'refused' });
    for (const name of readdirSync(service.hub.data)) if (/\.db|-wal/.test(name)) expect(readFileSync(join(service.hub.data, name)).includes('Prefers mornings'), name).toBe(false);
    await command.run('export', 'customer', '--id', annaId, '--by', paul, '--format', 'json', '--to', join(folder, 'notes.json'));
    expect(CustomerExport.parse(JSON.parse(readFileSync(join(folder, 'notes.json'), 'utf8'))).notes).toMatchObject([{ by: nora, text: note.text }]);

    await service.ask('agent.change', { agent: otto, teams: ['Returns'] });
    expect(await devices[otto]?.console('customer.note.remove', { conversation: at.contact, note: note.id })).toMatchObject({ kind: 'refused', message: expect.stringContaining('somebody else wrote it') });
    await service.ask('agent.change', { agent: otto, teams: [] });
    expect(await devices[nora]?.console('customer.note.remove', { conversation: at.contact, note: note.id })).toEqual({ kind: 'done', value: null });
    expect((await seen(nora, at.contact)).notes).toEqual([]);
  });

  it('lies nowhere at the hub once it was shown', async () => {
    expect(JSON.stringify(await seen(nora, at.order))).toContain('Elbchaussee');
    for (const name of readdirSync(service.hub.data)) if (/\.db|-wal/.test(name)) expect(readFileSync(join(service.hub.data, name)).includes('Elbchaussee'), name).toBe(false);
    expect(service.hub.logged.join('')).not.toMatch(/Elbchaussee|berger/);
  });

  it('is shown as far as it goes while a shop is silent, which is said; and one that hangs holds up nobody else', async () => {
    const [first, second] = strangers.slice(3) as [ConversationId, ConversationId];
    woo.next.push({ kind: 'hanging' }, { kind: 'hanging' });
    let answered = 0;
    const looks = [seen(nora, second), seen(fine, first)].map((look) => look.finally(() => answered++));
    await expect.poll(() => woo.next.length).toBe(0);
    // As many as there are turns of the console: one that waits for a shop takes none of them.
    expect(await devices[isa]?.console('device.list')).toMatchObject({ kind: 'done' });
    expect(answered).toBe(0);
    expect((await Promise.all(looks))[0]).toMatchObject({ name: 'Stranger 4', silent: [{ shop: 'Outlet', why: 'unreachable' }], orders: { kind: 'listed', orders: [] } });
  });

  it('shops are IT’s to list, test and disconnect; their secrets lie sealed and are told to nobody', async () => {
    const shops = await service.ask('shop.list', null);
    expect(shops.map(({ kind, name }) => [kind, name])).toEqual([['shopify', 'Nordlicht'], ['woocommerce', 'Outlet']]);
    for (const { id } of shops) expect((await service.ask('shop.test.show', { shop: id })).every(({ ok }) => ok)).toBe(true);
    for (const secret of [shopify.token, shopify.clientSecret, woo.key, woo.secret]) {
      expect(JSON.stringify(shops) + service.hub.logged.join('') + JSON.stringify(await service.ask('audit.page', { after: 0 }))).not.toContain(secret);
      for (const name of readdirSync(service.hub.data)) if (/\.db|-wal/.test(name)) expect(readFileSync(join(service.hub.data, name)).includes(secret), name).toBe(false);
    }
    expect(await devices[isa]?.console('shop.list')).toMatchObject({ kind: 'refused' });
    await expect(service.ask('shop.add', { kind: 'woocommerce', name: 'Third', url: 'http://shop.example', consumerKey: 'ck_12345678', consumerSecret: 'hidden-secret' })).rejects.toThrow(/^shop-input: The shop was not added(?!.*hidden-secret)/);
    await expect(service.ask('shop.add', { kind: 'shopify', name: 'nordlicht', shop: 'other.myshopify.com', credentials: { kind: 'token', accessToken: 'shpat_12345678' } })).rejects.toThrow('of this name already');
    for (const { id } of shops) await command.run('shop', 'remove', id);
    expect(await service.ask('shop.list', null)).toEqual([]);
    expect((await seen(fine, at.contact)).orders).toEqual({ kind: 'no-shop' });
  });
});
