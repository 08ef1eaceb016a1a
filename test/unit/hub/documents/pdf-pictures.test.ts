import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxPagePoints, maxPicturePoints, maxPictures, maxPictureTime, maxPlacedPictures } from '../../../../hub/intake/documents/bounds.ts';
import type { Grey } from '../../../../hub/intake/documents/grey.ts';
import { readDocument } from '../../../../hub/intake/documents/read-document.ts';
import { runs } from '../../../doubles/how-often.ts';
import { asIs, bitsOf, drawn, greyImage, type GreyPicture, letterF, packed, partNumber, pdfOf, type PdfPart, rowsOf, sized, turned } from '../../../doubles/made-scans.ts';

const f = letterF();
const { width, height } = f;
const whole = drawn('I0', width, height, 100, 100);
const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../../../fixtures/scans', name));

/** What would be given to the OCR. */
async function sheetsOf(bytes: Uint8Array, now?: () => number) {
  const sheets: Grey[] = [];
  const read = await readDocument({ bytes, name: 'scan.pdf', mediaType: 'application/pdf' }, (picture, gathered) => {
    if (picture instanceof Uint8Array) throw new TypeError('A file.');
    if (gathered.onePictureMore()) sheets.push(picture);
    return Promise.resolve();
  }, now);
  return { ...read, sheets };
}

/** What is on a sheet, without the white around it, as a drawing of letters. */
function seen({ width: w, height: h, points }: Grey | GreyPicture): string {
  const rows = Array.from({ length: h }, (_, y) => Array.from(points.subarray(y * w, (y + 1) * w), (point) => (point < 128 ? '#' : '.')).join(''));
  const inked = rows.filter((row) => row.includes('#'));
  const left = Math.min(...inked.map((row) => row.indexOf('#')));
  const right = Math.max(...inked.map((row) => row.lastIndexOf('#')));
  return rows.slice(rows.findIndex((row) => row.includes('#')), rows.findLastIndex((row) => row.includes('#')) + 1).map((row) => row.slice(left, right + 1)).join('\n');
}
const upright = seen(f);

const rgb = (picture: GreyPicture) => Uint8Array.from(Array.from(picture.points, (point) => [point, point, point]).flat());
const white = (count: number) => new Uint8Array(count).fill(255);
const negative = (points: Uint8Array) => points.map((point) => 255 - point);
function jpeg(picture: GreyPicture): Buffer {
  const canvas = createCanvas(picture.width, picture.height);
  const pen = canvas.getContext('2d');
  const data = pen.createImageData(picture.width, picture.height);
  data.data.set(Array.from(picture.points, (point) => [point, point, point, 255]).flat());
  pen.putImageData(data, 0, 0);
  return canvas.toBuffer('image/jpeg', 95);
}
const one = (image: PdfPart, ...more: readonly PdfPart[]) => pdfOf([{ draws: whole }], [image], more);
const mask = (says: string, points: Uint8Array) => packed(`${sized(f)}${says}`, points);

describe('a picture in a PDF', () => {
  const kinds: Readonly<Record<string, () => Buffer>> = {
    'in grey': () => one(greyImage(f)),
    'in colours': () => one(packed(`${sized(f)}/BitsPerComponent 8/ColorSpace/DeviceRGB`, rgb(f))),
    'as JPEG': () => one(asIs(`${sized(f)}/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode`, jpeg(f))),
    'for print, in four colours': () => one(packed(`${sized(f)}/BitsPerComponent 8/ColorSpace/DeviceCMYK`, Uint8Array.from(Array.from(f.points, (point) => [0, 0, 0, 255 - point]).flat()))),
    'of one bit a point': () => one(packed(`${sized(f)}/BitsPerComponent 1/ColorSpace/DeviceGray`, bitsOf(f))),
    'the other way round': () => one(packed(`${sized(f)}/BitsPerComponent 1/ColorSpace/DeviceGray/Decode[1 0]`, bitsOf({ ...f, points: negative(f.points) }))),
    'of a table of colours': () => one(packed(`${sized(f)}/BitsPerComponent 8/ColorSpace[/Indexed/DeviceRGB 1<000000ffffff>]`, f.points.map((point) => (point === 0 ? 0 : 1)))),
    'of sixteen bits a colour': () => one(packed(`${sized(f)}/BitsPerComponent 16/ColorSpace/DeviceGray`, Uint8Array.from(Array.from(f.points, (point) => [point, point]).flat()))),
    'as a stencil': () => one(mask('/ImageMask true/BitsPerComponent 1', bitsOf(f))),
    'as a stencil of white ink': () => pdfOf([{ draws: `1 1 1 rg ${whole}` }], [mask('/ImageMask true/BitsPerComponent 1', bitsOf(f))]),
    'as a form that lets through black': () => one(packed(`${sized(f)}/BitsPerComponent 8/ColorSpace/DeviceGray/SMask ${partNumber(1, 0)}`, new Uint8Array(width * height)), greyImage({ ...f, points: negative(f.points) })),
    'under a mask of one bit': () => one(packed(`${sized(f)}/BitsPerComponent 8/ColorSpace/DeviceGray/Mask ${partNumber(1, 0)}`, white(width * height)), mask('/ImageMask true/BitsPerComponent 1', bitsOf(f))),
    'in the page itself': () => pdfOf([{ draws: `q ${width} 0 0 ${height} 100 100 cm BI /W ${width} /H ${height} /BPC 8 /CS /G /F /AHx ID ${Buffer.from(f.points).toString('hex')}> EI Q` }], []),
    'in a form': () => pdfOf([{ draws: 'q 2 0 0 2 0 0 cm /I1 Do Q' }], [greyImage(f), { says: `/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Matrix[1 0 0 1 30 30]/Resources<</XObject<</I0 3 0 R>>>>`, stream: Buffer.from(drawn('I0', width / 2, height / 2)) }]),
    'in a group that is drawn as one': () => pdfOf([{ draws: '/I1 Do' }], [greyImage(f), { says: `/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Group<</S/Transparency>>/Resources<</XObject<</I0 3 0 R>>>>`, stream: Buffer.from(whole) }]),
    'in a pattern': () => pdfOf([{ draws: '/Pattern cs /P0 scn 0 0 300 300 re f' }], [greyImage(f)], [{ says: `/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 ${width} ${height}]/XStep ${width}/YStep ${height}/Resources<</XObject<</I0 3 0 R>>>>`, stream: Buffer.from(drawn('I0', width, height)) }], `/Pattern<</P0 ${partNumber(1, 0)}>>`),
    'on a layer that is not shown': () => one({ ...greyImage(f), says: `${greyImage(f).says}/OC ${partNumber(1, 0)}` }, { says: '/Type/OCG/Name(x)' }),
    'in a place outside of the page': () => pdfOf([{ draws: drawn('I0', width, height, -2_000, 9_000) }], [greyImage(f)]),
    'in no place at all': () => pdfOf([{ draws: drawn('I0', 0, 0) }], [greyImage(f)]),
  };
  it.each(Object.keys(kinds))('is read as it is seen: %s', async (kind) => {
    const { sheets, whole: all } = await sheetsOf(kinds[kind]!());
    expect(sheets.map(seen)).toEqual([upright]);
    expect(all).toBe(true);
  });

  it.each(['fax.pdf', 'pages-as-faxes.pdf', 'jpeg-2000.pdf', 'tiles.pdf', 'printed.pdf'])('is read as programs write it: %s', async (name) => {
    const { sheets, whole: all, unreadPictures } = await sheetsOf(fixture(name));
    expect({ all, unreadPictures }).toEqual({ all: true, unreadPictures: [] });
    expect(sheets.length).toBeGreaterThan(0);
    for (const sheet of sheets) expect(seen(sheet)).toContain('#');
  });

  it('is read where it is packed as JBIG2', async () => {
    const { sheets, whole: all } = await sheetsOf(jbig2(fixture('fax.pdf')));
    expect(all).toBe(true);
    expect(sheets.map(seen)).toEqual((await sheetsOf(fixture('fax.pdf'))).sheets.map(seen));
  });

  it.each([0, 1, 2, 3])('is upright where the page is turned, or the picture is: %i quarters', async (quarters) => {
    const lying = turned(f, (4 - quarters) % 4);
    const [w, h] = [lying.width, lying.height];
    const byPage = pdfOf([{ draws: drawn('I0', w, h, 50, 50), says: `/Rotate ${quarters * 90}` }], [greyImage(lying)]);
    const [cos, sin] = [[1, 0], [0, -1], [-1, 0], [0, 1]][quarters]!;
    const byMatrix = pdfOf([{ draws: `q ${w * cos!} ${w * sin!} ${-h * sin!} ${h * cos!} 300 300 cm /I0 Do Q` }], [greyImage(lying)]);
    for (const made of [byPage, byMatrix]) expect((await sheetsOf(made)).sheets.map(seen)).toEqual([upright]);
  });

  it('is upright where it lies upside down or mirrored in the file, as it is shown', async () => {
    const flipped = Uint8Array.from(Array.from({ length: height }, (_, y) => [...f.points.subarray((height - 1 - y) * width, (height - y) * width)]).flat());
    const made = pdfOf([{ draws: `q ${width} 0 0 ${-height} 100 300 cm /I0 Do Q` }], [greyImage({ ...f, points: flipped })]);
    expect((await sheetsOf(made)).sheets.map(seen)).toEqual([upright]);
  });

  it('is put together from the strips that a scanner makes of it, wherever they are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: height - 1 }), { minLength: 1, maxLength: 12 }), fc.double({ min: 0.2, max: 3, noNaN: true }), async (cuts, size) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), height];
        const strips = edges.slice(1).map((edge, at) => rowsOf(f, edges[at]!, edge));
        const draws = strips.map((strip, at) => drawn(`I${at}`, width * size, strip.height * size, 20, 500 - edges[at + 1]! * size)).join('');
        const { sheets, whole: all } = await sheetsOf(pdfOf([{ draws }], strips.map(greyImage)));
        expect(all).toBe(true);
        expect(sheets.map(seen)).toEqual([upright]);
      }),
      runs(30),
    );
  }, 120_000);

  it('that something covers is read beside what covers it', async () => {
    const other = turned(f, 1);
    const { sheets } = await sheetsOf(pdfOf([{ draws: whole + drawn('I1', width, height, 100, 100) + drawn('I2', width, height, 100, 100) }], [greyImage(f), greyImage(other), packed(`${sized(f)}/BitsPerComponent 8/ColorSpace/DeviceGray`, white(width * height))]));
    expect(sheets.map((sheet) => seen(sheet).slice(0, 20))).toEqual([upright.slice(0, 20), expect.any(String)]);
    expect(sheets).toHaveLength(2);
  });

  it('that is much finer than its neighbours is not made coarser for them', async () => {
    const { sheets } = await sheetsOf(pdfOf([{ draws: drawn('I0', width / 20, height / 20, 10, 10) + drawn('I1', width, height, 20, 10) }], [greyImage(f), greyImage(turned(f, 2))]));
    expect(sheets.map(seen)).toEqual([upright, seen(turned(f, 2))]);
  });

  it('that is on each page, or many times on one, is read once', async () => {
    const pages = Array.from({ length: 30 }, () => ({ draws: whole }));
    const often = [{ draws: whole.repeat(10_000) }];
    for (const each of [pages, often]) {
      const { sheets, whole: all } = await sheetsOf(pdfOf(each, [greyImage(f)]));
      expect(sheets.map(seen)).toEqual([upright]);
      expect(all).toBe(true);
    }
  }, 60_000);

  it('of one colour all over, or smaller than a letter, says nothing and was read', async () => {
    expect(await sheetsOf(pdfOf([{ draws: whole + drawn('I1', 5, 5, 400, 400) }], [greyImage({ ...f, points: new Uint8Array(width * height).fill(90) }), greyImage(rowsOf({ width: 6, height: 6, points: f.points.slice(0, 36).fill(0, 3, 20) }, 0, 6))]))).toMatchObject({ whole: true, sheets: [] });
  });

  it('and the text beside it are both read, with a frame around and a white ground behind', async () => {
    const draws = `1 1 1 rg 0 0 600 800 re f 0 0 0 RG 10 10 500 500 re S q 0 0 600 800 re W n ${whole} Q BT /F0 12 Tf 20 20 Td (Hello Anna) Tj ET`;
    const { sheets, text, whole: all } = await sheetsOf(pdfOf([{ draws }], [greyImage(f)], [{ says: '/Type/Font/Subtype/Type1/BaseFont/Helvetica' }], `/Font<</F0 ${partNumber(1, 0)}>>`));
    expect({ text, all, shown: sheets.map(seen) }).toEqual({ text: 'Hello Anna', all: true, shown: [upright] });
  });
});

/** The fax in a PDF, packed as JBIG2 does: a page, and on it one region that is coded as faxes are (ITU-T T.88, 7.4.6 with MMR). */
function jbig2(fax: Buffer): Buffer {
  const begin = fax.indexOf('stream', fax.indexOf('CCITTFaxDecode')) + 'stream'.length;
  const start = fax[begin] === 0x0d ? begin + 2 : begin + 1;
  const coded = fax.subarray(start, fax.indexOf('endstream', start));
  const [w, h] = [Number(/\/Width (\d+)/.exec(fax.toString('latin1'))?.[1]), Number(/\/Height (\d+)/.exec(fax.toString('latin1'))?.[1])];
  const four = (...values: readonly number[]) => Buffer.concat(values.map((value) => { const bytes = Buffer.alloc(4); bytes.writeUInt32BE(value); return bytes; }));
  const region = Buffer.concat([four(w, h, 0, 0), Buffer.from([0]), Buffer.from([1]), coded]);
  const page = Buffer.concat([four(w, h, 0, 0), Buffer.from([0, 0, 0])]);
  const segments = Buffer.concat([four(0), Buffer.from([48, 0, 1]), four(page.length), page, four(1), Buffer.from([38, 0, 1]), four(region.length), region]);
  return pdfOf([{ draws: drawn('I0', w * 0.48, h * 0.48) }], [asIs(`/Width ${w}/Height ${h}/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode`, segments)]);
}

describe('pictures in a PDF that cannot be read', () => {
  it('are said to be too many: of a page, and of a file', async () => {
    const strip = greyImage(rowsOf(f, 10, 30));
    const page = pdfOf([{ draws: Array.from({ length: maxPlacedPictures + 1 }, (_, at) => drawn('I0', 8, 2, (at % 60) * 9, Math.floor(at / 60) * 4)).join('') }], [strip]);
    expect(await sheetsOf(page)).toMatchObject({ whole: false, unreadPictures: ['many-pictures'] });
    const differing = Array.from({ length: maxPictures + 1 }, (_, at) => letterF(64 + at, 96));
    const file = await sheetsOf(pdfOf(differing.map((_, at) => ({ draws: drawn(`I${at}`, 64, 96) })), differing.map(greyImage)));
    expect(file).toMatchObject({ whole: false, unreadPictures: ['many-pictures'] });
    expect(file.sheets).toHaveLength(maxPictures);
  }, 60_000);

  it('are said to take too long, and what was read until then counts', async () => {
    const pages = Array.from({ length: 3 }, (_, at) => letterF(64 + at, 96));
    let asked = 0;
    const made = pdfOf(pages.map((_, at) => ({ draws: drawn(`I${at}`, 64, 96) })), pages.map(greyImage));
    const { sheets, unreadPictures, whole: all } = await sheetsOf(made, () => ((asked += 1) < 6 ? 0 : maxPictureTime));
    expect({ all, unreadPictures }).toEqual({ all: false, unreadPictures: ['slow-pictures'] });
    expect(sheets.length).toBeGreaterThan(0);
    expect(sheets.length).toBeLessThan(3);
  });

  it('are not decoded where they are larger than any scan, and the others are', async () => {
    const huge = packed('/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB', new Uint8Array(1000));
    const { sheets, whole: all, unreadPictures } = await sheetsOf(pdfOf([{ draws: `${whole + drawn('I1', 10, 10, 300, 300)} 0 0 10 10 re f` }, { draws: drawn('I2', 70, 96) }], [greyImage(f), huge, greyImage(letterF(70, 96))]));
    expect({ all, unreadPictures }).toEqual({ all: false, unreadPictures: ['large-picture'] });
    expect(sheets.map(seen)).toContain(upright);
    expect(sheets.map(seen)).toContain(seen(letterF(70, 96)));
  });

  it('are decoded as far as a page may take', async () => {
    const side = 5_000;
    const many = Array.from({ length: 6 }, (_, at) => packed(`/Width ${side}/Height ${side}/BitsPerComponent 1/ColorSpace/DeviceGray`, Buffer.alloc((side / 8) * side, at + 1)));
    const { whole: all, unreadPictures } = await sheetsOf(pdfOf([{ draws: many.map((_, at) => drawn(`I${at}`, 100, 100, at * 100, 0)).join('') }], many));
    expect(all).toBe(false);
    expect(unreadPictures).toContain('many-pictures');
  }, 120_000);

  const coded = jpeg(f);
  const broken: Readonly<Record<string, () => PdfPart>> = {
    'JPEG that is cut': () => asIs(`${sized(f)}/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode`, coded.subarray(0, Math.floor(coded.length * 0.7))),
    'no JPEG': () => asIs(`${sized(f)}/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode`, Buffer.from('hello')),
    'no JPEG 2000': () => asIs(`${sized(f)}/Filter/JPXDecode`, Buffer.from('hello')),
    'fewer bits than it says': () => packed(`${sized(f)}/BitsPerComponent 1/ColorSpace/DeviceGray`, bitsOf(f).subarray(0, 300)),
    'fewer colours than it says': () => packed(`${sized(f)}/BitsPerComponent 8/ColorSpace/DeviceRGB`, rgb(f).subarray(0, 300)),
    'of a packing that nobody knows': () => asIs(`${sized(f)}/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/XyzDecode`, f.points),
  };
  it.each(Object.keys(broken))('are not taken for read: %s', async (kind) => {
    expect((await sheetsOf(one(broken[kind]!()))).whole).toBe(false);
  });
});

describe('a PDF with pictures that is damaged anywhere', () => {
  it('fails nothing, and gives nothing to be read that is larger than may be', async () => {
    const whole = [one(greyImage(f)), one(asIs(`${sized(f)}/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode`, jpeg(f))), one(mask('/ImageMask true/BitsPerComponent 1', bitsOf(f))), jbig2(fixture('fax.pdf')), pdfOf([{ draws: `q ${width} 0 0 ${height} 100 100 cm BI /W ${width} /H ${height} /BPC 8 /CS /G /F /AHx ID ${Buffer.from(f.points).toString('hex')}> EI Q` }], [])];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...whole), fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 6 }), async (document, flips) => {
        const bytes = Uint8Array.from(document);
        for (const [at, by] of flips) bytes[at % bytes.length]! ^= by;
        const { sheets } = await sheetsOf(bytes);
        for (const sheet of sheets) {
          expect(sheet.points).toHaveLength(sheet.width * sheet.height);
          expect(sheet.points.length).toBeLessThan(maxPicturePoints);
        }
      }),
      runs(150),
    );
  }, 600_000);

  it('draws pictures in places of any numbers, and each is still read', async () => {
    const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), fc.integer({ min: -800, max: 800 }), fc.constantFrom(0, 1e-9, 1e30, -1));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, value, value, value, value, value), { minLength: 1, maxLength: 4 }), async (places) => {
        const draws = places.map((place) => `q ${place.map((each) => each.toFixed(9)).join(' ')} cm /I0 Do Q`).join('\n');
        const { sheets } = await sheetsOf(pdfOf([{ draws }], [greyImage(f)]));
        expect(sheets.length).toBeGreaterThan(0);
        for (const sheet of sheets) expect(sheet.points.length).toBeLessThan(maxPagePoints * 1.1);
      }),
      runs(150),
    );
  }, 600_000);
});
