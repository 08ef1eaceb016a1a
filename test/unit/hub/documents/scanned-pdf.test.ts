import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, describe, expect, it } from 'vitest';
import { ReadingProcess } from '../../../../hub/intake/documents/reading-process.ts';
import { defaultPolicy } from '../../../../shared/redaction/index.ts';
import { drawnCard } from '../../../doubles/drawn-card.ts';
import { card, docx, paragraph } from '../../../doubles/made-documents.ts';
import { asIs, drawn, greyImage, letterF, packed, partNumber, pdfOf, sized } from '../../../doubles/made-scans.ts';

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../../../fixtures/scans', name));

/** A note with a card number, as a camera's picture that lies so in a PDF. */
async function photographed(quarters: number, says = ''): Promise<Buffer> {
  const picture = await loadImage(drawnCard(card, { letters: 32 }));
  const [w, h] = quarters % 2 === 0 ? [picture.width, picture.height] : [picture.height, picture.width];
  const canvas = createCanvas(w, h);
  const pen = canvas.getContext('2d');
  pen.translate(w / 2, h / 2);
  pen.rotate((quarters * Math.PI) / 2);
  pen.drawImage(picture, -picture.width / 2, -picture.height / 2);
  const size = { width: w, height: h };
  return pdfOf([{ draws: drawn('I0', w / 2, h / 2), says }], [asIs(`${sized(size)}/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode`, canvas.toBuffer('image/jpeg', 90))]);
}

describe('a scanned PDF', () => {
  const told: unknown[] = [];
  const reader = new ReadingProcess({ info: (...line) => void told.push(line), warn: (...line) => void told.push(line) });
  afterAll(() => reader.close());
  const look = (bytes: Uint8Array, pictures = true) => reader.look({ bytes, name: 'scan.pdf', mediaType: 'application/pdf', policy: defaultPolicy, pictures });

  it('with a card number is held where the policy has pictures read, in the process without rights, whatever program made it', async () => {
    for (const name of ['fax.pdf', 'pages-as-faxes.pdf', 'jpeg-2000.pdf', 'tiles.pdf', 'printed.pdf']) {
      const looked = await look(fixture(name));
      expect([name, looked?.whole, looked?.destroyed, looked?.hidden.map(({ type }) => type)]).toEqual([name, true, true, ['card']]);
      expect(looked?.text).toContain('[card **** 1111]');
      expect(looked?.text).not.toContain('1111 1111');
    }
  }, 180_000);

  it('is read however it lies on the glass: turned by its page, on its side, and upside down', async () => {
    for (const made of [photographed(0), photographed(1, '/Rotate 270'), photographed(1), photographed(2), photographed(3)]) {
      expect((await look(await made))?.hidden.map(({ type }) => type)).toEqual(['card']);
    }
  }, 180_000);

  it('is read inside an office document', async () => {
    const looked = await look(docx(paragraph('See the scan.'), { name: 'word/embeddings/scan.pdf', content: fixture('fax.pdf') }));
    expect(looked).toMatchObject({ whole: true, destroyed: true, hidden: [{ type: 'card', count: 1 }] });
  }, 120_000);

  it('is not said to have been read where the policy leaves pictures', async () => {
    expect(await look(fixture('fax.pdf'), false)).toMatchObject({ whole: false, hidden: [], unreadPictures: [] });
  });

  it('says why it was not read whole, to who reads its text and in the log, and nothing of what it says', async () => {
    told.length = 0;
    const huge = packed('/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB', new Uint8Array(1000));
    const draws = `${drawn('I0', 100, 100)}BT /F0 12 Tf 20 20 Td (Card ${card}) Tj ET`;
    const bytes = pdfOf([{ draws }], [huge], [{ says: '/Type/Font/Subtype/Type1/BaseFont/Helvetica' }], `/Font<</F0 ${partNumber(1, 0)}>>`);
    const looked = await look(bytes);
    expect(looked).toMatchObject({ whole: false, hidden: [{ type: 'card', count: 1 }], unreadPictures: ['large-picture'] });
    expect(looked?.text).toContain('[Not read whole. A picture in it is larger than is read.]');
    expect(told).toEqual([['document.pictures-not-read', { bytes: bytes.length, why: 'large-picture' }]]);
  }, 60_000);

  it('that is made to fill the memory is never taken for read, and the next one is read', async () => {
    const f = letterF();
    const wide = { width: 60_000, height: 60_000 };
    const bombs = [
      // A mask is as large as it says, whatever it masks.
      pdfOf([{ draws: drawn('I0', 100, 100) }], [packed(`${sized(f)}/BitsPerComponent 8/ColorSpace/DeviceGray/SMask ${partNumber(1, 0)}`, f.points)], [packed(`${sized(wide)}/BitsPerComponent 8/ColorSpace/DeviceGray`, new Uint8Array(1_000))]),
      // A JPEG is as large as it says, whatever the PDF does (ITU-T T.81, B.2.2).
      pdfOf([{ draws: drawn('I0', 100, 100) }], [asIs(`${sized(f)}/BitsPerComponent 8/ColorSpace/DeviceGray/Filter/DCTDecode`, Buffer.from('ffd8ffc0000b08ffffffff01011100ffc4001500010000000000000000000000000000000000ffda00080101000000003f00ffd9', 'hex'))]),
      // White without end.
      pdfOf([{ draws: drawn('I0', 100, 100) }], [{ ...packed(`${sized(f)}/BitsPerComponent 8/ColorSpace/DeviceGray`, Buffer.alloc(800_000_000, 255)) }]),
    ];
    const bounded = new ReadingProcess({ info: () => undefined, warn: () => undefined }, { reading: 60_000, pictures: 60_000, memory: 600 });
    const lookIn = (bytes: Uint8Array) => bounded.look({ bytes, name: 'scan.pdf', mediaType: '', policy: defaultPolicy, pictures: true });
    for (const bomb of bombs) expect((await lookIn(bomb))?.whole ?? false).toBe(false);
    expect((await lookIn(pdfOf([{ draws: drawn('I0', 64, 96) }], [greyImage(f)])))?.whole).toBe(true);
    await bounded.close();
  }, 180_000);
});
