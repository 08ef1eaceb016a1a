import { useLayoutEffect, type RefObject } from 'react';
import type { Place } from '../../../data/spelling.ts';
import './spelling.css';

export interface SpellingMarksProps {
  readonly text: string;
  readonly places: readonly Place[];
  readonly area: RefObject<HTMLTextAreaElement | null>;
  readonly ref: RefObject<HTMLDivElement | null>;
}

/** Lines under the words that the language does not know: a field for text cannot draw them, so they are drawn behind it. */
export function SpellingMarks({ text, places, area, ref }: SpellingMarksProps) {
  useLayoutEffect(() => {
    const field = area.current;
    const marks = ref.current;
    if (field === null || marks === null) return undefined;
    const follow = (): void => {
      // As wide as its lines are, without the scroll bar.
      marks.style.width = `${field.clientWidth}px`;
      marks.style.height = `${field.clientHeight}px`;
      marks.scrollTop = field.scrollTop;
    };
    follow();
    const resized = new ResizeObserver(follow);
    resized.observe(field);
    field.addEventListener('scroll', follow);
    return () => {
      resized.disconnect();
      field.removeEventListener('scroll', follow);
    };
    // The text makes the height, though nothing here reads it.
    // eslint-disable-next-line react/exhaustive-effect-dependencies
  }, [area, ref, text]);
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
