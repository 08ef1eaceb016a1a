import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { sanitise } from '../../../../hub/intake/sanitise.ts';
import type { Normalised } from '../../../../hub/intake/stages.ts';
import { rebuildMail } from '../../../../main/desktop/letters/rebuilt-mail.ts';
import { classesOf } from '../../../../main/desktop/letters/sender-style.ts';
import { shownAddress } from '../../../../main/desktop/letters/shown-address.ts';
import { mostLetterLines } from '../../../../shared/contract/ipc/letters.ts';
import { runs } from '../../../doubles/how-often.ts';

const body = (html: string): string => rebuildMail(html)?.body ?? 'too much';

/** As the hub makes it of what a sender wrote. */
const atHub = (html: string): string => {
  const message = { identity: null, authorName: '', subject: null, text: 'x', html, sentAt: 1, attachments: [], messageId: null, answers: [], automatic: false, replyTo: null, bounce: null, cut: null } as unknown as Normalised;
  return sanitise(message).html ?? '';
};

/** What a parser of its own finds in it. */
function found(html: string) {
  const names = new Set<string>();
  const attributes = new Map<string, string[]>();
  let [depth, deepest, text] = [0, 0, ''];
  const parser = new Parser({
    onopentag(name, given) {
      names.add(name);
      for (const [attribute, value] of Object.entries(given)) attributes.set(attribute, [...(attributes.get(attribute) ?? []), value]);
      depth += 1;
      deepest = Math.max(deepest, depth);
    },
    onclosetag() {
      depth -= 1;
    },
    ontext(piece) {
      text += piece;
    },
  });
  parser.end(html);
  return { names, attributes, deepest, text };
}

const elements = ['p', 'br', 'div', 'span', 'b', 'strong', 'i', 'em', 'u', 's', 'sub', 'sup', 'small', 'code', 'pre', 'blockquote', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption'];
const attributes = ['class', 'colspan', 'rowspan', 'scope', 'start', 'dir', 'lang'];
const classes = ['link', 'picture', 'bold', 'plain', 'italic', 'upright', 'underlined', 'struck', 'left', 'right', 'center', 'large', 'larger', 'largest'];

/** Pieces that mean something to a parser of HTML, in any order. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('<script>', '</script>', '<img src=x onerror=alert(1)>', '<a href="javascript:alert(1)">', '<iframe src="https://a.example">', '<style>', '</style>', '<!--', '-->', '<![CDATA[', ']]>', '<svg><use href="#a">', '<math>', '<meta http-equiv="refresh" content="0;url=https://a.example">', '<link rel=prefetch href=//a.example>', '<form action="https://a.example">', '<base href="https://a.example">', '<p style="position:fixed;background:url(//a.example)">', '<td colspan="9999">', '<template>', '<plaintext>', '<xmp>', '<select>', '<?xml', '"', "'", '>', '<', '&lt;', '&#60;', '&amp;', '</', '<p', '<p class="link">', '<b onclick="x">', '<span data-picture="outside" style="color:red">', '<a href="https://a.example/">', '</a>', '</table>', '<table>'),
      fc.constantFrom(...elements).map((name) => `<${name}>`),
      fc.constantFrom(...elements).map((name) => `</${name}>`),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 60 },
  )
  .map((pieces) => pieces.join(''));

describe('a mail that is shown with its formatting', () => {
  it('is written anew: nothing comes out that was not written here, whatever goes in', () => {
    fc.assert(
      fc.property(hostile, (html) => {
        const { names, attributes: given, deepest } = found(body(html));
        expect([...names].filter((name) => !elements.includes(name))).toEqual([]);
        expect([...given.keys()].filter((name) => !attributes.includes(name))).toEqual([]);
        expect((given.get('class') ?? []).flatMap((value) => value.split(' ')).filter((name) => !classes.includes(name))).toEqual([]);
        expect(deepest).toBeLessThanOrEqual(60);
      }),
      runs(2_000),
    );
  });

  it('loses no word of what the hub left, and hides none', () => {
    fc.assert(
      fc.property(hostile, (html) => {
        const inert = atHub(html).replaceAll(/<\/?a\b[^>]*>/g, '');
        expect(found(body(inert)).text).toBe(found(inert).text);
      }),
      runs(1_000),
    );
  });

  it('keeps tables, lists, headings, emphasis, and from which side it is read', () => {
    const order = '<h2 dir="rtl" lang="de-AT">Order</h2><table><tbody><tr><th scope="col">Article</th><td colspan="2" rowspan="3">Peg</td></tr></tbody></table><ol start="3"><li><b>one</b><br /><em>two</em></li></ol><hr />';
    expect(body(order)).toBe('<h2 dir="rtl" lang="de-AT">Order</h2><table><tbody><tr><th scope="col">Article</th><td colspan="2" rowspan="3">Peg</td></tr></tbody></table><ol start="3"><li><b>one</b><br><em>two</em></li></ol><hr>');
  });

  it('is text where it is not of the form that the hub writes', () => {
    expect(body('1 < 2 > 1 <img src=x onerror=alert(1)> <p title=\'x\'>y</p> <!-- z -->')).toBe('1 &lt; 2 &gt; 1 &lt;img src=x onerror=alert(1)&gt; &lt;p title=\'x\'&gt;y &lt;!-- z --&gt;');
    expect(body('&lt;b&gt; &amp;lt;')).toBe('&lt;b&gt; &amp;lt;');
  });

  it('has of the sender’s style what it emphasises and how it aligns; no colour, no small print, nothing that moves or covers', () => {
    expect(body('<td style="text-align:right;font-weight:700;color:#ffffff;background-color:#ffffff;font-size:28px">1</td>')).toBe('<td class="right bold largest">1</td>');
    expect(classesOf('font-size:1px;color:transparent;position:fixed;top:0;padding:9999px;opacity:0;display:none')).toBeNull();
    expect(classesOf('constructor:x;__proto__:bold;font-weight')).toBeNull();
  });

  it('says where a link really leads, and leads there no more', () => {
    expect(body('<a href="https://evil.example/a?b=1&amp;c=2">www.bank.example</a>')).toBe('<span class="link">www.bank.example</span> [https://evil.example/a?b=1&amp;c=2]');
    expect(body('<a href="https://bank.example/">https://bank.example</a>')).toBe('<span class="link">https://bank.example</span>');
    expect(body('<a href="mailto:a@bank.example">a@bank.example</a>')).toBe('<span class="link">a@bank.example</span>');
    expect(body('<a href="javascript:alert(1)">x</a>')).toBe('<span class="link">x</span>');
    // A letter of another alphabet, and a host that is none.
    expect(shownAddress('https://аpple.example/?xn--pple-43d.example')).toBe('https://xn--pple-43d.example/?xn--pple-43d.example');
    expect(shownAddress('https://bank.example@evil.example/')).toBe('https://evil.example/');
    expect(shownAddress(`https://a.example/${'x'.repeat(500)}`)).toHaveLength(201);
    expect(shownAddress('https://a.example/\u202Egpj.exe')).toBe('https://a.example/gpj.exe');
  });

  it('counts the pictures that are not in it as the hub told them, and shows what they are called', () => {
    const html = atHub('<img src="https://a.example/p.gif?who=1"><img src="//a.example/q.png" alt="Logo"><img src="cid:1" alt="Photo"><img alt="none"><span data-picture="outside">no picture</span>');
    expect(html).not.toContain('a.example');
    const mail = rebuildMail(html);
    expect([mail?.outside, mail?.enclosed]).toEqual([2, 1]);
    expect(found(mail?.body ?? '').text).toBe('[Logo][Photo][none]no picture');
  });

  it('is not shown where there is too much of it; a table of cells that span thousands is one of a few', () => {
    expect(rebuildMail('x'.repeat(1_000_001))).toBeNull();
    expect(rebuildMail('<b>x</b>'.repeat(20_001))).toBeNull();
    expect(rebuildMail('<b>x</b>'.repeat(20_000))?.lines).toBe(mostLetterLines);
    expect(rebuildMail('<p>x</p>'.repeat(20_000))?.lines).toBe(mostLetterLines);
    expect(body('<td colspan="9999" rowspan="99999">x</td>')).toBe('<td colspan="20" rowspan="50">x</td>');
    expect(found(body(`${'<div>'.repeat(5_000)}deep`))).toMatchObject({ deepest: 60, text: 'deep' });
  });

  it('is read to its end where little begins in it, however long it is; where elements seem to begin everywhere, it is not shown', () => {
    for (const piece of [`<p${' '.repeat(200)}`, '&', `<a href="${'&amp;'.repeat(1_000)}">x</a>`, `</${'x'.repeat(50)}>`]) {
      expect(rebuildMail(piece.repeat(Math.floor(1_000_000 / piece.length)))?.lines, piece.slice(0, 20)).toBeGreaterThan(0);
    }
    for (const piece of ['<a x="', '<', '<p ', '</p', '</div>']) expect(rebuildMail(piece.repeat(Math.floor(1_000_000 / piece.length))), piece).toBeNull();
  });

  it('tells about how long it is', () => {
    expect(rebuildMail('')?.lines).toBe(1);
    expect(rebuildMail('<p>one</p><p>two</p>')?.lines).toBe(3);
    expect(rebuildMail(`<p>${'word '.repeat(100)}</p>`)?.lines).toBe(7);
  });
});
