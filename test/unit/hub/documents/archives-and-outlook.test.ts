import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxEntries, maxInflated } from '../../../../hub/intake/documents/bounds.ts';
import { rootOf } from '../../../../hub/intake/documents/compound-folder.ts';
import { Gathered } from '../../../../hub/intake/documents/gathered.ts';
import { lookInto } from '../../../../hub/intake/documents/look-into.ts';
import { readDocument } from '../../../../hub/intake/documents/read-document.ts';
import { defaultPolicy } from '../../../../shared/redaction/index.ts';
import { runs } from '../../../doubles/how-often.ts';
import { compound, type Contents, outlookMessage, workbookNumbers } from '../../../doubles/made-compound.ts';
import { card, docx, paragraph } from '../../../doubles/made-documents.ts';
import { zipOf } from '../../../doubles/zip-of.ts';

const read = (bytes: Uint8Array, name = 'file') => readDocument({ bytes, name, mediaType: '' }, null);
const wide = (text: string) => Buffer.from(text, 'utf16le');
const long = 'Thank you for your order. '.repeat(400);

type Case = readonly [what: string, bytes: () => Uint8Array];
const whole: readonly Case[] = [
  ['a text in an archive', () => zipOf([{ name: 'notes/a.txt', content: `Card ${card}` }])],
  ['a name in an archive', () => zipOf([{ name: `${card}.txt`, content: 'Hello' }])],
  ['a document in an archive', () => zipOf([{ name: 'a.txt', content: 'Hello' }, { name: 'order.docx', content: docx(paragraph(card)) }])],
  ['an archive in an archive', () => zipOf([{ name: 'b.zip', content: zipOf([{ name: 'a.csv', content: card }]) }])],
  ['the subject of a message', () => outlookMessage({ subject: `Card ${card}` })],
  ['the words of a message', () => outlookMessage({ text: `Hello\r\nmy card is ${card}` })],
  ['the words of a message, as HTML', () => outlookMessage({ text: 'Hello', html: `<p>Hello</p><p>4111 <b>1111</b> 1111 1111</p>` })],
  ['the words of a message, as rich text', () => outlookMessage({ text: 'Hello', richText: String.raw`{\rtf1 Hello\par Card 4111 1111 {\b 1111} 1111}` })],
  ['the name of a sender', () => outlookMessage({ from: `Shop ${card}` })],
  ['a file with a message', () => outlookMessage({ files: [{ name: 'a.txt', bytes: Buffer.from(card) }] })],
  ['a document with a message', () => outlookMessage({ text: long, files: [{ name: 'a.docx', bytes: docx(paragraph(card)) }] })],
  ['a message in a message', () => outlookMessage({ message: { text: `Card ${card}` } })],
  ['a message in an archive', () => zipOf([{ name: 'a.msg', content: outlookMessage({ text: card }) }])],
];

describe('a card number', () => {
  it.each(whole.map(([what, bytes]) => [what, bytes] as const))('is found in %s, which is read whole', async (_what, bytes) => {
    const found = await lookInto({ bytes: bytes(), name: 'file', mediaType: '', policy: defaultPolicy }, null);
    expect(found).toMatchObject({ whole: true, destroyed: true });
    expect(found.hidden).toContainEqual({ type: 'card', count: 1 });
    expect(found.text).not.toMatch(/4111.{0,2}1111/);
  });

  it.each([
    ['an old Word document', { WordDocument: Buffer.concat([Buffer.alloc(5000), Buffer.from(`Card ${card}`)]), '1Table': Buffer.from('x') }],
    ['an old Word document, in two bytes a letter', { WordDocument: Buffer.concat([Buffer.alloc(4096, 1), wide(`Card ${card} and Ünïcode`)]) }],
    ['an old Word document, from an odd place', { WordDocument: Buffer.concat([Buffer.alloc(4097, 1), wide(`Card ${card}`)]) }],
    ['an old presentation', { 'PowerPoint Document': wide(`Card ${card}`) }],
    ['a property of an old document', { WordDocument: Buffer.from('Hello there'), '\u0005SummaryInformation': Buffer.from(`..${card}.`) }],
    ['an old table, as text', { Workbook: Buffer.concat([Buffer.from([0xfc, 0, 23, 0]), Buffer.from(`12 ${card}   `)]) }],
    ['an old table, as a number', { Workbook: workbookNumbers(12, 4_111_111_111_111_111) }],
  ] satisfies readonly (readonly [string, Contents])[])('is found in %s, which is never read whole', async (_what, contents) => {
    const found = await lookInto({ bytes: compound(contents), name: 'file', mediaType: '', policy: defaultPolicy }, null);
    expect(found.hidden.find(({ type }) => type === 'card')).toBeDefined();
    expect(found).toMatchObject({ whole: false, destroyed: true });
  });
});

describe('a message as Outlook saves it', () => {
  it('says each line once, however often it is written', async () => {
    const { text, whole: all } = await read(outlookMessage({ text: 'Hello there\r\nsecond line', html: '<p>Hello there</p><p>second line</p><p>only here</p>', richText: String.raw`{\rtf1 Hello there\par second line}` }));
    expect(all).toBe(true);
    expect(text.match(/Hello there/g)).toHaveLength(1);
    expect(text).toContain('only here');
  });

  it('is not read whole where something in it is not', async () => {
    expect((await read(outlookMessage({ object: true }))).whole).toBe(false);
    expect((await read(outlookMessage({ files: [{ name: 'a.bin', bytes: Buffer.from('x') }] }))).whole).toBe(false);
    expect((await read(outlookMessage({ richText: String.raw`{\rtf1 {\pict 00}}` }))).whole).toBe(false);
  });

  it('has all that another program wrote into it, long and short', () => {
    fc.assert(
      // A length and a byte: shrinking thousands of bytes would take longer than anybody waits.
      fc.property(fc.dictionary(fc.string({ unit: fc.constantFrom(...'abcdefgh'.split('')), minLength: 1, maxLength: 12 }), fc.tuple(fc.integer({ min: 0, max: 9000 }), fc.nat(255)), { maxKeys: 12 }), (plan) => {
        const streams = Object.fromEntries(Object.entries(plan).map(([name, [length, byte]]) => [name, Buffer.alloc(length, byte)]));
        const inHex = (found: Iterable<readonly [string, Uint8Array]>) => [...found].map(([name, bytes]) => `${name} ${Buffer.from(bytes).toString('hex')}`).toSorted();
        const root = rootOf(compound({ ...streams, folder: streams }), new Gathered());
        expect(inHex(root.streams)).toEqual(inHex(Object.entries(streams)));
        expect(inHex(root.folders[0]?.streams ?? [])).toEqual(inHex(Object.entries(streams)));
      }),
      runs(40),
    );
  });
});

describe('an archive, or a message, that is made to do harm', () => {
  const message = outlookMessage({ text: long, message: { text: 'Hello' }, files: [{ name: 'a.txt', bytes: Buffer.from(long) }] });
  it('never fails, and comes to an end, whatever is wrong with it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(message.length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }), fc.nat(message.length), async (changes, cut) => {
        const bytes = Buffer.from(message);
        // The header, the table of sectors and the directory are where harm is done.
        for (const [at, value] of changes) bytes[at % 3 === 0 ? at % 512 : at] = value;
        await read(bytes.subarray(0, cut % 5 === 0 ? cut : bytes.length));
      }),
      runs(150),
    );
  });

  it('goes round in no row of sectors and no folder', () => {
    const sectors = message.readUInt32LE(76);
    const table = (sectors + 1) * 512;
    const round = Buffer.from(message);
    const directory = message.readUInt32LE(48);
    // The directory's sector is followed by itself.
    round.writeUInt32LE(directory, table + directory * 4);
    expect(() => rootOf(round, new Gathered())).toThrow('goes round');
    const itself = Buffer.from(message);
    itself.writeUInt32LE(0, (directory + 1) * 512 + 76);
    // The root is its own child: it is neither a stream nor a folder.
    const gathered = new Gathered();
    rootOf(itself, gathered);
    expect(gathered.whole).toBe(false);
  });

  it('is inflated, and unpacked, no further than the bounds', async () => {
    const zeros = Buffer.alloc(maxInflated / 2 + 1, 0x20);
    expect((await read(zipOf([{ name: 'a.txt', content: zeros }, { name: 'b.txt', content: zeros }]))).whole).toBe(false);
    expect((await read(zipOf(Array.from({ length: maxEntries + 1 }, (_, at) => ({ name: `${at}.txt`, content: 'x' }))))).whole).toBe(false);
    const deep = [1, 2, 3, 4].reduce((inner: Buffer, at) => zipOf([{ name: `${at}.zip`, content: inner }]), zipOf([{ name: 'a.txt', content: card }]));
    const { whole: all, text } = await read(deep);
    expect([all, text.includes(card)]).toEqual([false, false]);
    expect((await read(zipOf([{ name: 'a.txt', content: 'Hello' }, { name: 'a.exe', content: 'x' }]))).whole).toBe(false);
  });
});
