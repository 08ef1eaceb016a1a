import { PackageOpen } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { InventoryRow } from '../../../../shared/contract/console/inventory.ts';
import { useConsole, useFollowed } from '../../../data/console/console.tsx';
import { matches } from '../../../data/console/filter.ts';
import { useStore } from '../../../data/store.ts';
import { useWorkplace } from '../../../data/workplace.tsx';
import { Button } from '../../../ui/button.tsx';
import type { Column } from '../../../ui/data-table.tsx';
import { ListSection } from '../list-section.tsx';
import { Mark } from '../mark.tsx';
import { NothingHere } from '../section.tsx';
import { InventoryImport } from './inventory-import.tsx';
import { RecordSheet } from './record-sheet.tsx';
import { words } from './words.ts';

/** The machines the company owns, and which of them are enrolled. */
export function InventorySection() {
  const { inventory, devices, views } = useConsole();
  const { may } = useWorkplace();
  const shown = useFollowed(inventory);
  const known = useFollowed(devices).value;
  const { inventory: query } = useStore(views);
  const [importing, setImporting] = useState(false);
  const nameOfDevice = useMemo(() => {
    const names = new Map(known?.map(({ id, name }) => [id, name]));
    return (row: InventoryRow): readonly string[] => row.devices.flatMap((id) => names.get(id) ?? []);
  }, [known]);
  const rows = useMemo(() => recordsShown(shown.value ?? [], query, nameOfDevice), [shown.value, query, nameOfDevice]);
  const columns = useMemo(() => columnsWith(nameOfDevice), [nameOfDevice]);

  return (
    <>
      <ListSection
        title={words.title}
        followed={inventory}
        shown={shown}
        rows={rows}
        query={query}
        onQuery={(next) => views.update((before) => ({ ...before, inventory: next }))}
        actions={
          may('inventory.manage') && (
            <Button look="primary" onClick={() => setImporting(true)}>
              {words.import}
            </Button>
          )
        }
        table={{ label: words.table, heading: words.columns.tag, nameOf: tagOf, under: ({ model }) => model, columns }}
        nothing={
          <NothingHere query={query} icon={<PackageOpen aria-hidden="true" />} title={words.none}>
            <p>{words.noneMore}</p>
          </NothingHere>
        }
      >
        {(record, onClose) => <RecordSheet key={record.id} record={record} devices={nameOfDevice(record)} onClose={onClose} />}
      </ListSection>
      {importing && <InventoryImport onClose={() => setImporting(false)} />}
    </>
  );
}

const tagOf = ({ tag }: InventoryRow): string => tag;

function recordsShown(records: readonly InventoryRow[], query: string, devicesOf: (row: InventoryRow) => readonly string[]): readonly InventoryRow[] {
  return records
    .filter((row) => matches(query, [row.tag, row.serial, row.hardwareUuid, row.model, row.note, ...devicesOf(row)]))
    .sort((one, other) => one.tag.localeCompare(other.tag, undefined, { numeric: true }));
}

const columnsWith = (devicesOf: (row: InventoryRow) => readonly string[]): readonly Column<InventoryRow>[] => [
  { key: 'model', heading: words.columns.model, room: 'medium', share: 1.6, cell: ({ model }) => model },
  { key: 'serial', heading: words.columns.serial, room: 'some', share: 1.2, cell: ({ serial }) => serial ?? '' },
  { key: 'devices', heading: words.columns.devices, share: 1.2, cell: (row) => <EnrolledAs names={devicesOf(row)} /> },
  { key: 'note', heading: words.columns.note, room: 'wide', share: 1.6, cell: ({ note }) => note },
];

function EnrolledAs({ names }: { readonly names: readonly string[] }) {
  const [first, ...more] = names;
  return first === undefined ? <Mark look="quiet">{words.notEnrolled}</Mark> : <Mark look="plain">{words.devices(first, more.length)}</Mark>;
}
