import { useEffect, useId } from 'react';

/** A string of CSS (CSS Syntax Level 3, section 4.3.7): every character by its number, so that none can end it. */
export function cssString(text: string): string {
  return `"${Array.from(text, (character) => `\\${(character.codePointAt(0) ?? 0).toString(16)} `).join('')}"`;
}

/**
 * Draws a text before an element that is given the mark, by a style sheet of its own: seen, and told to a screen reader, but
 * no part of the document. So it is in no selection, in nothing that is copied, dragged or saved of the page, in any format.
 * @returns the element's `data-drawn`
 */
export function useDrawnText(text: string): string {
  const mark = useId();
  useEffect(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`[data-drawn=${cssString(mark)}]::before { content: ${cssString(text)}; }`);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    };
  }, [mark, text]);
  return mark;
}
