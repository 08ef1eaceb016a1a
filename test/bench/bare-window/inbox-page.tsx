import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';

/** The peer of opening and of typing: the same rows and the same text, in as little React as shows them. All of it is in memory. */
export interface BareRow {
  readonly name: string;
  readonly subject: string;
  readonly preview: string;
  readonly at: string;
  readonly text: string;
}

declare global {
  interface Window {
    readonly bareRows: readonly BareRow[];
  }
}

const rows = window.bareRows;
/** As the inbox has it. */
const height = 52;

function Page() {
  const [selected, setSelected] = useState(-1);
  const [draft, setDraft] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  // Bare: nothing here is memoized.
  // eslint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => height, overscan: 8 });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.target === field.current) return;
      if (event.key === 'j') flushSync(() => setSelected((now) => Math.min(rows.length - 1, now + 1)));
      else if (event.key === 'r') field.current?.focus();
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  useEffect(() => {
    if (selected >= 0) virtualizer.scrollToIndex(selected, { align: 'auto' });
  }, [selected, virtualizer]);
  const open = rows[selected];
  return (
    <>
      {/* As the inbox has it: rows with several lines. */}
      {/* eslint-disable-next-line jsx-a11y/prefer-tag-over-role */}
      <div ref={box} role="listbox" aria-label="Rows" tabIndex={0}>
        <div style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            return row === undefined ? null : (
              // eslint-disable-next-line jsx-a11y/prefer-tag-over-role
              <div key={index} role="option" aria-selected={index === selected} style={{ height, transform: `translateY(${start}px)` }}>
                <b>{row.name}</b> <time>{row.at}</time>
                <p>
                  {row.subject} {row.preview}
                </p>
              </div>
            );
          })}
        </div>
      </div>
      <main>
        {open !== undefined && (
          <article>
            <b>{open.name}</b> <time>{open.at}</time>
            <p>{open.text}</p>
          </article>
        )}
        <textarea ref={field} aria-label="Reply" rows={2} value={draft} onChange={(event) => setDraft(event.target.value)} />
      </main>
    </>
  );
}

const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<Page />);
