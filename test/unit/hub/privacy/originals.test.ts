import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isConfirmedBy, namesSomebody } from '../../../../hub/privacy/erasures.ts';
import { isFrom, sendersIn } from '../../../../hub/privacy/originals.ts';
import { CustomerId } from '../../../../shared/domain/ids.ts';
import { runs } from '../../../doubles/how-often.ts';

const anna = [{ kind: 'email', value: 'anna@home.example' }, { kind: 'whatsapp', value: '4930901820' }] as const;
const mail = (...head: string[]) => Buffer.from([...head, 'To: support@shop.example', '', 'anna@home.example wrote this'].join('\r\n'));

describe('an original that is kept', () => {
  it.each([
    ['by From', mail('From: Anna <anna@home.example>')],
    ['in capitals, without a name', mail('FROM:ANNA@Home.Example')],
    ['on a second line', mail('From: "A very long name"', '\t<anna@home.example>')],
    ['by Sender', mail('From: List <list@home.example>', 'Sender: anna@home.example')],
    ['by where answers go', mail('From: shop@form.example', 'Reply-To: anna@home.example, x@y.example')],
    ['with lines that end as they should not', Buffer.from('Subject: x\nFrom: anna@home.example\n\ntext')],
    ['without an end of its head', Buffer.from('From: anna@home.example')],
  ])('is from whom its head names %s', (_, raw) => expect(isFrom('email', raw, anna)).toBe(true));

  it.each([
    ['in the text', mail('From: ben@mail.example')],
    ['as who gets it', mail('From: ben@mail.example', 'Cc: anna@home.example')],
    ['in a subject', mail('From: ben@mail.example', 'Subject: anna@home.example')],
    ['in a longer address', mail('From: <joanna@home.example>', 'Sender: <anna@home.example.org>')],
    ['behind the head', Buffer.from('Subject: x\r\n\r\nFrom: anna@home.example\r\n')],
  ])('is from nobody whom it names %s', (_, raw) => expect(isFrom('email', raw, anna)).toBe(false));

  it('of another channel is from whose id stands in it as a text', () => {
    expect(isFrom('whatsapp', Buffer.from('{"from":"4930901820","text":"Hello"}'), anna)).toBe(true);
    expect(isFrom('whatsapp', Buffer.from('{"from":"49309018201","text":"call 4930901820"}'), anna)).toBe(false);
  });

  it('is looked through whatever it is, and every sender of a mail is found in whatever else stands there', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(Array.isArray(sendersIn(bytes))).toBe(true);
      }),
      runs(500),
    );
    const line = fc.stringMatching(/^[A-Za-z-]{1,12}: [ -~]{0,30}$/);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), fc.constantFrom('From', 'sender', 'REPLY-TO', 'Return-Path'), fc.constantFrom('\r\n', '\n', '\r'), fc.emailAddress(), fc.nat(6), (lines, field, end, address, at) => {
        const plain = address.toLowerCase();
        fc.pre(!/[\s<>"(),;:]/.test(plain));
        const head = lines.toSpliced(Math.min(at, lines.length), 0, `${field}: Somebody <${address}>`);
        expect(sendersIn(Buffer.from(`${head.join(end)}${end}${end}text`))).toContain(plain);
      }),
      runs(500),
    );
  });
});

describe('what a person types', () => {
  const customer = { id: CustomerId.parse('00000000-0000-4000-8000-000000000001'), name: 'Anna  Nord' };
  it.each(['anna nord', 'ANNA NORD ', 'Anna@Home.example', '+49 30 901820', '4930901820'])('confirms whom it names: %s', (typed) => expect(isConfirmedBy(typed, customer, anna)).toBe(true));
  it.each(['', ' ', 'anna', 'nord', 'home.example', '901820', customer.id])('confirms nobody: “%s”', (typed) => expect(isConfirmedBy(typed, customer, anna)).toBe(false));
  it('is their id where nothing else is known of them', () => {
    expect([isConfirmedBy(customer.id, { ...customer, name: '' }, []), isConfirmedBy('', { ...customer, name: '' }, [])]).toEqual([true, false]);
  });

  it.each(['Request 2026-17', 'asked by letter', 'She asked on 3 May'])('may be a reason: %s', (text) => expect(namesSomebody(text, customer, anna)).toBe(false));
  it.each(['Anna asked', 'the nord case', 'mail of anna@home.example', 'x@y', 'called from +49 (30) 90 18 20'])('is no reason where it says whose it is: %s', (text) => expect(namesSomebody(text, customer, anna)).toBe(true));
});
