import { X } from 'lucide-react';
import { useId, useImperativeHandle, useLayoutEffect, useRef, type ReactNode, type Ref } from 'react';
import { IconButton } from './button.tsx';
import { escapeKey } from './shortcut.ts';
import './sheet.css';
import { words } from './words.ts';

export interface SheetHandle {
  /** Where the focus goes when what had it is no longer there. The sheet is at its top then, where it says what became of it. */
  readonly focusTitle: () => void;
}

export interface SheetProps {
  readonly title: string;
  /** Under the title: to whom or what it belongs. */
  readonly subtitle?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Actions, always in sight. */
  readonly foot?: ReactNode;
  readonly ref?: Ref<SheetHandle>;
}

/** One thing in detail, from the right, over the list it comes from. A modal dialog like `Dialog`: it holds the focus and gives it back. */
export function Sheet({ title, subtitle, onClose, children, foot, ref }: SheetProps) {
  const sheet = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const titleId = useId();
  const body = useRef<HTMLElement>(null);
  useImperativeHandle(ref, () => ({
    focusTitle() {
      body.current?.scrollTo({ top: 0 });
      sheet.current?.scrollTo({ top: 0 });
      heading.current?.focus();
    },
  }));
  // Closed while it is still in the document: only then does the focus go back to where it came from.
  useLayoutEffect(() => {
    const element = sheet.current;
    element?.showModal();
    heading.current?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={sheet}
      className="sheet"
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        // The event of a dialog inside bubbles in React, not in the document.
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <header className="sheet-head">
        <div className="sheet-titles">
          <h2 className="sheet-title" id={titleId} ref={heading} tabIndex={-1}>
            {title}
          </h2>
          {subtitle !== undefined && <p className="sheet-subtitle">{subtitle}</p>}
        </div>
        <IconButton label={words.close} shortcut={escapeKey} onClick={onClose}>
          <X className="icon" />
        </IconButton>
      </header>
      {/* Scrolls, so that the keyboard has to reach it (WCAG 2.2 SC 2.1.1). */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section ref={body} className="sheet-body" aria-label={words.details} tabIndex={0}>
        {children}
      </section>
      {foot !== undefined && <footer className="sheet-foot">{foot}</footer>}
    </dialog>
  );
}

/** A part of a sheet under its own heading. */
export function SheetPart({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="sheet-part">
      <h3 className="sheet-part-title">{title}</h3>
      {children}
    </section>
  );
}

export interface Fact {
  readonly label: string;
  readonly value: ReactNode;
}

/** Names and what they stand for, one a line. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ label, value }) => (
        <div key={label} className="fact">
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
