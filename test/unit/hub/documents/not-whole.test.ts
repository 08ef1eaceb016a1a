import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxEntries, maxInflated } from '../../../../hub/intake/documents/bounds.ts';
import { lookInto } from '../../../../hub/intake/documents/look-into.ts';
import { readDocument } from '../../../../hub/intake/documents/read-document.ts';
import { defaultPolicy, inspectText } from '../../../../shared/redaction/index.ts';
import { card, docx, lockedPdf, odf, paragraph, pdf, pptx, xlsx } from '../../../doubles/made-documents.ts';
import { runs } from '../../../doubles/how-often.ts';
import { png } from '../../../doubles/sent-files.ts';
import { zipOf } from '../../../doubles/zip-of.ts';

const read = (bytes: Uint8Array, name = 'file') => readDocument({ bytes, name, mediaType: '' }, null);
/** One point, transparent. */
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR4nGP4z8AARwzEcQCukw/x0F8jngAAAABJRU5ErkJggg==', 'base64');
const hello = paragraph('Hello');

type Case = readonly [what: string, bytes: () => Uint8Array | Promise<Uint8Array>, name?: string];
const named = (cases: readonly Case[]) => cases.map(([what, bytes, name = 'file']) => [what, bytes, name] as const);

describe('a file that was not read whole', () => {
  it.each(named([
    ['a picture', () => picture],
    ['an old Word document', () => Buffer.from('d0cf11e0a1b11ae1', 'hex')],
    ['an archive with a file nobody reads', () => zipOf([{ name: 'a.bin', content: 'Hello' }])],
    ['a document with a picture', () => docx(hello, { name: 'word/media/image1.png', content: picture })],
    ['a document with a thumbnail as large as a page', () => docx(hello, { name: 'docProps/thumbnail.png', content: png({ width: 257, height: 20, colour: [1, 2, 3] }) })],
    ['a document with a thumbnail behind which something lies', () => docx(hello, { name: 'docProps/thumbnail.png', content: Buffer.concat([picture, Buffer.from('Hello')]) })],
    ['a document with a thumbnail that is none', () => docx(hello, { name: 'docProps/thumbnail.png', content: 'x' })],
    ['a document with a thumbnail that is drawn by a program', () => docx(hello, { name: 'docProps/thumbnail.emf', content: 'x' })],
    ['a document with macros', () => docx(hello, { name: 'word/vbaProject.bin', content: 'x' })],
    ['a document with an object of another program', () => docx(hello, { name: 'word/embeddings/oleObject1.bin', content: 'x' })],
    ['a document that declares entities', () => docx(hello, { name: 'word/footnotes.xml', content: '<!DOCTYPE x [<!ENTITY c "4111">]><f>&c; 1111 1111 1111</f>' })],
    ['a document in an encoding of another age', () => docx(hello, { name: 'word/footnotes.xml', content: '<?xml version="1.0" encoding="IBM037"?><f/>' })],
    ['an archive with a folder that has something in it', () => zipOf([{ name: 'a.txt', content: 'Hello' }, { name: 'b/', content: 'Card 4111' }])],
    ['a document with two parts of one name', () => docx(hello, { name: 'word/a.xml', content: '<a/>' }, { name: 'word/a.xml', content: '<b/>' })],
    ['a document with a file in base64', () => docx(hello, { name: 'word/a.xml', content: `<pkg:binaryData>${'QUJD'.repeat(100)}</pkg:binaryData>` })],
    ['a document that is encrypted', () => odf('text', '<text:p/>', { name: 'META-INF/manifest.xml', content: '<manifest:encryption-data/>' })],
    ['a slide with sound', () => pptx(['<p:sp/>'], { name: 'ppt/media/media1.mp3', content: 'x' })],
    ['rich text with a picture', () => Buffer.from('{\\rtf1 Hello{\\pict\\pngblip 89504e47}}')],
    ['rich text that is cut', () => Buffer.from('{\\rtf1 Hello{\\b there')],
    ['a web page in another encoding', () => Buffer.from([0x3c, 0x70, 0x3e, 0xfc]), 'a.html'],
    ['a web page with a picture in it', () => Buffer.from('<img src="data:image/png;base64,AAAA">'), 'a.html'],
    ['a locked PDF', () => lockedPdf(`Card ${card}`)],
    ['a PDF with a picture', () => pdf({ picture })],
    ['a PDF with a page of lines and no words', () => pdf({ drawing: true })],
    ['a PDF with a file nobody reads', () => pdf({ file: { name: 'a.bin', bytes: Buffer.from('x') } })],
    ['a PDF that is cut', async () => (await pdf({})).subarray(0, 600)],
    ['a document of documents of documents of documents', () => docx(hello, { name: 'word/embeddings/a.docx', content: docx(hello, { name: 'word/embeddings/b.docx', content: docx(hello, { name: 'word/embeddings/c.docx', content: docx(hello) }) }) })],
  ]))('says so: %s', async (_what, bytes, name) => {
    expect((await read(await bytes(), name)).whole).toBe(false);
  });

  it('counts for what was read of it all the same', async () => {
    const found = await lookInto({ bytes: docx(paragraph(card), { name: 'word/media/image1.png', content: picture }), name: 'a.docx', mediaType: '', policy: defaultPolicy }, null);
    expect(found).toMatchObject({ whole: false, destroyed: true, hidden: [{ type: 'card', count: 1 }] });
  });
});

describe('an archive that is made to fill a memory', () => {
  const zeros = (bytes: number) => Buffer.alloc(bytes, 0x20);
  it('is not inflated beyond the bound, whatever it says of its size', async () => {
    const before = process.memoryUsage().arrayBuffers;
    for (const claimedSize of [maxInflated + 1, 10]) {
      const { whole } = await read(zipOf([{ name: '[Content_Types].xml', content: '<a/>' }, { name: 'word/document.xml', content: zeros(maxInflated + 1), claimedSize }]));
      expect(whole).toBe(false);
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(maxInflated * 2);
  });

  it('is not inflated part by part either, nor in an archive in it', async () => {
    const part = zeros(10 * 1024 * 1024);
    const many = zipOf([{ name: '[Content_Types].xml', content: '<a/>' }, ...Array.from({ length: 8 }, (_, n) => ({ name: `word/p${n}.xml`, content: part }))]);
    expect((await read(many)).whole).toBe(false);
    expect((await read(docx(hello, { name: 'word/embeddings/a.docx', content: many }))).whole).toBe(false);
  });

  it('of more parts than any document has is not listed', async () => {
    expect((await read(zipOf(Array.from({ length: maxEntries + 1 }, (_, n) => ({ name: n === 0 ? '[Content_Types].xml' : `word/${n}.xml`, content: '' }))))).whole).toBe(false);
  });

  it('of one text in a million cells is read as far as the bound', async () => {
    const rows = `<row>${'<c t="s"><v>0</v></c>'.repeat(400_000)}</row>`;
    const { whole, text } = await read(xlsx(rows, { strings: [`<t>${'word '.repeat(20)}</t>`] }));
    expect(whole).toBe(false);
    expect(text.length).toBeLessThanOrEqual(8 * 1024 * 1024);
  });
});

describe('a document that is damaged anywhere', () => {
  it('is read without failing, and a card number never comes out of it unhidden', async () => {
    const whole = [docx(paragraph(`Card ${card}`)), xlsx(`<row><c><v>${card.replaceAll(' ', '')}</v></c></row>`), odf('text', `<text:p>${card}</text:p>`), Buffer.from(`{\\rtf1 ${card}}`), await pdf({ pages: [card], note: card, field: card })];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...whole), fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 8 }), fc.option(fc.nat()), async (document, flips, cut) => {
        const bytes = Uint8Array.from(document);
        for (const [at, by] of flips) bytes[at % bytes.length]! ^= by;
        const { text, hidden } = await lookInto({ bytes: cut === null ? bytes : bytes.subarray(0, cut % bytes.length), name: 'a.html', mediaType: '', policy: defaultPolicy }, null);
        // What is hidden would be found once more.
        expect(inspectText(text, defaultPolicy).findings.filter(({ action }) => action !== 'warn')).toEqual([]);
        if (text.includes('[card ****')) expect(hidden.map(({ type }) => type)).toContain('card');
      }),
      runs(300),
    );
  }, 600_000);

  it('of any bytes is none, and fails on none', async () => {
    const beginnings = ['%PDF-1.7\n', 'PK\u0003\u0004', '{\\rtf1 ', '<html>', 'From: a@b.example\r\n\r\n'].map((text) => Buffer.from(text, 'latin1'));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...beginnings), fc.uint8Array({ maxLength: 400 }), fc.constantFrom('a.html', 'a.eml', 'a'), async (beginning, rest, name) => {
        const { whole } = await read(Buffer.concat([beginning, rest]), name);
        expect(typeof whole).toBe('boolean');
      }),
      runs(300),
    );
  }, 600_000);
});
