import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { imageSize } from 'image-size';
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js';
import { maxPicturePoints } from './bounds.ts';
import type { Gathered } from './gathered.ts';
import type { Grey } from './grey.ts';

/** What Tesseract knows of English, and of digits in any language: small, and as good as the large one. Shipped in its package, never fetched. */
const trained = join(dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json')), '4.0.0_best_int');
let engine: Promise<Worker> | null = null;

function started(): Promise<Worker> {
  return createWorker('eng', OEM.LSTM_ONLY, { langPath: trained, gzip: true, cacheMethod: 'none', logger: () => undefined, errorHandler: () => undefined });
}

/** Of a hundred: less says that it was read upside down, or hardly at all. Upright pages have 85 and more, the others 40. */
const doubtful = 65;

/**
 * The words in a picture, as far as OCR reads them, once as whole text and once as whatever stands anywhere. Larger pictures
 * than are decoded, and those that cannot be, are not read. @throws when it is damaged.
 */
export async function readPicture(picture: Uint8Array | Grey, gathered: Gathered): Promise<void> {
  const { width, height } = picture instanceof Uint8Array ? imageSize(picture) : picture;
  if (width * height > maxPicturePoints) return gathered.notWhole('large-picture');
  if (!gathered.onePictureMore()) return;
  const seen = new Set<string>();
  const read = async (file: Buffer, mode: PSM) => {
    const { text, confidence } = await recognized(file, mode);
    const lines = text.split('\n').filter((line) => line.trim() !== '' && !seen.has(line.replaceAll(/\s/g, '')));
    for (const line of lines) seen.add(line.replaceAll(/\s/g, ''));
    gathered.apart(lines.join('\n'));
    return text.trim() === '' ? 100 : confidence;
  };
  let file = Buffer.from(picture instanceof Uint8Array ? picture : graymap(picture));
  const confidence = await read(file, PSM.AUTO);
  // A page that was laid onto the glass the wrong way round. Lying on its side it is turned by the OCR.
  if (confidence < doubtful && !(picture instanceof Uint8Array)) {
    const turned = graymap({ ...picture, points: picture.points.toReversed() });
    if ((await read(turned, PSM.AUTO)) > confidence) file = turned;
  }
  // Numbers stand anywhere on a photograph, in no column.
  await read(file, PSM.SPARSE_TEXT);
}

async function recognized(file: Buffer, mode: PSM): Promise<{ readonly text: string; readonly confidence: number }> {
  engine ??= started();
  const worker = await engine;
  await worker.setParameters({ tessedit_pageseg_mode: mode });
  const { data } = await worker.recognize(file, { rotateAuto: true });
  return data;
}

/** A portable graymap. Its comment is as long as the beginning that the OCR searches for how a photograph was turned: no points are to be taken for that. */
const graymap = ({ width, height, points }: Grey) => Buffer.concat([Buffer.from(`P5\n#${' '.repeat(510)}\n${width} ${height}\n255\n`, 'latin1'), points]);
