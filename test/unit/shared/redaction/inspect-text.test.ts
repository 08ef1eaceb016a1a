import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FindingType, defaultPolicy, inspectText, redactHtml, redactText } from '../../../../shared/redaction/index.ts';
import { runs } from '../../../doubles/how-often.ts';
import { card, digitsIn, grouped, separators } from './card-examples.ts';

/** Pieces of everything that detectors look at, whole and broken, in any order. */
const piece = fc.oneof(
  { weight: 2, arbitrary: card.map(({ number }) => number) },
  { weight: 2, arbitrary: fc.tuple(card, fc.constantFrom(...separators)).map(([{ issuer, number }, separator]) => grouped(number, issuer.groups, separator)) },
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      'card ', 'order ', 'tracking number ', 'SSN ', 'passport ', 'born ', 'geboren am ', 'IBAN ', 'account ', 'sort code ', 'password: ', 'password is ', 'code ', 'verification code ', 'tel ', 'call ', 'plate ', 'Kennzeichen ', 'key ', 'token=',
      '219-09-9998', '912-70-1234', 'AB123456C', '943 476 5919', '86095742719', '12345678Z', 'X1234567L', '2 69 05 49 588 157 80', 'DE89 3704 0044 0532 0130 00', 'MRTMTT25D09F205Z', '2341 2341 2346', '85.07.30-033.28', 'DE136695976',
      'C01X00T47', 'MORGA657054SM9IJ', 'A123456780', 'B-AB 1234', '021000021', '60-16-13', '31926819', '04/12/1985', '4. Dezember 1985',
      'anna@example.com', '+49 30 901820', '(415) 555-0132', '06 39 98 12 34', '0171 3920012', '192.168.1.20', '2001:db8::1:2', '00:1A:2B:3C:4D:5E', '52.520008, 13.404954',
      'Musterstraße 12, 10115 Berlin', '123 Main St, Springfield, IL 62704', '12 rue de la Paix, 75002 Paris', 'Calle Mayor 12, 28013 Madrid', '12 Baker Street',
      'hunter2!', '483920', 'https://x.example/?token=abc123def456ghi789', 'https://a:b1@c.example', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abcdefghijk', '-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----', 'MIIEpAIBAAKCAQEA04up8hoqzS1',
      'four two ', 'vier ', 'double ', 'abandon ', 'about ', '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa', 'cvv 123', ' exp 12/26 ', '[card **** 4242]', '[phone]', '[e-mail', '[SSN]', 'street ', 'calle ', 'via ', 'st ',
    ),
  },
  { weight: 3, arbitrary: fc.constantFrom(' ', '\n', ', ', '. ', '-', ':', '/', '@', '.', '\u00a0', '\u200b', '(', ')', '"', '#', '+', '=', '\ufffe', '\ufffc', '´', '😀', 'ß', 'é') },
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.string({ unit: fc.constantFrom(...'0123456789 -./xA@:'.split('')), maxLength: 20 }),
);
const anything = fc.array(piece, { maxLength: 14 }).map((parts) => parts.join(''));

describe('whatever the text is', () => {
  test('findings are sorted, apart, within the text, and outside them nothing changes', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { redacted, findings } = inspectText(text);
        let at = 0;
        let outside = 0;
        for (const { type, start, end, confidence } of findings) {
          FindingType.parse(type);
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(confidence).toBeGreaterThanOrEqual(0.5);
          expect(confidence).toBeLessThanOrEqual(1);
          const kept = text.slice(at, start);
          outside = redacted.indexOf(kept, outside);
          expect(outside).toBeGreaterThanOrEqual(0);
          outside += kept.length;
          at = end;
        }
        expect(redacted.endsWith(text.slice(at))).toBe(true);
      }),
      runs(3000),
    );
  });

  test('redacting twice changes nothing', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const once = inspectText(text).redacted;
        expect(inspectText(once)).toEqual({ redacted: once, findings: [] });
      }),
      runs(3000),
    );
  });

  test('redacting twice at intake changes nothing', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const once = redactText(text).text;
        expect(redactText(once)).toEqual({ text: once, findings: [] });
      }),
      runs(3000),
    );
  });

  test('no digit of a card but its last four is left', () => {
    fc.assert(
      fc.property(anything, card, fc.constantFrom(...separators), anything, (before, { issuer, number }, separator, after) => {
        const { redacted } = inspectText(`${before.replace(/\p{N}/gu, '')}, card ${grouped(number, issuer.groups, separator)}; ${after.replace(/\p{N}/gu, '')}`);
        expect(digitsIn(redacted).length).toBeLessThanOrEqual(4);
      }),
      runs(2000),
    );
  });

  test('HTML keeps its tags, and its second reading changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.constantFrom('<p>', '</p>', '<b>', '</b>', '<br>', '&nbsp;')), { maxLength: 12 }).map((parts) => parts.join('')), (html) => {
        const once = redactHtml(html, defaultPolicy).html;
        expect(redactHtml(once, defaultPolicy)).toEqual({ html: once, findings: [] });
      }),
      runs(1500),
    );
  });

  // Found by a million texts each: a mask is shorter than what it hides, and what stood behind that came near enough to say something.
  test.each([
    ['a word before a secret link, for a code behind it', 'verification code password is MORGA657054SM9IJhttps://x.example/?token=abc123def456ghi789sort code 4000--0000--0000--00024000000000000002'],
    ['a word behind an address, for a date before it', '04/12/1985Calle Mayor 12, 28013 Madridcard born '],
    ['a word right before an address, for a street behind it', 'C01X00T47Musterstraße 12, 10115 BerlinAB123456C4000000000000002Musterstraße 12, 10115 Berlinanna@example.com'],
    ['a word far before a link, for an address of a machine', 'ip https://x.example/?token=abc123def456ghi789 1.2.3.4'],
  ])('%s speaks for it neither now nor in the next reading', (_, text) => {
    for (const redact of [(each: string) => inspectText(each).redacted, (each: string) => redactText(each).text]) expect(redact(redact(text))).toBe(redact(text));
  });

  test('what is left of a card that begins in a private key is no more of it than its last four digits', () => {
    expect(inspectText('-----BEGIN PRIVATE KEY-----password: , card 3700\r\n000000\r\n00002; ')).toMatchObject({ redacted: '[private key]\r\n[card **** 0002]; ', findings: [{ type: 'private-key' }, { type: 'card' }] });
  });
});
