import { Search, X } from 'lucide-react';
import { useRef, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import type { Shown } from '../../data/console/follow.ts';
import { useNow } from '../../data/now.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import type { DataTableHandle } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { dayAndTime } from '../../words/times.ts';
import { useShortcuts } from '../workstation/shortcuts.ts';
import './section.css';
import { readingProblemWords, words } from './words.ts';
import { useKeysShown } from '../workstation/keys-shown.ts';

export interface SectionProps<T> {
  readonly title: string;
  readonly shown: Shown<T>;
  readonly onRetry: () => void;
  /** How many of how many. */
  readonly count?: string | undefined;
  readonly actions?: ReactNode;
  /** The filter, where there is a list. */
  readonly filter?: { readonly query: string; readonly onQuery: (query: string) => void; readonly beside?: ReactNode; readonly table: RefObject<DataTableHandle | null> };
  readonly children: (value: T) => ReactNode;
}

/** One section of the console: its title, its filter, and what the hub has, or why it could not be read. */
export function Section<T>({ title, shown, onRetry, count, actions, filter, children }: SectionProps<T>) {
  const now = useNow();
  const { value, readAt, problem } = shown;
  return (
    <main className="section" aria-label={title}>
      <header className="section-head">
        <h1 className="section-title">{title}</h1>
        <output className="section-count" aria-live="polite">
          {count}
        </output>
        {filter && <FilterBox {...filter} />}
        {actions}
      </header>
      {problem !== null && (
        <div className="section-problem">
          <Banner meaning="caution" role="alert" title={readingProblemWords(problem)} action={<Button onClick={onRetry}>{words.tryAgain}</Button>}>
            {readAt !== null && words.asOf(dayAndTime(readAt, now))}
          </Banner>
        </div>
      )}
      <div className="section-body">
        {value !== null
          ? children(value)
          : problem === null && (
              <output className="section-reading" aria-label={words.reading(title)}>
                <Skeleton lines={9} />
              </output>
            )}
      </div>
    </main>
  );
}

function FilterBox({ query, onQuery, beside, table }: NonNullable<SectionProps<unknown>['filter']>) {
  const shown = useKeysShown();
  const box = useRef<HTMLInputElement>(null);
  const toTable = (): void => table.current?.focus();
  useShortcuts({
    search: () => {
      box.current?.focus();
      box.current?.select();
    },
    next: toTable,
    previous: toTable,
    enter: toTable,
    back: () => onQuery(''),
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && query !== '') onQuery('');
    else if (event.key === 'ArrowDown' || event.key === 'Enter' || event.key === 'Escape') toTable();
    else return;
    event.preventDefault();
  };
  return (
    <>
      {/* A landmark of its own kind: `search` is not yet an element that axe and all screen readers know. */}
      {/* eslint-disable-next-line jsx-a11y/prefer-tag-over-role */}
      <div className="filter-box" role="search">
        <Search className="icon-small filter-icon" aria-hidden="true" />
        <input
          ref={box}
          type="search"
          className="filter-input"
          aria-label={words.filter}
          placeholder={words.filter}
          value={query}
          onChange={(event) => onQuery(event.target.value)}
          onKeyDown={onKeyDown}
          autoComplete="off"
          spellCheck={false}
        />
        {query === '' ? (
          <Kbd>{shown('search')}</Kbd>
        ) : (
          <IconButton
            label={words.clearFilter}
            onClick={() => {
              onQuery('');
              box.current?.focus();
            }}
          >
            <X className="icon-small" />
          </IconButton>
        )}
      </div>
      {beside}
    </>
  );
}

/** Nothing in the list: because there is nothing, or because nothing fits. */
export function NothingHere({ query, icon, title, children }: { readonly query: string; readonly icon: ReactNode; readonly title: string; readonly children: ReactNode }) {
  if (query.trim() === '') {
    return (
      <EmptyState icon={icon} title={title}>
        {children}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={icon} title={words.nothingFits(query.trim())}>
      <p>{words.nothingFitsMore}</p>
    </EmptyState>
  );
}
