import { useEffect, useRef, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import './suggestions.css';

export interface Suggestion {
  readonly key: string;
  readonly words: string;
  readonly hint?: string;
}

export interface SuggestionsProps {
  /** Of the list; the text field names it, and the option that is active (`optionId`). */
  readonly id: string;
  readonly label: string;
  readonly items: readonly Suggestion[];
  readonly active: number;
  readonly onPoint: (index: number) => void;
  readonly onPick: (index: number) => void;
  /** What the active one would put in. */
  readonly children?: ReactNode;
}

export const optionId = (list: string, index: number): string => `${list}-${index}`;

/** What fits what is being typed, above the text field. The focus stays in the field, which moves through it with the arrows. */
export function Suggestions({ id, label, items, active, onPoint, onPick, children }: SuggestionsProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <div className="suggestions">
      {/* No element of HTML lists choices for a field of several lines. */}
      {/* eslint-disable-next-line jsx-a11y/prefer-tag-over-role */}
      <div className="suggestions-list" role="listbox" id={id} aria-label={label} ref={list} tabIndex={-1}>
        {items.map(({ key, words, hint }, index) => (
          // The field has the focus and the keys; the pointer is the other way.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
          <div
            key={key}
            id={optionId(id, index)}
            // eslint-disable-next-line jsx-a11y/prefer-tag-over-role
            role="option"
            aria-selected={index === active}
            className={classNames('suggestion', index === active && 'suggestion-active')}
            onPointerMove={() => onPoint(index)}
            // Before the field loses the focus.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onPick(index)}
          >
            <span className="suggestion-words">{words}</span>
            {hint !== undefined && <span className="suggestion-hint">{hint}</span>}
          </div>
        ))}
      </div>
      {children !== undefined && <div className="suggestions-aside">{children}</div>}
    </div>
  );
}
