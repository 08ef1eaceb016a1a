import { useImperativeHandle, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import './data-table.css';
import { words } from './words.ts';

export interface Column<Row> {
  readonly key: string;
  readonly heading: string;
  /** Left out where there is less room than this; what it says is in the row's detail too. */
  readonly room?: 'some' | 'medium' | 'wide';
  /** Its share of the width, 1 where it is not said. */
  readonly share?: number;
  readonly cell: (row: Row) => ReactNode;
}

export interface DataTableHandle {
  /** The row that was opened last, the one with this key, or the first. */
  readonly focus: (key?: string) => void;
}

export interface DataTableProps<Row> {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** The first column: what the row is called, and its button's name. */
  readonly heading: string;
  readonly nameOf: (row: Row) => string;
  /** In small words under the name, where the columns that say so are left out. */
  readonly under?: (row: Row) => ReactNode;
  readonly columns: readonly Column<Row>[];
  readonly onOpen: (row: Row) => void;
  /** Whoever gives the rows asks for more by themselves. */
  readonly whole?: boolean;
  readonly ref?: Ref<DataTableHandle>;
}

/** As many rows at a time as are drawn without a pause; whoever has more filters, or asks for them. */
const atATime = 200;

/** Of the first column, where the others have 1. */
const nameShare = 1.6;

/**
 * A table whose rows open. One stop for the Tab key: the arrows, J and K, Home and End go from row
 * to row, Enter opens. A row keeps its place and its focus while others come and go.
 */
export function DataTable<Row>({ label, rows, keyOf, heading, nameOf, under, columns, onOpen, whole = false, ref }: DataTableProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [stop, setStop] = useState<string | null>(null);
  const [most, setMost] = useState(atATime);
  const shown = whole ? rows : rows.slice(0, most);
  const stopShown = shown.some((row) => keyOf(row) === stop) ? stop : shown[0] === undefined ? null : keyOf(shown[0]);

  const buttons = (): readonly HTMLButtonElement[] => [...(body.current?.querySelectorAll<HTMLButtonElement>('.table-open') ?? [])];
  useImperativeHandle(ref, () => ({
    focus(key) {
      const all = buttons();
      const wanted = key ?? stop;
      (all.find((button) => button.dataset['key'] === wanted) ?? all[0])?.focus();
    },
  }));

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const all = buttons();
    const at = all.findIndex((button) => button === document.activeElement);
    if (at < 0) return;
    const moves: Readonly<Record<string, number>> = { ArrowDown: at + 1, j: at + 1, ArrowUp: at - 1, k: at - 1, Home: 0, End: all.length - 1 };
    const to = moves[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    all[Math.max(0, Math.min(all.length - 1, to))]?.focus();
  };

  const shares = columns.reduce((sum, column) => sum + (column.share ?? 1), nameShare);
  const width = (share: number): { readonly width: string } => ({ width: `${(100 * share) / shares}%` });
  return (
    <div className="table-place">
      <table className="table" aria-label={label}>
        <colgroup>
          <col style={width(nameShare)} />
          {columns.map((column) => (
            <col key={column.key} className={roomClass(column.room)} style={width(column.share ?? 1)} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={roomClass(column.room)}>
                {column.heading}
              </th>
            ))}
          </tr>
        </thead>
        {/* The buttons in the rows have the focus and the keys' names; the body only saves a listener for each. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
        <tbody ref={body} onKeyDown={onKeyDown}>
          {shown.map((row) => {
            const key = keyOf(row);
            return (
              <tr key={key} className="table-row">
                <th scope="row">
                  <button type="button" className="table-open" data-key={key} tabIndex={key === stopShown ? 0 : -1} onFocus={() => setStop(key)} onClick={() => onOpen(row)}>
                    {nameOf(row)}
                  </button>
                  {under !== undefined && <span className="table-under">{under(row)}</span>}
                </th>
                {columns.map((column) => (
                  <td key={column.key} className={classNames('table-cell', roomClass(column.room))}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length > shown.length && (
        <div className="table-more">
          <Button onClick={() => setMost(most + atATime)}>{words.showMore(Math.min(atATime, rows.length - shown.length))}</Button>
        </div>
      )}
    </div>
  );
}

function roomClass(room: Column<unknown>['room']): string | undefined {
  return room === undefined ? undefined : `table-needs-${room}`;
}
