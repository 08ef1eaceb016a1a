import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarEntry } from '../../../../hub/channels/email/calendar-part.ts';
import { parseMail } from '../../../../hub/channels/email/parse-mail.ts';
import { sealedPart } from '../../../../hub/channels/email/sealed-part.ts';
import { redact } from '../../../../hub/intake/redact.ts';
import { sanitise } from '../../../../hub/intake/sanitise.ts';
import { Attachment } from '../../../../shared/domain/conversation.ts';
import { MailPart } from '../../../../shared/domain/mail-part.ts';
import { defaultPolicy } from '../../../../shared/redaction/index.ts';

const now = Date.UTC(2026, 0, 1);
const lines = (...all: readonly string[]) => `${all.join('\r\n')}\r\n`;
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const read = async (raw: string) => redact(sanitise(await parseMail(Buffer.from(raw), now, 'support@shop.example')), defaultPolicy);
const calendar = (...entry: readonly string[]) => lines('BEGIN:VCALENDAR', 'VERSION:2.0', 'METHOD:REQUEST', 'BEGIN:VEVENT', ...entry, 'END:VEVENT', 'END:VCALENDAR');
const mail = (type: string, ...parts: readonly string[]) =>
  lines('From: anna@mail.example', 'Subject: Outside', `Content-Type: ${type}; boundary=B`, '', ...parts.flatMap((part) => ['--B', part]), '--B--');

/** DER: ContentInfo of that type (RFC 5652), its length in the form given. */
const cms = (oid: string, length: string) => new Uint8Array(Buffer.from(`30${length}${oid}a080`, 'hex'));
const signedData = '06092a864886f70d010702';
const envelopedData = '06092a864886f70d010703';

describe('an encrypted or signed part', () => {
  it.each([
    ['PGP, encrypted', 'application/octet-stream', bytes('-----BEGIN PGP MESSAGE-----\n\nx'), { kind: 'encrypted', by: 'pgp' }],
    ['the control part of PGP/MIME', 'application/pgp-encrypted', bytes('Version: 1\r\n'), { kind: 'encrypted', by: 'pgp' }],
    ['a PGP signature', 'application/pgp-signature', bytes(''), { kind: 'signed', by: 'pgp' }],
    ['an S/MIME signature', 'application/x-pkcs7-signature', bytes('x'), { kind: 'signed', by: 'smime' }],
    ['S/MIME, encrypted', 'application/pkcs7-mime', cms(envelopedData, '820400'), { kind: 'encrypted', by: 'smime' }],
    ['S/MIME, signed and wrapped', 'application/pkcs7-mime', cms(signedData, '80'), { kind: 'signed', by: 'smime' }],
    ['S/MIME, of an unknown kind', 'application/x-pkcs7-mime', bytes('x'), { kind: 'encrypted', by: 'smime' }],
    ['a picture', 'image/png', bytes('x'), null],
    ['a text that speaks of PGP', 'text/plain', bytes('Write -----BEGIN PGP MESSAGE----- first'), null],
  ] as const)('%s is known for what it is', (_what, type, content, part) => {
    expect(sealedPart(type, content)).toEqual(part);
  });

  it('is kept and named, each of them, with what is beside it', async () => {
    const encrypted = await read(mail('multipart/encrypted; protocol="application/pgp-encrypted"', lines('Content-Type: application/pgp-encrypted', '', 'Version: 1'), lines('Content-Type: application/octet-stream', '', '-----BEGIN PGP MESSAGE-----', 'x')));
    expect(encrypted.attachments.map(({ name, part }) => [name, part])).toEqual([
      ['Encrypted message', { kind: 'encrypted', by: 'pgp' }],
      ['Encrypted message', { kind: 'encrypted', by: 'pgp' }],
    ]);
    expect(encrypted.attachments.every(({ contents }) => contents?.state === 'read' && contents.bytes.length > 0)).toBe(true);
    expect(encrypted.text).toContain('encrypted');
    const signed = await read(mail('multipart/signed; protocol="application/pkcs7-signature"', lines('Content-Type: text/plain', '', 'signed words'), lines('Content-Type: application/pkcs7-signature; name=smime.p7s', 'Content-Transfer-Encoding: base64', '', 'MIIB')));
    expect(signed.text).toBe('signed words');
    expect(signed.attachments).toMatchObject([{ name: 'smime.p7s', part: { kind: 'signed', by: 'smime' } }]);
  });

  it('brings no header fields along that are believed, whatever it says of protecting them', async () => {
    const inner = lines('Content-Type: text/plain; hp="clear"; protected-headers="v1"', 'Subject: Inside', 'From: boss@shop.example', 'Reply-To: eve@elsewhere.example', 'Message-ID: <inner@mail.example>', '', 'words');
    const message = await read(mail('multipart/signed; protocol="application/pgp-signature"; hp="clear"', inner, lines('Content-Type: application/pgp-signature', '', '-----BEGIN PGP SIGNATURE-----')));
    expect(message).toMatchObject({ subject: 'Outside', identity: { value: 'anna@mail.example' }, replyTo: null, messageId: null, text: 'words' });
  });

  it('is told of any bytes without an error', () => {
    fc.assert(
      fc.property(fc.constantFrom('application/pkcs7-mime', 'application/pgp-encrypted', 'text/plain', ''), fc.uint8Array({ maxLength: 100 }), (type, content) => {
        const part = sealedPart(type, content);
        if (part !== null) MailPart.parse(part);
      }),
    );
  });
});

describe('a calendar part', () => {
  it('is shown with its title, times and place, in UTC or in a zone that is known', () => {
    expect(calendarEntry(bytes(calendar('SUMMARY:Fitting\\, tents', 'LOCATION:Hall 3', 'DTSTART:20260301T090000Z', 'DTEND:20260301T100000Z')))).toEqual({
      kind: 'entry', asks: 'invite', title: 'Fitting, tents', place: 'Hall 3', repeats: false, more: 0,
      start: { kind: 'moment', at: Date.UTC(2026, 2, 1, 9) }, end: { kind: 'moment', at: Date.UTC(2026, 2, 1, 10) },
    });
    expect(calendarEntry(bytes(calendar('SUMMARY:x', 'DTSTART;TZID=Europe/Berlin:20260701T090000', 'DURATION:PT90M', 'RRULE:FREQ=SECONDLY')))).toMatchObject({
      start: { at: Date.UTC(2026, 6, 1, 7) }, end: { at: Date.UTC(2026, 6, 1, 8, 30) }, repeats: true,
    });
  });

  it('says a time in a zone that only its sender knows as it was written, and whole days by their last', () => {
    expect(calendarEntry(bytes(calendar('DTSTART;TZID=My Zone:20260701T090000', 'DURATION:P1W')))).toMatchObject({
      title: '', start: { kind: 'wall', wall: '2026-07-01T09:00:00', zone: 'My Zone' }, end: { kind: 'wall', wall: '2026-07-08T09:00:00' },
    });
    expect(calendarEntry(bytes(calendar('DTSTART:20260701T090000')))).toMatchObject({ start: { kind: 'wall', zone: null }, end: null });
    expect(calendarEntry(bytes(calendar('DTSTART;VALUE=DATE:20260701', 'DTEND;VALUE=DATE:20260704')))).toMatchObject({ start: { kind: 'day', day: '2026-07-01' }, end: { kind: 'day', day: '2026-07-03' } });
    expect(calendarEntry(bytes(calendar('DTSTART;VALUE=DATE:20260701', 'DTEND;VALUE=DATE:20260702')))).toMatchObject({ end: null });
  });

  it('hides in it what is hidden everywhere', async () => {
    const entry = calendar('SUMMARY:Card 4111 1111 1111 1111', 'LOCATION:4111111111111111', 'DTSTART;TZID=4111111111111111:20260701T090000');
    const message = await read(mail('multipart/mixed', lines('Content-Type: text/plain', '', 'see it'), lines('Content-Type: text/calendar; method=REQUEST', '', entry)));
    const { part } = Attachment.parse(message.attachments[0]);
    expect(part).toMatchObject({ kind: 'entry', title: expect.stringContaining('card'), start: { kind: 'wall' } });
    expect(JSON.stringify(part)).not.toMatch(/4111/);
  });

  it('is a file and nothing else where it is no calendar, has no entry, or is too long', () => {
    expect(calendarEntry(bytes('no calendar'))).toBeNull();
    expect(calendarEntry(bytes(lines('BEGIN:VCALENDAR', 'END:VCALENDAR')))).toBeNull();
    expect(calendarEntry(bytes(calendar('SUMMARY:x', `DESCRIPTION:${'x'.repeat(256 * 1024)}`)))).toBeNull();
    expect(calendarEntry(bytes(calendar('SUMMARY:x', 'END:VEVENT', 'BEGIN:VEVENT', 'SUMMARY:y')))).toMatchObject({ title: 'x', more: 1 });
  });

  it('never asks how often a rule comes round, and is not slow for a zone that describes itself', () => {
    const zone = lines('BEGIN:VTIMEZONE', 'TZID:Europe/Berlin', ...Array.from({ length: 200 }, () => lines('BEGIN:STANDARD', 'DTSTART:16010101T000000', 'RRULE:FREQ=SECONDLY;INTERVAL=1', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0100', 'END:STANDARD').trim()), 'END:VTIMEZONE').trim();
    expect(calendarEntry(bytes(lines('BEGIN:VCALENDAR', zone, 'BEGIN:VEVENT', 'SUMMARY:x', 'DTSTART;TZID=Europe/Berlin:20260701T090000', 'END:VEVENT', 'END:VCALENDAR')))).toMatchObject({ start: { at: Date.UTC(2026, 6, 1, 7) } });
  });

  it('reads any calendar, and any text, into what devices take, or into nothing', async () => {
    const piece = fc.constantFrom('BEGIN:VEVENT', 'END:VEVENT', 'BEGIN:VTODO', 'SUMMARY', 'DTSTART', 'DTEND', 'DURATION', ';TZID=', ';VALUE=DATE', ':', '20260701T090000', '20260701', 'Z', '-P1Y', '\r\n', '\r\n ', '\\n', '"', 'Europe/Berlin', '19690101T000000Z');
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string({ unit: 'binary' }), fc.array(piece, { maxLength: 30 }).map((all) => all.join(''))), async (text) => {
        const message = await read(mail('multipart/mixed', lines('Content-Type: text/calendar', 'Content-Transfer-Encoding: base64', '', Buffer.from(calendar(text)).toString('base64').replaceAll(/.{76}/g, '$&\r\n'))));
        for (const attachment of message.attachments) Attachment.parse(attachment);
      }),
    );
  });
});
