import { z } from 'zod';

/** A picture without its colours. */
export interface Grey {
  readonly width: number;
  readonly height: number;
  /** Row by row from above, 0 black to 255 white. */
  readonly points: Uint8Array;
}

const side = z.number().int().min(1);
const Decoded = z.object({ width: side, height: side, kind: z.literal([1, 2, 3]).optional(), data: z.union([z.instanceof(Uint8Array), z.instanceof(Uint8ClampedArray)]) });

/**
 * What can be read in a picture as `pdfjs-dist` decodes it: its light, and where it lets through what lies behind it, the form of that, which may be
 * letters as well. What is of one colour all over says nothing. A stencil has no `kind`: its ink is drawn black, whatever it has on the page, and
 * with that white on white is read too. @returns null where there are fewer points than it says, or none.
 */
export function readableIn(decoded: unknown): readonly Grey[] | null {
  const picture = Decoded.safeParse(decoded).data;
  if (picture === undefined) return null;
  const { width, height, kind = 1, data } = picture;
  if (data.length < (kind === 1 ? Math.ceil(width / 8) : width * (kind === 2 ? 3 : 4)) * height) return null;
  if (kind === 1) return several({ width, height, points: fromBits(width, height, data) });
  const step = kind === 2 ? 3 : 4;
  const points = new Uint8Array(width * height);
  // ITU-R BT.601, in 256ths.
  for (let at = 0, from = 0; at < points.length; at += 1, from += step) points[at] = ((data[from] ?? 0) * 77 + (data[from + 1] ?? 0) * 150 + (data[from + 2] ?? 0) * 29) >> 8;
  if (kind === 2) return several({ width, height, points });
  const cover = new Uint8Array(width * height);
  for (let at = 0; at < cover.length; at += 1) cover[at] = 255 - (data[at * 4 + 3] ?? 0);
  return several({ width, height, points }, { width, height, points: cover });
}

/** Of one colour all over. */
export function plain({ points }: Grey): boolean {
  const [first] = points;
  return points.every((point) => point === first);
}

const several = (...planes: readonly Grey[]) => planes.filter((plane) => !plain(plane));

function fromBits(width: number, height: number, bits: Uint8Array | Uint8ClampedArray): Uint8Array {
  const points = new Uint8Array(width * height);
  const rowBytes = Math.ceil(width / 8);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) points[at] = ((bits[y * rowBytes + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) === 0 ? 0 : 255;
  }
  return points;
}
