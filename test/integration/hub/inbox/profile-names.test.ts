import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { profileOf, readCustomer, renameCustomer } from '../../../../hub/conversations/customers.ts';
import { Merges } from '../../../../hub/conversations/merging/merges.ts';
import { CustomerId } from '../../../../shared/domain/ids.ts';
import { instagramBody, instagramMessage, textOf, whatsAppMessage, whatsAppMessages } from '../../../doubles/meta-provider.ts';
import { type MetaHub, openMetaHub, waiting } from './meta-hub.ts';

const maria = '1789456123';
const anna = { userId: 'DE.13491208655302741918', phone: '491700000001', name: 'Anna' };

let hub: MetaHub;
afterEach(() => hub.end());

const write = (text: string, from = maria) => hub.provider.deliver(instagramBody([instagramMessage(from, { text })]));
const whatsApp = (name: string, text = 'Hello') => hub.provider.deliver(whatsAppMessages([whatsAppMessage({ ...anna, name }, textOf(text))]));
const conversations = () => hub.heard.flatMap(({ event }) => (event.e === 'conversation' ? [event] : []));
const shown = () => conversations().at(-1)?.conversation.customerName;
const lines = () => hub.messages().filter(({ kind }) => kind === 'event').map(({ text }) => text);
/** The hub forgets what it has asked for, as at a start. */
const restart = async () => {
  await hub.channels.idle();
  await hub.channels.stop();
  await hub.channels.start();
};
/** Of so many-th message. */
const customerOf = async (index: number) => CustomerId.parse((await hub.db.selectFrom('conversations').select('customer_id').where('id', '=', String(hub.inbound()[index]?.conversationId)).executeTakeFirst())?.customer_id);

describe('who writes by Instagram', () => {
  it.each([
    ['their name', { name: 'María  Nord', username: 'maria.n' }, 'María Nord'],
    ['their user name where they have no other', { username: 'maria.n' }, '@maria.n'],
    ['the end of their id where Instagram does not tell', null, 'Instagram user 6123'],
  ])('is shown by %s, in the list and over the message', async (_what, profile, name) => {
    hub = await openMetaHub('instagram');
    if (profile !== null) hub.provider.profiles.set(maria, profile);
    await write('Hello');
    await hub.arrived(1);
    expect(hub.inbound()[0]?.authorName).toBe(name);
    expect(shown()).toBe(name);
  });

  it('is asked for once, however many messages they write', async () => {
    hub = await openMetaHub('instagram');
    hub.provider.profiles.set(maria, { name: 'María' });
    for (const text of ['1', '2', '3']) await write(text);
    await hub.arrived(3);
    expect(hub.provider.profileQuestions).toEqual([maria]);
  });

  it('has a name that is redacted and sealed as any other, and it is gone with their key', async () => {
    hub = await openMetaHub('instagram');
    hub.provider.profiles.set(maria, { name: 'Maria 4242 4242 4242 4242' });
    await write('Hello');
    await hub.arrived(1);
    expect(shown()).toBe('Maria [card **** 4242]');
    await hub.channels.idle();
    for (const file of ['hub.db', 'hub.db-wal']) expect(readFileSync(join(hub.folder, file)).includes('Maria')).toBe(false);
    expect(JSON.stringify(hub.logged)).not.toContain('Maria');
    const customerId = await customerOf(0);
    const row = await hub.db.selectFrom('customer_identities').selectAll().where('customer_id', '=', customerId).executeTakeFirstOrThrow();
    const said = () => hub.db.transaction().execute((tx) => profileOf(tx, hub.envelope, row));
    expect(await said()).toBe('Maria [card **** 4242]');
    await hub.db.transaction().execute((tx) => hub.envelope.destroyKey(tx, customerId));
    await expect(said()).rejects.toMatchObject({ kind: 'erased' });
  });

  it('gets their name with a later message where it was not to be had at first, in every conversation, and without a line', async () => {
    hub = await openMetaHub('instagram');
    await write('Hello');
    await hub.arrived(1);
    expect(shown()).toBe('Instagram user 6123');
    hub.provider.profiles.set(maria, { name: 'María' });
    await restart();
    await write('Again');
    await hub.arrived(2);
    await vi.waitFor(() => expect(shown()).toBe('María'), waiting);
    expect(lines()).toEqual([]);
  });

  it('holds up no message: one whose name never comes arrives all the same', async () => {
    hub = await openMetaHub('instagram');
    hub.provider.profiles.set(maria, 'silent');
    await write('Hello');
    await hub.arrived(1);
    expect(shown()).toBe('Instagram user 6123');
  });

  it('is not asked for while Instagram has enough, and their messages arrive', async () => {
    hub = await openMetaHub('instagram');
    hub.provider.profileError = { status: 400, error: 4 };
    for (const from of ['1111111', '2222222', '3333333']) {
      await write('Hello', from);
      await hub.channels.idle();
    }
    await hub.arrived(3);
    expect(hub.provider.profileQuestions).toEqual(['1111111']);
  });

  it('and IT learns of a token that is refused meanwhile', async () => {
    hub = await openMetaHub('instagram');
    hub.provider.profileError = { status: 401, error: 190 };
    hub.provider.profiles.set(maria, { name: 'María' });
    hub.provider.tokenDead = true;
    await write('Hello');
    await hub.arrived(1);
    await vi.waitFor(() => expect(hub.channels.health(hub.hook.id)?.state).toBe('failing'), waiting);
  });
});

describe('a customer who changes their name', () => {
  it('on WhatsApp goes by the new one, in all their conversations, and the conversation says so', async () => {
    hub = await openMetaHub('whatsapp');
    await whatsApp('Anna');
    await hub.arrived(1);
    expect(shown()).toBe('Anna');
    await whatsApp('Sealdesk Support', 'Again');
    await hub.arrived(2);
    await vi.waitFor(() => expect(shown()).toBe('Sealdesk Support'), waiting);
    expect(lines()).toEqual(['The customer goes by “Sealdesk Support” now, no longer by “Anna”.']);
    await whatsApp('Sealdesk Support', 'Once more');
    await hub.arrived(3);
    await hub.channels.idle();
    expect(lines()).toHaveLength(1);
    expect(hub.inbound().map(({ authorName }) => authorName)).toEqual(['Anna', 'Sealdesk Support', 'Sealdesk Support']);
  });

  it('keeps a name that did not come from there', async () => {
    hub = await openMetaHub('whatsapp');
    await whatsApp('Anna');
    await hub.arrived(1);
    const customerId = await customerOf(0);
    await hub.db.transaction().execute((tx) => renameCustomer(tx, hub.envelope, customerId, 'Frau Bergström'));
    await whatsApp('annabella', 'Again');
    await hub.arrived(2);
    await hub.channels.idle();
    expect(shown()).toBe('Frau Bergström');
    expect(lines()).toEqual([]);
  });

  it('takes it along where they are made one with another, and back', async () => {
    hub = await openMetaHub('whatsapp');
    await whatsApp('Anna');
    await hub.arrived(1);
    await hub.provider.deliver(whatsAppMessages([whatsAppMessage({ userId: 'DE.2', phone: null, name: 'Ben' }, textOf('Hi'))]));
    await hub.arrived(2);
    const [first, second] = [await customerOf(0), await customerOf(1)];
    const lea = await hub.addAgent({ name: 'Lea', roles: ['lead'] });
    const merges = new Merges({ envelope: hub.envelope, audit: hub.audit, clock: hub.clock, agents: hub.people, fanOut: hub.fanOut, beginnings: hub.beginnings });
    const id = await hub.db.transaction().execute((tx) => merges.merge(tx, lea, second, first));
    await whatsApp('Annika', 'Again');
    await hub.arrived(3);
    await hub.channels.idle();
    // Two people may have shared the account: the name that a person chose to keep stays.
    expect(await hub.db.transaction().execute((tx) => readCustomer(tx, hub.envelope, second))).toMatchObject({ name: 'Ben' });
    await hub.db.transaction().execute((tx) => merges.split(tx, lea, id));
    expect(await hub.db.transaction().execute((tx) => readCustomer(tx, hub.envelope, first))).toMatchObject({ name: 'Anna' });
  });
});
