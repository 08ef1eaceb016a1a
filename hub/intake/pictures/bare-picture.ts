import { begins, type Leave, UnknownPartsError } from './bare.ts';
import { bareGif, isGif } from './gif.ts';
import { bareHeif, isHeif } from './heif.ts';
import { bareJpeg } from './jpeg.ts';
import { barePng } from './png.ts';
import { bareTiff } from './tiff.ts';
import { bareWebp } from './webp.ts';

/**
 * What is left of a picture when everything is taken out that is not drawn. `unknown`: it is one, and damaged, or of a kind whose parts nobody here can tell apart.
 * `other`: it is no picture that could have any.
 */
export type BarePicture = { readonly kind: 'bare'; readonly bytes: Uint8Array } | { readonly kind: 'unknown' } | { readonly kind: 'other' };

type Barer = (bytes: Uint8Array, leave: Leave) => Uint8Array;

/** Photographs whose parts nobody here can tell apart: JPEG XL, JPEG XR, JPEG 2000, and cameras' own kinds, as far as those are no TIFF. */
const otherKinds = ['\u00ff\n', '\0\0\0\u000cJXL ', 'II\u00bc', '\0\0\0\u000cjP  ', 'IIRO\u0008\0', 'IIRS\u0008\0', 'MMOR\0\0', 'IIU\0', 'FUJIFILMCCD-RAW', 'FOVb', '\0MRM'];
const isOther = (bytes: Uint8Array) => otherKinds.some((head) => begins(bytes, head)) || begins(bytes, 'ftypcrx ', 4);

/** A picture is told by its first bytes, as viewers do: what has others before it is none. */
const kinds: readonly (readonly [is: (bytes: Uint8Array) => boolean, bare: Barer])[] = [
  [(bytes) => begins(bytes, '\u00ff\u00d8\u00ff'), bareJpeg],
  [(bytes) => begins(bytes, '\u0089PNG\r\n\u001a\n'), barePng],
  [(bytes) => begins(bytes, 'RIFF') && begins(bytes, 'WEBP', 8), bareWebp],
  [isGif, bareGif],
  [isHeif, bareHeif],
  [(bytes) => begins(bytes, 'II*\0') || begins(bytes, 'MM\0*') || begins(bytes, 'II+\0') || begins(bytes, 'MM\0+'), bareTiff],
  [isOther, () => { throw new UnknownPartsError(); }],
];

/** @param head its first chunk, or all of it */
export const isPicture = (head: Uint8Array): boolean => kinds.some(([is]) => is(head));

/**
 * Takes out of a picture where it was taken, when, with what, by whom, what anybody wrote into it, the small picture of what it was before, and what lies behind its
 * end: whatever no viewer draws. Its points are the same bytes as before, and it is not larger. It stays turned as it was.
 *
 * @param leave is told what was taken out
 */
export function barePicture(bytes: Uint8Array, leave: Leave = () => undefined): BarePicture {
  try {
    const bare = kinds.find(([is]) => is(bytes))?.[1];
    return bare === undefined ? { kind: 'other' } : { kind: 'bare', bytes: bare(bytes, leave) };
  } catch (error) {
    if (error instanceof UnknownPartsError) return { kind: 'unknown' };
    throw error;
  }
}
