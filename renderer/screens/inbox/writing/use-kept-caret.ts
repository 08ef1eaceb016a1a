import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';

interface Caret {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Leaves the caret between the words where it was when the text of a focused field was changed by somebody else; a browser puts it to the end.
 * @param changes counts those changes
 */
export function useKeptCaret(area: RefObject<HTMLTextAreaElement | null>, text: string, changes: number): void {
  const last = useRef<Caret | null>(null);
  const seen = useRef(changes);
  useEffect(() => {
    const note = (): void => {
      const element = area.current;
      if (element !== null && document.activeElement === element) last.current = { text: element.value, start: element.selectionStart, end: element.selectionEnd };
    };
    document.addEventListener('selectionchange', note);
    // Before the page draws what was typed.
    document.addEventListener('input', note, true);
    return () => {
      document.removeEventListener('selectionchange', note);
      document.removeEventListener('input', note, true);
    };
  }, [area]);
  useLayoutEffect(() => {
    const [element, before, known] = [area.current, last.current, seen.current];
    seen.current = changes;
    if (known === changes || element === null || before === null || document.activeElement !== element || element.value !== text) return;
    const [start, end] = [moved(before, before.start, text), moved(before, before.end, text)];
    last.current = { text, start, end };
    element.setSelectionRange(start, end);
  }, [area, text, changes]);
}

/** What stands before the caret still stands there, or what stands behind it; else it is where it was. */
function moved({ text: before }: Caret, at: number, text: string): number {
  if (text.startsWith(before.slice(0, at))) return at;
  if (text.endsWith(before.slice(at))) return text.length - (before.length - at);
  return Math.min(at, text.length);
}
