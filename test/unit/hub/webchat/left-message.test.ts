import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { asMail, readLeft } from '../../../../hub/channels/webchat/left-message.ts';

const id = randomUUID();
const left = { id, email: 'ada@customer.example', text: 'Is the shop in Graz open?' };
const at = Date.UTC(2027, 0, 4, 9, 0, 0);

describe('what is left while nobody is there', () => {
  it('is taken with an address to which an answer can go', () => {
    expect(readLeft({ id, email: ' Ada@Customer.example ', text: '  Hello \n' }, [])).toEqual({ ok: true, left: { id, email: 'ada@customer.example', text: 'Hello' } });
  });

  it.each([
    ['no address', { email: 'ada' }, 'noAddress'],
    ['two addresses', { email: 'ada@customer.example, bob@customer.example' }, 'noAddress'],
    ['an address with a header behind it', { email: 'ada@customer.example\r\nBcc: bob@customer.example' }, 'noAddress'],
    ['an address longer than there are', { email: `${'a'.repeat(250)}@b.example` }, 'noAddress'],
    ['the company’s own address', { email: 'Support@shop.example' }, 'ownAddress'],
    ['no words', { text: ' \n ' }, 'empty'],
    ['too many words', { text: 'x'.repeat(10_001) }, 'leftTooLong'],
  ])('is refused with %s', (_, change, problem) => {
    const read = readLeft({ ...left, ...change }, ['support@shop.example']);
    expect(read).toMatchObject({ ok: false, problem });
  });

  it('becomes a mail of one sender and one text, whatever stands in it', async () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.constantFrom('\r\n.\r\nQUIT', 'Bcc: bob@customer.example\r\n\r\nhi', '--boundary\r\nContent-Type: text/html\r\n\r\n<b>', 'From here on'));
    await fc.assert(
      fc.asyncProperty(text, fc.string({ maxLength: 80 }), async (words, title) => {
        const read = readLeft({ ...left, text: words }, []);
        if (!read.ok) return;
        const mail = await PostalMime.parse(await asMail(read.left, title, at));
        expect(mail.from).toEqual({ address: 'ada@customer.example', name: '' });
        expect([mail.to, mail.cc, mail.bcc, mail.replyTo, mail.html]).toEqual(Array.from({ length: 5 }));
        expect(mail.attachments).toEqual([]);
        expect(mail.text?.replaceAll(/\s+/g, ' ').trim()).toBe(read.left.text.replaceAll(/\s+/g, ' ').trim());
        expect(mail.headers.map(({ key }) => key).toSorted()).toEqual(expect.arrayContaining(['date', 'from', 'message-id']));
        expect(mail.headers.some(({ key }) => ['to', 'cc', 'bcc', 'reply-to', 'authentication-results', 'dkim-signature'].includes(key))).toBe(false);
      }),
    );
  });
});
