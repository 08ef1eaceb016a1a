import { createCanvas, loadImage } from '@napi-rs/canvas';
import { ReadingProcess } from '../../hub/intake/documents/reading-process.ts';
import { defaultPolicy } from '../../shared/redaction/index.ts';
import { type CardPicture, drawnCard } from '../doubles/drawn-card.ts';
import { bitsOf, drawn, greyImage, type GreyPicture, packed, pdfOf, sized, turned } from '../doubles/made-scans.ts';
import type { Campaign } from './campaign.ts';

/** Test numbers of four networks, as they are printed in groups. */
const cards = ['4111 1111 1111 1111', '5555 5555 5555 4444', '3782 822463 10005', '6011 1111 1111 1117', '4242 4242 4242 4242', '5105 1051 0510 5100', '4012 8888 8888 1881', '2223 0031 2200 3222'];
const kinds: Readonly<Record<string, CardPicture>> = {
  'letters of 12 points': { letters: 12 },
  'letters of 20 points': { letters: 20 },
  'letters of 40 points': { letters: 40 },
  'tilted by 5 degrees': { letters: 28, tilt: 5 },
  'tilted by 15 degrees': { letters: 28, tilt: 15 },
  'turned by 90 degrees': { letters: 28, tilt: 90 },
  'some noise': { letters: 28, noise: 0.25 },
  'much noise': { letters: 28, noise: 0.6 },
  'grey on grey': { letters: 28, faint: true },
  'JPEG': { letters: 28, as: 'jpeg' },
};

/** Scans: a picture on a page of a PDF, in grey or of one bit a point, lying so on the glass. */
const scans: Readonly<Record<string, CardPicture & { readonly bits?: boolean; readonly quarters?: number }>> = {
  'PDF, in grey, letters of 20 points': { letters: 20 },
  'PDF, in grey, letters of 40 points': { letters: 40 },
  'PDF, upside down, letters of 40 points': { letters: 40, quarters: 2 },
  'PDF, of one bit a point, letters of 20 points': { letters: 20, bits: true },
  'PDF, of one bit a point, letters of 28 points': { letters: 28, bits: true },
  'PDF, of one bit a point, letters of 40 points': { letters: 40, bits: true },
};

async function scan(number: string, plan: CardPicture & { readonly bits?: boolean; readonly quarters?: number }): Promise<Buffer> {
  const picture = await loadImage(drawnCard(number, plan));
  const pen = createCanvas(picture.width, picture.height).getContext('2d');
  pen.drawImage(picture, 0, 0);
  const { data } = pen.getImageData(0, 0, picture.width, picture.height);
  const grey: GreyPicture = turned({ width: picture.width, height: picture.height, points: data.filter((_, at) => at % 4 === 0) as unknown as Uint8Array }, plan.quarters ?? 0);
  return pdfOf([{ draws: drawn('I0', grey.width / 3, grey.height / 3) }], [plan.bits === true ? packed(`${sized(grey)}/BitsPerComponent 1/ColorSpace/DeviceGray`, bitsOf(grey)) : greyImage(grey)]);
}

/** How many card numbers in pictures OCR finds, of each kind of picture: figures for docs/security/known-issues.md. Fails only where clear ones are missed. */
export const pictures: Campaign = {
  count: cards.length,
  run: async (count, say) => {
    const reader = new ReadingProcess({ info: () => undefined, warn: () => undefined });
    const counts: Record<string, number> = {};
    const tried = cards.slice(0, count);
    const all: readonly (readonly [string, (number: string) => Buffer | Promise<Buffer>])[] = [
      ...Object.entries(kinds).map(([kind, plan]) => [kind, (number: string) => drawnCard(number, plan)] as const),
      ...Object.entries(scans).map(([kind, plan]) => [kind, (number: string) => scan(number, plan)] as const),
    ];
    for (const [kind, made] of all) {
      counts[`of ${tried.length} found: ${kind}`] = 0;
      for (const number of tried) {
        const looked = await reader.look({ bytes: await made(number), name: 'photo', mediaType: '', policy: defaultPolicy, pictures: true });
        if (looked?.hidden.some(({ type }) => type === 'card') === true) counts[`of ${tried.length} found: ${kind}`]! += 1;
      }
      say(`${counts[`of ${tried.length} found: ${kind}`]} of ${tried.length}: ${kind}`);
    }
    await reader.close();
    const clear = counts[`of ${tried.length} found: letters of 40 points`] ?? 0;
    return { counts, failures: clear < tried.length - 1 ? [`Of ${tried.length} clear pictures ${clear} were read.`] : [] };
  },
};
