import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConversationId, CustomerId } from '../../../../shared/domain/ids.ts';
import type { BegunHere } from '../../../../shared/contract/ipc/outbound.ts';
import type { ChannelChoice } from '../../../../shared/domain/outgoing.ts';
import { conversation, conversationEvent, message } from '../../../doubles/hub-news.ts';
import { VaultUnderTest } from './opened-vault.ts';

const mailbox: ChannelChoice = { id: randomUUID(), kind: 'email', name: 'Support', address: 'support@shop.example', country: null };
const line: ChannelChoice = { id: randomUUID(), kind: 'phone', name: 'Line', address: null, country: 'DE' };
const to = { kind: 'address', address: 'ida@mail.example', name: '' } as const;
const typed = { channelId: mailbox.id, to, subject: 'Your tent', text: 'It is back.' };
const gone = { kind: 'refused', why: 'channel-gone' };

function begun(answer: BegunHere): ConversationId {
  return answer.kind === 'begun' ? answer.conversationId : expect.fail(answer.why);
}

let test: VaultUnderTest;
let vault: Awaited<ReturnType<VaultUnderTest['openWithSession']>>;
beforeEach(async () => {
  test = new VaultUnderTest();
  vault = await test.openWithSession();
  await test.tell({ e: 'channels', channels: [mailbox, line] });
});
afterEach(() => test.remove());

const commands = async () => (await test.mails()).flatMap((mail) => (mail.m === 'command' ? [mail] : []));
const open = (id: ConversationId) => vault.query('conversation.open', { id, before: null, limit: 10 });

describe('a conversation that is begun here', () => {
  it('is in the list at once, queued and with its address masked, and goes to the hub as it was typed', async () => {
    const conversationId = begun(await vault.query('conversation.start', typed));
    expect((await vault.query('inbox.list', { view: 'mine', after: null, limit: 5 })).rows).toMatchObject([{ id: conversationId, customerName: 'i•••@mail.example', subject: 'Your tent', status: 'pending', onlyHere: true }]);
    expect(await open(conversationId)).toMatchObject({ customer: { identities: [{ kind: 'email', shown: 'i•••@mail.example' }] }, messages: [{ kind: 'outbound', status: 'queued', text: 'It is back.' }] });
    expect((await commands()).map(({ command }) => command)).toMatchObject([{ do: 'start', conversationId, ...typed }]);
  });

  it('becomes the hub’s, with the customer that the hub knows, and nobody else stays behind', async () => {
    const conversationId = begun(await vault.query('conversation.start', typed));
    const [command] = await commands();
    const hubs = conversation({ id: conversationId, customerName: 'Ida Nord', status: 'pending' });
    const sent = (await open(conversationId))?.messages[0] ?? expect.fail('no message');
    await test.tell(conversationEvent(hubs), { e: 'message', message: { ...sent, status: 'accepted', attachments: [] } }, { e: 'command.result', key: command!.key, outcome: { kind: 'done' } });
    expect(await open(conversationId)).toMatchObject({ conversation: { customerName: 'Ida Nord', onlyHere: false }, messages: [{ status: 'accepted' }] });
    expect(await vault.query('inbox.customers', { typed: 'i•••@' })).toEqual([]);
  });

  it('that the hub refuses stays with its reason until the agent takes it back, also through a whole back-fill', async () => {
    const conversationId = begun(await vault.query('conversation.start', typed));
    const [command] = await commands();
    await test.tell({ e: 'command.result', key: command!.key, outcome: { kind: 'refused', message: 'You have begun too many.' } });
    // A new session, whose back-fill does not name it.
    await test.hub.start(await vault.newSession());
    await test.tell({ e: 'backfill.page', next: null });
    expect(await open(conversationId)).toMatchObject({ conversation: { onlyHere: true, hasConflict: true }, messages: [{ status: 'failed', failure: 'You have begun too many.' }] });
    expect(await vault.query('conversation.take-back', { id: conversationId })).toEqual({ kind: 'start', start: typed });
    expect(await open(conversationId)).toBeNull();
    expect(await vault.query('inbox.customers', { typed: 'mail.example' })).toEqual([]);
  });

  it('with a customer who is here is theirs', async () => {
    const about = conversation();
    await test.tell(conversationEvent(about), { e: 'message', message: message({ conversationId: about.id }) });
    const conversationId = begun(await vault.query('conversation.start', { ...typed, to: { kind: 'customer', customerId: about.customerId } }));
    expect((await open(conversationId))?.conversation.customerName).toBe(about.customerName);
    expect(await vault.query('conversation.take-back', { id: about.id })).toBeNull();
    expect(await vault.query('conversation.start', { ...typed, to: { kind: 'customer', customerId: CustomerId.parse(randomUUID()) } })).toEqual({ kind: 'refused', why: 'customer-gone' });
  });

  it('is begun on a channel that this agent has, and on no other', async () => {
    expect(await vault.query('conversation.start', { ...typed, channelId: randomUUID() })).toEqual(gone);
    expect(await vault.query('conversation.start', { ...typed, channelId: line.id })).toEqual(gone);
    await test.tell({ e: 'channels', channels: [line] });
    expect(await vault.query('inbox.channels', null)).toEqual([line]);
    expect(await vault.query('conversation.start', typed)).toEqual(gone);
  });
});

describe('a call that is written down here', () => {
  const call = { direction: 'in', at: 1_700_000_000_000, minutes: 4, outcome: 'callback-wanted', recording: null } as const;

  it('is a note with the caller’s number masked', async () => {
    const conversationId = begun(await vault.query('conversation.log-call', { channelId: line.id, with: { kind: 'number', number: '030 901820', name: '' }, call, notes: 'About her order.' }));
    expect(await open(conversationId)).toMatchObject({
      conversation: { channel: 'phone', status: 'open', subject: 'Call from the customer, 4 min, wants to be called back', lastMessageAt: call.at },
      customer: { identities: [{ kind: 'phone', shown: '••• 1820' }] },
      messages: [{ kind: 'note', sentAt: call.at, text: 'Call from the customer, 4 min, wants to be called back\n\nAbout her order.' }],
    });
  });

  it('has its notes formatted at once, goes to the hub as it was typed, and is taken back so', async () => {
    const logged = { channelId: line.id, with: { kind: 'number', number: '030 901820', name: '' }, call, notes: 'About **her** order.', format: 'marked' } as const;
    const conversationId = begun(await vault.query('conversation.log-call', logged));
    expect(await open(conversationId)).toMatchObject({ messages: [{ text: 'Call from the customer, 4 min, wants to be called back\n\nAbout her order.', marked: 'Call from the customer, 4 min, wants to be called back\n\nAbout **her** order.' }] });
    const [sent] = await commands();
    expect(sent?.command).toMatchObject({ do: 'call', notes: 'About **her** order.', format: 'marked' });
    await test.tell({ e: 'command.result', key: sent!.key, outcome: { kind: 'refused', message: 'This channel has been removed.' } });
    expect(await vault.query('conversation.take-back', { id: conversationId })).toEqual({ kind: 'call', logged });
    await vault.query('conversation.log-call', { ...logged, notes: 'Plain.' });
    expect((await commands()).at(-1)?.command).not.toHaveProperty('format');
  });

  it('of what is no number is refused at once', async () => {
    expect(await vault.query('conversation.log-call', { channelId: line.id, with: { kind: 'number', number: 'nobody', name: '' }, call, notes: '' })).toEqual({ kind: 'refused', why: 'no-number' });
  });
});

describe('a template that is sent from here', () => {
  it('is queued with its filled text, and a refusal says why', async () => {
    const about = conversation({ channel: 'whatsapp' });
    await test.tell(conversationEvent(about));
    const template = { name: 'a', language: 'en', category: '', header: null, body: 'Hello {{1}}', footer: null, buttons: [], fields: [{ key: 'body.1', part: 'body', name: '1', button: null, example: '' }] } as const;
    await vault.query('conversation.template', { id: about.id, template: { ...template, buttons: [], fields: [...template.fields] }, values: [{ key: 'body.1', value: 'Anna' }] });
    const [sent] = await commands();
    expect(sent?.command).toMatchObject({ do: 'template', name: 'a', language: 'en', text: 'Hello Anna', values: [{ key: 'body.1', value: 'Anna' }] });
    await test.tell({ e: 'command.result', key: sent!.key, outcome: { kind: 'refused', message: 'It has been changed.' } });
    expect((await open(about.id))?.messages).toMatchObject([{ kind: 'outbound', text: 'Hello Anna', status: 'failed', failure: 'It has been changed.' }]);
  });
});
