import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loopbackCertificate } from '../../../../build/mail/certificate.mts';
import { type Smtp, startSmtp } from '../../../../build/mail/smtp.mts';
import { addEmailChannel } from '../../../../hub/channels/admin.ts';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { createCustomer } from '../../../../hub/conversations/customers.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import type { Copy } from '../../../../shared/domain/copies.ts';
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
  folder = await mkdtemp(join(tmpdir(), 'sd-copies-'));
  const certificate = loopbackCertificate(folder);
  smtp = await startSmtp({ certificate, accounts: [shop], deliver: () => undefined });
  hub = await openOrganisation();
  channel = await addEmailChannel(
    hub.admin,
    { name: 'Support', address: shop.address, imap: { host: '127.0.0.1', port: 9, security: 'tls' }, smtp: { host: 'localhost', port: smtp.port, security: 'starttls' }, user: shop.address, password: shop.password, ca: certificate.cert },
    'test',
  );
  ada = await hub.addAgent({ name: 'Ada' });
});
afterEach(async () => {
  await hub.close();
  await smtp.stop();
  await rm(folder, { recursive: true, force: true });
});

const mail = (headers: string, from = 'anna@mail.example') => Buffer.from(`From: Anna <${from}>\r\n${headers}Subject: Our order\r\nMessage-ID: <${randomUUID()}@mail.example>\r\n\r\nWhere is it?\r\n`);

async function arrive(raw: Uint8Array) {
  await hub.db.transaction().execute((tx) => spool(tx, hub.envelope, hub.clock, channel, { source: sourceOf(raw), body: raw, receivedAt: hub.clock.now() }));
  await hub.channels.stop();
  await hub.channels.start();
  await hub.channels.idle();
  return hub.messages().at(-1) ?? expect.fail('nothing arrived');
}
const others = () => hub.heard.flatMap(({ event }) => (event.e === 'conversation' ? [event.conversation.others] : [])).at(-1) ?? [];
const reply = (copies: readonly Copy[]) => {
  const last = hub.messages().at(-1) ?? expect.fail('nothing to answer');
  return hub.execute(ada, { do: 'reply', conversationId: ConversationId.parse(last.conversationId), messageId: MessageId.parse(randomUUID()), text: 'It left today.', copies: [...copies], seen: last.id });
};
const typed = (address: string, way: Copy['way'] = 'cc'): Copy => ({ way, to: { kind: 'address', address } });

describe('the other recipients of a customer’s mail', () => {
  it('are told to devices with their addresses masked, without ours and the customer’s own', async () => {
    await arrive(mail('To: Support <support@shop.example>, ben@family.example, ada@shop.example\r\nCc: "Cleo, of the club" <cleo@club.example>, anna@mail.example, BEN@family.example\r\n'));
    expect(others().map(({ shown }) => shown)).toEqual(['b•••@family.example', 'c•••@club.example']);
    expect(JSON.stringify(hub.heard)).not.toMatch(/ben@family|cleo@club/i);
  });

  it('are those of the newest mail, and keep their names', async () => {
    await arrive(mail('Cc: ben@family.example, cleo@club.example\r\n'));
    const [, cleo] = others();
    await arrive(mail('Cc: cleo@club.example\r\n'));
    expect(others()).toEqual([cleo]);
  });

  it('are not those whom somebody else names who answers in the customer’s place', async () => {
    const first = await arrive(mail('Cc: ben@family.example\r\n'));
    const { message_id } = await hub.db.selectFrom('messages').select('message_id').where('id', '=', first.id).executeTakeFirstOrThrow();
    expect(message_id).not.toBeNull();
    await reply([]);
    await vi.waitFor(() => expect(smtp.sent).toHaveLength(1), waiting);
    const ours = /^Message-ID: (<[^>]+>)/im.exec(smtp.sent[0]?.raw.toString('utf8').replaceAll(/\r?\n[ \t]+/g, ' ') ?? '')?.[1] ?? '';
    const forged = await arrive(mail(`In-Reply-To: ${ours}\r\nCc: thief@evil.example\r\n`, 'other@evil.example'));
    expect(forged.conversationId).toBe(first.conversationId);
    expect(others().map(({ shown }) => shown)).toEqual(['b•••@family.example']);
  });
});

describe('a reply to several people', () => {
  it('goes to each of them, and to who gets it unseen, which its header does not tell', async () => {
    await arrive(mail('To: support@shop.example, ben@family.example\r\n'));
    const [ben] = others();
    expect(await reply([{ way: 'cc', to: { kind: 'other', id: ben!.id } }, typed('lea@law.example', 'bcc')])).toEqual({ kind: 'done' });
    await vi.waitFor(() => expect(smtp.sent.map(({ to }) => to).flat().sort()).toEqual(['anna@mail.example', 'ben@family.example', 'lea@law.example']), waiting);
    const raw = smtp.sent[0]?.raw.toString('utf8') ?? '';
    expect(raw).toMatch(/^Cc: ben@family\.example\r?$/im);
    expect(raw).not.toContain('lea@law.example');
    expect(hub.messages().at(-1)).toMatchObject({ kind: 'event', text: 'Ada sent this to others as well: b•••@family.example (Cc), l•••@law.example (Bcc).' });
  });

  it('goes once to each, and not twice to the customer', async () => {
    await arrive(mail('To: support@shop.example\r\n'));
    expect(await reply([typed('anna@mail.example'), typed('ben@family.example'), typed('ben@family.example', 'bcc')])).toEqual({ kind: 'done' });
    await vi.waitFor(() => expect(smtp.sent[0]?.to.toSorted()).toEqual(['anna@mail.example', 'ben@family.example']), waiting);
    expect(hub.messages().at(-1)?.text).toBe('Ada sent this to others as well: b•••@family.example (Cc).');
  });

  it.each<[string, () => Promise<readonly Copy[]> | readonly Copy[], RegExp]>([
    ['with our own mailbox among them', () => [typed('support@shop.example')], /own address/],
    ['with a colleague among them', () => [typed('ada@shop.example')], /own address/],
    ['with another customer among them', async () => {
      await hub.db.transaction().execute((tx) => createCustomer(tx, hub.envelope, { kind: 'email', value: 'olga@mail.example' }, 'Olga', hub.clock.now()));
      return [typed('olga@mail.example')];
    }, /another customer/],
    ['with somebody that nobody named', () => [{ way: 'cc', to: { kind: 'other', id: randomUUID() } }], /once more/],
    ['with a line end in an address', () => [typed('x@y.example\r\nBcc: all@evil.example')], /once more/],
    ['with two addresses in one', () => [typed('x@y.example, z@evil.example')], /once more/],
  ])('%s is refused', async (_what, copies, words) => {
    await arrive(mail('To: support@shop.example\r\n'));
    expect(await reply(await copies())).toMatchObject({ kind: 'refused', message: expect.stringMatching(words) });
    expect(hub.messages().filter(({ kind }) => kind === 'outbound')).toEqual([]);
  });
});
