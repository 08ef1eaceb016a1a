import { useEffect, type RefObject } from 'react';
import type { Place } from '../../../data/spelling.ts';
import './spelling.css';

export interface SpellingMarksProps {
  readonly text: string;
  readonly places: readonly Place[];
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly ref: RefObject<HTMLDivElement | null>;
}

/**
 * Lines under the words that the language does not know: a field for text cannot draw them, so they are drawn behind it. The field is
 * as high as what is drawn here, so it holds all of the text.
 */
export function SpellingMarks({ text, places, area, ref }: SpellingMarksProps) {
  // Not before it is painted for the first time: the field, which stands behind this, is not there any earlier.
  useEffect(() => {
    const field = area.current;
    const marks = ref.current;
    if (field === null || marks === null) return undefined;
    const follow = (): void => {
      marks.scrollTop = field.scrollTop;
    };
    // Told once it is laid out, and before that is painted: to ask with every key would lay it out once more.
    const resized = new ResizeObserver(() => {
      // As wide as its lines are, without the scroll bar.
      marks.style.width = `${field.clientWidth}px`;
      follow();
    });
    resized.observe(field);
    field.addEventListener('scroll', follow);
    return () => {
      resized.disconnect();
      field.removeEventListener('scroll', follow);
    };
  }, [area, ref]);
  return (
    <div ref={ref} className="composer-text spelling-marks" dir="auto" aria-hidden="true">
      {pieces(text, places)}
    </div>
  );
}

function pieces(text: string, places: readonly Place[]) {
  let at = 0;
  const parts = places.flatMap(({ start, end }) => {
    const before = text.slice(at, start);
    at = end;
    return [
      before,
      <span key={start} className="spelling-mark" data-start={start}>
        {text.slice(start, end)}
      </span>,
    ];
  });
  // A last line that is empty has its height.
  return [...parts, `${text.slice(at)}\u200b`];
}
