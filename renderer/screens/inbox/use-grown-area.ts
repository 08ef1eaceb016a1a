import { useLayoutEffect, useRef, type RefObject } from 'react';
import type { WrittenKind } from '../../../shared/domain/conversation.ts';

/** A field that is as high as its text, within the limits that the style sheet sets. */
export function useGrownArea(text: string, mode: WrittenKind): RefObject<HTMLTextAreaElement | null> {
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = area.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
    // The text makes the height, though nothing here reads it.
    // eslint-disable-next-line react/exhaustive-effect-dependencies
  }, [text, mode]);
  return area;
}
