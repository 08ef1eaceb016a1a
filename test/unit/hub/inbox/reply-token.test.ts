import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addEmailChannel } from '../../../../hub/channels/admin.ts';
import { sourceOf } from '../../../../hub/channels/email/imap-inbox.ts';
import { makeMessageId } from '../../../../hub/channels/email/message-id.ts';
import { comesTo, isFor, goodForDays, readToken, replyAddress, tokenIn, withoutToken } from '../../../../hub/channels/email/reply-token.ts';
import { spool } from '../../../../hub/intake/spool.ts';
import { createEnvelope } from '../../../../hub/store/envelope.ts';
import { systemClock } from '../../../../shared/domain/clock.ts';
import { parseMail } from '../../../../hub/channels/email/parse-mail.ts';
import { openOrganisation, type Organisation } from './organisation.ts';

const own = 'support@shop.example';
const day = 24 * 3_600_000;

describe('a reply token', () => {
  const envelope = createEnvelope(randomBytes(32), systemClock);
  const bond = { channelId: randomUUID(), address: 'anna@mail.example' };
  const now = Date.UTC(2026, 0, 1);
  const made = (conversationId: string, of = bond) => replyAddress(envelope, own, conversationId, of, now) ?? '';

  it('names its conversation, for the customer it was made for and nobody else, in whatever case a server on the way leaves it', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.emailAddress().map((address) => address.toLowerCase()), fc.boolean(), (conversationId, address, folded) => {
        const given = made(conversationId, { ...bond, address });
        const token = tokenIn(folded ? given.toUpperCase() : given, own);
        const read = readToken(token ?? '');
        expect(read?.conversationId).toBe(conversationId);
        expect(read !== null && isFor(envelope, read, { ...bond, address: folded ? address.toUpperCase() : address })).toBe(true);
        expect(read !== null && isFor(envelope, read, { ...bond, address: `x${address}` })).toBe(false);
        expect(read !== null && isFor(envelope, read, { channelId: randomUUID(), address })).toBe(false);
        expect(withoutToken(given)).toBe(own);
      }),
    );
  });

  it('is good for nothing once a single character is another', () => {
    const token = tokenIn(made(randomUUID()), own) ?? '';
    const letters = 'abcdefghijklmnopqrstuvwxyz234567';
    for (let at = 0; at < token.length; at += 1) {
      for (const letter of letters) {
        if (letter === token[at]) continue;
        const read = readToken(`${token.slice(0, at)}${letter}${token.slice(at + 1)}`);
        expect(read !== null && isFor(envelope, read, bond)).toBe(false);
      }
    }
  });

  it('ends after its days, and is left out where the address would be longer than one may be', () => {
    expect(readToken(tokenIn(made(randomUUID()), own) ?? '')?.endsAt).toBe(now + (goodForDays + 1) * day);
    expect(replyAddress(envelope, `${'a'.repeat(16)}@shop.example`, randomUUID(), bond, now)?.indexOf('@')).toBe(64);
    expect(replyAddress(envelope, `${'a'.repeat(17)}@shop.example`, randomUUID(), bond, now)).toBeNull();
  });

  it('is read out of any text without an error, and only out of an address of the channel’s', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('a', 'b', 'z', '2', '7', '8', '9', '+', 't', '.', '@'), maxLength: 80 })), (text) => {
        readToken(text);
        expect(tokenIn(`${text}@shop.example`, own)).toSatisfy((token) => token === null || text.startsWith('support+t.'));
      }),
    );
    expect(tokenIn(made(randomUUID()), 'sales@shop.example')).toBeNull();
  });

  it('leads into its own mailbox, and so does any other subaddress of one that takes them', () => {
    const mailbox = { address: 'Support@Shop.example', replyTokens: true };
    for (const address of ['support@shop.example', 'SUPPORT@shop.example', `support+t.${'a'.repeat(45)}@shop.example`, 'support+anything@shop.example']) expect(comesTo(mailbox, address), address).toBe(true);
    for (const address of ['supports@shop.example', 'support+x@other.example', 'x+support@shop.example', 'support+@eu.shop.example']) expect(comesTo(mailbox, address), address).toBe(false);
    expect(comesTo({ ...mailbox, replyTokens: false }, 'support+anything@shop.example')).toBe(false);
    expect(comesTo({ ...mailbox, replyTokens: false }, `support+t.${'a'.repeat(45)}@shop.example`)).toBe(true);
  });

  it('is found wherever a mail says to whom it went, and makes nobody a recipient of the answer', async () => {
    const address = made(randomUUID());
    for (const field of ['To', 'Cc', 'Delivered-To', 'X-Original-To']) {
      const mail = await parseMail(Buffer.from(`From: anna@mail.example\r\nSubject: x\r\n${field}: "Shop" <${address}>\r\n\r\nhi\r\n`), now, own);
      expect(mail.tokens, field).toEqual([tokenIn(address, own)]);
      expect(mail.others).toEqual([]);
    }
  });
});

describe('a mail without In-Reply-To and References', () => {
  let hub: Organisation;
  let mailbox: string;
  const clock = { at: Date.UTC(2026, 0, 1), now: () => clock.at, monotonic: () => performance.now() };
  beforeEach(async () => {
    hub = await openOrganisation({ clock });
    mailbox = await addEmailChannel(
      hub.admin,
      { name: 'Support', address: own, imap: { host: '127.0.0.1', port: 9, security: 'tls' }, smtp: { host: '127.0.0.1', port: 9, security: 'starttls' }, user: 'support', password: 'secret', replyTokens: true },
      'test',
    );
    await hub.channels.start();
  });
  afterEach(() => hub.close());

  const arrives = async (from: string, subject: string, to = own, more = '', id = `<${randomUUID()}@mail.example>`) => {
    const raw = Buffer.from(`From: ${from}\r\nTo: ${to}\r\nSubject: ${subject}\r\nMessage-ID: ${id}\r\n${more}\r\nHello\r\n`);
    await hub.db.transaction().execute((tx) => spool(tx, hub.envelope, hub.clock, mailbox, { source: sourceOf(raw), body: raw, receivedAt: hub.clock.now() }));
    await hub.channels.stop();
    await hub.channels.start();
    await hub.channels.idle();
    const message = hub.messages().find((each) => each.subject === subject);
    if (message === undefined) throw new Error('It was not stored.');
    return message;
  };
  const tokenFor = (conversationId: string, address = 'anna@mail.example') => replyAddress(hub.envelope, own, conversationId, { channelId: mailbox, address }, hub.clock.now()) ?? '';

  it('joins the conversation whose address for answers it was sent to, from the customer it was made for', async () => {
    const first = await arrives('anna@mail.example', 'Tent');
    const second = await arrives('Anna <ANNA@mail.example>', 'Something else', tokenFor(first.conversationId));
    expect(second.conversationId).toBe(first.conversationId);
    expect(second.risk.reasons).toEqual([]);
  });

  it('begins a conversation of its own, marked, where the address was passed on to somebody else', async () => {
    const first = await arrives('anna@mail.example', 'Tent');
    const second = await arrives('eve@elsewhere.example', 'My turn', tokenFor(first.conversationId));
    expect(second.conversationId).not.toBe(first.conversationId);
    expect(second.risk).toEqual({ level: 'caution', reasons: [expect.stringContaining('made for somebody else')] });
  });

  it('begins a conversation of its own where the token is made up, or at its end', async () => {
    const first = await arrives('anna@mail.example', 'Tent');
    const genuine = tokenFor(first.conversationId);
    const forged = genuine.replace(/.(?=@)/, (last) => (last === 'a' ? 'q' : 'a'));
    const second = await arrives('anna@mail.example', 'Made up', forged);
    expect(second.conversationId).not.toBe(first.conversationId);
    expect(second.risk.reasons).toEqual([]);
    clock.at += (goodForDays + 1) * day;
    expect((await arrives('anna@mail.example', 'Late', genuine)).conversationId).not.toBe(first.conversationId);
  });

  it('goes by our own Message-ID before the token, and by the token before any other Message-ID', async () => {
    const one = await arrives('anna@mail.example', 'Tent', own, '', '<one@mail.example>');
    const two = await arrives('anna@mail.example', 'Stove');
    const third = await arrives('anna@mail.example', 'Third', tokenFor(two.conversationId), 'In-Reply-To: <one@mail.example>\r\n');
    expect(third.conversationId).toBe(two.conversationId);
    const fourth = await arrives('anna@mail.example', 'Fourth', tokenFor(two.conversationId), `In-Reply-To: ${makeMessageId(hub.envelope, one.id, 'shop.example')}\r\n`);
    expect(fourth.conversationId).toBe(one.conversationId);
  });
});
