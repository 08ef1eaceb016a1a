import { useLayoutEffect, useRef } from 'react';
import type { Shown } from '../../../../shared/contract/ipc/attachments.ts';
import { words } from './words.ts';

export interface DrawnPageProps {
  readonly drawn: Extract<Shown, { kind: 'picture' }>;
  readonly name: string;
  /** Points of the screen to one of the page's own. */
  readonly ratio: number;
}

/** A page as points. The words of a document are there for those who have it read to them. */
export function DrawnPage({ drawn, name, ratio }: DrawnPageProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, points, page, pages, text } = drawn;
  useLayoutEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    element.width = width;
    element.height = height;
    element.style.width = `${width / ratio}px`;
    element.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(points.buffer, points.byteOffset, points.length), width, height), 0, 0);
  }, [width, height, points, ratio]);
  return (
    <>
      {/* An image element would have to decode something. */}
      {/* eslint-disable-next-line jsx-a11y/prefer-tag-over-role */}
      <canvas ref={canvas} className="viewer-picture" role="img" aria-label={words.picture(name, page, pages)} />
      {text.trim() !== '' && <div className="sr-only">{text}</div>}
    </>
  );
}
