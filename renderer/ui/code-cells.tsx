import { useImperativeHandle, useRef, type ClipboardEvent, type KeyboardEvent, type Ref } from 'react';
import { classNames } from './class-names.ts';
import './field.css';
import { words } from './words.ts';

export interface CodeCellsHandle {
  readonly focusFirst: () => void;
  /** The first empty cell, or the last one. */
  readonly focusNext: () => void;
}

export interface CodeCellsProps {
  readonly label: string;
  readonly labelHidden?: boolean;
  readonly digits: number;
  /** The digits so far. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly small?: boolean;
  readonly disabled?: boolean;
  readonly describedBy?: string;
  readonly ref?: Ref<CodeCellsHandle>;
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');

/**
 * One cell for each digit. A whole code can be pasted into any of them or typed without looking:
 * the focus moves by itself, and back with Backspace.
 */
export function CodeCells({ label, labelHidden = false, digits, value, onChange, small = false, disabled = false, describedBy, ref }: CodeCellsProps) {
  const cells = useRef<(HTMLInputElement | null)[]>([]);
  const focusCell = (index: number): void => {
    const cell = cells.current[Math.max(0, Math.min(digits - 1, index))];
    cell?.focus();
    cell?.select();
  };
  useImperativeHandle(ref, () => ({ focusFirst: () => focusCell(0), focusNext: () => focusCell(value.length) }));

  /** Puts what was typed or pasted at `index`; cells are filled without gaps from the left. */
  const put = (index: number, typed: string): void => {
    const at = Math.min(index, value.length);
    const next = (value.slice(0, at) + typed + value.slice(at + typed.length)).slice(0, digits);
    focusCell(at + typed.length);
    // Last, so that whoever listens may move the focus on.
    onChange(next);
  };

  const onKeyDown = (index: number) => (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Backspace') {
      event.preventDefault();
      const at = index < value.length ? index : value.length - 1;
      if (at < 0) return;
      onChange(value.slice(0, at) + value.slice(at + 1));
      focusCell(index < value.length ? index - 1 : at);
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      event.preventDefault();
      focusCell(index + (event.key === 'ArrowLeft' ? -1 : 1));
    } else if (event.key === 'Home' || event.key === 'End') {
      event.preventDefault();
      focusCell(event.key === 'Home' ? 0 : value.length);
    }
  };

  const onPaste = (index: number) => (event: ClipboardEvent<HTMLInputElement>): void => {
    event.preventDefault();
    const pasted = digitsOf(event.clipboardData.getData('text'));
    if (pasted === '') return;
    // A whole code replaces whatever was there, wherever it lands.
    put(pasted.length >= digits ? 0 : index, pasted.slice(0, digits));
  };

  return (
    <fieldset className={classNames('cells', small && 'cells-small')} disabled={disabled} aria-describedby={describedBy}>
      <legend className={labelHidden ? 'sr-only' : 'cells-label'}>{label}</legend>
      <div className="cells-row">
        {Array.from({ length: digits }, (_, index) => (
          <input
            key={index}
            ref={(cell) => {
              cells.current[index] = cell;
            }}
            className={classNames('cell', index === digits / 2 && 'cells-middle')}
            aria-label={words.digit(index + 1, digits)}
            inputMode="numeric"
            autoComplete="off"
            value={value[index] ?? ''}
            onChange={(event) => {
              const typed = digitsOf(event.target.value);
              const before = value[index] ?? '';
              // In a filled cell the new digit comes before or after the old one, depending on the caret.
              const fresh = typed.length === 2 && before !== '' ? (typed[0] === before ? typed.slice(1) : typed.slice(0, 1)) : typed;
              if (fresh !== '') put(index, fresh);
            }}
            onKeyDown={onKeyDown(index)}
            onPaste={onPaste(index)}
            onFocus={(event) => event.target.select()}
          />
        ))}
      </div>
    </fieldset>
  );
}
