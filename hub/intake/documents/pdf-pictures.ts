import { createHash } from 'node:crypto';
import { OPS, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { z } from 'zod';
import { maxDecodedPoints, maxPlacedPictures } from './bounds.ts';
import type { Gathered, ReadPicture } from './gathered.ts';
import { type Grey, readableIn } from './grey.ts';
import { laidOut, type Matrix, type Placed, times } from './laid-out.ts';

/** What draws a picture. */
export const pictureOperations: ReadonlySet<number> = new Set([
  OPS.paintImageXObject, OPS.paintInlineImageXObject, OPS.paintImageMaskXObject, OPS.paintInlineImageXObjectGroup, OPS.paintImageXObjectRepeat,
  OPS.paintImageMaskXObjectGroup, OPS.paintImageMaskXObjectRepeat, OPS.paintSolidColorImageMask,
]);

export interface Operations {
  readonly fnArray: readonly number[];
  readonly argsArray: readonly unknown[];
}

const number = z.number();
/** The library gives them as arrays and as typed arrays. */
const Six = z.preprocess((value) => (ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : value), z.tuple([number, number, number, number, number, number]));
const Stencil = z.looseObject({ data: z.unknown() });
const Nested = z.object({ fnArray: z.array(number), argsArray: z.array(z.unknown()) });
const Sized = z.object({ width: number, height: number });
const unmoved: Matrix = [1, 0, 0, 1, 0, 0];
/** A pattern in a pattern in a pattern. */
const maxNested = 4;

/** Pictures of a page as they are drawn, and whether there is one that could not be had. */
class Pictures {
  readonly placed: Placed[] = [];
  /** Decoded and read once, however often it is drawn. */
  readonly #known = new Map<unknown, readonly Grey[] | null>();
  readonly #places = new Set<string>();
  readonly #page: Pick<PDFPageProxy, 'objs' | 'commonObjs'>;
  lost = false;
  tooMany = false;

  constructor(page: Pick<PDFPageProxy, 'objs' | 'commonObjs'>) {
    this.#page = page;
  }

  /** @param picture the library's name of it, or itself. */
  draw(picture: unknown, at: Matrix): void {
    const planes = this.#planes(picture);
    if (planes === null) this.lost = true;
    for (const [plane, grey] of (planes ?? []).entries()) {
      // Drawn twice in one place it says nothing more.
      const place = `${typeof picture === 'string' ? picture : this.placed.length} ${plane} ${at.map((each) => each.toPrecision(5)).join(' ')}`;
      if (this.#places.has(place)) continue;
      this.#places.add(place);
      if (this.placed.length >= maxPlacedPictures) this.tooMany = true;
      // From its points to the square of one by one that PDF draws it in, which begins below.
      else this.placed.push({ grey, place: times(at, [1 / grey.width, 0, 0, -1 / grey.height, 0, 1]) });
    }
  }

  #planes(picture: unknown): readonly Grey[] | null {
    const known = this.#known.get(picture);
    if (known !== undefined) return known;
    const planes = readableIn(typeof picture === 'string' ? this.#decoded(picture) : picture);
    this.#known.set(picture, planes);
    return planes;
  }

  #decoded(id: string): unknown {
    const objects = from(this.#page, id);
    return objects.has(id) ? objects.get(id) : null;
  }
}

/** Follows what is drawn, for where each picture comes to lie. What is clipped, covered, or on a layer that is not shown counts as what is seen. */
function follow({ fnArray, argsArray }: Operations, start: Matrix, pictures: Pictures, depth: number): void {
  const kept: Matrix[] = [];
  let now = start;
  const move = (by: unknown) => {
    const moved = Six.safeParse(by).data;
    if (moved !== undefined) now = times(now, moved);
  };
  for (const [at, operation] of fnArray.entries()) {
    const given = argsArray[at];
    const args: readonly unknown[] = Array.isArray(given) ? given : [];
    switch (operation) {
      case OPS.save:
        kept.push(now);
        break;
      case OPS.restore:
      case OPS.paintFormXObjectEnd:
      case OPS.endAnnotation:
        now = kept.pop() ?? start;
        break;
      case OPS.transform:
        move(ArrayBuffer.isView(given) ? given : args);
        break;
      case OPS.paintFormXObjectBegin:
        kept.push(now);
        move(args[0]);
        break;
      case OPS.beginAnnotation:
        kept.push(now);
        now = start;
        move(args[2]);
        move(args[3]);
        break;
      case OPS.setFillColorN:
      case OPS.setStrokeColorN:
        tile(args, start, pictures, depth);
        break;
      case OPS.paintImageXObject:
      case OPS.paintInlineImageXObject:
        pictures.draw(args[0], now);
        break;
      case OPS.paintImageMaskXObject:
        stencil(args[0], now, pictures);
        break;
      case OPS.paintSolidColorImageMask:
        break;
      default:
        // One of a kind that nobody follows here.
        if (pictureOperations.has(operation)) pictures.lost = true;
    }
  }
}

function stencil(given: unknown, now: Matrix, pictures: Pictures): void {
  const { data } = Stencil.safeParse(given).data ?? {};
  pictures.draw(typeof data === 'string' ? data : given, now);
}

/** A pattern has what it repeats within. */
function tile(args: readonly unknown[], start: Matrix, pictures: Pictures, depth: number): void {
  const [kind, , operations, matrix] = args;
  if (kind !== 'TilingPattern') return;
  const [inner, moved] = [Nested.safeParse(operations).data, Six.safeParse(matrix).data];
  if (inner === undefined || depth >= maxNested) pictures.lost = true;
  else follow(inner, times(start, moved ?? unmoved), pictures, depth + 1);
}

/** What the library warns of, where a picture is not what it was: damaged, too large, of a form that it does not know. */
const damage = /image|jpe?g|jpx|jbig|ccitt|\bmcu\b|decod|mask|stream|marker|flate|lzw/i;
const tooLarge = /exceeded maximum allowed size/;
const harmless = /using the Width\/Height of|attempting to re-parse|GlobalImageCache/;

/** Reads the pictures of a page, upright and put together as they are shown. `seen` has what was read on other pages. @returns the operations of the page. */
export async function readPagePictures(page: PDFPageProxy, gathered: Gathered, readPicture: ReadPicture, seen: Set<string>): Promise<Operations> {
  const pictures = new Pictures(page);
  const operations = await boundedOperations(page, pictures);
  follow(operations, page.getViewport({ scale: 1 }).transform as unknown as Matrix, pictures, 1);
  if (pictures.lost) gathered.notWhole('damaged-picture');
  if (pictures.tooMany) gathered.notWhole('many-pictures');
  page.cleanup();
  for (const sheet of laidOut(pictures.placed)) {
    // Told by it, and no more are drawn for nothing.
    if (!gathered.morePictures && !gathered.onePictureMore()) break;
    // The letterhead of each page.
    const mark = createHash('sha256').update(`${sheet.width} `).update(sheet.points).digest('base64');
    if (seen.has(mark)) continue;
    seen.add(mark);
    await readPicture(sheet, gathered);
  }
  return operations;
}

async function boundedOperations(page: PDFPageProxy, pictures: Pictures): Promise<Operations> {
  const objects = page.objs as Objects & { resolve(id: string, data: unknown): void };
  const resolve = objects.resolve.bind(objects);
  let decoded = 0;
  // Before the next one is decoded: a page with a thousand large ones would fill the memory.
  objects.resolve = (id, data) => {
    const { width, height } = Sized.safeParse(data).data ?? { width: 0, height: 0 };
    decoded += width * height;
    if (decoded > maxDecodedPoints) pictures.tooMany = true;
    resolve(id, decoded > maxDecodedPoints ? null : data);
  };
  const operations: Operations = await page.getOperatorList();
  // What decodes some kinds is not done yet.
  for (const [at, operation] of operations.fnArray.entries()) {
    if (operation !== OPS.dependency) continue;
    for (const name of z.array(z.string()).parse(operations.argsArray[at])) if (isPicture.test(name)) await new Promise<void>((done) => from(page, name).get(name, () => done()));
  }
  return operations;
}

/** What the library keeps of a page, or of the whole document, by names; calls back once it is there. */
interface Objects {
  has(id: string): boolean;
  get(id: string, then?: () => void): unknown;
}
const isPicture = /(^|_)(img|mask)_/;
const from = ({ objs, commonObjs }: Pick<PDFPageProxy, 'objs' | 'commonObjs'>, name: string) => (name.startsWith('g_') ? commonObjs : objs) as Objects;

/** Hears of pictures that are damaged or too large while others are read: of that the library tells by warnings only. */
export async function listening(gathered: Gathered, read: () => Promise<void>): Promise<void> {
  const { warn } = console;
  // oxlint-disable-next-line no-console -- the library tells it nowhere else, and what it says of a stranger's file is not for a log
  console.warn = (...words: readonly unknown[]) => {
    const told = words.join(' ');
    if (damage.test(told) && !harmless.test(told)) gathered.notWhole(tooLarge.test(told) ? 'large-picture' : 'damaged-picture');
  };
  try {
    await read();
  } finally {
    // oxlint-disable-next-line no-console -- as it was
    console.warn = warn;
  }
}
