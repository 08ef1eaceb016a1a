import { imageSize } from 'image-size';
import { maxShownPoints } from '../../shared/domain/attachment.ts';
import type { Contents } from './contents.ts';
import type { Drawing } from './drawing.ts';
import type { PictureKind } from './kind.ts';
import { pointsOf } from './points.ts';

/** Most points a picture may have, four bytes each while it is decoded. */
const largest = 64_000_000;

/** A picture, of which the first frame is drawn; turned as its camera said. */
export async function openPicture(contents: Contents, type: PictureKind): Promise<Drawing> {
  const bytes = await contents.whole();
  const { width, height } = imageSize(bytes);
  // Before it is decoded: a few kilobytes can unfold into gigabytes.
  if (width * height > largest) return { draw: () => Promise.resolve({ kind: 'not-shown', why: 'too-hard' }) };
  const bitmap = await createImageBitmap(new Blob([bytes], { type }));
  return {
    draw: (_page, wanted) => {
      const scale = Math.min(1, wanted / bitmap.width, Math.sqrt(maxShownPoints / (bitmap.width * bitmap.height)));
      const size = { width: Math.max(1, Math.floor(bitmap.width * scale)), height: Math.max(1, Math.floor(bitmap.height * scale)) };
      const points = pointsOf(size, (context) => {
        context.imageSmoothingQuality = 'high';
        context.drawImage(bitmap, 0, 0, size.width, size.height);
      });
      return Promise.resolve({ kind: 'picture', page: 1, pages: 1, ...size, points, text: '' });
    },
  };
}
