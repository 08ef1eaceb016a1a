import { type ClipboardEvent, type KeyboardEvent, type RefObject, useCallback } from 'react';
import { useDisplay } from '../../../data/display.tsx';
import { commandsOf, isSingle, strokeOf } from '../../palette/keys.ts';
import { editMarks, goOn, pasteLink, type Edit, type MarkKind, type Selected } from './edit-marks.ts';

/** The commands that the keyboard can ask for in a field with formatting. */
export const markCommands = { markBold: 'bold', markItalic: 'italic', markStrike: 'strike', markCode: 'code', markLink: 'link', markBullets: 'bullets', markNumbers: 'numbers', markQuote: 'quote' } as const satisfies Readonly<Record<string, MarkKind>>;
export type MarkCommand = keyof typeof markCommands;

export interface Marks {
  /** The same as long as the field is. */
  readonly apply: (kind: MarkKind) => void;
  /** Whether the key was for a mark. */
  readonly onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => boolean;
  /** Whether what is pasted became a link. */
  readonly onPaste: (event: ClipboardEvent<HTMLTextAreaElement>) => boolean;
  /** Both, for a field that has nothing else to do with keys and what is pasted. */
  readonly field: { readonly onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void; readonly onPaste: (event: ClipboardEvent<HTMLTextAreaElement>) => void };
}

/** Formatting by keys, and by what is pasted. @param kinds those that the channel has; with none, nothing happens */
export function useMarks(area: RefObject<HTMLTextAreaElement | null>, kinds: readonly MarkKind[]): Marks {
  const display = useDisplay();
  const apply = useCallback((kind: MarkKind): void => {
    const field = area.current;
    if (field !== null) put(field, editMarks(kind, selectedIn(field)));
  }, [area]);
  const marks = {
    apply,
    onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): boolean {
      if (kinds.length === 0 || event.nativeEvent.isComposing) return false;
      const stroke = strokeOf(event);
      if (stroke === 'Enter') {
        const edit = goOn(selectedIn(event.currentTarget));
        if (edit !== null) put(event.currentTarget, edit);
        return edit !== null;
      }
      // What a character means by itself it means in no text.
      if (stroke === null || isSingle(stroke)) return false;
      const asked = commandsOf(stroke, display).find((id): id is MarkCommand => id in markCommands);
      if (asked === undefined || !kinds.includes(markCommands[asked])) return false;
      apply(markCommands[asked]);
      return true;
    },
    onPaste(event: ClipboardEvent<HTMLTextAreaElement>): boolean {
      if (!kinds.includes('link')) return false;
      const edit = pasteLink(selectedIn(event.currentTarget), event.clipboardData.getData('text/plain'));
      if (edit !== null) put(event.currentTarget, edit);
      return edit !== null;
    },
  };
  return {
    ...marks,
    field: {
      onKeyDown(event) {
        if (!marks.onKeyDown(event)) return;
        event.preventDefault();
        event.stopPropagation();
      },
      onPaste(event) {
        if (marks.onPaste(event)) event.preventDefault();
      },
    },
  };
}

function selectedIn(field: HTMLTextAreaElement): Selected {
  return { text: field.value, start: field.selectionStart, end: field.selectionEnd };
}

/** The one way that the field can undo, in one step. */
function put(field: HTMLTextAreaElement, { from, to, put: text, select }: Edit): void {
  field.focus();
  field.setSelectionRange(from, to);
  if (text === '') document.execCommand('delete');
  else document.execCommand('insertText', false, text);
  field.setSelectionRange(...select);
}
