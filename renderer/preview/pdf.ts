import './older-runtime.ts';
import { getDocument, PDFDataRangeTransport, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { WorkerMessageHandler } from 'pdfjs-dist/legacy/build/pdf.worker.mjs';
import { chunkSize, maxShownPoints, maxShownText } from '../../shared/domain/attachment.ts';
import type { Shown } from '../../shared/contract/ipc/attachments.ts';
import type { Contents } from './contents.ts';
import type { Drawing } from './drawing.ts';

// This process does nothing else: a thread for reading beside one for drawing would gain nothing.
Object.assign(globalThis, { pdfjsWorker: { WorkerMessageHandler } });
// A window that is never shown has no frames to wait for.
window.requestAnimationFrame = (run) => window.setTimeout(() => run(performance.now()), 0);

/** Largest picture inside a document, in points. */
const largestPicture = 32_000_000;

/** Reads what a page needs and no more. */
class Ranges extends PDFDataRangeTransport {
  readonly #contents: Contents;
  readonly #failed: () => void;

  constructor(contents: Contents, failed: () => void) {
    super(contents.size, null);
    this.#contents = contents;
    this.#failed = failed;
  }

  override requestDataRange(begin: number, end: number): void {
    this.#contents.read(begin, end).then((bytes) => this.onDataRange(begin, bytes), this.#failed);
  }
}

/** A PDF. Its scripts and forms do nothing here, and what it links to is not followed. */
export async function openPdf(contents: Contents): Promise<Drawing> {
  const locked: Drawing = { draw: () => Promise.resolve({ kind: 'not-shown', why: 'locked' }) };
  const document = await new Promise<PDFDocumentProxy | null>((resolve, reject) => {
    const task = getDocument({
      range: new Ranges(contents, () => reject(new Error('A part of the document cannot be read.'))),
      rangeChunkSize: chunkSize,
      disableAutoFetch: true,
      disableStream: true,
      disableFontFace: true,
      useSystemFonts: false,
      useWorkerFetch: false,
      useWasm: false,
      // The same decoders as scripts of ours; asked for from a script, which lies elsewhere than the page.
      wasmUrl: new URL('./wasm/', window.document.baseURI).href,
      enableXfa: false,
      maxImageSize: largestPicture,
      cMapUrl: './cmaps/',
      cMapPacked: true,
      standardFontDataUrl: './standard_fonts/',
      verbosity: 0,
    });
    // It asks for a password: it stays closed.
    task.onPassword = () => resolve(null);
    task.promise.then(resolve, reject);
  });
  return document === null ? locked : { draw: (page, width) => drawPage(document, page, width) };
}

async function drawPage(document: PDFDocumentProxy, wanted: number, width: number): Promise<Shown> {
  const number = Math.min(wanted, document.numPages);
  const page = await document.getPage(number);
  const natural = page.getViewport({ scale: 1 });
  const scale = Math.min(width / natural.width, Math.sqrt(maxShownPoints / (natural.width * natural.height)));
  const viewport = page.getViewport({ scale });
  const canvas = window.document.createElement('canvas');
  canvas.width = Math.max(1, Math.floor(viewport.width));
  canvas.height = Math.max(1, Math.floor(viewport.height));
  await page.render({ canvas, viewport }).promise;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('There is no canvas to draw on.');
  const points = Uint8Array.from(context.getImageData(0, 0, canvas.width, canvas.height).data);
  const { items } = await page.getTextContent();
  const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
  page.cleanup();
  return { kind: 'picture', page: number, pages: document.numPages, width: canvas.width, height: canvas.height, points, text: text.slice(0, maxShownText) };
}
