import fc from 'fast-check';
import sanitizeHtml from 'sanitize-html';
import { describe, expect, test } from 'vitest';
import { redactHtml } from '../../../../shared/redaction/index.ts';
import { card, digitsIn, grouped } from './card-examples.ts';
import { runs } from '../../../doubles/how-often.ts';

const mark = (mask: string, type = 'card') => `<span data-finding="${type}">${mask}</span>`;
const visa = mark('[card **** 4242]');

describe('finds a card in HTML', () => {
  test.each([
    ['in a paragraph', '<p>card 4242 4242 4242 4242!</p>', `<p>card ${visa}!</p>`],
    ['split by tags', '<p>4242 <b>4242</b> <i>42</i>42 4242</p>', `<p>${visa}<b></b><i></i></p>`],
    ['split by a tag within a group', '42<span style="x">424242</span>42424242', `${visa}<span style="x"></span>`],
    ['in decimal references', '&#52;&#50;42 4242 4242 4242', visa],
    ['in hexadecimal references', '&#x34;&#X32;42 4242 4242 4242', visa],
    ['with named separators', '4242&nbsp;4242&ndash;4242&#8209;4242', visa],
    ['with an invisible reference', '4242&#8203;4242&zwnj;4242&shy;4242', visa],
    ['over lines', '4242<br>4242<br/>4242<br />4242', `${visa}<br><br/><br />`],
    ['over cells', '<table><tr><td>4242</td><td>4242</td><td>4242</td><td>4242</td></tr></table>', `<table><tr><td>${visa}</td><td></td><td></td><td></td></tr></table>`],
    ['beside another cell', '<td>12</td><td>4242424242424242</td><td>7</td>', `<td>12</td><td>${visa}</td><td>7</td>`],
    ['over blocks, with its code', '<div>4242 4242 4242 4242</div><div>CVV 123</div>', `<div>${visa}</div><div>CVV ${mark('[card security code]', 'card-code')}</div>`],
    ['in an attribute', '<a title="card 4242424242424242">x</a>', '<a title="card [card **** 4242]">x</a>'],
    ['in an attribute without quotes', '<img alt=4242-4242-4242-4242 src=x>', '<img alt="[card **** 4242]" src=x>'],
    ['in an address', '<a href="https://x.example/?c=4242%204242%204242%204242&amp;d=1">x</a>', '<a href="https://x.example/?c=[card **** 4242]&amp;d=1">x</a>'],
    ['in a comment', '<!-- 4242424242424242 -->', '<!-- [card **** 4242] -->'],
    ['in a style', '<style>a{content:"4242424242424242"}</style>', '<style>a{content:"[card **** 4242]"}</style>'],
    ['before an unclosed tag', '4242424242424242 <b', `${visa} <b`],
  ])('%s', (_how, html, expected) => {
    expect(redactHtml(html).html).toBe(expected);
  });

  test('in any printed form, wherever tags and references split it', () => {
    const splitter = fc.constantFrom('', '<b>', '</b>', '<span class="a">', '</span>', '<wbr>', '&#8203;', '\u200b');
    fc.assert(
      fc.property(card, fc.array(splitter, { minLength: 19, maxLength: 19 }), fc.boolean(), ({ issuer, number }, splits, references) => {
        const written = Array.from(grouped(number, issuer.groups, ' ')).map((character, index) => (splits[index] ?? '') + (references && /\d/.test(character) ? `&#${character.charCodeAt(0)};` : character)).join('');
        const { html, findings } = redactHtml(written);
        expect(findings).toHaveLength(1);
        expect(digitsIn(html.replace(/&#8203;/g, ''))).toBe(number.slice(-4));
      }),
    );
  });
});

test('a card next to a word in an inline tag keeps the markup', () => {
  expect(redactHtml('<p>4242 4242 4242 4242 for <a href="https://shop.example/o/12">order 12</a></p>').html).toBe(`<p>${visa} for <a href="https://shop.example/o/12">order 12</a></p>`);
});

const piece = fc.oneof(
  card.map(({ number }) => number),
  card.map(({ issuer, number }) => grouped(number, issuer.groups, '&nbsp;')),
  fc.constantFrom('<p>', '</p>', '<b>', '</b>', '<br />', '<table><tbody><tr><td>', '</td><td>', '</td></tr></tbody></table>', '<a href="https://shop.example/1234?x=1">', '</a>', ' ', '&amp;', '&lt;', 'card ', '12/26 ', 'cvv 123'),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
/** What intake hands over: parsed and written again by the sanitiser. */
const sanitised = fc.array(piece, { maxLength: 12 }).map((pieces) =>
  sanitizeHtml(pieces.join(''), { allowedTags: ['p', 'b', 'br', 'table', 'tbody', 'tr', 'td', 'a', 'span'], allowedAttributes: { a: ['href'], span: ['data-finding'] } }),
);
const again = (html: string) => sanitizeHtml(html, { allowedTags: false, allowedAttributes: false, allowVulnerableTags: true });

describe('always', () => {
  test('the HTML parses as before, and outside the masks it is the same', () => {
    fc.assert(
      fc.property(sanitised, (before) => {
        const { html, findings } = redactHtml(before);
        const tags = (text: string) => text.replace(/<span data-finding="[a-z-]+">|<\/span>/g, '').match(/<[^>]*>/g) ?? [];
        expect(tags(html)).toEqual(tags(before));
        expect(again(html)).toBe(again(again(html)));
        if (findings.length === 0) expect(html).toBe(before);
        for (const { start, end, mask } of findings) expect(html.slice(start, end)).toBe(mask);
      }),
      runs(2000),
    );
  });

  test('redacting twice changes nothing', () => {
    fc.assert(
      fc.property(sanitised, (before) => {
        const once = redactHtml(before).html;
        expect(redactHtml(once)).toEqual({ html: once, findings: [] });
      }),
      runs(2000),
    );
  });

  test('it never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom('<', '>', '"', "'", '<!--', '-->', '<a ', '</', '&#', '&#x', 'href=', '4242424242424242', '<style>', '</style')), { maxLength: 30 }).map((parts) => parts.join('')), (html) => {
        redactHtml(html);
      }),
      runs(5000),
    );
  });

  test.each([
    ['openings of tags', '<a '.repeat(300_000)],
    ['openings of comments', '<!--'.repeat(250_000)],
    ['bare signs', '<'.repeat(1_000_000)],
    ['openings of raw elements', '<style>'.repeat(140_000)],
    ['references', '&#52;'.repeat(200_000)],
    ['attributes', `<a ${'x=4242424242424242 '.repeat(50_000)}>`],
    ['tags in a number', '4<b>'.repeat(250_000)],
  ])('a megabyte of %s is read to its end', (_what, html) => {
    // The digit: without any, nothing is read at all. A quadratic reading would take hours, and end with the test's own time.
    expect(redactHtml(`4${html}`).html.length).toBeGreaterThan(0);
  });
});
