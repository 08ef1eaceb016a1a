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
  for (let number = 1; number <= last; number += 1) await step(gathered, async () => readNotes(await document.getPage(number), gathered, inside));
  await step(gathered, () => readAround(document, gathered, inside));
  await task.destroy();
  if (gathered.whole) await step(gathered, () => lookForPictures(bytes, last, new Set(silent), gathered));
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

async function readNotes(page: PDFPageProxy, gathered: Gathered, inside: ReadInside): Promise<void> {
  const notes: readonly unknown[] = await page.getAnnotations();
  const words: string[] = [];
  for (const note of notes) {
    const { subtype, file } = note as { readonly subtype?: unknown; readonly file?: { readonly filename?: unknown; readonly content?: unknown } };
    if (typeof subtype !== 'string' || !spoken.has(subtype)) gathered.notWhole();
    if (file?.content instanceof Uint8Array) await inside(file.content, String(file.filename));
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
  const files = (await document.getAttachments()) as Readonly<Record<string, { readonly filename?: unknown; readonly content?: unknown }>> | null;
  for (const [name, { filename, content }] of filesIn(files)) {
    gathered.apart(`${name}\n${String(filename)}`);
    if (content instanceof Uint8Array) await inside(content, String(filename));
    else gathered.notWhole();
  }
}

function filesIn(files: Iterable<unknown> | Readonly<Record<string, unknown>> | null): [string, { readonly filename?: unknown; readonly content?: unknown }][] {
  if (files === null) return [];
  const pairs = files instanceof Map ? [...files.entries()] : Object.entries(files);
  return pairs as [string, { readonly filename?: unknown; readonly content?: unknown }][];
}

/** A picture, or a page on which there is something but no word, says what nobody has read. */
async function lookForPictures(bytes: Uint8Array, pages: number, silent: ReadonlySet<number>, gathered: Gathered): Promise<void> {
  const task = open(bytes, true);
  try {
    const document = await task.promise;
    for (let number = 1; number <= pages && gathered.whole; number += 1) {
      const page = await document.getPage(number);
      const { fnArray } = await page.getOperatorList();
      if (fnArray.some((operation) => pictures.has(operation)) || (silent.has(number) && fnArray.some((operation) => drawn.has(operation)))) gathered.notWhole();
      page.cleanup();
    }
  } finally {
    await task.destroy();
  }
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
