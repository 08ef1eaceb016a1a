import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAudit } from '../../../../hub/audit/audit-log.ts';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { formattedMail } from '../../../../hub/channels/email/formatted-mail.ts';
import { forward } from '../../../../hub/conversations/outbound/forward.ts';
import { openContent } from '../../../../hub/conversations/messages.ts';
import { createDelivery } from '../../../../hub/delivery/delivery.ts';
import type { OutgoingMessage } from '../../../../hub/channels/channel.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import type { Tx } from '../../../../hub/ports.ts';
import type { ForwardWish } from '../../../../shared/contract/console/forwarding.ts';
import { type ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { formattedOf } from '../../../../shared/marks/shown-formatted.ts';
import { openOrganisation, type Organisation } from '../../../unit/hub/inbox/organisation.ts';

let hub: Organisation;
let mailbox: string;
let ada: Agent;
beforeEach(async () => {
  hub = await openOrganisation({ forwardDomains: ['carrier.example', 'shop.example'] });
  mailbox = await hub.addMailbox();
  ada = await hub.addAgent({ name: 'Ada' });
});
afterEach(() => hub.close());

const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => hub.db.transaction().execute(work);
async function arrive(text: string, from = 'maria@mail.example') {
  const raw = Buffer.from([`From: Maria Lopez <${from}>`, 'Subject: Lost parcel', `Message-ID: <${randomUUID()}@mail.example>`, '', text, ''].join('\r\n'));
  await inTx((tx) => spool(tx, hub.envelope, hub.clock, mailbox, { source: sourceOf(raw), body: raw, receivedAt: hub.clock.now() }));
  await hub.channels.stop();
  await hub.channels.start();
  await hub.channels.idle();
  await hub.channels.stop();
  return hub.messages().findLast(({ kind }) => kind === 'inbound') ?? expect.fail('nothing arrived');
}
const wishFor = (conversation: ConversationId, over: Partial<ForwardWish> = {}): ForwardWish => ({ conversation, messageId: MessageId.parse(randomUUID()), messages: null, to: 'desk@carrier.example', text: 'Where is it?', ...over });
const send = (wish: ForwardWish, by = ada) => inTx((tx) => forward(tx, { envelope: hub.envelope, audit: hub.audit, fanOut: hub.fanOut, policy: hub.policy, clock: hub.clock, deviceId: null }, by, wish));
/** What a mail server would get of all that is due. */
async function goesOut(): Promise<OutgoingMessage[]> {
  const sent: OutgoingMessage[] = [];
  const delivery = createDelivery({
    arrivals: hub.arrivals,
    db: hub.db, envelope: hub.envelope, audit: hub.audit, fanOut: hub.fanOut, clock: hub.clock, log: { info: () => undefined, warn: () => undefined }, policy: hub.policy, ratingLink: () => Promise.resolve(null), documents: { look: () => Promise.resolve(null) },
    adapterOf: (channelId) => ({ channelId, kind: 'email', capabilities: { subjects: true, html: true, maxText: 1e6, reports: [], settlesWithinMs: 0 }, receive: () => Promise.resolve(), status: () => undefined, health: () => ({ state: 'working' }) as never, stop: () => Promise.resolve(), send: (message) => Promise.resolve(sent.push(message)).then(() => ({ kind: 'sent' as const })) }),
  });
  await delivery.start();
  await delivery.idle();
  await delivery.stop();
  return sent;
}

describe('what is forwarded', () => {
  it('goes to the other address alone, own words above, with what was hidden hidden, and is no answer to the customer’s mail', async () => {
    const { conversationId } = await arrive('My card is 4111 1111 1111 1111, and my address is maria@mail.example. Where is parcel 77?');
    await send(wishFor(conversationId));
    const [mail, ...more] = await goesOut();
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ to: 'desk@carrier.example', subject: 'Fwd: Lost parcel', answers: [], copies: [], agentName: 'Ada' });
    expect(mail?.text).toMatch(/^Where is it\?\n\n-{10} Forwarded message -{10}\nFrom: Maria Lopez\n/);
    expect(mail?.text).toContain('parcel 77');
    expect(mail?.text).not.toMatch(/4111|1111 1111/);
  });

  it('has the agent’s own words with their formatting, and what is quoted below them as it was written', async () => {
    const { conversationId } = await arrive('Where is **parcel** 77? <b>');
    const wish = wishFor(conversationId, { text: '**Where** is it?\n- [this one](https://carrier.example/77)', format: 'marked' });
    await send(wish);
    const [mail] = await goesOut();
    const own = 'Where is it?\n- this one (https://carrier.example/77)';
    expect(mail?.text.startsWith(`${own}\n\n---------- Forwarded message`)).toBe(true);
    expect(mail?.text).toContain('Where is **parcel** 77? <b>');
    const html = formattedMail(formattedOf(mail ?? expect.fail('nothing went out')) ?? expect.fail('it is plain'));
    expect(html).toContain('<strong>Where</strong> is it?');
    expect(html).toContain('<li><a href="https://carrier.example/77">this one</a> (https://carrier.example/77)</li>');
    expect(html).toContain('Where is **parcel** 77? &lt;b&gt;');
    // The note of it, for colleagues.
    const line = 'Forwarded to d•••@carrier.example (1 message).';
    expect(hub.messages().find(({ id }) => id === wish.messageId)).toMatchObject({ kind: 'note', text: `${line}\n\n${own}`, marked: `${line}\n\n${wish.text}` });
    await send(wishFor(conversationId, { text: '**as typed**' }));
    expect((await goesOut()).at(-1)).toMatchObject({ marked: null, text: expect.stringMatching(/^\*\*as typed\*\*\n/) });
  });

  it('says of its own what the customer’s language has for it', async () => {
    const { conversationId } = await arrive('Guten Tag, mein Paket ist leider immer noch nicht angekommen. Wo ist es denn geblieben?');
    await send(wishFor(conversationId));
    const [sent] = await goesOut();
    expect(sent?.text).toMatch(/^Where is it\?\n\n-{10} Weitergeleitete Nachricht -{10}\nVon: Maria Lopez\nDatum: /);
  });

  it('is marked in the conversation by a note that names the address masked, and audited; no device gets the mail', async () => {
    const { conversationId } = await arrive('Where is parcel 77?');
    await hub.execute(ada, { do: 'note', conversationId, messageId: MessageId.parse(randomUUID()), text: 'Between us: she is upset.' });
    const wish = wishFor(conversationId);
    await send(wish);
    const note = hub.messages().find(({ id }) => id === wish.messageId);
    expect(note).toMatchObject({ kind: 'note', text: 'Forwarded to d•••@carrier.example (1 message).\n\nWhere is it?' });
    expect(JSON.stringify(hub.heard)).not.toContain('desk@carrier.example');
    expect((await readAudit(hub.db, 0, 1000)).map(({ entry }) => entry).filter(({ action }) => action === 'conversation.forwarded')).toMatchObject([{ actor: `agent:${ada.id}`, subject: conversationId, detail: { messages: 1, to: 'carrier.example' } }]);
    expect((await goesOut())[0]?.text).not.toContain('upset');
    await expect(send(wish)).rejects.toMatchObject({ message: 'This was forwarded already.' });
  });

  it('leaves an answer to the customer as it was: what they get refers to nothing that was forwarded', async () => {
    const message = await arrive('Where is parcel 77?');
    const wish = wishFor(message.conversationId);
    await send(wish);
    await goesOut();
    await hub.execute(ada, { do: 'reply', conversationId: message.conversationId, messageId: MessageId.parse(randomUUID()), text: 'We ask the carrier.', seen: message.id });
    const [reply] = await goesOut();
    expect(reply).toMatchObject({ to: 'maria@mail.example' });
    expect(reply?.answers.join(' ')).not.toContain(wish.messageId);
  });
});

describe('forwarding is refused', () => {
  it('to whom the policy does not name: any other domain, one below it, a customer, the company’s own mailbox; a colleague gets it', async () => {
    const { conversationId } = await arrive('Where is parcel 77?');
    await arrive('Hello', 'boss@carrier.example');
    for (const to of ['desk@other.example', 'desk@eu.carrier.example', 'desk@carrier.example.org', 'boss@carrier.example', 'support@shop.example', `support+t.${'a'.repeat(45)}@shop.example`]) await expect(send(wishFor(conversationId, { to })), to).rejects.toMatchObject({ kind: 'forward-refused' });
    await send(wishFor(conversationId, { to: ada.email }));
    expect((await goesOut()).map(({ to }) => to)).toEqual([ada.email]);
  });

  it('where the agent does not see the conversation, where a note was chosen, and where the own words hold what must not leave', async () => {
    const { conversationId } = await arrive('Where is parcel 77?');
    const it = await hub.addAgent({ name: 'It', roles: ['it'] });
    await expect(send(wishFor(conversationId), it)).rejects.toMatchObject({ kind: 'forward-refused' });
    const note = MessageId.parse(randomUUID());
    await hub.execute(ada, { do: 'note', conversationId, messageId: note, text: 'Between us.' });
    await expect(send(wishFor(conversationId, { messages: [note] }))).rejects.toMatchObject({ kind: 'forward-refused' });
    for (const text of ['Card 4111 1111 1111 1111', '_4111 1111_ ~~1111~~ `1111`', '[x](https://carrier.example/4111111111111111)']) await expect(send(wishFor(conversationId, { text, format: 'marked' })), text).rejects.toMatchObject({ message: expect.stringMatching(/payment card number/) });
    expect(await goesOut()).toEqual([]);
    const rows = await hub.db.selectFrom('messages').selectAll().where('conversation_id', '=', conversationId).execute();
    expect(await Promise.all(rows.map((row) => inTx((tx) => openContent(tx, hub.envelope, row)))).then((all) => all.filter(({ forward: mail }) => mail !== undefined))).toEqual([]);
  });
});
