import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loopbackCertificate } from '../../../../build/mail/certificate.mts';
import { type Smtp, startSmtp } from '../../../../build/mail/smtp.mts';
import { addEmailChannel } from '../../../../hub/channels/admin.ts';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { openContent, replaceContent, toMessage } from '../../../../hub/conversations/messages.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import { Signatures } from '../../../../hub/writing/signatures.ts';
import type { Command } from '../../../../shared/contract/wire/index.ts';
import { ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import type { Agent } from '../../../../shared/domain/people.ts';
import { openOrganisation, type Organisation } from '../../../unit/hub/inbox/organisation.ts';

const shop = { address: 'support@shop.example', password: 'a shop password' };
const waiting = { timeout: 60_000, interval: 50 };

let folder: string;
let smtp: Smtp;
let hub: Organisation;
let channel: string;
let ada: Agent;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sd-marks-'));
  const certificate = loopbackCertificate(folder);
  smtp = await startSmtp({ certificate, accounts: [shop], deliver: () => undefined });
  hub = await openOrganisation();
  channel = await addEmailChannel(
    hub.admin,
    { name: 'Support', address: shop.address, imap: { host: '127.0.0.1', port: 9, security: 'tls' }, smtp: { host: 'localhost', port: smtp.port, security: 'starttls' }, user: shop.address, password: shop.password, ca: certificate.cert },
    'test',
  );
  ada = await hub.addAgent({ name: 'Ada' });
  const raw = Buffer.from(`From: Anna <anna@mail.example>\r\nSubject: Our order\r\nMessage-ID: <${randomUUID()}@mail.example>\r\n\r\nWhere is it?\r\n`);
  await hub.db.transaction().execute((tx) => spool(tx, hub.envelope, hub.clock, channel, { source: sourceOf(raw), body: raw, receivedAt: hub.clock.now() }));
  await hub.channels.start();
  await hub.channels.idle();
});
afterEach(async () => {
  await hub.close();
  await smtp.stop();
  await rm(folder, { recursive: true, force: true });
});

const reply = (text: string, format?: 'marked') => {
  const [asked] = hub.messages();
  if (asked === undefined) throw new TypeError('There is nothing to answer.');
  return hub.execute(ada, { do: 'reply', conversationId: ConversationId.parse(asked.conversationId), messageId: MessageId.parse(randomUUID()), text, ...(format === undefined ? {} : { format }), seen: asked.id });
};
const note = (text: string, format?: 'marked') => {
  const { conversationId } = hub.messages()[0] ?? expect.fail('There is nothing to note.');
  return hub.execute(ada, { do: 'note', conversationId: ConversationId.parse(conversationId), messageId: MessageId.parse(randomUUID()), text, ...(format === undefined ? {} : { format }) });
};
const start = (text: string): Extract<Command, { do: 'start' }> => ({ do: 'start', conversationId: ConversationId.parse(randomUUID()), messageId: MessageId.parse(randomUUID()), channelId: channel, to: { kind: 'address', address: 'ida@mail.example', name: 'Ida' }, subject: 'Your tent', text, format: 'marked' });
const sign = (text: string) => hub.db.transaction().execute((tx) => new Signatures({ envelope: hub.envelope, audit: hub.audit, fanOut: hub.fanOut, policy: hub.policy }).set(tx, ada, text));
async function sent() {
  hub.channels.queued();
  await vi.waitFor(() => expect(smtp.sent).toHaveLength(1), waiting);
  return PostalMime.parse(smtp.sent[0]?.raw ?? '');
}
const marked = '**Dear Anna**,\n\n- it _left_ today\n- [follow it](https://shop.example/t?a=1&b=2)\n\n<b>not bold</b> & ~~late~~';
const reading = 'Dear Anna,\n\n- it left today\n- follow it (https://shop.example/t?a=1&b=2)\n\n<b>not bold</b> & late';

describe('an answer with marks', () => {
  it('goes out by mail as a plain part and one with its formatting, made of nothing but a few elements', async () => {
    expect(await reply(marked, 'marked')).toEqual({ kind: 'done' });
    const mail = await sent();
    expect(mail.text?.replaceAll('\r\n', '\n').trim()).toBe(reading);
    expect(mail.html).toContain('<strong>Dear Anna</strong>,');
    expect(mail.html).toContain('<ul dir="auto" style="margin:0"><li>it <em>left</em> today</li><li><a href="https://shop.example/t?a=1&amp;b=2">follow it</a> (https://shop.example/t?a=1&amp;b=2)</li></ul>');
    expect(mail.html).toContain('&lt;b&gt;not bold&lt;/b&gt; &amp; <s>late</s>');
    // What devices, searches and transcripts have is the reading; the marks stand beside it.
    expect(hub.messages().at(-1)).toMatchObject({ kind: 'outbound', text: reading, marked });
  });

  it('has no part but the plain one where it has no marks, or its laptop knows of none', async () => {
    expect(await reply('It left today: https://shop.example/a_b_c', 'marked')).toEqual({ kind: 'done' });
    const mail = await sent();
    expect(mail.html).toBeUndefined();
    expect(hub.messages().at(-1)).not.toHaveProperty('marked');
    expect(await reply('**as typed**')).toEqual({ kind: 'done' });
    expect(hub.messages().at(-1)).toMatchObject({ text: '**as typed**' });
    expect(hub.messages().at(-1)).not.toHaveProperty('marked');
  });

  it('has the signature below it in both parts', async () => {
    await hub.db.updateTable('agents').set({ signature: hub.envelope.sealSystem(`agents.signature:${ada.id}`, Buffer.from('Ada *Sun* & Co <x>')) }).where('id', '=', ada.id).execute();
    expect(await reply('**Yes**', 'marked')).toEqual({ kind: 'done' });
    const mail = await sent();
    expect(mail.text?.replaceAll('\r\n', '\n').trim()).toBe('Yes\n\n-- \nAda *Sun* & Co <x>');
    expect(mail.html).toContain('<strong>Yes</strong>');
    expect(mail.html).toContain('<br>-- <br>Ada *Sun* &amp; Co &lt;x&gt;');
  });

  it('has a signature with marks below it in both parts, also where only that has any; a laptop that knows of no marks has it plain', async () => {
    await sign('**Ada** <x>\n[Shop](https://shop.example/)');
    const under = 'Ada <x>\nShop (https://shop.example/)';
    expect(await reply('Yes, [you](https://shop.example/you)', 'marked')).toEqual({ kind: 'done' });
    const mail = await sent();
    expect(mail.text?.replaceAll('\r\n', '\n').trim()).toBe(`Yes, you (https://shop.example/you)\n\n-- \n${under}`);
    expect(mail.html).toContain('<br>-- <br><strong>Ada</strong> &lt;x&gt;<br><a href="https://shop.example/">Shop</a> (https://shop.example/)');
    expect(await reply('Yes')).toEqual({ kind: 'done' });
    expect(hub.messages().at(-1)).toMatchObject({ text: `Yes\n\n-- \n${under}`, marked: 'Yes\n\n-- \n**Ada** <x>\n[Shop](https://shop.example/)' });
    expect(await reply('**as typed**')).toEqual({ kind: 'done' });
    expect(hub.messages().at(-1)).toMatchObject({ text: `**as typed**\n\n-- \n${under}` });
    expect(hub.messages().at(-1)).not.toHaveProperty('marked');
  });

  it('is a first word as well', async () => {
    expect(await hub.execute(ada, start('It is **back** in stock.'))).toEqual({ kind: 'done' });
    expect((await sent()).html).toContain('It is <strong>back</strong> in stock.');
  });

  it.each([
    ['as it reads and as it is formatted', 'It is **back** in stock.', 'It is <strong>back</strong> in stock.'],
    ['also where nothing above it is formatted', 'It is back in stock.', 'It is back in stock.'],
  ])('that is a first word has the signature below it, once, %s', async (_as, written, html) => {
    const text = 'It is back in stock.';
    const command = start(written);
    await sign('**Ada** <x>\n[Shop](https://shop.example/)');
    const under = 'Ada <x>\nShop (https://shop.example/)';
    expect(await hub.execute(ada, command)).toEqual({ kind: 'done' });
    const mail = await sent();
    expect(mail.text?.replaceAll('\r\n', '\n').trim()).toBe(`${text}\n\n-- \n${under}`);
    expect(mail.html?.split('<br>-- <br><strong>Ada</strong> &lt;x&gt;<br><a href="https://shop.example/">Shop</a> (https://shop.example/)')).toEqual([expect.stringContaining(html), expect.any(String)]);
    // What its author and colleagues have, and the list says, is what the customer got.
    expect(hub.messages().at(-1)).toMatchObject({ id: command.messageId, kind: 'outbound', text: `${text}\n\n-- \n${under}`, marked: `${written}\n\n-- \n**Ada** <x>\n[Shop](https://shop.example/)` });
  });

  it('has no marks any more once its text was changed: what was hidden in the one stands in the other', async () => {
    expect(await reply('The code is **1234**, _please_.', 'marked')).toEqual({ kind: 'done' });
    const id = hub.messages().at(-1)?.id ?? expect.fail('it was not told');
    const changed = await hub.db.transaction().execute(async (tx) => {
      const row = await tx.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      const content = await openContent(tx, hub.envelope, row);
      expect(content).toMatchObject({ marked: 'The code is **1234**, _please_.' });
      const kept = await replaceContent(tx, hub.envelope, row, { ...content, text: `${content.text}\n\nAda` });
      expect(await openContent(tx, hub.envelope, kept)).toHaveProperty('marked');
      return toMessage(tx, hub.envelope, await replaceContent(tx, hub.envelope, kept, { ...content, text: 'The code is [hidden], please.' }), 'email');
    });
    expect(changed.text).toBe('The code is [hidden], please.');
    expect(JSON.stringify(changed)).not.toContain('1234**');
  });

  it.each(['4111 **1111** 1111 1111', '4111**1111**11111111', '_4111 1111_ ~~1111~~ `1111`', '[x](https://shop.example/4111111111111111)'])('does not leave with a card number in it, however marks split it: %s', async (text) => {
    expect(await reply(text, 'marked')).toMatchObject({ kind: 'refused', message: expect.stringContaining('payment card number') });
    expect(await hub.execute(ada, start(text))).toMatchObject({ kind: 'refused', message: expect.stringContaining('payment card number') });
    expect(await note(text, 'marked')).toMatchObject({ kind: 'refused', message: expect.stringContaining('payment card number') });
    expect(await hub.db.selectFrom('deliveries').select('message_id').execute()).toEqual([]);
  });
});

describe('a note with marks', () => {
  it('is told to colleagues as it reads and as it was written; of a laptop that knows of none, as it was typed', async () => {
    expect(await note(marked, 'marked')).toEqual({ kind: 'done' });
    expect(hub.messages().at(-1)).toMatchObject({ kind: 'note', text: reading, marked });
    expect(await note('**as typed**')).toEqual({ kind: 'done' });
    expect(hub.messages().at(-1)).toMatchObject({ kind: 'note', text: '**as typed**' });
    expect(hub.messages().at(-1)).not.toHaveProperty('marked');
  });
});
