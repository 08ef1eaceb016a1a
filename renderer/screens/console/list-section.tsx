import { useRef, useState, type ReactNode } from 'react';
import type { Followed, Shown } from '../../data/console/follow.ts';
import { DataTable, type DataTableHandle, type DataTableProps } from '../../ui/data-table.tsx';
import { Section } from './section.tsx';
import { words } from './words.ts';

export interface ListSectionProps<Row extends { readonly id: string }> {
  readonly title: string;
  readonly followed: Pick<Followed<readonly Row[]>, 'retry'>;
  readonly shown: Shown<readonly Row[]>;
  /** Of what there is, what fits the filter, in the order of the list. */
  readonly rows: readonly Row[];
  readonly query: string;
  readonly onQuery: (query: string) => void;
  /** More ways to choose what is shown, beside the filter. */
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
  readonly table: Pick<DataTableProps<Row>, 'label' | 'heading' | 'nameOf' | 'under' | 'columns'>;
  /** Which row is open, where somebody else opens one too. */
  readonly open?: { readonly id: string | null; readonly onChange: (id: string | null) => void };
  /** In place of the table, where it has no rows. */
  readonly nothing: ReactNode;
  /** The detail of the row that was opened. */
  readonly children: (row: Row, onClose: () => void) => ReactNode;
}

/** A section that is a list: rows that filter as one types, and open into a sheet. */
export function ListSection<Row extends { readonly id: string }>(props: ListSectionProps<Row>) {
  const { title, followed, shown, rows, query, onQuery, beside, actions, table, open, nothing, children } = props;
  const [own, setOwn] = useState<string | null>(null);
  const [opened, setOpened] = open === undefined ? [own, setOwn] : [open.id, open.onChange];
  const handle = useRef<DataTableHandle>(null);
  // Looked for in all there is: the row that is open may not fit the filter any more.
  const row = shown.value?.find(({ id }) => id === opened);
  const close = (id: string): void => {
    setOpened(null);
    // The row may have gone to another place, or out of what is shown.
    requestAnimationFrame(() => handle.current?.focus(id));
  };

  return (
    <>
      <Section
        title={title}
        shown={shown}
        onRetry={followed.retry}
        count={shown.value === null ? undefined : words.shown(rows.length, shown.value.length)}
        filter={{ query, onQuery, beside, table: handle }}
        actions={actions}
      >
        {() => (rows.length > 0 ? <DataTable ref={handle} {...table} rows={rows} keyOf={keyOf} onOpen={({ id }) => setOpened(id)} /> : nothing)}
      </Section>
      {row !== undefined && (
        <Detail row={row} onClose={() => close(row.id)}>
          {children}
        </Detail>
      )}
    </>
  );
}

interface DetailProps<Row extends { readonly id: string }> extends Pick<ListSectionProps<Row>, 'children'> {
  readonly row: Row;
  readonly onClose: () => void;
}

function Detail<Row extends { readonly id: string }>({ row, onClose, children }: DetailProps<Row>) {
  return children(row, onClose);
}

const keyOf = ({ id }: { readonly id: string }): string => id;
