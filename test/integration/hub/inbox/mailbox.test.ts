import { mkdtemp, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loopbackCertificate } from '../../../../build/mail/certificate.mts';
import { type Dovecot, startDovecot } from '../../../../build/mail/dovecot.mts';
import { type Smtp, startSmtp } from '../../../../build/mail/smtp.mts';
import { addEmailChannel } from '../../../../hub/channels/admin.ts';
import { ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import { Routing } from '../../../../shared/domain/routing.ts';
import { fixture, openOrganisation, type Organisation } from '../../../unit/hub/inbox/organisation.ts';

const shop = { address: 'support@shop.example', password: 'a shop password' };
const customer = { address: 'anna.bergstrom@mail.example', password: 'a customer password' };
const waiting = { timeout: 60_000, interval: 50 };

// Needs Dovecot and an ordinary user, as `npm test` provides them; without either it fails and says so.
describe('a mailbox', () => {
  let folder: string;
  let dovecot: Dovecot;
  let smtp: Smtp;
  let hub: Organisation;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sd-mail-'));
    dovecot = await startDovecot({ folder: join(folder, 'dovecot'), accounts: [shop, customer] });
  });
  afterAll(async () => {
    await dovecot.stop();
    await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    const certificate = loopbackCertificate(join(folder, 'smtp'));
    smtp = await startSmtp({ certificate, accounts: [shop], deliver: (address, raw) => dovecot.deliver(address, raw) });
    hub = await openOrganisation();
  });
  afterEach(async () => {
    await hub.close();
    await smtp.stop();
  });

  const addChannel = (change: { readonly imap?: 'tls' | 'starttls'; readonly password?: string; readonly ca?: string | null; readonly authservId?: string } = {}) =>
    addEmailChannel(
      hub.admin,
      {
        name: 'Support',
        address: shop.address,
        imap: { host: 'localhost', port: change.imap === 'starttls' ? dovecot.starttlsPort : dovecot.imapsPort, security: change.imap ?? 'tls' },
        smtp: { host: 'localhost', port: smtp.port, security: 'starttls' },
        user: shop.address,
        password: change.password ?? shop.password,
        authservId: change.authservId ?? null,
        ca: change.ca === undefined ? `${dovecot.ca}\n${loopbackCertificate(join(folder, 'smtp')).cert}` : change.ca,
      },
      'test',
    );
  const arrived = (subject: string) => hub.messages().filter((message) => message.subject === subject);
  /** What was last said of how a message goes out; more mail may be read meanwhile. */
  const lastStatus = () => hub.heard.flatMap(({ event }) => (event.e === 'message.status' ? [event] : [])).at(-1);

  it('is followed by IDLE, answered threaded over STARTTLS, and the answer of the customer comes back to the same conversation', async () => {
    const agent = await hub.addAgent({ name: 'Ada' });
    const channel = await addChannel();
    await hub.channels.start();
    await vi.waitFor(() => expect(hub.channels.health(channel)?.state).toBe('working'), waiting);
    dovecot.deliver(shop.address, fixture('plain.eml'));
    await vi.waitFor(() => expect(arrived('Where is my tent?')).toHaveLength(1), waiting);
    const [first] = hub.messages();
    const messageId = MessageId.parse(randomUUID());
    const conversationId = ConversationId.parse(first?.conversationId);
    expect(await hub.execute(agent, { do: 'reply', conversationId, messageId, text: 'It left today.\nBest, Ada', seen: first?.id ?? null })).toEqual({ kind: 'done' });
    await vi.waitFor(() => expect(lastStatus()).toMatchObject({ messageId, status: 'sent' }), waiting);

    const sent = smtp.sent[0]?.raw.toString('utf8').replaceAll(/\r?\n[ \t]+/g, ' ') ?? '';
    expect(sent).toMatch(/^In-Reply-To: <plain-1@mail\.example>\r?$/m);
    expect(sent).toMatch(/^References: <plain-1@mail\.example>\r?$/m);
    expect(sent).toMatch(/^Subject: Re: Where is my tent\?\r?$/m);
    expect(sent).toContain('It left today.');
    const ourId = /^Message-ID: (<sealdesk\.[^>]+>)/m.exec(sent)?.[1];
    expect(ourId).toContain(messageId);

    dovecot.deliver(shop.address, `From: ${customer.address}\r\nTo: ${shop.address}\r\nSubject: thanks\r\nMessage-ID: <thanks@mail.example>\r\nIn-Reply-To: ${ourId}\r\n\r\nThank you.\r\n`);
    await vi.waitFor(() => expect(arrived('thanks')).toHaveLength(1), waiting);
    expect(arrived('thanks')[0]?.conversationId).toBe(conversationId);
  });

  it('is read again from where it stopped, by STARTTLS too, and each mail stored once', async () => {
    await addChannel({ imap: 'starttls' });
    await hub.channels.start();
    await vi.waitFor(() => expect(hub.messages().length).toBeGreaterThan(0), waiting);
    const before = hub.messages().length;
    await hub.channels.stop();
    dovecot.deliver(shop.address, fixture('no-message-id.eml'));
    await hub.channels.start();
    await vi.waitFor(() => expect(arrived('Refund')).toHaveLength(1), waiting);
    // As after the server has rebuilt the mailbox: every UID is new to us.
    await hub.channels.stop();
    await hub.db.updateTable('imap_positions').set({ uid_validity: '1' }).execute();
    dovecot.deliver(shop.address, fixture('huge-subject.eml'));
    await hub.channels.start();
    await vi.waitFor(() => expect(hub.messages()).toHaveLength(before + 2), waiting);
  });

  it.each([
    ['a wrong password', { password: 'wrong' }, 'refused the password'],
    ['a certificate that nobody vouches for', { ca: null }, '--ca'],
  ])('says what IT should do about %s', async (_what, change, words) => {
    const channel = await addChannel(change);
    await hub.channels.start();
    await vi.waitFor(() => expect(hub.channels.health(channel)?.problem).toContain(words), waiting);
    expect(JSON.stringify(hub.logged)).not.toContain(shop.address);
  });

  it('never sends without TLS: the message waits and nothing is said in the clear', async () => {
    await smtp.stop();
    smtp = await startSmtp({ certificate: loopbackCertificate(join(folder, 'smtp')), accounts: [shop], security: 'none' });
    const agent = await hub.addAgent({ name: 'Ada' });
    await addChannel();
    await hub.channels.start();
    await vi.waitFor(() => expect(hub.messages().length).toBeGreaterThan(0), waiting);
    const first = hub.messages()[0];
    await hub.execute(agent, { do: 'reply', conversationId: ConversationId.parse(first?.conversationId), messageId: MessageId.parse(randomUUID()), text: 'secret words', seen: null });
    await vi.waitFor(async () => expect((await hub.db.selectFrom('deliveries').selectAll().executeTakeFirstOrThrow()).attempts).toBe(1), waiting);
    await hub.channels.idle();
    expect(await hub.db.selectFrom('deliveries').select('state').executeTakeFirst()).toEqual({ state: 'waiting' });
    expect(smtp.sent).toHaveLength(0);
  });

  it('tells the agent when the server refuses a message for good', async () => {
    const agent = await hub.addAgent({ name: 'Ada' });
    await addChannel();
    await hub.channels.start();
    await vi.waitFor(() => expect(hub.messages().length).toBeGreaterThan(0), waiting);
    smtp.refuse({ code: 550, text: 'no such user anna.bergstrom@mail.example' });
    const first = hub.messages()[0];
    await hub.execute(agent, { do: 'reply', conversationId: ConversationId.parse(first?.conversationId), messageId: MessageId.parse(randomUUID()), text: 'Hello', seen: null });
    await vi.waitFor(() => expect(lastStatus()).toMatchObject({ status: 'failed', failure: expect.stringContaining('code 550') }), waiting);
    expect(JSON.stringify(lastStatus())).not.toContain('anna');
  });

  it('answers by itself where a rule says so, marked as a program does, and its own answer is not answered again', async () => {
    await hub.db.transaction().execute((tx) => hub.routing.set(tx, 'test', 0, Routing.parse({ rules: [{ name: 'All', does: { acknowledge: 'We answer within a day.' } }] })));
    await addChannel({ authservId: 'mx.shop.example' });
    await hub.channels.start();
    const mail = (from: string, subject: string, headers = '') => dovecot.deliver(shop.address, `Authentication-Results: mx.shop.example; dmarc=pass\r\n${headers}From: ${from}\r\nTo: ${shop.address}\r\nSubject: ${subject}\r\nMessage-ID: <${randomUUID()}@mail.example>\r\n\r\nHello\r\n`);
    mail(customer.address, 'Stove');
    await vi.waitFor(() => expect(smtp.sent).toHaveLength(1), waiting);
    const sent = smtp.sent[0]?.raw.toString('utf8') ?? '';
    expect(sent).toMatch(/^Auto-Submitted: auto-replied\r?$/m);
    expect(sent).toMatch(/^From: "?Support"? <support@shop\.example>\r?$/m);
    expect(sent).toMatch(/^Subject: Auto: Stove\r?$/m);
    expect(sent).toContain('We answer within a day.');
    // As it comes back from a mailbox that forwards to us.
    dovecot.deliver(shop.address, `Authentication-Results: mx.shop.example; dmarc=pass\r\n${sent.replace('support@shop.example', 'other@mail.example').replace(/^Message-ID: .*$/m, 'Message-ID: <forwarded@mail.example>')}`);
    await vi.waitFor(() => expect(arrived('Auto: Stove').filter(({ kind }) => kind === 'inbound')).toHaveLength(1), waiting);
    await hub.channels.idle();
    expect(smtp.sent).toHaveLength(1);
  });
});
