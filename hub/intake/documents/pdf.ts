import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { getDocument, OPS, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { WorkerMessageHandler } from 'pdfjs-dist/legacy/build/pdf.worker.mjs';
import { z } from 'zod';
import { maxPdfPages, maxPdfPicturePoints } from './bounds.ts';
import { EnoughReadError, type Gathered, type ReadPicture } from './gathered.ts';
import type { ReadInside } from './office.ts';
import { listening, type Operations, pictureOperations, readPagePictures } from './pdf-pictures.ts';

// This process does nothing else: a thread for reading beside it would gain nothing.
Object.assign(globalThis, { pdfjsWorker: { WorkerMessageHandler } });
const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/** Notes that say all they say in words. */
const spoken = new Set(['Link', 'Widget', 'Text', 'Popup', 'FreeText', 'Highlight', 'Underline', 'StrikeOut', 'Squiggly', 'Line', 'Square', 'Circle', 'Polygon', 'PolyLine', 'Caret', 'FileAttachment']);
const drawn: ReadonlySet<number> = new Set([OPS.constructPath, OPS.fill, OPS.eoFill, OPS.stroke, OPS.fillStroke, OPS.eoFillStroke, OPS.shadingFill]);
/** What the library puts around a picture, or where one with a mask is. */
const aroundPictures: ReadonlySet<number> = new Set([OPS.dependency, OPS.save, OPS.restore, OPS.setGState, OPS.beginMarkedContentProps, OPS.endMarkedContent]);
/** What is done with a path, and where it leads: kinds of steps, each followed by its numbers. */
const Path = z.tuple([z.number(), z.tuple([z.instanceof(Float32Array).nullable()], z.unknown())], z.unknown());
/** As many write no number. */
const maxRectangles = 4;
/** Characters that a font shows as it likes: what is read is not what is seen. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for here
const unreadable = /[\uFFFD\uE000-\uF8FF\u0000-\u0008\u000E-\u001F]/;
/** Says of a note how it looks, or what it is called inside the file. */
const technical = new Set(['id', 'subtype', 'fieldType', 'html', 'fontName', 'intent', 'borderStyle', 'color', 'backgroundColor', 'borderColor', 'name', 'annotationType', 'rect', 'creationDate', 'modificationDate', 'appearance', 'PDFFormatVersion', 'CreationDate', 'ModDate']);

interface Opening {
  /** An error ends a page, and a picture larger than may be is one. */
  readonly strict: boolean;
  /** Largest picture that is decoded, in points. */
  readonly largest: number;
}

/** No picture is decoded: strict, it is an error that there is one. */
const none = 1;

const open = (bytes: Uint8Array, { strict, largest }: Opening) =>
  getDocument({
    // A copy, which it takes for its own; of a Buffer it makes nothing.
    data: Uint8Array.from(bytes),
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    // What decodes CCITT, JBIG2 and JPEG 2000; without pictures there is none of it.
    useWasm: largest > none,
    wasmUrl: `${join(folder, 'wasm')}/`,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    enableXfa: false,
    stopAtErrors: strict,
    maxImageSize: largest,
    cMapUrl: `${join(folder, 'cmaps')}/`,
    cMapPacked: true,
    standardFontDataUrl: `${join(folder, 'standard_fonts')}/`,
    // It tells of damaged pictures by warnings only: pdf-pictures.ts listens.
    verbosity: largest > none ? 1 : 0,
  });

/** The text layer of a PDF, its notes, form fields, properties, outline, alternative texts and the files in it; the pictures on its pages, where pictures are read. Nothing of it is run. @throws when it is locked or damaged. */
export async function readPdf(bytes: Uint8Array, gathered: Gathered, inside: ReadInside, readPicture: ReadPicture | null): Promise<void> {
  const task = open(bytes, { strict: false, largest: none });
  // A password is asked for: it stays closed.
  const locked = new Promise<never>((_resolve, reject) => {
    task.onPassword = () => reject(new TypeError('It is locked.'));
  });
  const document = await Promise.race([task.promise, locked]);
  const silent = new Set<number>();
  if (document.numPages > maxPdfPages) gathered.notWhole();
  const last = Math.min(document.numPages, maxPdfPages);
  for (let number = 1; number <= last; number += 1) {
    await step(gathered, async () => {
      if (!(await readPage(await document.getPage(number), gathered))) silent.add(number);
    });
  }
  for (let number = 1; number <= last; number += 1) await step(gathered, async () => readNotes(document, await document.getPage(number), gathered, inside));
  await step(gathered, () => readAround(document, gathered, inside));
  // Where no pictures are read, one is enough to know that it was not read whole.
  if (readPicture !== null || gathered.whole) {
    await step(gathered, async () => {
      const pages = await lookForPictures(bytes, document, last, silent, gathered);
      if (readPicture === null && pages.size > 0) gathered.notWhole();
      if (readPicture === null || pages.size === 0) return;
      const seen = new Set<string>();
      await listening(gathered, async () => {
        const unfinished = await readPictures(bytes, true, pages, silent, gathered, readPicture, seen);
        if (unfinished.size > 0) await readPictures(bytes, false, unfinished, silent, gathered, readPicture, seen);
      });
    });
  }
  await task.destroy();
}

/** @returns whether there was a word on it. */
async function readPage(page: PDFPageProxy, gathered: Gathered): Promise<boolean> {
  const { items } = await page.getTextContent();
  const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
  if (unreadable.test(text)) gathered.notWhole();
  gathered.add(`${text}\n`);
  page.cleanup();
  return text.trim() !== '';
}

async function readNotes(document: PDFDocumentProxy, page: PDFPageProxy, gathered: Gathered, inside: ReadInside): Promise<void> {
  const notes: readonly unknown[] = await page.getAnnotations();
  const words: string[] = [];
  for (const note of notes) {
    const { subtype, fileId } = note as { readonly subtype?: unknown; readonly fileId?: unknown };
    if (typeof subtype !== 'string' || !spoken.has(subtype)) gathered.notWhole();
    if (subtype === 'FileAttachment') await readFile(document, fileId, 'file', gathered, inside);
    words.push(...stringsIn(note, 4));
  }
  words.push(...stringsIn(await page.getStructTree(), 40));
  gathered.apart([...new Set(words)].join('\n'));
  page.cleanup();
}

async function readAround(document: PDFDocumentProxy, gathered: Gathered, inside: ReadInside): Promise<void> {
  const { info, metadata } = await document.getMetadata();
  const { IsXFAPresent: forms } = info as { readonly IsXFAPresent?: unknown };
  // Forms of a kind that only one program shows, with words of their own.
  if (forms === true) gathered.notWhole();
  const raw: unknown = metadata?.getRaw();
  gathered.apart([...stringsIn(info, 3), ...stringsIn(await document.getOutline(), 20), ...stringsIn(await document.getJSActions(), 4), ...(typeof raw === 'string' ? raw.split(/<[^<>]*>/) : [])].filter((text) => text.trim() !== '').join('\n'));
  for (const [id, { filename }] of (await document.getAttachments()) ?? []) {
    gathered.apart(`${id}\n${filename}`);
    await readFile(document, id, filename, gathered, inside);
  }
}

/** A file in the PDF, by what the PDF calls it. */
async function readFile(document: PDFDocumentProxy, id: unknown, name: string, gathered: Gathered, inside: ReadInside): Promise<void> {
  const content: unknown = typeof id === 'string' ? await document.getAttachmentContent(id) : null;
  if (content instanceof Uint8Array) await inside(content, name);
  else gathered.notWhole();
}

/**
 * A picture, or a page on which there is something but no word, says what nobody has read. Read strictly, a page ends where a picture
 * would be drawn; read leniently, the picture is left out: two lists that differ are a page with a picture, or one that is damaged.
 * @returns their numbers, and how much is drawn on each beside pictures.
 */
async function lookForPictures(bytes: Uint8Array, lenient: PDFDocumentProxy, pages: number, silent: ReadonlySet<number>, gathered: Gathered): Promise<ReadonlyMap<number, number>> {
  const found = new Map<number, number>();
  const task = open(bytes, { strict: true, largest: none });
  try {
    const strict = await task.promise;
    for (let number = 1; number <= pages; number += 1) {
      await step(gathered, async () => {
        const [operations, others] = [await operationsOf(strict, number), await operationsOf(lenient, number)];
        if (operations.fnArray.length !== others.fnArray.length || operations.fnArray.some((operation) => pictureOperations.has(operation))) found.set(number, beside(others));
        else if (silent.has(number) && operations.fnArray.some((operation) => drawn.has(operation))) gathered.notWhole();
      });
    }
  } finally {
    await task.destroy();
  }
  return found;
}

/**
 * Pictures are read page by page, so that one page's are in memory at a time.
 * @param strict a page ends where something on it is damaged or too large.
 * @param seen what was read already.
 * @returns the pages that ended so: leniently, their other pictures are read.
 */
async function readPictures(bytes: Uint8Array, strict: boolean, pages: ReadonlyMap<number, number>, silent: ReadonlySet<number>, gathered: Gathered, readPicture: ReadPicture, seen: Set<string>): Promise<ReadonlyMap<number, number>> {
  const unfinished = new Map(pages);
  const task = open(bytes, { strict, largest: maxPdfPicturePoints });
  try {
    const document = await task.promise;
    for (const [number, drawnBeside] of pages) {
      // Told by it, and no more are decoded for nothing.
      if (!gathered.morePictures && !gathered.onePictureMore()) break;
      await step(gathered, async () => {
        const operations = await readPagePictures(await document.getPage(number), gathered, readPicture, seen);
        if (beside(operations) === drawnBeside) unfinished.delete(number);
        else gathered.notWhole();
        if (silent.has(number) && mayBeLetters(operations)) gathered.notWhole();
      });
    }
  } finally {
    await task.destroy();
  }
  return unfinished;
}

async function operationsOf(document: PDFDocumentProxy, number: number): Promise<Operations> {
  const page = await document.getPage(number);
  const operations: Operations = await page.getOperatorList();
  page.cleanup();
  return operations;
}

/** How much is drawn beside pictures and what the library puts around them. */
const beside = ({ fnArray }: Operations) => fnArray.filter((operation) => !pictureOperations.has(operation) && !aroundPictures.has(operation)).length;

/** Whether there are lines beside pictures that could be letters: paths that are not clipping alone, and more than a frame and what it stands on. */
function mayBeLetters({ fnArray, argsArray }: Operations): boolean {
  let rectangles = 0;
  return fnArray.some((operation, at) => {
    if (!drawn.has(operation)) return false;
    const path = operation === OPS.constructPath ? Path.safeParse(argsArray[at]).data : undefined;
    if (path === undefined) return true;
    const [painted, [lines]] = path;
    if (painted === OPS.endPath || lines === null) return false;
    rectangles += 1;
    return !isRectangle(lines) || rectangles > maxRectangles;
  });
}

/** One begins, three lines lead on, and it is closed. */
const isRectangle = (lines: Float32Array) => lines.length === 13 && lines[0] === 0 && lines[3] === 1 && lines[6] === 1 && lines[9] === 1 && lines[12] === 4;

/** What people wrote, in whatever the library tells of a thing. */
function stringsIn(value: unknown, depth: number): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value];
  if (depth === 0 || value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return [];
  if (Array.isArray(value)) return value.flatMap((each) => stringsIn(each, depth - 1));
  return Object.entries(value).flatMap(([key, each]) => (technical.has(key) ? [] : stringsIn(each, depth - 1)));
}

/** @throws EnoughReadError; anything else means that a part was not read. */
async function step(gathered: Gathered, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (error instanceof EnoughReadError) throw error;
    gathered.notWhole();
  }
}
