import { defaultPolicy } from '../../../../shared/redaction/index.ts';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMail } from '../../../../hub/channels/email/parse-mail.ts';
import { redact } from '../../../../hub/intake/redact.ts';
import { sanitise } from '../../../../hub/intake/sanitise.ts';
import { maxMessageText } from '../../../../shared/domain/conversation.ts';
import { fixture } from './organisation.ts';
import { runs } from '../../../doubles/how-often.ts';

const received = Date.UTC(2026, 2, 4);
const parse = (raw: Uint8Array) => parseMail(raw, received, 'support@shop.example');

describe('a mail', () => {
  it('says who wrote, what about and when', async () => {
    const mail = await parse(fixture('plain.eml'));
    expect(mail).toMatchObject({
      identity: { kind: 'email', value: 'anna.bergstrom@mail.example' },
      authorName: 'Anna Bergström',
      subject: 'Where is my tent?',
      sentAt: Date.UTC(2026, 2, 3, 8, 15),
      messageId: '<plain-1@mail.example>',
      automatic: false,
      cut: null,
    });
    expect(mail.text).toContain('order 88-1042');
  });

  it('of HTML only becomes inert HTML and text', async () => {
    const mail = sanitise(await parse(fixture('html-only.eml')));
    expect(mail.subject).toBe('Falsche Größe');
    expect(mail.html).not.toMatch(/script|onload|tracker|<img|<form|<input|iframe|javascript|position|<style/i);
    expect(mail.html).toContain('[Foto der Stiefel]');
    expect(mail.html).toContain('href="https://shop.example/returns"');
    expect(mail.text).toContain('die Stiefel passen nicht');
    expect(mail.text).not.toContain('alert');
  });

  it('of several parts keeps text, HTML and the names of what is attached, card numbers in them masked', async () => {
    const mail = redact(sanitise(await parse(fixture('multipart.eml'))), defaultPolicy);
    expect(mail.text).toBe('Bonjour, la tente est arrivée déchirée.');
    expect(mail.html).toContain('<em>arrivée</em>');
    expect(mail.answers).toEqual(['<unknown@elsewhere.example>', '<unknown@elsewhere.example>', '<first@elsewhere.example>']);
    expect(mail.attachments[0]).toMatchObject({ name: 'déchirure.jpg', mediaType: 'image/jpeg', size: 13, contents: { state: 'read', redacted: false } });
    expect(mail.attachments[1]?.name).toContain('1111');
    expect(mail.attachments[1]?.name).not.toContain('4111 1111');
  });

  it('keeps the sender’s name as it is, but for cards, addresses of mail and telephone numbers in it', async () => {
    const named = async (name: string) => redact({ ...(await parse(fixture('plain.eml'))), authorName: name }, defaultPolicy).authorName;
    for (const name of ['Visitor 4B2C', 'Visitor 12AB', 'Instagram user 6123', 'Anna Berg 14']) expect(await named(name)).toBe(name);
    expect(await named('anna@mail.example')).toBe('[e-mail]');
    expect(await named('Anna 4111 1111 1111 1111')).toBe('Anna [card **** 1111]');
  });

  it.each([
    ['without a Message-ID', 'no-message-id.eml', 'It must be kept all the same.'],
    ['with invalid UTF-8', 'invalid-utf8.eml', 'valid é then'],
    ['in an 8-bit charset', 'eight-bit-charset.eml', 'Здравствуйте, где мой заказ?'],
    ['with a huge subject', 'huge-subject.eml', 'Short body.'],
  ])('%s is kept', async (_what, file, words) => {
    const mail = await parse(fixture(file));
    expect(mail.text).toContain(words);
    expect(mail.cut).toBeNull();
    expect((redact(mail, defaultPolicy).subject ?? '').length).toBeLessThanOrEqual(1000);
  });

  it('with broken MIME still shows what can be read', async () => {
    const mail = sanitise(await parse(fixture('broken-mime.eml')));
    expect(mail).toMatchObject({ authorName: 'Broken Mime', subject: 'Never closed' });
    expect(mail.text.length).toBeGreaterThan(0);
  });

  it('that the parser refuses is shown as damaged, with its sender, and marked for quarantine', async () => {
    const mail = await parse(fixture('nested.eml'));
    expect(mail).toMatchObject({ identity: { value: 'deep@mail.example' }, subject: 'Nested two hundred deep', cut: 'unreadable' });
    expect(mail.text).toContain('damaged');
  });

  it('by a program is recognised (RFC 3834)', async () => {
    expect((await parse(fixture('out-of-office.eml'))).automatic).toBe(true);
  });

  it('keeps card numbers in subject, name, text and HTML from everybody', async () => {
    for (const file of ['card-in-subject.eml', 'card-in-html.eml']) {
      // Apart from what is sealed for the case of a mistake, which no agent gets.
      const { destroyed: _sealed, destroyedInHead: _too, attachments, ...mail } = redact(sanitise(await parse(fixture(file))), defaultPolicy);
      const all = JSON.stringify([mail, attachments.map(({ destroyed: _also, ...shown }) => shown)]).replaceAll(/<[^>]*>/g, '').replaceAll(/\D/g, '');
      expect(all).not.toContain('4111111111111111');
      expect(all).not.toContain('5500000000000004');
    }
  });

  it('longer than a device takes is cut and marked', async () => {
    const mail = redact(sanitise(await parse(Buffer.from(`From: a@b.example\r\nSubject: x\r\n\r\n${'long words '.repeat(30_000)}`))), defaultPolicy);
    expect(mail.text.length).toBeLessThanOrEqual(maxMessageText);
    expect(mail.cut).toBe('too-large');
  });

  it('full of card numbers stays within what a device takes, masks included', async () => {
    const mail = redact(sanitise(await parse(Buffer.from(`From: a@b.example\r\n\r\n${'4111111111111111 '.repeat(12_000)}`))), defaultPolicy);
    expect(mail.text.length).toBeLessThanOrEqual(maxMessageText);
    expect(/\d{5}/.exec(mail.text)).toBeNull();
    expect(mail.findings.length).toBeLessThanOrEqual(500);
  });

  it('shows no half of a card number where something is cut, wherever that is', async () => {
    for (let shift = 0; shift < 20; shift += 1) {
      const pad = (length: number) => 'x'.repeat(length - 20 + shift);
      const card = '4111111111111111';
      const mail = redact(sanitise(await parse(Buffer.from(`From: ${pad(200)} ${card} <a@b.example>\r\nSubject: ${pad(1000)} ${card}\r\n\r\n${pad(maxMessageText)} ${card} end`))), defaultPolicy);
      for (const text of [mail.authorName, mail.subject ?? '', mail.text]) expect(/\d{5}/.exec(text)).toBeNull();
    }
  });

  it('dated in the future, or in 1970, has the time it was received', async () => {
    for (const date of ['Fri, 01 Jan 2100 00:00:00 +0000', 'Thu, 01 Jan 1970 00:00:00 +0000', 'yesterday']) {
      expect((await parse(Buffer.from(`From: a@b.example\r\nDate: ${date}\r\n\r\nhi`))).sentAt).toBe(received);
    }
  });

  it('of any bytes whatever never fails and stays within its bounds', async () => {
    const files = readdirSync(join(import.meta.dirname, '../../../fixtures/mail')).filter((name) => name !== 'nested.eml');
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 4000 }),
      // A real mail with bytes changed, cut and repeated.
      fc.tuple(fc.constantFrom(...files), fc.array(fc.tuple(fc.nat(4000), fc.nat(255)), { maxLength: 60 }), fc.nat(6000)).map(([name, changes, end]) => {
        const raw = Uint8Array.from(fixture(name));
        for (const [at, value] of changes) if (at < raw.length) raw[at] = value;
        return raw.subarray(0, Math.max(1, end % raw.length));
      }),
    );
    await fc.assert(
      fc.asyncProperty(hostile, async (raw) => {
        const mail = redact(sanitise(await parse(raw)), defaultPolicy);
        expect(mail.text.length).toBeLessThanOrEqual(maxMessageText);
        expect(mail.html ?? '').not.toMatch(/<script|<iframe|<form|<[^>]*\sonload=/i);
        expect(mail.sentAt).toBeLessThanOrEqual(received);
        expect(Buffer.from(mail.text, 'utf8').toString('utf8')).toBe(mail.text);
      }),
      runs(300),
    );
  });
});
