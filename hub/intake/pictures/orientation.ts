import { Numbers, UnknownPartsError } from './bare.ts';

/** TIFF 6.0: how the camera was held. */
const orientationTag = 0x0112;
const short = 3;

/** Exif 2.32, section 4.5.2: a TIFF file. */
export function tiffNumbers(tiff: Uint8Array): Numbers {
  const little = tiff[0] === 0x49 && tiff[1] === 0x49;
  const numbers = new Numbers(tiff, little);
  if ((!little && numbers.at(0, 2) !== 0x4d4d) || numbers.at(2, 2) !== 42) throw new UnknownPartsError();
  return numbers;
}

/** How a picture is turned before it is shown: 2 to 8. Null where it is not, or nobody can tell. */
export function orientationIn(tiff: Uint8Array): number | null {
  try {
    const numbers = tiffNumbers(tiff);
    const directory = numbers.at(4, 4);
    const count = numbers.at(directory, 2);
    for (let entry = 0; entry < count; entry += 1) {
      const at = directory + 2 + entry * 12;
      if (numbers.at(at, 2) !== orientationTag) continue;
      const turned = numbers.at(at + 8, 2);
      return numbers.at(at + 2, 2) === short && numbers.at(at + 4, 4) === 1 && turned >= 2 && turned <= 8 ? turned : null;
    }
    return null;
  } catch (error) {
    if (error instanceof UnknownPartsError) return null;
    throw error;
  }
}

/** A block that says how the picture is turned, and nothing else. */
export const orientationOnly = (turned: number): Uint8Array => Uint8Array.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, orientationTag >> 8, orientationTag & 0xff, 0, short, 0, 0, 0, 1, 0, turned, 0, 0, 0, 0, 0, 0]);
