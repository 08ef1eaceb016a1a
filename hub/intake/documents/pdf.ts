import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { getDocument, OPS, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { WorkerMessageHandler } from 'pdfjs-dist/legacy/build/pdf.worker.mjs';
import { maxPdfPages } from './bounds.ts';
import { EnoughReadError, type Gathered } from './gathered.ts';
import type { ReadInside } from './office.ts';

// This process does nothing else: a thread for reading beside it would gain nothing.
Object.assign(globalThis, { pdfjsWorker: { WorkerMessageHandler } });
const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/** Notes that say all they say in words. */
const spoken = new Set(['Link', 'Widget', 'Text', 'Popup', 'FreeText', 'Highlight', 'Underline', 'StrikeOut', 'Squiggly', 'Line', 'Square', 'Circle', 'Polygon', 'PolyLine', 'Caret', 'FileAttachment']);
const pictures: ReadonlySet<number> = new Set([
  OPS.paintImageXObject, OPS.paintInlineImageXObject, OPS.paintImageMaskXObject, OPS.paintInlineImageXObjectGroup, OPS.paintImageXObjectRepeat,
  OPS.paintImageMaskXObjectGroup, OPS.paintImageMaskXObjectRepeat, OPS.paintSolidColorImageMask,
]);
const drawn: ReadonlySet<number> = new Set([OPS.constructPath, OPS.fill, OPS.eoFill, OPS.stroke, OPS.fillStroke, OPS.eoFillStroke, OPS.shadingFill]);
/** Characters that a font shows as it likes: what is read is not what is seen. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for here
const unreadable = /[\uFFFD\uE000-\uF8FF\u0000-\u0008\u000E-\u001F]/;
/** Says of a note how it looks, or what it is called inside the file. */
const technical = new Set(['id', 'subtype', 'fieldType', 'html', 'fontName', 'intent', 'borderStyle', 'color', 'backgroundColor', 'borderColor', 'name', 'annotationType', 'rect', 'creationDate', 'modificationDate', 'appearance', 'PDFFormatVersion', 'CreationDate', 'ModDate']);

const open = (bytes: Uint8Array, strict: boolean) =>
  getDocument({
    // A copy, which it takes for its own; of a Buffer it makes nothing.
    data: Uint8Array.from(bytes),
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    useWasm: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
    enableXfa: false,
    stopAtErrors: strict,
    // No picture is decoded: strict, it is an error that there is one.
    maxImageSize: 1,
    cMapUrl: `${join(folder, 'cmaps')}/`,
    cMapPacked: true,
    standardFontDataUrl: `${join(folder, 'standard_fonts')}/`,
    verbosity: 0,
  });

/** The text layer of a PDF, its notes, form fields, properties, outline, alternative texts and the files in it. Nothing of it is run. @throws when it is locked or damaged. */
export async function readPdf(bytes: Uint8Array, gathered: Gathered, inside: ReadInside): Promise<void> {
  const task = open(bytes, false);
  // A password is asked for: it stays closed.
  const locked = new Promise<never>((_resolve, reject) => {
    task.onPassword = () => reject(new TypeError('It is locked.'));
  });
  const document = await Promise.race([task.promise, locked]);
  const silent: number[] = [];
  if (document.numPages > maxPdfPages) gathered.notWhole();
  const last = Math.min(document.numPages, maxPdfPages);
  for (let number = 1; number <= last; number += 1) {
    await step(gathered, async () => {
      if (!(await readPage(await document.getPage(number), gathered))) silent.push(number);
    });
  }
  for (let number = 1; number <= last; number += 1) await step(gathered, async () => readNotes(document, await document.getPage(number), gathered, inside));
  await step(gathered, () => readAround(document, gathered, inside));
  if (gathered.whole) await step(gathered, () => lookForPictures(bytes, document, last, new Set(silent), gathered));
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
 * would be drawn; read leniently, the picture is left out: two lists that differ are a page with a picture.
 */
async function lookForPictures(bytes: Uint8Array, lenient: PDFDocumentProxy, pages: number, silent: ReadonlySet<number>, gathered: Gathered): Promise<void> {
  const task = open(bytes, true);
  try {
    const strict = await task.promise;
    for (let number = 1; number <= pages && gathered.whole; number += 1) {
      const [operations, others] = [await operationsOf(strict, number), await operationsOf(lenient, number)];
      if (operations.length !== others.length || operations.some((operation) => pictures.has(operation)) || (silent.has(number) && operations.some((operation) => drawn.has(operation)))) gathered.notWhole();
    }
  } finally {
    await task.destroy();
  }
}

async function operationsOf(document: PDFDocumentProxy, number: number): Promise<readonly number[]> {
  const page = await document.getPage(number);
  const { fnArray } = await page.getOperatorList();
  page.cleanup();
  return fnArray;
}

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
