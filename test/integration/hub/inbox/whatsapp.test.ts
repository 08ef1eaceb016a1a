import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listTemplates } from '../../../../hub/channels/admin.ts';
import { Merges } from '../../../../hub/conversations/merging/merges.ts';
import { CustomerId } from '../../../../shared/domain/ids.ts';
import { readChannels } from '../../../../hub/channels/channel-records.ts';
import { HealthWatch } from '../../../../hub/channels/health-watch.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import { createWhatsAppChannel } from '../../../../hub/channels/whatsapp/whatsapp-channel.ts';
import { businessId, statusOf, textOf, whatsAppBody, whatsAppMessage, whatsAppMessages, type WhatsAppCustomer } from '../../../doubles/meta-provider.ts';
import { type MetaHub, openMetaHub, waiting } from './meta-hub.ts';

const anna = { userId: 'DE.13491208655302741918', phone: '491700000001', name: 'Anna Bergström' };
const hidden = { userId: 'DE.99991208655302741999', phone: null, name: 'Ole' };

let hub: MetaHub;
beforeEach(async () => {
  hub = await openMetaHub('whatsapp');
});
afterEach(() => hub.end());

const write = (customer: WhatsAppCustomer, content: Readonly<Record<string, unknown>>, id?: string) => hub.provider.deliver(whatsAppMessages([whatsAppMessage(customer, content, id)]));
const tell = (...statuses: Readonly<Record<string, unknown>>[]) => hub.provider.deliver(whatsAppBody({ statuses }));

describe('what customers send by WhatsApp', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['text', textOf('Where is my tent?'), 'Where is my tent?'],
    ['location', { type: 'location', location: { latitude: 52.5, longitude: 13.4, name: 'Our door', address: 'Street 1' } }, 'Sent a location:\nOur door\nStreet 1\n52.5, 13.4'],
    ['contacts', { type: 'contacts', contacts: [{ name: { formatted_name: 'Ben' }, phones: [{ phone: '+1 555' }], emails: [{ email: 'ben@mail.example' }] }] }, 'Sent contacts:\nBen, +1 555, [e-mail]'],
    ['button', { type: 'button', button: { text: 'Yes', payload: 'y' } }, 'Pressed “Yes”'],
    ['interactive button', { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: '1', title: 'Cancel' } } }, 'Pressed “Cancel”'],
    ['interactive list', { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: '1', title: 'Express', description: 'Next day' } } }, 'Chose “Express”\nNext day'],
    ['reaction', { type: 'reaction', reaction: { message_id: 'wamid.x', emoji: '👍' } }, 'Reacted with 👍'],
    ['reaction taken back', { type: 'reaction', reaction: { message_id: 'wamid.x' } }, 'Took a reaction back'],
    ['order', { type: 'order', order: { catalog_id: '1', text: 'Soon please', product_items: [{ product_retailer_id: 'tent-3', quantity: 2, item_price: 99.5, currency: 'EUR' }] } }, 'Sent an order of 1 product:\n2 × tent-3, 99.5 EUR\nSoon please'],
    ['system', { type: 'system', system: { type: 'user_changed_number', body: 'Anna changed from 491700000001 to 49170', wa_id: '49170' } }, 'The customer has another phone number now.'],
    ['unsupported', { type: 'unsupported', errors: [{ code: 131051, title: 'Message type unknown' }] }, 'The customer sent something that the provider does not pass on.'],
  ])('a message of type %s reads in plain words', async (_type, content, words) => {
    await write(anna, content);
    await hub.arrived(1);
    expect(hub.inbound()[0]).toMatchObject({ text: words, authorName: 'Anna Bergström', channel: 'whatsapp' });
  });

  it('of a kind that nobody knows yet, or broken, is shown as such and its original kept', async () => {
    await write(anna, { type: 'hologram', hologram: { id: 1 } });
    await write(anna, { type: 'location', location: 'somewhere' });
    await write(anna, { type: '__proto__' });
    await hub.arrived(3);
    for (const { text } of hub.inbound()) expect(text).toContain('A message of a kind Sealdesk does not know.');
    expect(await hub.db.selectFrom('quarantine').select('reason').execute()).toHaveLength(3);
  });

  it('is read from every element of every list', async () => {
    const one = whatsAppMessages([whatsAppMessage(anna, textOf('1')), whatsAppMessage(hidden, textOf('2'))]);
    const two = whatsAppMessages([whatsAppMessage(anna, textOf('3'))]);
    const entries = [one, two].flatMap(({ entry }) => entry as { changes: unknown[] }[]);
    await hub.provider.deliver({ object: 'whatsapp_business_account', entry: [...entries, { id: businessId, changes: entries.flatMap(({ changes }) => changes).slice(0, 1) }, ...(whatsAppMessages([whatsAppMessage(hidden, textOf('4'))])['entry'] as unknown[])] });
    await hub.arrived(4);
    expect(hub.inbound().map(({ text }) => text).sort()).toEqual(['1', '2', '3', '4']);
    expect(new Set(hub.inbound().map(({ conversationId }) => conversationId)).size).toBe(2);
  });

  it('card numbers in text, captions and names are destroyed at intake', async () => {
    await write({ ...anna, name: 'Anna 4111 1111 1111 1111' }, textOf('My card: 4111 1111 1111 1111'));
    await hub.arrived(1);
    expect(JSON.stringify(hub.heard)).not.toContain('4111 1111 1111 1111');
    expect(hub.inbound()[0]?.text).toContain('[card **** 1111]');
  });

  it('files are fetched with the token, checked, and kept sealed like those of mail', async () => {
    const picture = hub.provider.upload(Buffer.from('picture bytes'), 'image/jpeg');
    await write(anna, { type: 'image', image: { ...picture, caption: 'The torn one' } });
    const invoice = hub.provider.upload(Buffer.from('card 4111 1111 1111 1111'), 'text/plain');
    await write(anna, { type: 'document', document: { ...invoice, filename: '../invoice.txt' } });
    const voice = hub.provider.upload(Buffer.from('voice'), 'audio/ogg; codecs=opus');
    await write(anna, { type: 'audio', audio: { ...voice, voice: true } });
    await hub.arrived(3);
    const attachments = hub.inbound().flatMap((message) => message.attachments);
    expect(attachments).toMatchObject([
      { name: 'Image', mediaType: 'image/jpeg', size: 13, contents: { state: 'kept', redacted: false } },
      { name: '../invoice.txt', mediaType: 'text/plain', contents: { state: 'kept', redacted: true } },
      { name: 'Voice message', mediaType: 'audio/ogg', size: 5, contents: { state: 'kept' } },
    ]);
    expect(hub.inbound()[0]?.text).toBe('The torn one');
  });

  it('a file that is not there, or not the one that was told, is asked for again and then told as not kept', async () => {
    const lost = hub.provider.upload(Buffer.from('lost'), 'image/jpeg');
    hub.provider.forget(lost.id);
    const other = hub.provider.upload(Buffer.from('as told'), 'image/jpeg');
    hub.provider.exchange(other.id, Buffer.from('another'));
    await write(anna, { type: 'image', image: { ...lost, caption: 'One' } });
    await write(anna, { type: 'image', image: { ...other, caption: 'Two' } });
    await vi.waitFor(async () => {
      await hub.hurry();
      await hub.channels.stop();
      await hub.channels.start();
      await hub.channels.idle();
      expect(hub.inbound()).toHaveLength(2);
    }, waiting);
    for (const { text, attachments } of hub.inbound()) {
      expect(text).toContain('[Image could not be fetched and was not kept.]');
      expect(attachments).toEqual([{ name: 'Image', mediaType: 'image/jpeg', size: 0 }]);
    }
    expect(hub.provider.asked.filter((what) => what === 'GET /v23.0/#').length).toBeGreaterThanOrEqual(8);
  });
});

describe('who a customer of WhatsApp is', () => {
  const conversations = () => new Set(hub.inbound().map(({ conversationId }) => conversationId)).size;

  it('is told by the id that belongs to the business, with or without a phone number, in any order', async () => {
    await write({ ...anna, userId: null }, textOf('number only, as before ids'));
    await hub.arrived(1);
    await write(anna, textOf('both'));
    await write({ ...anna, phone: null }, textOf('id only'));
    await write({ ...anna, userId: null }, textOf('number only, late'));
    await hub.arrived(4);
    expect(conversations()).toBe(1);
    const reply = await hub.reply('Hello');
    await vi.waitFor(() => expect(hub.statusesOf(reply).at(-1)?.status).toBe('delivered'), waiting);
    expect(hub.provider.taken.at(-1)?.to).toBe(anna.userId);
  });

  it('somebody who got a number that was another’s is somebody else', async () => {
    await write(anna, textOf('mine'));
    await write({ ...hidden, phone: anna.phone }, textOf('now mine'));
    await hub.arrived(2);
    expect(conversations()).toBe(2);
  });

  it.each([
    ['a notice of the system', () => write({ ...anna, name: 'Anna' }, { type: 'system', system: { type: 'user_changed_user_id', user_id: 'DE.NEW1', body: 'x' } })],
    ['an update of user ids', () => hub.provider.deliver(whatsAppBody({ user_id_update: [{ wa_id: anna.phone, detail: 'x', user_id: { previous: anna.userId, current: 'DE.NEW1' }, timestamp: '1' }] }, 'user_id_update'))],
  ])('stays the same when the id changes, by %s', async (_what, change) => {
    await write(anna, textOf('before'));
    await hub.arrived(1);
    await change();
    await change();
    await hub.channels.idle();
    await write({ userId: 'DE.NEW1', phone: null, name: 'Anna' }, textOf('after'));
    await hub.arrived(2);
    expect(conversations()).toBe(1);
    await hub.reply('Hello');
    await vi.waitFor(() => expect(hub.provider.taken.at(-1)?.to).toBe('DE.NEW1'), waiting);
  });
});

describe('a reply by WhatsApp', () => {
  it('goes out once, answers the customer’s message, and its statuses are told, whatever their order', async () => {
    hub.provider.tells = false;
    await write(anna, textOf('Where is it?'), 'wamid.question');
    await hub.arrived(1);
    const reply = await hub.reply('On its way.');
    await vi.waitFor(() => expect(hub.statusesOf(reply).at(-1)?.status).toBe('sent'), waiting);
    const [taken] = hub.provider.taken;
    expect(taken).toMatchObject({ text: 'On its way.', callback: reply, answers: 'wamid.question' });
    const wamid = taken?.id ?? '';
    await tell(statusOf(wamid, 'read'), statusOf(wamid, 'delivered'), statusOf(wamid, 'sent'));
    await tell(statusOf(wamid, 'read'), statusOf(wamid, 'warped'));
    await hub.channels.idle();
    expect(hub.statusesOf(reply).map(({ status }) => status)).toEqual(['sent', 'read']);
    expect(hub.provider.taken).toHaveLength(1);
  });

  it('has WhatsApp’s own marks, and characters that would begin one by chance do not', async () => {
    await write(anna, textOf('Where is it?'), 'wamid.question');
    await hub.arrived(1);
    const reply = await hub.reply('**Today**, _not_ ~~late~~: *this* one\n- [follow it](https://shop.example/a_b_c)', undefined, 'marked');
    await vi.waitFor(() => expect(hub.statusesOf(reply).at(-1)?.status).toBe('delivered'), waiting);
    expect(hub.provider.taken[0]).toMatchObject({ text: '*Today*, _not_ ~late~: *\u200athis* one\n- follow it (https://shop.example/a_b_c)' });
    expect(hub.messages().at(-1)).toMatchObject({ text: 'Today, not late: *this* one\n- follow it (https://shop.example/a_b_c)' });
  });

  it('whose answer was lost goes out once all the same: its status says that it was taken', async () => {
    await write(anna, textOf('Hi'));
    await hub.arrived(1);
    hub.provider.next.push('taken-without-answer');
    const reply = await hub.reply('Hello');
    await vi.waitFor(() => expect(hub.statusesOf(reply).at(-1)?.status).toBe('delivered'), waiting);
    await vi.waitFor(async () => expect(await hub.db.selectFrom('deliveries').select('state').execute()).toEqual([{ state: 'sent' }]), waiting);
    await hub.hurry();
    await hub.channels.idle();
    expect(hub.provider.taken).toHaveLength(1);
  });

  it('whose answer was lost is not sent again before its status had its time', async () => {
    hub.provider.tells = false;
    await write(anna, textOf('Hi'));
    await hub.arrived(1);
    hub.provider.next.push('hung-up');
    await hub.reply('Hello');
    const waits = async () => (await hub.db.selectFrom('deliveries').selectAll().executeTakeFirstOrThrow()).next_try_at - hub.clock.now();
    await vi.waitFor(async () => expect(await waits()).toBeGreaterThan(20_000), waiting);
    expect(hub.provider.taken).toHaveLength(0);
    await hub.hurry();
    await vi.waitFor(() => expect(hub.provider.taken).toHaveLength(1), waiting);
  });

  it('that was on its way when the hub stopped waits for its status', async () => {
    await write(anna, textOf('Hi'));
    await hub.arrived(1);
    hub.provider.tells = false;
    hub.provider.next.push({ error: 131_000, status: 500 });
    const reply = await hub.reply('Hello');
    await vi.waitFor(async () => expect((await hub.db.selectFrom('deliveries').selectAll().executeTakeFirstOrThrow()).attempts).toBe(1), waiting);
    await hub.channels.stop();
    await hub.db.updateTable('deliveries').set({ state: 'sending', next_try_at: 0 }).execute();
    await hub.channels.start();
    await hub.channels.idle();
    expect(hub.provider.taken).toHaveLength(0);
    await tell(statusOf('wamid.ours', 'delivered', { biz_opaque_callback_data: reply }));
    await hub.channels.idle();
    expect(hub.statusesOf(reply).at(-1)?.status).toBe('delivered');
    expect(await hub.db.selectFrom('deliveries').select('state').execute()).toEqual([{ state: 'sent' }]);
  });

  it('that was tried is not tried again right after a start, nor while news of WhatsApp lies unread', async () => {
    await write(anna, textOf('Hi'));
    await hub.arrived(1);
    hub.provider.tells = false;
    hub.provider.next.push('hung-up');
    const reply = await hub.reply('Hello');
    const delivery = () => hub.db.selectFrom('deliveries').selectAll().executeTakeFirstOrThrow();
    await vi.waitFor(async () => expect(await delivery()).toMatchObject({ state: 'waiting', attempts: 1 }), waiting);
    await hub.channels.stop();
    await hub.db.updateTable('deliveries').set({ next_try_at: 0 }).execute();
    await hub.channels.start();
    await hub.channels.idle();
    expect(hub.provider.taken).toHaveLength(0);
    // Put there without waking whoever reads it.
    const body = Buffer.from(JSON.stringify({ t: 'status', status: statusOf('wamid.ours', 'sent', { biz_opaque_callback_data: reply }) }));
    await hub.db.transaction().execute((tx) => spool(tx, hub.envelope, hub.clock, hub.hook.id, { source: 'status unread', body, receivedAt: hub.clock.now() }));
    await hub.db.updateTable('deliveries').set({ next_try_at: hub.clock.now() }).execute();
    // Its turn with this customer has come.
    await vi.waitFor(async () => {
      hub.channels.queued();
      expect((await delivery()).next_try_at).toBeGreaterThan(hub.clock.now());
    }, waiting);
    expect(await delivery()).toMatchObject({ state: 'waiting', attempts: 1 });
    expect(hub.provider.taken).toHaveLength(0);
    await write(hidden, textOf('wakes whoever reads'));
    await vi.waitFor(() => expect(hub.statusesOf(reply).at(-1)?.status).toBe('sent'), waiting);
    await hub.channels.idle();
    expect(await delivery()).toMatchObject({ state: 'sent' });
    expect(hub.provider.taken).toHaveLength(0);
  });

  it('is sent again when WhatsApp has a bad moment, and fails with our own words where it says no', async () => {
    await write(anna, textOf('Hi'));
    await hub.arrived(1);
    hub.provider.next.push({ error: 131_000, status: 500 }, { error: 131_026 });
    const reply = await hub.reply('Hello');
    await vi.waitFor(async () => expect(await hub.db.selectFrom('deliveries').select(['state', 'attempts']).execute()).toEqual([{ state: 'waiting', attempts: 1 }]), waiting);
    // A failure of WhatsApp's own may be a message that it took: its status is waited for; and one customer is written to every six seconds.
    expect((await hub.db.selectFrom('deliveries').selectAll().executeTakeFirstOrThrow()).next_try_at).toBeGreaterThan(hub.clock.now() + 20_000);
    await vi.waitFor(async () => {
      await hub.hurry();
      expect(hub.statusesOf(reply).at(-1)).toMatchObject({ status: 'failed', failure: expect.stringContaining('may no longer have WhatsApp') });
    }, { timeout: 60_000, interval: 500 });
    expect(JSON.stringify(hub.heard)).not.toContain('quoted by the provider');
  });

  it('that failed on its way to the customer says why, by the number and never in the provider’s words', async () => {
    hub.provider.tells = false;
    await write(anna, textOf('Hi'));
    await hub.arrived(1);
    const reply = await hub.reply('Hello');
    await vi.waitFor(() => expect(hub.provider.taken).toHaveLength(1), waiting);
    await tell(statusOf(hub.provider.taken[0]?.id ?? '', 'failed', { errors: [{ code: 131_047, title: 'Re-engagement message', error_data: { details: 'to 491700000001' } }] }));
    await vi.waitFor(() => expect(hub.statusesOf(reply).at(-1)).toMatchObject({ status: 'failed', failure: expect.stringContaining('more than 24 hours ago') }), waiting);
    expect(hub.statusesOf(reply).at(-1)?.failure).not.toContain('4917');
  });

  it('fails at once after 24 hours, and when it is too long: WhatsApp is not even asked', async () => {
    const old = whatsAppMessage(anna, textOf('long ago'));
    await hub.provider.deliver(whatsAppMessages([{ ...old, message: { ...old.message, timestamp: String(Math.floor(Date.now() / 1000) - 24 * 3_600 - 1) } }]));
    await hub.arrived(1);
    const late = await hub.reply('Hello');
    await vi.waitFor(() => expect(hub.statusesOf(late).at(-1)?.failure).toBe('The customer wrote more than 24 hours ago, and WhatsApp passes on no free reply after that; only an approved template may be sent. Ask IT, or use another channel.'), waiting);
    // A reaction opens nothing; a message does.
    await write(anna, { type: 'reaction', reaction: { message_id: 'x', emoji: '👍' } });
    await hub.arrived(2);
    const stillLate = await hub.reply('Hello?', hub.inbound()[0]);
    await vi.waitFor(() => expect(hub.statusesOf(stillLate).at(-1)?.status).toBe('failed'), waiting);
    await write(anna, textOf('now'));
    await hub.arrived(3);
    const long = await hub.reply('x'.repeat(4_097), hub.inbound()[2]);
    await vi.waitFor(() => expect(hub.statusesOf(long).at(-1)?.failure).toContain('4,096 characters'), waiting);
    expect(hub.provider.taken).toEqual([]);
  });

  it('waits for its turn: one to a customer in six seconds, and none is lost or counted as tried', async () => {
    await write(anna, textOf('Hi'));
    await write(hidden, textOf('Hi'));
    await hub.arrived(2);
    const [first, other] = hub.inbound();
    await hub.reply('one', first);
    await hub.reply('two', first);
    await hub.reply('three', other);
    await vi.waitFor(() => expect(hub.provider.taken.map(({ text }) => text).sort()).toEqual(['one', 'three']), waiting);
    expect(await hub.db.selectFrom('deliveries').select(['state', 'attempts']).where('state', '=', 'waiting').execute()).toEqual([{ state: 'waiting', attempts: 0 }]);
    await vi.waitFor(() => expect(hub.provider.taken.map(({ text }) => text)).toContain('two'), { timeout: 60_000, interval: 200 });
    expect(hub.provider.taken).toHaveLength(3);
  });
});

describe('the health of a WhatsApp channel', () => {
  const health = () => hub.channels.health(hub.hook.id);

  it('is working once WhatsApp has answered, and tells when the token ends a week ahead', async () => {
    await vi.waitFor(() => expect(health()).toMatchObject({ state: 'working', problem: null, tokenExpiresAt: null }), waiting);
    hub.provider.tokenEnds = Math.floor(Date.now() / 1000) + 3 * 24 * 3_600 + 60;
    await hub.channels.stop();
    await hub.channels.start();
    await vi.waitFor(() => expect(health()).toMatchObject({ state: 'working', problem: 'The access token for WhatsApp ends in 3 days. Make a new one before that.' }), waiting);
    expect(health()?.tokenExpiresAt).toBe(hub.provider.tokenEnds * 1000);
  });

  it('is failing when the token is dead, also when a reply finds out, and the reply waits', async () => {
    await write(anna, textOf('Hi'));
    await hub.arrived(1);
    await vi.waitFor(() => expect(health()?.state).toBe('working'), waiting);
    hub.provider.tokenDead = true;
    await hub.reply('Hello');
    await vi.waitFor(() => expect(health()).toMatchObject({ state: 'failing', problem: expect.stringContaining('refuses the access token') }), waiting);
    expect(await hub.db.selectFrom('deliveries').select('state').execute()).toEqual([{ state: 'waiting' }]);
  });

  it('reaches IT when it stops working and when it works again: audit log, log and console, once each', async () => {
    const [record] = await readChannels(hub.db, hub.envelope);
    if (record?.kind !== 'whatsapp') throw new Error('There is no channel.');
    const opened = async (accessToken: string) => {
      const channel = createWhatsAppChannel({ channelId: record.id, settings: { ...record.settings, accessToken }, clock: hub.clock });
      await channel.receive({ take: async () => 'known', takeAll: async () => undefined });
      await vi.waitFor(() => expect(channel.health().state).not.toBe('starting'), waiting);
      return channel;
    };
    let channel = await opened('a token that ended');
    const logged: string[] = [];
    const log = { info: (event: string) => void logged.push(event), warn: (event: string) => void logged.push(event) };
    const watch = new HealthWatch({ db: hub.db, audit: hub.audit, clock: hub.clock, log, adapters: () => [channel], changed: () => void logged.push('console') });
    for (let look = 0; look < 2; look += 1) await watch.look();
    await channel.stop();
    channel = await opened(hub.provider.token);
    for (let look = 0; look < 2; look += 1) await watch.look();
    await channel.stop();
    expect(logged).toEqual(['channel.troubled', 'console', 'channel.recovered', 'console']);
    const audited = await hub.db.selectFrom('audit').select(['action', 'subject']).where('action', 'like', 'channel.%ed').where('actor', '=', 'hub').orderBy('position').execute();
    expect(audited).toEqual([{ action: 'channel.troubled', subject: record.id }, { action: 'channel.recovered', subject: record.id }]);
  });

  it('is tested for IT in plain words', async () => {
    expect(await hub.channels.test(hub.hook.id)).toEqual([
      { ok: true, words: 'The access token is valid and has no end.' },
      { ok: true, words: 'The phone number can be reached.' },
      { ok: true, words: 'An app gets the account’s messages.' },
    ]);
    hub.provider.subscribed = false;
    expect((await hub.channels.test(hub.hook.id))?.map(({ ok }) => ok)).toEqual([true, true, false]);
    hub.provider.tokenDead = true;
    expect((await hub.channels.test(hub.hook.id))?.map(({ ok }) => ok)).toEqual([false, false, false]);
  });

  it('lists approved templates', async () => {
    expect(await listTemplates(hub.admin, hub.hook.id)).toEqual([{ name: 'order_update', language: 'en', category: 'UTILITY' }, { name: 'picture', language: 'en', category: 'UTILITY' }, { name: 'invoice', language: 'en', category: 'UTILITY' }, { name: 'ask_again', language: 'de', category: 'UTILITY' }]);
  });

  it('keeps its secrets sealed, and out of the log', async () => {
    const { readFileSync } = await import('node:fs');
    const files = ['hub.db', 'hub.db-wal'].map((name) => readFileSync(`${hub.folder}/${name}`).toString('latin1')).join('');
    for (const secret of [hub.provider.token, hub.provider.appSecret, hub.hook.verifyToken]) expect(files + JSON.stringify(hub.logged)).not.toContain(secret);
  });
});

describe('the time for a free reply', () => {
  it('is told with the conversation, from the customer’s last message on, whichever comes first', async () => {
    await write(anna, textOf('One'));
    await hub.arrived(1);
    const until = () => hub.heard.flatMap(({ event }) => (event.e === 'conversation' ? [event.conversation.replyUntil] : [])).at(-1);
    expect(until()).toBe((hub.inbound()[0]?.sentAt ?? 0) + 24 * 3_600_000);
    const { message, contact } = whatsAppMessage(anna, textOf('An hour before, and late'));
    await hub.provider.deliver(whatsAppMessages([{ message: { ...message, timestamp: String(Math.floor(hub.clock.now() / 1000) - 3_600) }, contact }]));
    await hub.arrived(2);
    expect(until()).toBe((hub.inbound()[0]?.sentAt ?? 0) + 24 * 3_600_000);
  });
});

describe('a customer with two accounts', () => {
  it('has a conversation for each, and is answered where they wrote', async () => {
    await write(anna, textOf('One'));
    await write(hidden, textOf('Two'));
    await hub.arrived(2);
    const [one, two] = hub.inbound().map(({ conversationId }) => conversationId);
    const customers = await hub.db.selectFrom('conversations').select(['id', 'customer_id']).execute();
    const customerOf = (id: string | undefined) => CustomerId.parse(customers.find((each) => each.id === id)?.customer_id);
    const lea = await hub.addAgent({ name: 'Lea', roles: ['lead'] });
    const merges = new Merges({ envelope: hub.envelope, audit: hub.audit, clock: hub.clock, agents: hub.people, fanOut: hub.fanOut, beginnings: hub.beginnings });
    await hub.db.transaction().execute((tx) => merges.merge(tx, lea, customerOf(one), customerOf(two)));
    await write(anna, textOf('One again'));
    await write(hidden, textOf('Two again'));
    await hub.arrived(4);
    expect(Object.fromEntries(hub.inbound().map(({ conversationId, text }) => [text, conversationId]))).toEqual({ 'One': one, 'One again': one, 'Two': two, 'Two again': two });
    await hub.reply('To the second', hub.inbound().find(({ text }) => text === 'Two again'));
    await vi.waitFor(() => expect(hub.provider.taken).toMatchObject([{ to: hidden.userId, text: 'To the second' }]), waiting);
  });
});
