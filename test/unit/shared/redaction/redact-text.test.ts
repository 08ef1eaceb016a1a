import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Finding } from '../../../../shared/domain/conversation.ts';
import { defaultPolicy, destroyingOnly, redactText as redactUnder } from '../../../../shared/redaction/index.ts';
import { card, digitsIn, grouped, inScript, issuers, separators, withCheckDigit, zeros } from './card-examples.ts';
import { runs } from '../../../doubles/how-often.ts';

const masked = (number: string) => `[card **** ${number.slice(-4)}]`;

/** What is destroyed by default, cards among it; the rest stays, so that what is no card can be seen to stay. */
const onlyDestroyed = destroyingOnly(defaultPolicy);
const redactText = (text: string) => redactUnder(text, onlyDestroyed);

describe('finds a card', () => {
  test.each(issuers)('of $name, in one piece and as printed', ({ prefix, length, groups }) => {
    const number = withCheckDigit(prefix.padEnd(length - 1, '1739246805'));
    expect(redactText(`paid with ${number}, thanks`).text).toBe(`paid with ${masked(number)}, thanks`);
    expect(redactText(`paid with ${grouped(number, groups, ' ')}, thanks`).text).toBe(`paid with ${masked(number)}, thanks`);
  });

  test('in any separator and script, and leaves no seven of its digits', () => {
    fc.assert(
      fc.property(card, fc.constantFrom(...separators), fc.constantFrom(...zeros), fc.constantFrom('', 'hello ', 'x', '\n'), ({ issuer, number }, separator, zero, around) => {
        const written = around + inScript(grouped(number, issuer.groups, separator), zero) + around;
        const { text, findings } = redactText(written);
        expect(findings.map(({ type }) => type)).toContain('card');
        const left = digitsIn(text);
        for (let at = 0; at + 7 <= number.length; at++) expect(left).not.toContain(number.slice(at, at + 7));
      }),
      runs(3000),
    );
  });

  test('with one separator between all of its digits', () => {
    fc.assert(
      fc.property(card, fc.constantFrom(...separators), ({ number }, separator) => {
        expect(redactText(Array.from(number).join(separator)).text).toBe(masked(number));
      }),
    );
  });

  test('broken in two anywhere by a line break', () => {
    fc.assert(
      fc.property(card, fc.integer({ min: 1, max: 11 }), ({ number }, at) => {
        expect(redactText(`${number.slice(0, at)}\n${number.slice(at)}`).text).toBe(masked(number));
      }),
    );
  });

  test('however it is broken, when a word says that it is a card', () => {
    expect(redactText('my card: 424-24242 42.42/4242').text).toBe('my card: [card **** 4242]');
    expect(redactText('Meine Kreditkarte 42 424242 424242 42').text).toBe('Meine Kreditkarte [card **** 4242]');
  });

  test.each([
    ['glued to words', 'visa4242424242424242please', 'visa[card **** 4242]please'],
    ['quoted in a reply', '> 4242 4242\n> 4242 4242', '> [card **** 4242]'],
    ['in cells of a table', '4242 | 4242 | 4242 | 4242', '[card **** 4242]'],
    ['behind a number of pieces', '2 x 4242 4242 4242 4242', '2 x [card **** 4242]'],
    ['one after another', '4242424242424242 5555555555554444', '[card **** 4242] [card **** 4444]'],
    ['three on three lines', '4242 4242 4242 4242\n5555 5555 5555 4444\n4000 0566 5566 5556', '[card **** 4242]\n[card **** 4444]\n[card **** 5556]'],
    ['two in one row of groups', '4242 4242 4242 4242 5555 5555 5555 4444', '[card **** 4242] [card **** 4444]'],
    ['although it is called an order, when printed like a card', 'order 4242 4242 4242 4242', 'order [card **** 4242]'],
    ['called a card and an order', 'card for order 4242424242424242', 'card for order [card **** 4242]'],
    ['with keycap digits', '4\ufe0f\u20e32\ufe0f\u20e34\ufe0f\u20e32\ufe0f\u20e3 4242 4242 4242', '[card **** 4242]'],
    ['of a rare length, where its expiry date follows', 'take 4222222222222 05/2029 123', 'take [card **** 2222] [card expiry] [card security code]'],
    ['broken unevenly, where its expiry date follows', 'nehmt die 6763 5060-2535 12/30 688', 'nehmt die [card **** 2535] [card expiry] [card security code]'],
    ['of a rare length, behind "c’est"', 'ma carte, c’est 4222222222222', 'ma carte, c’est [card **** 2222]'],
    ['with letters for its digits', 'my card 4OOO O566 5566 5556 exp 12/29', 'my card [card **** 5556] exp [card expiry]'],
    ['with letters for its digits, of American Express', '3782-822463-1ooo5', '[card **** 0005]'],
    ['with 13 digits, called a Visa', 'Visa 4222222222222', 'Visa [card **** 2222]'],
  ])('%s', (_how, text, expected) => {
    expect(redactText(text).text).toBe(expected);
  });
});

describe('takes along what stands beside a card', () => {
  test.each([
    ['4242 4242 4242 4242 12/26 123', '[card **** 4242] [card expiry] [card security code]'],
    ['4242424242424242, exp 03/2027, cvv: 9876', '[card **** 4242], exp [card expiry], cvv: [card security code]'],
    ['payé avec 4242424242424242, expire fin 04/2027', 'payé avec [card **** 4242], expire fin [card expiry]'],
    ['tarjeta 4242424242424242 cad 05/2027', 'tarjeta [card **** 4242] cad [card expiry]'],
    ['CB 4242424242424242 date 04/26', 'CB [card **** 4242] date [card expiry]'],
    ['4242424242424242 expiery 01/31', '[card **** 4242] expiery [card expiry]'],
    ['4242424242424242|12|28|123', '[card **** 4242]|[card expiry]|[card security code]'],
    ['4242424242424242/1228/123', '[card **** 4242]/[card expiry]/[card security code]'],
    ['3782 822463 10005 1226 1234', '[card **** 0005] [card expiry] [card security code]'],
    ['Karte 4242 4242 4242 4242 gültig bis 12/26, Prüfziffer 123', 'Karte [card **** 4242] gültig bis [card expiry], Prüfziffer [card security code]'],
    ['tarjeta 4242424242424242 caduca 12/26 código de seguridad es 123', 'tarjeta [card **** 4242] caduca [card expiry] código de seguridad es [card security code]'],
    ['carte 4242424242424242 expire le 12/26 cryptogramme : 123', 'carte [card **** 4242] expire le [card expiry] cryptogramme : [card security code]'],
    ['CVC is 123 and the number 4242424242424242', 'CVC is [card security code] and the number [card **** 4242]'],
    ['4242424242424242 until 05/29, the three digits on the back are 123', '[card **** 4242] until [card expiry], the three digits on the back are [card security code]'],
    ['4242424242424242, läuft bis 05/29, hinten steht 123', '[card **** 4242], läuft bis [card expiry], hinten steht [card security code]'],
    ['4242424242424242 hasta 05/29 y los tres números del reverso son 123', '[card **** 4242] hasta [card expiry] y los tres números del reverso son [card security code]'],
    ['4242424242424242, jusqu’au 05/29, les chiffres au dos : 123', '[card **** 4242], jusqu’au [card expiry], les chiffres au dos : [card security code]'],
    ['4242424242424242, 05/29, code 123', '[card **** 4242], [card expiry], code [card security code]'],
    ['4242 4242 4242 4242\n123', '[card **** 4242]\n[card security code]'],
    ['４２４２４２４２４２４２４２４２ １２/２６ １２３', '[card **** 4242] [card expiry] [card security code]'],
  ])('%s', (text, expected) => {
    expect(redactText(text).text).toBe(expected);
  });

  test.each([
    ['4242 4242 4242 4242 100 EUR', '[card **** 4242] 100 EUR'],
    ['4242424242424242 for 2 items on 12.04.2026', '[card **** 4242] for 2 items on 12.04.2026'],
    ['4242424242424242, promo code 2024, give me back 150 EUR', '[card **** 4242], promo code 2024, give me back 150 EUR'],
    ['4222222222222 12/05/2026', '4222222222222 12/05/2026'],
    ['my code is 123, valid until 12/26', 'my code is 123, valid until 12/26'],
  ])('but leaves %s', (text, expected) => {
    expect(redactText(text).text).toBe(expected);
  });
});

describe('leaves alone', () => {
  test.each([
    ['a number whose check digit is wrong', '4242 4242 4242 4241'],
    ['a number of no issuer', '9999 9999 9999 9995'],
    ['an order number', 'Your order number is 4242424242424242.'],
    ['a German order number', 'Bestellnummer: 4242424242424242'],
    ['a Spanish tracking number', 'Número de seguimiento 4242424242424242'],
    ['a tracking number', 'Tracking no. 612345678906'],
    ['an IMEI', 'IMEI 490154203237518'],
    ['an IMEI alone', '356938035643809'],
    ['a product code (EAN-13)', '4006381333931'],
    ['epoch milliseconds', '1764115200000'],
    ['a time stamp', '20251124103000'],
    ['a time stamp with milliseconds', '20251124103000123'],
    ['a GUID', '42424242-4242-4242-4242-424242424242'],
    ['an Amazon order', '304-1234567-1234567'],
    ['an Amazon order that ends like a card, beside the word', 'pedido 482-6424414-4991384 con tarjeta'],
    ['telephone numbers', '+62 812 3456 7890, +55 11 98765 4321, +49 30 901820'],
    ['an IBAN', 'DE89 3704 0044 0532 0130 00 and GB82 WEST 1234 5698 7654 32 and FR14 2004 1010 0505 0001 3M02 606'],
    ['prices', '4,242.42 4.242,42 EUR 1.234.567,89'],
    ['a fraction', '0.4242424242424242 and 1.4242424242424242'],
    ['dates', '12.04.2026 12:30, 2026-04-12T12:30:00Z'],
    ['a table of four-digit numbers', '2022 2023 2024 2025 2026 4242 4242 4242 4242 2027 2028 2029 2030 2031 2032'],
    ['a CSS decimal', 'opacity: .4242424242424242'],
    ['twenty digits and more', '42424242424242424242424242424242'],
  ])('%s', (_what, text) => {
    expect(redactText(text)).toEqual({ text, findings: [] });
  });

  test('text without digits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        fc.pre(!/\p{Nd}/u.test(text));
        expect(redactText(text)).toEqual({ text, findings: [] });
      }),
    );
  });

  test('nearly all random numbers of a shop', () => {
    // Bare sixteen-digit numbers pass Luhn and an issuer's range by chance; labelled ones are never taken.
    fc.assert(
      fc.property(fc.constantFrom('Order ', 'tracking number: ', 'Rechnungsnummer ', 'ref #', 'SKU '), fc.bigInt({ min: 10n ** 11n, max: 10n ** 19n }), (label, number) => {
        expect(redactText(`${label}${String(number)}`).findings).toEqual([]);
      }),
      runs(2000),
    );
  });
});

const ingredient = fc.oneof(
  { weight: 3, arbitrary: card.map(({ number }) => number) },
  { weight: 2, arbitrary: fc.tuple(card, fc.constantFrom(...separators)).map(([{ issuer, number }, separator]) => grouped(number, issuer.groups, separator)) },
  fc.constantFrom('card ', 'order ', ' exp ', 'cvv ', ' 12/26 ', ' 123 ', '1226', '\n', ' ', '+', '.', '-', '[card **** 4242]', '[card ****]', '[card expiry]', '[card', '\u200b', '\u0001', '\ud83d', '\ude00', '\ufffe', 'DE89 '),
  fc.string({ unit: fc.constantFrom(...'0123456789 -./x'.split('')), maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 10 }),
);
const mixed = fc.array(ingredient, { maxLength: 14 }).map((parts) => parts.join(''));

describe('always', () => {
  test.each([
    ['a card behind the full stop of another', '4242424242424242.5555555555554444', '[card **** 4242].[card **** 4444]'],
    // Masked, the long number shrinks: its word must not come within reach of the next one.
    ['a word on the far side of a card', `card ${'4242424242424242'.split('').join(' - ')} and 4222222222222`, 'card [card **** 4242] and 4222222222222'],
    ['a word behind a card', `4222222222222 and ${'4242424242424242'.split('').join(' - ')} card`, '4222222222222 and [card **** 4242] card'],
  ])('the second reading agrees with the first: %s', (_what, text, expected) => {
    expect(redactText(text).text).toBe(expected);
    expect(redactText(expected).text).toBe(expected);
  });

  test('redacting twice changes nothing', () => {
    fc.assert(
      fc.property(mixed, (text) => {
        const once = redactText(text).text;
        expect(redactText(once)).toEqual({ text: once, findings: [] });
      }),
      runs(5000),
    );
  });

  test('each finding says where its mask stands, and outside the masks the text is the same', () => {
    fc.assert(
      fc.property(mixed, (original) => {
        const { text, findings } = redactText(original);
        let at = 0;
        let outside = 0;
        for (const finding of findings) {
          Finding.parse(finding);
          expect(text.slice(finding.start, finding.end)).toBe(finding.mask);
          expect(finding.start).toBeGreaterThanOrEqual(at);
          const kept = text.slice(at, finding.start);
          outside = original.indexOf(kept, outside);
          expect(outside).toBeGreaterThanOrEqual(0);
          outside += kept.length;
          at = finding.end;
        }
        expect(original.endsWith(text.slice(at))).toBe(true);
      }),
      runs(2000),
    );
  });

  test.each([
    ['one digit', '4'.repeat(1_000_000)],
    ['groups that are cards', '4242 '.repeat(200_000)],
    ['single digits', '4 2 '.repeat(250_000)],
    ['random digits', Array.from({ length: 1_000_000 }, (_, index) => (index * 7919 + (index >> 3)) % 10).join('')],
    ['cards', 'card 4242424242424242 exp 12/26 cvv 123 '.repeat(25_000)],
    ['labels', 'order number is '.repeat(60_000)],
    ['openings of IBANs', 'DE89 '.repeat(200_000)],
    ['separators', '4' + ' - '.repeat(300_000)],
    ['invisible characters', '4\u200b'.repeat(500_000)],
  ])('a megabyte of %s is read to its end', (_what, text) => {
    // A quadratic reading would take hours, and end with the test's own time.
    const { findings } = redactText(text);
    expect(findings.every(({ start, end }) => start < end)).toBe(true);
  });
});
