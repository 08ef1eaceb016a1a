import { type Grey, plain } from './grey.ts';
import { maxPagePoints, maxPdfPicturePoints } from './bounds.ts';

/** As PDF writes it (ISO 32000-1, 8.3.4): x' = ax + cy + e, y' = bx + dy + f. */
export type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** A picture and where on its page it lies: `place` leads from its points to those of the page as it is shown, y downwards. */
export interface Placed {
  readonly grey: Grey;
  readonly place: Matrix;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Pictures that lie beside one another, none over another. */
interface Layer {
  readonly placed: { readonly grey: Grey; readonly place: Matrix; readonly box: Box }[];
  box: Box;
  /** The picture's points on one of the page. */
  fineness: number;
}

/** Of the smaller of two pictures, how much may lie over the other: strips of a scan overlap by a row or two. */
const overlap = 0.1;
/** White around what is read, in points: letters that touch the edge are read badly. */
const margin = 16;
/** Smaller than any letter that can be read, in points. */
const smallest = 8;

export const times = ([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix => [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];

/**
 * Puts together what scanners take apart: strips and tiles become the page that they were. What lies over something else is put on a sheet of its own, so
 * that nothing is hidden by what covers it, and so is what is much finer or coarser than its neighbours, so that nothing becomes too small to be read.
 */
export function* laidOut(pictures: readonly Placed[]): Iterable<Grey> {
  const layers: Layer[] = [];
  for (const picture of pictures) {
    const place = usable(picture) ? picture.place : ([1, 0, 0, 1, 0, 0] as const);
    const box = boxOf(picture.grey, place);
    const fineness = 1 / Math.min(Math.hypot(place[0], place[1]), Math.hypot(place[2], place[3]));
    const layer = layers.find((each) => fits(each, box, fineness));
    if (layer === undefined) {
      layers.push({ placed: [{ grey: picture.grey, place, box }], box, fineness });
    } else {
      layer.placed.push({ grey: picture.grey, place, box });
      layer.box = around(layer.box, box);
      layer.fineness = Math.max(layer.fineness, fineness);
    }
  }
  // One after the other: each may be as large as a page.
  for (const layer of layers) {
    const sheet = drawn(layer);
    if (sheet.width >= smallest + 2 * margin && sheet.height >= smallest + 2 * margin && !plain(sheet)) yield sheet;
  }
}

/** A place that shows nothing, or is no place, is none: the picture is read as it lies in the file. */
function usable({ grey, place: [a, b, c, d, e, f] }: Placed): boolean {
  const [across, down, turned] = [Math.hypot(a, b), Math.hypot(c, d), Math.abs(a * d - b * c)];
  return [a, b, c, d, e, f].every((each) => Number.isFinite(each) && Math.abs(each) < 1e6) && Math.min(across, down) > 1e-6 && turned > across * down * 0.05 && Math.max(across * grey.width, down * grey.height) < 1e6 && Math.max(across, down) < 50 * Math.min(across, down);
}

function boxOf({ width, height }: Grey, [a, b, c, d, e, f]: Matrix): Box {
  const xs = [e, a * width + e, c * height + e, a * width + c * height + e];
  const ys = [f, b * width + f, d * height + f, b * width + d * height + f];
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

const around = (a: Box, b: Box): Box => ({ left: Math.min(a.left, b.left), top: Math.min(a.top, b.top), right: Math.max(a.right, b.right), bottom: Math.max(a.bottom, b.bottom) });
const area = ({ left, top, right, bottom }: Box) => Math.max(0, right - left) * Math.max(0, bottom - top);

function fits(layer: Layer, box: Box, fineness: number): boolean {
  if (fineness > layer.fineness * 2 || layer.fineness > fineness * 2) return false;
  const together = area(around(layer.box, box)) * Math.max(layer.fineness, fineness) ** 2;
  // What would have to be made smaller for that is put together only where it may be one thing.
  if (together > maxPdfPicturePoints || (together > maxPagePoints && !layer.placed.some((other) => touch(other.box, box, 2 / fineness)))) return false;
  return layer.placed.every((other) => {
    const shared = area({ left: Math.max(box.left, other.box.left), top: Math.max(box.top, other.box.top), right: Math.min(box.right, other.box.right), bottom: Math.min(box.bottom, other.box.bottom) });
    return shared <= overlap * Math.min(area(box), area(other.box));
  });
}

const touch = (a: Box, b: Box, gap: number) => a.left <= b.right + gap && b.left <= a.right + gap && a.top <= b.bottom + gap && b.top <= a.bottom + gap;

function drawn({ placed, box, fineness }: Layer): Grey {
  const scale = Math.min(fineness, Math.sqrt(maxPagePoints / area(box)));
  const width = Math.max(1, Math.round((box.right - box.left) * scale)) + 2 * margin;
  const height = Math.max(1, Math.round((box.bottom - box.top) * scale)) + 2 * margin;
  const sheet = { width, height, points: new Uint8Array(width * height).fill(255) };
  const onto: Matrix = [scale, 0, 0, scale, margin - box.left * scale, margin - box.top * scale];
  for (const { grey, place } of placed) draw(grey, times(onto, place), sheet);
  return sheet;
}

/** Draws a picture onto a sheet; of two that overlap the darker point stays. Made smaller, each point is the mean of those that it stands for. */
function draw(grey: Grey, place: Matrix, sheet: Grey): void {
  const [a, b, c, d, e, f] = place;
  const whole = a * d - b * c;
  const back: Matrix = [d / whole, -b / whole, -c / whole, a / whole, (c * f - d * e) / whole, (b * e - a * f) / whole];
  const samples = Math.min(4, Math.max(1, Math.round(Math.max(Math.hypot(back[0], back[1]), Math.hypot(back[2], back[3])))));
  const offsets = Array.from({ length: samples }, (_, at) => (at + 0.5) / samples);
  const box = boxOf(grey, place);
  const [left, right] = [Math.max(0, Math.floor(box.left)), Math.min(sheet.width, Math.ceil(box.right))];
  const [top, bottom] = [Math.max(0, Math.floor(box.top)), Math.min(sheet.height, Math.ceil(box.bottom))];
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) {
      let sum = 0;
      let count = 0;
      for (const dy of offsets) {
        for (const dx of offsets) {
          const fromX = Math.floor(back[0] * (x + dx) + back[2] * (y + dy) + back[4]);
          const fromY = Math.floor(back[1] * (x + dx) + back[3] * (y + dy) + back[5]);
          if (fromX < 0 || fromY < 0 || fromX >= grey.width || fromY >= grey.height) continue;
          sum += grey.points[fromY * grey.width + fromX] ?? 255;
          count += 1;
        }
      }
      if (count === 0) continue;
      const at = y * sheet.width + x;
      sheet.points[at] = Math.min(sheet.points[at] ?? 255, sum / count);
    }
  }
}
