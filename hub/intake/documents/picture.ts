import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { imageSize } from 'image-size';
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js';
import { maxPicturePoints } from './bounds.ts';
import type { Gathered } from './gathered.ts';

/** What Tesseract knows of English, and of digits in any language: small, and as good as the large one. Shipped in its package, never fetched. */
const trained = join(dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json')), '4.0.0_best_int');
let engine: Promise<Worker> | null = null;

function started(): Promise<Worker> {
  return createWorker('eng', OEM.LSTM_ONLY, { langPath: trained, gzip: true, cacheMethod: 'none', logger: () => undefined, errorHandler: () => undefined });
}

/**
 * The words in a picture, as far as OCR reads them, once as whole text and once as whatever stands anywhere. Larger pictures
 * than are decoded, and those that cannot be, are not read. @throws when it is damaged.
 */
export async function readPicture(picture: Uint8Array, gathered: Gathered): Promise<void> {
  const { width, height } = imageSize(picture);
  if (width * height > maxPicturePoints || !gathered.onePictureMore()) return gathered.notWhole();
  engine ??= started();
  const worker = await engine;
  const seen = new Set<string>();
  // Numbers stand anywhere on a photograph, in no column.
  for (const mode of [PSM.AUTO, PSM.SPARSE_TEXT]) {
    await worker.setParameters({ tessedit_pageseg_mode: mode });
    const { data } = await worker.recognize(Buffer.from(picture), { rotateAuto: true });
    const lines = data.text.split('\n').filter((line) => line.trim() !== '' && !seen.has(line.replaceAll(/\s/g, '')));
    for (const line of lines) seen.add(line.replaceAll(/\s/g, ''));
    gathered.apart(lines.join('\n'));
  }
}
