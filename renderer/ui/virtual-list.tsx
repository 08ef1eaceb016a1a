import { observeElementOffset, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { memo, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, type KeyboardEvent, type MouseEvent, type ReactNode, type Ref } from 'react';
import { afterPainting } from './after-painting.ts';
import { classNames } from './class-names.ts';
import { useSteady } from './use-steady.ts';
import './virtual-list.css';

export interface VirtualListHandle {
  readonly focus: () => void;
  readonly toTop: () => void;
}

export interface VirtualListProps<Row> {
  readonly label: string;
  readonly id: string;
  readonly rows: readonly Row[];
  /** How many there are, loaded or not; null where nobody knows. */
  readonly total: number | null;
  readonly keyOf: (row: Row) => string;
  /** All rows have this height, so that a list's place can be kept exactly. */
  readonly rowHeight: number;
  readonly selected: string | null;
  readonly onSelect: (row: Row, by: 'key' | 'pointer') => void;
  /** A press with Shift or Ctrl held, where several can be chosen: up to this row, or this one more or less. */
  readonly onChoose?: (row: Row, how: 'extend' | 'toggle') => void;
  /** Enter on the selected row, or a double press. */
  readonly onEnter: (row: Row) => void;
  /** The end of what is loaded is near. */
  readonly onNearEnd?: () => void;
  /** Rows have come in above what is visible, which has stayed where it was; 0: the list is at its top again. */
  readonly onAbove?: (count: number) => void;
  /** Another function draws every row anew. */
  readonly children: (row: Row) => ReactNode;
  readonly ref?: Ref<VirtualListHandle>;
}

const overscan = 8;
const nearEnd = 12;

type Offset = (offset: number, scrolls: boolean) => void;

/** Follows how far it is scrolled. Rows beyond those in sight are there: which ones are is looked at when the scroll has been painted, unless it went further than they reach. */
function followOffset(virtualizer: Virtualizer<HTMLDivElement, Element>, tell: Offset): () => void {
  let cancel = (): void => undefined;
  const stop = observeElementOffset(virtualizer, (offset) => {
    cancel();
    // A moment after the last scroll it is told once more where that has ended; to wait for a painting would ask for one.
    if (offset === virtualizer.scrollOffset) {
      if (virtualizer.isScrolling) tell(offset, false);
      return;
    }
    const drawn = virtualizer.getVirtualItems();
    const [first, last] = [drawn.at(0), drawn.at(-1)];
    const reach = first !== undefined && last !== undefined && first.start <= offset && offset + (virtualizer.scrollRect?.height ?? 0) <= last.end;
    if (reach) cancel = afterPainting(() => tell(offset, false));
    else tell(offset, true);
  });
  return () => {
    cancel();
    stop?.();
  };
}

/**
 * A list box of any length. The selected row stays selected and what is visible stays where it is
 * when rows come, go or move above it; only a list at its top with nobody pointing at it or working in it lets
 * new rows push in.
 */
export function VirtualList<Row>(props: VirtualListProps<Row>) {
  const { label, id, rows, total, keyOf, rowHeight, selected, onSelect, onChoose, onEnter, onNearEnd, onAbove, children, ref } = props;
  const box = useRef<HTMLDivElement>(null);
  const pointed = useRef(false);
  /** How far it is scrolled, as it was told last. */
  const scrolled = useRef(0);
  /** How far it will be scrolled with the next frame; null: as far as it is. */
  const wanted = useRef<number | null>(null);
  const shown = useRef<readonly Row[]>(rows);
  // The same function for the same rows: with another one the library measures every row anew, in each frame of a scroll.
  const getItemKey = useCallback(
    (index: number) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
    [rows, keyOf],
  );
  const virtualizer = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => rowHeight, overscan, getItemKey, observeElementOffset: followOffset });

  useImperativeHandle(ref, () => ({
    focus: () => box.current?.focus(),
    toTop: () => box.current?.scrollTo({ top: 0 }),
  }));

  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);

  // Before the browser paints: the first visible row that is still there goes back to where it was.
  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = rows;
    const element = box.current;
    if (before === rows || element === null || before.length === 0) return;
    const busy = pointed.current || element.contains(document.activeElement);
    if (element.scrollTop === 0 && !busy) return;
    const first = Math.floor(element.scrollTop / rowHeight);
    const [firstBefore, firstNow] = [before[first], rows[first]];
    // The usual case, more rows at the end: nothing above has moved, and long lists are not looked through.
    if (firstBefore !== undefined && firstNow !== undefined && keyOf(firstBefore) === keyOf(firstNow)) return;
    const places = new Map(rows.map((row, index) => [keyOf(row), index]));
    const beforePlaces = new Map(before.map((row, index) => [keyOf(row), index]));
    // A row that has itself moved to the top is no anchor: what followed it would be dragged along.
    for (let index = first; index < Math.min(before.length, first + overscan * 4); index += 1) {
      const row = before[index];
      const place = row === undefined ? undefined : places.get(keyOf(row));
      if (place === undefined || place < index) continue;
      if (place !== index) {
        element.scrollTop += (place - index) * rowHeight;
        scrolled.current = element.scrollTop;
        if (wanted.current !== null) wanted.current += (place - index) * rowHeight;
        const fresh = rows.slice(0, place).filter((above) => (beforePlaces.get(keyOf(above)) ?? before.length) >= index).length;
        if (fresh > 0) onAbove?.(fresh);
      }
      return;
    }
  }, [rows, rowHeight, keyOf, onAbove]);

  const items = virtualizer.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - nearEnd) onNearEnd?.();
  }, [last, rows.length, onNearEnd]);

  const place = useMemo(() => (selected === null ? -1 : rows.findIndex((row) => keyOf(row) === selected)), [rows, keyOf, selected]);
  useEffect(() => {
    const height = virtualizer.scrollRect?.height ?? 0;
    const [top, end] = [place * rowHeight, (place + 1) * rowHeight - height];
    // What the list knows of itself; to ask the document would lay it out once more for every step.
    const from = wanted.current ?? scrolled.current;
    if (place < 0 || (top >= from && end <= from)) return;
    if (wanted.current === null) {
      // With the frame's own layout; to where it is wanted by then, should the selection go on before.
      requestAnimationFrame(() => {
        if (wanted.current === null) return;
        scrolled.current = wanted.current;
        wanted.current = null;
        box.current?.scrollTo({ top: scrolled.current });
      });
    }
    wanted.current = top < from ? top : end;
    // Follows the selection, not every change of its place: new rows must not drag the list along.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selected]);

  const does = useSteady({
    onPress: (row: Row, { shiftKey, ctrlKey, metaKey }: MouseEvent) => {
      const how = shiftKey ? 'extend' : ctrlKey || metaKey ? 'toggle' : null;
      if (how !== null && onChoose !== undefined) onChoose(row, how);
      else onSelect(row, 'pointer');
    },
    onEnter,
  });

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / rowHeight) - 1);
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: place + 1,
      ArrowUp: place - 1,
      PageDown: place + page,
      PageUp: place - page,
      Home: 0,
      End: rows.length - 1,
    };
    const move = moves[event.key];
    const row = rows[move === undefined ? place : Math.max(0, Math.min(rows.length - 1, move))];
    if (row === undefined) return;
    if (move !== undefined) onSelect(row, 'key');
    else if (event.key === 'Enter') onEnter(row);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={box}
      id={id}
      className="virtual-list"
      // Rows with several lines and a length that no select could have.
      // eslint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="listbox"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={place >= 0 && items.some((item) => item.index === place) ? `${id}-${selected}` : undefined}
      onKeyDown={onKeyDown}
      onPointerEnter={() => {
        pointed.current = true;
      }}
      onPointerLeave={() => {
        pointed.current = false;
      }}
      onScroll={(event) => {
        scrolled.current = event.currentTarget.scrollTop;
        if (event.currentTarget.scrollTop < rowHeight / 2) onAbove?.(0);
      }}
    >
      <div className="virtual-list-length" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const key = keyOf(row);
          return (
            <ListRow key={key} id={`${id}-${key}`} row={row} selected={key === selected} total={total} place={item.index} top={item.start} height={rowHeight} {...does}>
              {children}
            </ListRow>
          );
        })}
      </div>
    </div>
  );
}

interface ListRowProps<Row> {
  readonly id: string;
  readonly row: Row;
  readonly selected: boolean;
  readonly total: number | null;
  readonly place: number;
  readonly top: number;
  readonly height: number;
  readonly onPress: (row: Row, event: MouseEvent) => void;
  readonly onEnter: (row: Row) => void;
  readonly children: (row: Row) => ReactNode;
}

/** Drawn anew for nothing but itself: of all that are there, two change where the selection goes on. */
const ListRow = memo(function ListRow<Row>({ id, row, selected, total, place, top, height, onPress, onEnter, children }: ListRowProps<Row>) {
  return (
    // The list box holds the focus and takes the keys for all its options (ARIA 1.2, aria-activedescendant).
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      className={classNames('virtual-list-row', selected && 'virtual-list-row-selected')}
      // eslint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="option"
      aria-selected={selected}
      aria-setsize={total ?? -1}
      aria-posinset={place + 1}
      style={{ height, transform: `translateY(${top}px)` }}
      onClick={(event) => onPress(row, event)}
      onDoubleClick={() => onEnter(row)}
    >
      {children(row)}
    </div>
  );
}) as <Row>(props: ListRowProps<Row> & { readonly key: string }) => ReactNode;
