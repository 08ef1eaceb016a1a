import { describe, expect, it } from 'vitest';
import { lookInto } from '../../../../hub/intake/documents/look-into.ts';
import { readDocument } from '../../../../hub/intake/documents/read-document.ts';
import { defaultPolicy } from '../../../../shared/redaction/index.ts';
import { pngChunk, pngWith } from '../../../doubles/made-pictures.ts';
import { png } from '../../../doubles/sent-files.ts';
import { card, docx, odf, paragraph, pdf, pptx, wordPart, xlsx } from '../../../doubles/made-documents.ts';

const digits = card.replaceAll(' ', '');
const look = (bytes: Uint8Array, name = 'file', mediaType = 'application/octet-stream') => lookInto({ bytes, name, mediaType, policy: defaultPolicy }, null);
const coded = (text: string, written: (code: number) => string) => text.replaceAll(/./g, (letter) => written(letter.charCodeAt(0)));
const mail = (body: string) => Buffer.from(`From: Anna <anna@mail.example>\r\nSubject: Order\r\nMIME-Version: 1.0\r\n${body}`);
const cellsOf = (...values: readonly string[]) => `<row>${values.map((value) => `<c><v>${value}</v></c>`).join('')}</row>`;
const slide = (text: string) => `<p:cSld><p:spTree><p:sp><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp></p:spTree></p:cSld>`;

type Case = readonly [what: string, bytes: () => Uint8Array | Promise<Uint8Array>, name?: string];
const named = (cases: readonly Case[]) => cases.map(([what, bytes, name = 'file']) => [what, bytes, name] as const);
const places: readonly Case[] = [
  ['a text document, over runs', () => docx(paragraph('Card 41', '11 1111 ', '1111 11', '11'))],
  ['a text document, over the cells of a table', () => docx(`<w:tbl><w:tr>${card.split(' ').map((part) => `<w:tc>${paragraph(part)}</w:tc>`).join('')}</w:tr></w:tbl>`)],
  ['a text document, over paragraphs', () => docx(paragraph('Card 4111 1111') + paragraph('1111 1111'))],
  ['a comment', () => docx(paragraph('Hello'), wordPart('comments.xml', 'comments', `<w:comment w:author="Anna">${paragraph(card)}</w:comment>`))],
  ['a page header', () => docx(paragraph('Hello'), wordPart('header1.xml', 'hdr', paragraph(card)))],
  ['a page footer', () => docx(paragraph('Hello'), wordPart('footer1.xml', 'ftr', paragraph(card)))],
  ['a footnote', () => docx(paragraph('Hello'), wordPart('footnotes.xml', 'footnotes', `<w:footnote>${paragraph(card)}</w:footnote>`))],
  ['hidden text', () => docx(`<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>${card}</w:t></w:r></w:p>`)],
  ['text that was deleted with changes tracked', () => docx(`<w:p><w:del w:author="A"><w:r><w:delText>${card}</w:delText></w:r></w:del></w:p>`)],
  ['the instruction of a field', () => docx(`<w:p><w:r><w:instrText>HYPERLINK "https://pay.example/${digits}"</w:instrText></w:r></w:p>`)],
  ['the instruction of a field that is in one piece', () => docx(`<w:p><w:fldSimple w:instr=' QUOTE "${card}" '><w:r><w:t>Hello</w:t></w:r></w:fldSimple></w:p>`)],
  ['words that are drawn', () => docx(`<w:p><w:pict><v:shape><v:textpath string="${card}"/></v:shape></w:pict></w:p>`)],
  ['the help of a form field', () => docx(`<w:p><w:fldChar><w:ffData><w:helpText w:val="${card}"/></w:ffData></w:fldChar></w:p>`)],
  ['an alternative text', () => docx(`<w:p><w:drawing><wp:docPr id="1" name="Picture 1" descr="Card ${card}"/></w:drawing></w:p>`)],
  ['a document variable', () => docx(paragraph('Hello'), wordPart('settings.xml', 'settings', `<w:docVars><w:docVar w:name="n" w:val="${card}"/></w:docVars>`))],
  ['a property of a document', () => docx(paragraph('Hello'), { name: 'docProps/core.xml', content: `<c><title>${card}</title></c>` })],
  ['a property of the company’s own', () => docx(paragraph('Hello'), { name: 'docProps/custom.xml', content: `<Properties><property name="n"><vt:lpwstr>${card}</vt:lpwstr></property></Properties>` })],
  ['data that a form is bound to', () => docx(paragraph('Hello'), { name: 'customXml/item1.xml', content: `<form><number>${card}</number></form>` })],
  ['the target of a link', () => docx(paragraph('Hello'), { name: 'word/_rels/document.xml.rels', content: `<Relationships><Relationship Id="rId1" Target="https://pay.example/?n=${digits}"/></Relationships>` })],
  ['a comment in the XML itself', () => docx(`${paragraph('Hello')}<!-- ${card} -->`)],
  ['a document in UTF-16', () => docx(paragraph('Hello'), { name: 'word/footnotes.xml', content: Buffer.from(`\uFEFF<f>${card}</f>`, 'utf16le') })],
  ['character references', () => docx(paragraph(coded(card, (code) => `&#x${code.toString(16)};`)))],
  ['a document in a document', () => docx(paragraph('Hello'), { name: 'word/embeddings/table.xlsx', content: xlsx(cellsOf(digits)) })],
  ['a table, as a number', () => xlsx(cellsOf(digits))],
  ['a table, as a number written with its power of ten', () => xlsx(cellsOf('4.111111111111111E15', '5.555555555554444E15'))],
  ['a table, over cells', () => xlsx(cellsOf(...card.split(' ')))],
  ['a table, over cells of shared texts', () => xlsx('<row><c t="s"><v>1</v></c><c t="s"><v>0</v></c></row>', { strings: ['<t>1111 1111</t>', '<r><t>41</t></r><r><t>11 1111</t></r>'] })],
  ['a hidden sheet', () => xlsx(`<row hidden="1"><c t="inlineStr"><is><t>${card}</t></is></c></row>`, { state: 'veryHidden' })],
  ['a formula', () => xlsx(`<row><c><f>CONCAT("${card}")</f><v>0</v></c></row>`)],
  ['a text that no cell shows any more', () => xlsx(cellsOf('1'), { strings: [`<t>${card}</t>`] })],
  ['the header of a sheet that is printed', () => xlsx(cellsOf('1'), { sheetEnd: `<headerFooter><oddHeader>&amp;C${card}</oddHeader></headerFooter>` })],
  ['a comment on a cell', () => xlsx(cellsOf('1'), { more: [{ name: 'xl/comments1.xml', content: `<comments><commentList><comment ref="A1"><text><r><t>${card}</t></r></text></comment></commentList></comments>` }] })],
  ['the hint of a cell', () => xlsx(cellsOf('1'), { sheetEnd: `<dataValidations><dataValidation prompt="${card}"/></dataValidations>` })],
  ['what a column is filtered by', () => xlsx(cellsOf('1'), { sheetEnd: `<autoFilter ref="A1:A9"><filterColumn colId="0"><filters><filter val="${digits}"/></filters></filterColumn></autoFilter>` })],
  ['what a column is filtered by, with a rule', () => xlsx(cellsOf('1'), { sheetEnd: `<autoFilter ref="A1:A9"><filterColumn colId="0"><customFilters><customFilter val="*${digits}*"/></customFilters></filterColumn></autoFilter>` })],
  ['what cells are coloured by', () => xlsx(cellsOf('1'), { sheetEnd: `<conditionalFormatting sqref="A1"><cfRule type="containsText" text="${card}"/></conditionalFormatting>` })],
  ['the values of a scenario', () => xlsx(cellsOf('1'), { sheetEnd: `<scenarios><scenario name="Best"><inputCells r="A1" val="${digits}"/></scenario></scenarios>` })],
  ['what a pivot table has read', () => xlsx(cellsOf('1'), { more: [{ name: 'xl/pivotCache/pivotCacheDefinition1.xml', content: `<p><sharedItems><s v="${card}"/></sharedItems></p>` }] })],
  ['a slide', () => pptx([slide('Hello'), slide(card)])],
  ['the notes of a speaker', () => pptx([slide('Hello')], { name: 'ppt/notesSlides/notesSlide1.xml', content: `<p:notes><a:p><a:r><a:t>${card}</a:t></a:r></a:p></p:notes>` })],
  ['the alternative text of a slide', () => pptx([`<p:cNvPr id="2" name="x" descr="${card}"/>`])],
  ['an OpenDocument text, over spans', () => odf('text', '<text:p>Card 4111<text:s/>11<text:span>11 1111 </text:span><text:span>1111</text:span></text:p>')],
  ['an OpenDocument comment', () => odf('text', `<text:p>Hello<office:annotation><text:p>${card}</text:p></office:annotation></text:p>`)],
  ['an OpenDocument page header', () => odf('text', '<text:p>Hello</text:p>', { name: 'styles.xml', content: `<s><header><text:p>${card}</text:p></header></s>` })],
  ['an OpenDocument property', () => odf('text', '<text:p>Hello</text:p>', { name: 'meta.xml', content: `<m><meta:user-defined>${card}</meta:user-defined></m>` })],
  ['an OpenDocument table, in a value that is shown otherwise', () => odf('spreadsheet', `<table:table table:name="T"><table:table-row><table:table-cell office:value="${digits}"><text:p>####</text:p></table:table-cell></table:table-row></table:table>`)],
  ['an OpenDocument text that is shown on a condition', () => odf('text', `<text:p><text:conditional-text text:string-value-if-true="${card}" text:string-value-if-false="">Hello</text:conditional-text></text:p>`)],
  ['an OpenDocument presentation', () => odf('presentation', `<draw:page><draw:frame><draw:text-box><text:p>${card}</text:p></draw:text-box></draw:frame></draw:page>`)],
  ['the description of an OpenDocument picture', () => odf('text', `<draw:frame><svg:desc>${card}</svg:desc></draw:frame>`)],
  ['rich text, over formatting', () => Buffer.from('{\\rtf1\\ansi{\\fonttbl\\f0 A;}Card 41{\\b 11 11}11\\~1111 1111\\par}')],
  ['rich text, as codes', () => Buffer.from(`{\\rtf1 ${coded(card, (code) => `\\'${code.toString(16)}`)}}`)],
  ['rich text, as Unicode', () => Buffer.from(`{\\rtf1\\uc1 ${coded(digits, (code) => `\\u${code}?`)}}`)],
  ['a comment in rich text', () => Buffer.from(`{\\rtf1 Hello{\\*\\annotation ${card}}}`)],
  ['a theme', () => docx(paragraph('Hello'), { name: 'word/theme/theme1.xml', content: `<a:theme><a:note>${card}</a:note></a:theme>` })],
  ['the list of fonts', () => docx(paragraph('Hello'), { name: 'word/fontTable.xml', content: `<w:fonts><!-- ${card} --></w:fonts>` })],
  ['how a printer was set', () => docx(paragraph('Hello'), { name: 'word/printerSettings1.bin', content: Buffer.from(`\u0001\u0002${card}`, 'utf16le') })],
  ['how lines were broken', () => odf('text', '<text:p>Hello</text:p>', { name: 'layout-cache', content: `\u0001${card}\u0002` })],
  ['what a thumbnail says beside what it shows', () => docx(paragraph('Hello'), { name: 'docProps/thumbnail.png', content: pngWith(png({ width: 9, height: 9, colour: [1, 2, 3] }), [pngChunk('tEXt', Buffer.from(`Comment\0${card}`))]) })],
  ['the properties of rich text', () => Buffer.from(`{\\rtf1{\\info{\\title ${card}}}Hello}`)],
  ['a web page, over tags', () => Buffer.from('<p>Card <b>4111</b> 1111 <i>1111</i> 1111'), 'page.html'],
  ['a comment in a web page', () => Buffer.from(`<p>Hello<!-- ${card} -->`), 'page.html'],
  ['a field of a web page', () => Buffer.from(`<input type=hidden value="${card}">`), 'page.html'],
  ['a script of a web page', () => Buffer.from(`<script>pay("${digits}")</script>`), 'page.htm'],
  ['a mail that was forwarded', () => mail(`\r\nMy card is ${card}`), 'order.eml'],
  ['a file of a mail that was forwarded', () => mail(`Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=a.xlsx\r\nContent-Transfer-Encoding: base64\r\n\r\n${xlsx(cellsOf(digits)).toString('base64')}\r\n--b--`), 'order.eml'],
  ['a PDF', () => pdf({ pages: [`Card ${card}`] })],
  ['a PDF, over pages', () => pdf({ pages: ['Card 4111 1111', '1111 1111 please'] })],
  ['a note in a PDF', () => pdf({ note: `Card ${card}` })],
  ['a form field of a PDF', () => pdf({ field: card })],
  ['a property of a PDF', () => pdf({ property: card })],
  ['a file in a PDF', async () => pdf({ file: { name: 'table.xlsx', bytes: xlsx(cellsOf(digits)) } })],
  ['a PDF in a mail', async () => mail(`Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${(await pdf({ pages: [card] })).toString('base64')}\r\n--b--`), 'order.eml'],
];

describe('a card number in a document', () => {
  it.each(named(places))('is found in %s', async (_what, bytes, name) => {
    const { hidden, destroyed, text } = await look(await bytes(), name);
    expect(hidden.map(({ type }) => type)).toContain('card');
    expect(destroyed).toBe(true);
    expect(text.replaceAll(/\D/g, '')).not.toContain(digits.slice(0, 12));
    expect(text).toContain('[card **** ');
  });
});

const read = async (bytes: Uint8Array, name = 'file') => readDocument({ bytes, name, mediaType: '' }, null);

describe('a document with nothing in it that is hidden', () => {
  it.each(named([
    ['a text document', () => docx(paragraph('Thank you ', 'for your order.'))],
    ['a table', () => xlsx(cellsOf('12', '19.99', '45000'))],
    ['a presentation', () => pptx([slide('Autumn'), slide('Winter')])],
    ['an OpenDocument text with a thumbnail', () => odf('text', '<text:p>Hello</text:p>', { name: 'Thumbnails/thumbnail.png', content: png({ width: 200, height: 256, colour: [1, 2, 3] }) })],
    ['a text document with what programs keep for themselves', () => docx(paragraph('Hello'), { name: 'word/theme/theme1.xml', content: '<a:theme name="Office"><a:latin typeface="Calibri"/></a:theme>' }, { name: 'word/fontTable.xml', content: '<w:fonts><w:font w:name="Calibri"/></w:fonts>' }, { name: 'word/printerSettings1.bin', content: Buffer.from('Printer of the second floor', 'utf16le') })],
    ['rich text', () => Buffer.from('{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}{\\stylesheet{\\s1 Heading;}}\\b Hello\\b0\\par}')],
    ['a web page', () => Buffer.from('<title>Order</title><p>Thank <b>you</b>.'), 'a.html'],
    ['a mail', () => mail('\r\nThank you.'), 'a.eml'],
    ['a PDF', () => pdf({ pages: ['Thank you for your order.', 'Page two.'] })],
    ['a PDF with a form and a note', () => pdf({ field: 'blue', note: 'Nice.' })],
  ]))('that is %s was read whole', async (_what, bytes, name) => {
    const content = await bytes();
    expect(await read(content, name)).toMatchObject({ whole: true });
    expect((await look(content, name)).hidden.filter(({ type }) => type !== 'email')).toEqual([]);
  });

  it('reads as people would: runs as words, cells beside one another, rows and paragraphs below', async () => {
    expect((await read(docx(paragraph('Thank ', 'you', '.') + paragraph('Anna')))).text).toMatch(/^Thank you\.\nAnna/);
    expect((await read(xlsx(cellsOf('1', '2') + cellsOf('3', '4')))).text).toMatch(/^1\t2\n3\t4/);
  });
});
