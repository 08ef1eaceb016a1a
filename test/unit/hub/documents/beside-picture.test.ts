import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { besidePicture } from '../../../../hub/intake/documents/beside-picture.ts';
import { lookInto } from '../../../../hub/intake/documents/look-into.ts';
import { defaultPolicy } from '../../../../shared/redaction/index.ts';
import { card, docx, paragraph } from '../../../doubles/made-documents.ts';
import { drawnAs, exifBlock, exifSegment, gifBlocks, gifWith, heifWith, jpegWith, pngChunk, pngWith, profileChunk, profileSaying, segment, tiffWith, webpChunk, webpWith } from '../../../doubles/made-pictures.ts';
import { runs } from '../../../doubles/how-often.ts';
import { zipOf } from '../../../doubles/zip-of.ts';

const look = (bytes: Uint8Array, name = 'photo', readPicture: Parameters<typeof lookInto>[1] = null) => lookInto({ bytes, name, mediaType: '', policy: defaultPolicy }, readPicture);
/** OCR that finds nothing. */
const nothingShown = () => Promise.resolve();
const berlin = { position: [[52, 31, 12], [13, 24, 36]] } as const;
const words = Buffer.from(`Card ${card}`);
/** Two blocks of a GIF, with the number in both. The length of the second, which stands between them, is a digit: 53 is “5”. */
const halves = [Buffer.from(`${'-'.repeat(245)} Card 4111`), Buffer.from('111111111111'.padEnd(0x35))] as const;

describe('what a picture says beside what it shows', () => {
  it.each<readonly [string, () => Promise<Uint8Array>]>([
    ['the comment of a JPEG', async () => jpegWith(await drawnAs('jpeg'), segment(0xfe, words))],
    ['a camera’s block', async () => jpegWith(await drawnAs('jpeg'), exifSegment({ artist: `Card ${card}` }))],
    ['a camera’s block, in letters of two bytes', async () => jpegWith(await drawnAs('jpeg'), segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exifBlock({}), Buffer.from(`Card ${card}`, 'utf16le')])))],
    ['the XMP of a JPEG', async () => jpegWith(await drawnAs('jpeg'), segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<dc:description>${card}</dc:description>`)))],
    ['the text of a PNG', async () => pngWith(await drawnAs('png'), [pngChunk('tEXt', Buffer.from(`Comment\0${card}`))])],
    ['deflated text of a PNG', async () => pngWith(await drawnAs('png'), [pngChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(words)]))])],
    ['deflated text of a PNG in a language', async () => pngWith(await drawnAs('png'), [pngChunk('iTXt', Buffer.concat([Buffer.from('Comment\0\u0001\0en\0Note\0'), deflateSync(words)]))])],
    ['a colour profile', async () => pngWith(await drawnAs('png'), [profileChunk(await profileSaying(card))])],
    ['the comment of a GIF, over its blocks', async () => gifWith(await drawnAs('gif'), gifBlocks(0xfe, ...halves))],
    ['the XMP of a WebP', async () => webpWith(await drawnAs('webp'), 4, webpChunk('XMP ', words))],
    ['the XMP of an AVIF', async () => heifWith(await drawnAs('avif'), { xmp: `<x>Card ${card}</x>` })],
    ['the description of a TIFF', () => Promise.resolve(tiffWith(`Card ${card}`))],
  ])('is looked through and counted, and holds nothing, since nobody gets it: %s', async (_what, made) => {
    const found = await look(await made());
    expect(found).toMatchObject({ hidden: [], destroyed: false, beside: [{ type: 'card', count: 1 }] });
    expect(JSON.stringify(found)).not.toContain('1111 1111');
  });

  it.each<readonly [string, () => Promise<Uint8Array>]>([
    ['a JPEG', async () => jpegWith(await drawnAs('jpeg'), exifSegment(berlin))],
    ['a PNG', async () => pngWith(await drawnAs('png'), [pngChunk('eXIf', exifBlock(berlin))])],
    ['a WebP', async () => webpWith(await drawnAs('webp'), 8, webpChunk('EXIF', exifBlock(berlin)))],
    ['an AVIF', async () => heifWith(await drawnAs('avif'), { exif: exifBlock(berlin) })],
    ['a TIFF', () => Promise.resolve(tiffWith('', berlin))],
  ])('is also where it was taken: %s', async (_what, made) => {
    expect(besidePicture(await made()).text).toContain('GPS: 52.520000, 13.410000');
    expect((await look(await made())).beside).toEqual([{ type: 'gps', count: 1 }]);
  });

  it('is part of the document that the picture is in: that is held for where it was taken', async () => {
    const withPicture = async (...segments: readonly Buffer[]) => docx(paragraph('See below.'), { name: 'word/media/image1.jpeg', content: jpegWith(await drawnAs('jpeg'), ...segments) });
    expect(await look(await withPicture(), 'order.docx', nothingShown)).toMatchObject({ whole: true, hidden: [], beside: [] });
    expect(await look(await withPicture(exifSegment(berlin)), 'order.docx', nothingShown)).toMatchObject({ whole: true, hidden: [{ type: 'gps', count: 1 }], beside: [] });
    expect(await look(zipOf([{ name: 'photo.jpg', content: jpegWith(await drawnAs('jpeg'), segment(0xfe, words)) }]), 'all.zip', nothingShown)).toMatchObject({ hidden: [{ type: 'card', count: 1 }] });
  });

  it('and what lies behind a picture in a document was not read', async () => {
    const hiding = docx(paragraph('See below.'), { name: 'word/media/image1.png', content: Buffer.concat([await drawnAs('png'), zipOf([{ name: 'a.txt', content: 'Hello' }])]) });
    expect(await look(hiding, 'order.docx', nothingShown)).toMatchObject({ whole: false });
    const cut = docx(paragraph('See below.'), { name: 'word/media/image1.png', content: (await drawnAs('png')).subarray(0, -12) });
    expect(await look(cut, 'order.docx', nothingShown)).toMatchObject({ whole: false });
  });

  it('is read within bounds: more of it than cameras write, and more than it says when it is inflated, was not read', async () => {
    const large = pngWith(await drawnAs('png'), [pngChunk('tEXt', Buffer.alloc(3 * 1024 * 1024, 'a '))]);
    const bomb = pngWith(await drawnAs('png'), [pngChunk('zTXt', Buffer.concat([Buffer.from('a\0\0'), deflateSync(Buffer.alloc(64 * 1024 * 1024))]))]);
    for (const bytes of [large, bomb]) {
      expect(besidePicture(bytes).whole).toBe(false);
      expect(besidePicture(bytes).text.length).toBeLessThan(1_000);
    }
  });

  it('fails on no bytes', async () => {
    const whole = jpegWith(await drawnAs('jpeg'), exifSegment({ ...berlin, artist: 'Anna' }));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 200 }), fc.nat({ max: 255 })), { maxLength: 8 }), fc.nat({ max: whole.length }), (changes, end) => {
        const bytes = Buffer.from(whole.subarray(0, end));
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        expect(typeof besidePicture(bytes).text).toBe('string');
      }),
      runs(500),
    );
  });
});
