import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeMessageId, readMessageId } from '../../../../hub/channels/email/message-id.ts';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { chatBytes } from '../../../../hub/channels/webchat/read-chat.ts';
import { saveVisitor, newVisitor } from '../../../../hub/channels/webchat/visitors.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import { ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import { fixture, openOrganisation, type Organisation } from './organisation.ts';

let hub: Organisation;
let mailbox: string;
beforeEach(async () => {
  hub = await openOrganisation();
  mailbox = await hub.addMailbox();
});
afterEach(() => hub.close());

const put = (raw: Uint8Array, channelId = mailbox) =>
  hub.db.transaction().execute((tx) => spool(tx, hub.envelope, hub.clock, channelId, { source: sourceOf(raw), body: raw, receivedAt: hub.clock.now() }));
const run = async () => {
  await hub.channels.start();
  await hub.channels.idle();
};
const mail = (headers: string, body = 'Hello') => Buffer.from(`${headers}\r\n\r\n${body}\r\n`);

describe('intake', () => {
  it('stores a mail once, however often it comes, and tells those who may see it', async () => {
    const agent = await hub.addAgent({ name: 'Ada' });
    const it = await hub.addAgent({ name: 'Ivo', roles: ['it'] });
    expect(await put(fixture('plain.eml'))).toBe('taken');
    expect(await put(fixture('plain.eml'))).toBe('known');
    await run();
    expect(await put(fixture('plain.eml'))).toBe('known');
    await hub.channels.idle();
    expect(hub.messages()).toHaveLength(1);
    expect(hub.messages()[0]).toMatchObject({ kind: 'inbound', authorName: 'Anna Bergström', status: 'received', revision: 1 });
    for (const { audience } of hub.heard.filter(({ event }) => event.e !== 'channels')) {
      expect(audience).toContain(agent.id);
      expect(audience).not.toContain(it.id);
    }
    const shown = hub.heard.flatMap(({ event }) => (event.e === 'conversation' ? event.customer.identities : []));
    expect(shown[0]).toEqual({ kind: 'email', shown: 'a•••@mail.example' });
    expect(await hub.db.selectFrom('intake_spool').selectAll().execute()).toEqual([]);
  });

  it('tells devices how far it is known who a customer is: by what their mail shows, until one comes that anybody can have written', async () => {
    await hub.addAgent({ name: 'Ada' });
    const vouching = await hub.addMailbox('mx.shop.example');
    const headers = (id: string, result: string) => `Authentication-Results: mx.shop.example; dmarc=${result}\r\nFrom: maria@mail.example\r\nSubject: Tent\r\nMessage-ID: <${id}@mail.example>`;
    const levels = () => hub.heard.flatMap(({ event }) => (event.e === 'conversation' ? [event.conversation.verification] : []));
    for (const [id, result] of [['one', 'pass'], ['two', 'pass'], ['three', 'fail'], ['four', 'pass']] as const) {
      await put(mail(headers(id, result)), vouching);
      await run();
      await hub.channels.stop();
    }
    expect(new Set(hub.messages().map(({ conversationId }) => conversationId)).size).toBe(1);
    expect(levels()).toEqual(['contact', 'contact', 'unverified', 'unverified']);
    await put(mail('From: maria@mail.example\r\nSubject: Another\r\nMessage-ID: <five@mail.example>'));
    await run();
    expect(levels().at(-1)).toBe('unverified');
  });

  it('keeps mails of one second in the order they came, for every device', async () => {
    const numbers = Array.from({ length: 30 }, (_, n) => n);
    const receivedAt = Math.floor(hub.clock.now() / 1000) * 1000;
    for (const n of numbers) {
      const body = mail(`From: a@mail.example\r\nSubject: Many\r\nDate: ${new Date(receivedAt).toUTCString()}\r\nMessage-ID: <${n}@mail.example>`, `number ${n}`);
      await hub.db.transaction().execute((tx) => spool(tx, hub.envelope, hub.clock, mailbox, { source: sourceOf(body), body, receivedAt }));
    }
    await run();
    // Devices order messages by the time of sending, then by id.
    const shown = hub.messages().toSorted((a, b) => a.sentAt - b.sentAt || (a.id < b.id ? -1 : 1));
    expect(shown.map(({ text }) => text.trim())).toEqual(numbers.map((n) => `number ${n}`));
  });

  it('goes on from the spool after a crash, without losing or doubling a mail', async () => {
    for (let n = 0; n < 5; n += 1) await put(mail(`From: c${n}@mail.example\r\nSubject: n${n}\r\nMessage-ID: <${n}@mail.example>`));
    const { folder, masterKey } = hub;
    await run();
    await hub.close(true);
    hub = await openOrganisation({ folder, masterKey });
    await run();
    const { n } = await hub.db.selectFrom('messages').select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
    expect(n).toBe(5);
  });

  it('leaves nothing readable on disk', async () => {
    await put(mail('From: Canary Quetzal <quetzal@canary.example>\r\nSubject: zanzibar\r\nMessage-ID: <wombat@canary.example>', 'platypus'));
    await run();
    const files = ['hub.db', 'hub.db-wal'].map((name) => readFileSync(join(hub.folder, name)).toString('latin1').toLowerCase());
    for (const word of ['quetzal', 'zanzibar', 'platypus', 'wombat', 'canary']) for (const file of files) expect(file).not.toContain(word);
  });

  it('keeps a mail it cannot read in quarantine and shows that it came', async () => {
    await put(fixture('nested.eml'));
    await run();
    expect(hub.messages()[0]?.text).toContain('damaged');
    expect(await hub.db.selectFrom('quarantine').select('reason').execute()).toEqual([{ reason: 'unreadable' }]);
  });

  it('names what may deceive', async () => {
    await put(fixture('claims-to-be-us.eml'));
    await run();
    const [message] = hub.messages();
    expect(message?.risk.level).toBe('caution');
    expect(message?.risk.reasons.join(' ')).toContain('your own company');
    expect(message?.risk.reasons.join(' ')).toContain('elsewhere.example');
  });

  it('redacts a card number split over two messages in both', async () => {
    const chat = await hub.addChat();
    const visitor = newVisitor(chat);
    await saveVisitor(hub.db, visitor, hub.clock.now());
    const say = (text: string, receivedAt: number) => {
      const id = randomUUID();
      return hub.db.transaction().execute((tx) => spool(tx, hub.envelope, hub.clock, chat, { source: `${visitor.id}\n${id}`, body: chatBytes({ visitorId: visitor.id, id, text }), receivedAt }));
    };
    const now = hub.clock.now();
    await say('my card is 4111 1111', now - 1000);
    await say('1111 1111, thanks', now - 500);
    await run();
    const replaced = hub.heard.flatMap(({ event }) => (event.e === 'message.replaced' ? [event.message] : []));
    expect(replaced).toHaveLength(1);
    expect(replaced[0]?.revision).toBe(2);
    const last = hub.messages().at(-1);
    const digits = `${replaced[0]?.text} ${last?.text}`.replaceAll(/\D/g, '');
    expect(digits.length).toBeLessThanOrEqual(8);
  });
});

describe('threading', () => {
  const conversationOf = (subject: string) => hub.messages().find((message) => message.subject === subject)?.conversationId;

  it('joins an answer to our own authenticated Message-ID, before anything else', async () => {
    const agent = await hub.addAgent({ name: 'Ada' });
    await put(fixture('plain.eml'));
    await run();
    const conversationId = ConversationId.parse(hub.messages()[0]?.conversationId);
    const messageId = MessageId.parse(randomUUID());
    expect(await hub.execute(agent, { do: 'reply', conversationId, messageId, text: 'It left today.', seen: hub.messages()[0]?.id ?? null })).toEqual({ kind: 'done' });
    const ours = makeMessageId(hub.envelope, messageId, 'shop.example');
    await put(mail(`From: anna.bergstrom@mail.example\r\nSubject: Another matter\r\nMessage-ID: <r1@mail.example>\r\nIn-Reply-To: ${ours}`));
    await put(mail(`From: stranger@mail.example\r\nSubject: Stranger\r\nMessage-ID: <r2@mail.example>\r\nReferences: ${ours}`));
    await put(mail(`From: forger@mail.example\r\nSubject: Forged\r\nMessage-ID: <r3@mail.example>\r\nIn-Reply-To: ${ours.replace(/\.[0-9a-f]{32}@/, `.${'0'.repeat(32)}@`)}`));
    await hub.channels.reload();
    await hub.channels.stop();
    await run();
    expect(conversationOf('Another matter')).toBe(conversationId);
    expect(conversationOf('Stranger')).toBe(conversationId);
    expect(hub.messages().find(({ subject }) => subject === 'Stranger')?.risk.level).toBe('caution');
    expect(conversationOf('Forged')).not.toBe(conversationId);
  });

  it('joins by subject only what the same sender wrote', async () => {
    await put(mail('From: a@mail.example\r\nSubject: Refund\r\nMessage-ID: <s1@mail.example>'));
    await put(mail('From: a@mail.example\r\nSubject: Re: AW: refund\r\nMessage-ID: <s2@mail.example>'));
    await put(mail('From: b@mail.example\r\nSubject: Re: Refund\r\nMessage-ID: <s3@mail.example>'));
    await run();
    expect(conversationOf('Re: AW: refund')).toBe(conversationOf('Refund'));
    expect(conversationOf('Re: Refund')).not.toBe(conversationOf('Refund'));
  });

  it('tells a forged Message-ID of ours', () => {
    const id = randomUUID();
    const made = makeMessageId(hub.envelope, id, 'shop.example');
    expect(readMessageId(hub.envelope, made)).toBe(id);
    expect(readMessageId(hub.envelope, made.replace(id, randomUUID()))).toBeNull();
  });

  it('opens a resolved conversation again and sends its past along', async () => {
    const agent = await hub.addAgent({ name: 'Ada' });
    await put(mail('From: a@mail.example\r\nSubject: Refund\r\nMessage-ID: <o1@mail.example>', 'first'));
    await run();
    const conversationId = ConversationId.parse(hub.messages()[0]?.conversationId);
    await hub.execute(agent, { do: 'status', conversationId, status: 'resolved' });
    hub.heard.length = 0;
    await put(mail('From: a@mail.example\r\nSubject: Re: Refund\r\nMessage-ID: <o2@mail.example>', 'second'));
    await hub.channels.stop();
    await run();
    expect(hub.heard.find(({ event }) => event.e === 'conversation')?.event).toMatchObject({ conversation: { status: 'open' } });
    expect(hub.messages().map(({ text }) => text)).toEqual(expect.arrayContaining(['first', 'second']));
  });

  it('marks the message failed that a delivery report is about', async () => {
    const agent = await hub.addAgent({ name: 'Ada' });
    await put(fixture('plain.eml'));
    await run();
    const messageId = MessageId.parse(randomUUID());
    await hub.execute(agent, { do: 'reply', conversationId: ConversationId.parse(hub.messages()[0]?.conversationId), messageId, text: 'Hi', seen: null });
    const report = `From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\nSorry\r\n--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; anna.bergstrom@mail.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--B\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: ${makeMessageId(hub.envelope, messageId, 'shop.example')}\r\n\r\nHi\r\n--B--\r\n`;
    const before = hub.messages().length;
    await put(Buffer.from(report));
    await hub.channels.stop();
    await run();
    expect(hub.messages()).toHaveLength(before);
    expect(hub.heard.at(-1)?.event).toMatchObject({ e: 'message.status', messageId, status: 'failed' });
  });
});

describe('what is there together', () => {
  const numbered = (n: number) => mail(`From: c${n}@mail.example\r\nSubject: n${n}\r\nMessage-ID: <${n}@mail.example>`, `number ${n}`);
  const texts = () => hub.messages().map(({ text }) => text.trim());

  it('is stored but for the one that cannot be, which is tried again', async () => {
    for (const n of [0, 1, 2]) await put(numbered(n));
    const bad = Buffer.from(hub.envelope.blindIndex('content', `${mailbox}\n${sourceOf(numbered(1))}`)).toString('hex');
    const raw = new SqliteDatabase(join(hub.folder, 'hub.db'));
    raw.exec(`CREATE TRIGGER refuses BEFORE INSERT ON intake_ledger WHEN hex(NEW.source_index) = upper('${bad}') BEGIN SELECT RAISE(ABORT, 'no'); END`);
    await run();
    expect(texts()).toEqual(['number 0', 'number 2']);
    expect(hub.logged.filter(({ event }) => event === 'intake.attempt-failed')).toHaveLength(1);
    expect(await hub.db.selectFrom('intake_spool').select('attempts').execute()).toEqual([{ attempts: 1 }]);
    raw.exec('DROP TRIGGER refuses');
    raw.prepare('UPDATE intake_spool SET next_try_at = 0').run();
    raw.close();
    await hub.channels.stop();
    await run();
    expect(texts()).toEqual(['number 0', 'number 2', 'number 1']);
    const { n } = await hub.db.selectFrom('messages').select((e) => e.fn.countAll<number>().as('n')).executeTakeFirstOrThrow();
    expect(n).toBe(3);
  });
});
