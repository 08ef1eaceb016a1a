import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addPhoneChannel } from '../../../../hub/channels/admin.ts';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { addressOf, createCustomer } from '../../../../hub/conversations/customers.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import type { Command } from '../../../../shared/contract/wire/index.ts';
import { ConversationId, CustomerId, IdempotencyKey, MessageId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { formattedOf } from '../../../../shared/marks/shown-formatted.ts';
import { digitsSaid } from '../../../doubles/digits-said.ts';
import { fixture, openOrganisation, type Organisation } from '../../../unit/hub/inbox/organisation.ts';

type Start = Extract<Command, { do: 'start' }>;
type Call = Extract<Command, { do: 'call' }>;

let hub: Organisation;
let mailbox: string;
let phone: string;
let ada: Agent;
beforeEach(async () => {
  hub = await openOrganisation({ startsPerHour: 3 });
  mailbox = await hub.addMailbox();
  phone = await addPhoneChannel(hub.admin, { name: 'Support line', country: 'DE', recordingHosts: ['calls.shop.example'] }, 'test');
  ada = await hub.addAgent({ name: 'Ada' });
  await hub.channels.start();
});
afterEach(() => hub.close());

const start = (change: Partial<Start> = {}): Start => ({
  do: 'start', conversationId: ConversationId.parse(randomUUID()), messageId: MessageId.parse(randomUUID()), channelId: mailbox,
  to: { kind: 'address', address: 'ida@mail.example', name: 'Ida Nord' }, subject: 'Your tent', text: 'It is back in stock.', ...change,
});
const call = (change: Partial<Call> = {}, told: Partial<Call['call']> = {}): Call => ({
  do: 'call', conversationId: ConversationId.parse(randomUUID()), messageId: MessageId.parse(randomUUID()), channelId: phone,
  with: { kind: 'number', number: '030 901820', name: '' }, call: { direction: 'in', at: hub.clock.now() - 60_000, minutes: 7, outcome: 'answered', recording: null, ...told }, notes: 'Asks for her order.', ...change,
});
const customers = () => hub.db.selectFrom('customers').select('id').execute();
const conversation = (id: string) => hub.db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const told = (id: string) => hub.heard.flatMap(({ event }) => (event.e === 'conversation' && event.conversation.id === id ? [event] : [])).at(-1);

async function arrive(raw: Uint8Array = fixture('plain.eml')) {
  await hub.db.transaction().execute((tx) => spool(tx, hub.envelope, hub.clock, mailbox, { source: sourceOf(raw), body: raw, receivedAt: hub.clock.now() }));
  await hub.channels.stop();
  await hub.channels.start();
  await hub.channels.idle();
  return hub.messages().at(-1) ?? expect.fail('nothing arrived');
}

describe('a new conversation', () => {
  it('makes customer, conversation and message, waits for an answer as the agent’s own, and is queued with an id of ours', async () => {
    const command = start();
    expect(await hub.execute(ada, command)).toEqual({ kind: 'done' });
    expect(await conversation(command.conversationId)).toMatchObject({ status: 'pending', assignee_id: ada.id, started_by: ada.id, verification: 'unverified' });
    expect(told(command.conversationId)).toMatchObject({ conversation: { customerName: 'Ida Nord', subject: 'Your tent' }, customer: { identities: [{ kind: 'email', shown: 'i•••@mail.example' }] } });
    expect(hub.messages().at(-1)).toMatchObject({ id: command.messageId, kind: 'outbound', status: 'accepted', subject: 'Your tent' });
    expect(await hub.db.selectFrom('deliveries').select('message_id').execute()).toEqual([{ message_id: command.messageId }]);
    expect(await hub.db.selectFrom('messages').select('message_id_index').where('id', '=', command.messageId).executeTakeFirstOrThrow()).toMatchObject({ message_id_index: expect.anything() });
    // The address itself goes to no device.
    expect(JSON.stringify(hub.heard)).not.toContain('ida@mail.example');
  });

  it('has one effect for each key, and its ids belong to nothing else', async () => {
    const command = start();
    const key = IdempotencyKey.parse(randomUUID());
    for (let time = 0; time < 3; time += 1) expect(await hub.execute(ada, command, key)).toEqual({ kind: 'done' });
    expect(await customers()).toHaveLength(1);
    expect(await hub.execute(ada, start({ conversationId: command.conversationId }))).toMatchObject({ kind: 'refused' });
    expect(await hub.execute(ada, start({ messageId: command.messageId }))).toMatchObject({ kind: 'refused' });
    expect(await hub.db.selectFrom('deliveries').select('message_id').execute()).toHaveLength(1);
  });

  it('finds a customer by their address and never by their name', async () => {
    const { conversationId } = await arrive();
    const anna = (await conversation(conversationId)).customer_id;
    const known = start({ to: { kind: 'address', address: 'anna.bergstrom@mail.example', name: 'Somebody Else' } });
    expect(await hub.execute(ada, known)).toEqual({ kind: 'done' });
    expect((await conversation(known.conversationId)).customer_id).toBe(anna);
    const namesake = start({ to: { kind: 'address', address: 'other@mail.example', name: 'Anna Bergström' } });
    expect(await hub.execute(ada, namesake)).toEqual({ kind: 'done' });
    expect((await conversation(namesake.conversationId)).customer_id).not.toBe(anna);
  });

  it('with somebody new, or a call of theirs, calls them by nothing that redaction hides in a name', async () => {
    const typed = 'Ida 4111 1111 1111 1111 ida@mail.example';
    const mail = start({ to: { kind: 'address', address: 'ida@mail.example', name: typed } });
    const rung = call({ with: { kind: 'number', number: '030 901820', name: typed } });
    for (const command of [mail, rung]) {
      expect(await hub.execute(ada, command)).toEqual({ kind: 'done' });
      const { customer } = told(command.conversationId) ?? expect.fail('nothing was told');
      expect(customer.name).toMatch(/^Ida /);
      expect(customer.name).not.toMatch(/4111|1111 1|ida@/);
    }
  });

  it('goes to the address that was typed, also where the customer has another one first', async () => {
    const { conversationId } = await arrive();
    const anna = CustomerId.parse((await conversation(conversationId)).customer_id);
    const { addIdentity } = await import('../../../../hub/conversations/customers.ts');
    await hub.db.transaction().execute((tx) => addIdentity(tx, hub.envelope, anna, 'email', 'anna@work.example', hub.clock.now() + 1));
    const command = start({ to: { kind: 'address', address: 'anna@work.example', name: '' } });
    expect(await hub.execute(ada, command)).toEqual({ kind: 'done' });
    const { identity_id } = await conversation(command.conversationId);
    expect(await hub.db.transaction().execute((tx) => addressOf(tx, hub.envelope, anna, 'email', identity_id))).toBe('anna@work.example');
  });

  it('is joined by the answer to it', async () => {
    const command = start({ to: { kind: 'address', address: 'anna.bergstrom@mail.example', name: '' }, subject: 'Where is my tent?' });
    expect(await hub.execute(ada, command)).toEqual({ kind: 'done' });
    expect((await arrive()).conversationId).toBe(command.conversationId);
    expect(await conversation(command.conversationId)).toMatchObject({ status: 'open' });
  });

  it.each<[string, () => Promise<Start> | Start, RegExp]>([
    ['with a card number in its text', () => start({ text: 'Card 4111 1111 1111 1111' }), /card number/],
    ['with a card number in its subject', () => start({ subject: 'Card 4111 1111 1111 1111' }), /card number/],
    ['to one of our own mailboxes', () => start({ to: { kind: 'address', address: 'support@shop.example', name: '' } }), /own addresses/],
    ['to a colleague', () => start({ to: { kind: 'address', address: 'ada@shop.example', name: '' } }), /own addresses/],
    ['on a channel that is not there', () => start({ channelId: randomUUID() }), /removed/],
    ['on a telephone', () => start({ channelId: phone }), /removed/],
    ['to a customer that nobody knows', () => start({ to: { kind: 'customer', customerId: CustomerId.parse(randomUUID()) } }), /not among those/],
    ['with the address of another customer in its text', async () => {
      await hub.db.transaction().execute((tx) => createCustomer(tx, hub.envelope, { kind: 'email', value: 'olga@mail.example' }, 'Olga', hub.clock.now()));
      return start({ text: 'Write to olga@mail.example.' });
    }, /another customer/],
  ])('%s is refused, and leaves nobody new behind', async (_what, made, words) => {
    const command = await made();
    const before = await customers();
    expect(await hub.execute(ada, command)).toMatchObject({ kind: 'refused', message: expect.stringMatching(words) });
    expect(await customers()).toEqual(before);
    expect(await hub.db.selectFrom('deliveries').selectAll().execute()).toEqual([]);
  });

  it('is for who may begin one: not for IT, not on another team’s channel, not to a customer one does not see', async () => {
    const ben = await hub.addAgent({ name: 'Ben', roles: ['it'] });
    expect(await hub.execute(ben, start())).toMatchObject({ kind: 'refused', message: expect.stringContaining('role') });
    const teamId = randomUUID();
    await hub.db.insertInto('teams').values({ id: teamId, name: new Uint8Array(), name_index: new Uint8Array([1]), created_at: 0 }).execute();
    const { conversationId } = await arrive();
    await hub.db.updateTable('channels').set({ team_id: teamId }).where('id', '=', mailbox).execute();
    await hub.db.updateTable('conversations').set({ team_id: teamId }).execute();
    expect(await hub.execute(ada, start())).toMatchObject({ kind: 'refused', message: expect.stringContaining('team') });
    await hub.db.updateTable('channels').set({ team_id: null }).where('id', '=', mailbox).execute();
    const customerId = CustomerId.parse((await conversation(conversationId)).customer_id);
    expect(await hub.execute(ada, start({ to: { kind: 'customer', customerId } }))).toMatchObject({ kind: 'refused', message: expect.stringContaining('not among those') });
  });

  it('is begun so many times in an hour by one agent, and not at all where the policy says so', async () => {
    for (let time = 0; time < 3; time += 1) expect(await hub.execute(ada, start())).toEqual({ kind: 'done' });
    expect(await hub.execute(ada, start())).toMatchObject({ kind: 'refused', message: expect.stringContaining('hour') });
    expect(await hub.execute(await hub.addAgent({ name: 'Cleo' }), start())).toEqual({ kind: 'done' });
    await hub.close();
    hub = await openOrganisation({ startConversations: 'refuse' });
    mailbox = await hub.addMailbox();
    ada = await hub.addAgent({ name: 'Ada' });
    await hub.channels.start();
    expect(await hub.execute(ada, start())).toMatchObject({ kind: 'refused', message: expect.stringContaining('nobody') });
  });
});

describe('the channels that a device is told', () => {
  it('are those its agent may begin on, without secrets', async () => {
    const events = hub.heard.flatMap(({ event, audience }) => (event.e === 'channels' && audience.includes(ada.id) ? [event.channels] : []));
    expect(events.at(-1)).toEqual([{ id: mailbox, kind: 'email', name: 'Support', address: 'support@shop.example', country: null }, { id: phone, kind: 'phone', name: 'Support line', address: null, country: 'DE' }]);
    expect(JSON.stringify(events)).not.toContain('secret');
  });
});

describe('a call that is written down', () => {
  it('is a conversation with its customer, whose number is shown masked', async () => {
    const command = call();
    expect(await hub.execute(ada, command)).toEqual({ kind: 'done' });
    expect(told(command.conversationId)).toMatchObject({ conversation: { channel: 'phone', status: 'resolved', subject: 'Call from the customer, 7 min, answered', customerName: '••• 1820' }, customer: { identities: [{ kind: 'phone', shown: '••• 1820' }] } });
    expect(hub.messages().at(-1)).toMatchObject({ kind: 'note', text: 'Call from the customer, 7 min, answered\n\nAsks for her order.' });
    expect(JSON.stringify(hub.heard)).not.toMatch(digitsSaid('901820', '030901820', '4930901820'));
    expect(await hub.db.selectFrom('deliveries').selectAll().execute()).toEqual([]);
  });

  it('is of the same customer, however the number is typed', async () => {
    const commands = ['030 901820', '+49 30 901820', '0049 (30) 90 18 20'].map((number) => call({ with: { kind: 'number', number, name: '' } }));
    for (const command of commands) expect(await hub.execute(ada, command)).toEqual({ kind: 'done' });
    expect(await customers()).toHaveLength(1);
  });

  it('is of the customer of WhatsApp who has that number', async () => {
    const whom = await hub.db.transaction().execute((tx) => createCustomer(tx, hub.envelope, { kind: 'whatsapp', value: 'DE.1', phone: '4930901820' }, 'Anna', hub.clock.now()));
    const command = call();
    expect(await hub.execute(ada, command)).toEqual({ kind: 'done' });
    expect((await conversation(command.conversationId)).customer_id).toBe(whom);
  });

  it('is of the customer whom WhatsApp knows by that number alone', async () => {
    const whom = await hub.db.transaction().execute((tx) => createCustomer(tx, hub.envelope, { kind: 'whatsapp', value: '4930901820' }, 'Anna', hub.clock.now()));
    const command = call();
    expect(await hub.execute(ada, command)).toEqual({ kind: 'done' });
    expect((await conversation(command.conversationId)).customer_id).toBe(whom);
  });

  it('waits where something is left to do', async () => {
    const command = call({}, { outcome: 'callback-wanted', direction: 'out', minutes: 0 });
    expect(await hub.execute(ada, command)).toEqual({ kind: 'done' });
    expect(told(command.conversationId)).toMatchObject({ conversation: { status: 'open', subject: 'Call to the customer, wants to be called back' } });
  });

  it('has its notes redacted like a customer’s message', async () => {
    expect(await hub.execute(ada, call({ notes: 'She read out 4111 1111 1111 1111, and her mail is olga@mail.example' }))).toEqual({ kind: 'done' });
    const note = hub.messages().at(-1);
    expect(note?.text).toContain('[card **** 1111]');
    expect(JSON.stringify(hub.heard)).not.toContain('4111 1111');
    expect(note?.findings.find(({ type }) => type === 'card')).not.toHaveProperty('recoverable');
  });

  it('has the formatting of its notes beside what they read as, the recording below it; of a laptop that knows of no marks, as they were typed', async () => {
    const command = call({ notes: 'Asks for **her** order.\n\n- NL-7\n- NL-8', format: 'marked' }, { recording: 'https://calls.shop.example/r/17' });
    expect(await hub.execute(ada, command)).toEqual({ kind: 'done' });
    const kept = hub.messages().at(-1) ?? expect.fail('it was not told');
    expect(kept).toMatchObject({ text: 'Call from the customer, 7 min, answered\n\nAsks for her order.\n\n- NL-7\n- NL-8\n\nRecording: https://calls.shop.example/r/17', marked: 'Call from the customer, 7 min, answered\n\nAsks for **her** order.\n\n- NL-7\n- NL-8' });
    expect(formattedOf(kept)).toMatchObject({ below: '\n\nRecording: https://calls.shop.example/r/17' });
    expect(await hub.execute(ada, call({ notes: '**as typed**' }))).toEqual({ kind: 'done' });
    expect(hub.messages().at(-1)).toMatchObject({ text: expect.stringContaining('**as typed**') });
    expect(hub.messages().at(-1)).not.toHaveProperty('marked');
  });

  it.each(['4111 **1111** 1111 1111', '_4111 1111_ ~~1111~~ `1111`', '[x](https://shop.example/4111111111111111)', '**olga@mail.example**', '030 **901820**'])('keeps no marks where something was found, however they split it: %s', async (held) => {
    expect(await hub.execute(ada, call({ notes: `**She** said ${held}`, format: 'marked' }))).toEqual({ kind: 'done' });
    const kept = hub.messages().at(-1) ?? expect.fail('it was not told');
    expect(kept.findings).toHaveLength(1);
    expect(kept.text).toContain('She said ');
    expect(kept).not.toHaveProperty('marked');
    expect(kept.text).not.toMatch(/4111.{0,4}1111|olga@mail|901820/u);
  });

  it('may name a recording where IT has said that recordings lie, and nowhere else', async () => {
    expect(await hub.execute(ada, call({}, { recording: 'https://calls.shop.example/r/17' }))).toEqual({ kind: 'done' });
    expect(hub.messages().at(-1)?.text).toContain('Recording: https://calls.shop.example/r/17');
    for (const recording of ['https://evil.example/r', 'https://calls.shop.example.evil.example/r', 'https://x@evil.example/calls.shop.example']) expect(await hub.execute(ada, call({}, { recording }))).toMatchObject({ kind: 'refused', message: expect.stringContaining('recording') });
  });

  it.each([
    'r/4111111111111111', 'r?card=4111%201111%201111%201111', 'r?card=4111+1111+1111+1111', 'r?card=4111%25201111%25201111%25201111', 'r?bad=%ff&card=4111%2D1111%2D1111%2D1111',
    'r?token=ab93kd02kdk20ddlaw8', 'r?%74oken=ab93kd02kdk20ddlaw8', 'r#sig=ab93kd02kdk20ddlaw8', 'r/DE89370400440532013000', 'r?who=olga%40mail.example',
  ])('keeps no recording’s address in which redaction would hide anything: %s', async (path) => {
    const before = hub.messages().length;
    expect(await hub.execute(ada, call({}, { recording: `https://calls.shop.example/${path}` }))).toMatchObject({ kind: 'refused', message: expect.stringContaining('data in it that is not kept') });
    expect(await hub.execute(ada, call({}, { recording: 'https://ada:Geheim77@calls.shop.example/r/17' }))).toMatchObject({ kind: 'refused', message: expect.stringContaining('data in it that is not kept') });
    expect(hub.messages()).toHaveLength(before);
    // What is only a name of its own is no secret.
    expect(await hub.execute(ada, call({}, { recording: 'https://calls.shop.example/r/0b6f2a2e-6a0a-4b0e-8d0a-2f1b3c4d5e6f.mp3?part=2&at=100%25' }))).toEqual({ kind: 'done' });
  });

  it('of what is no number is refused, and nothing can be sent to it', async () => {
    expect(await hub.execute(ada, call({ with: { kind: 'number', number: 'hello', name: '' } }))).toMatchObject({ kind: 'refused' });
    const command = call();
    await hub.execute(ada, command);
    expect(await hub.execute(ada, { do: 'reply', conversationId: command.conversationId, messageId: MessageId.parse(randomUUID()), text: 'Hello', seen: null })).toMatchObject({ kind: 'refused', message: expect.stringContaining('telephone') });
    expect(await hub.execute(ada, { do: 'note', conversationId: command.conversationId, messageId: MessageId.parse(randomUUID()), text: 'Called back.' })).toEqual({ kind: 'done' });
  });
});
