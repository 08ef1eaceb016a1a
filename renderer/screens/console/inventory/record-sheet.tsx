import { useState } from 'react';
import type { InventoryRow } from '../../../../shared/contract/console/inventory.ts';
import { useConsole } from '../../../data/console/console.tsx';
import { useNow } from '../../../data/now.ts';
import { useWorkplace } from '../../../data/workplace.tsx';
import { Button } from '../../../ui/button.tsx';
import { Facts, Sheet, SheetPart } from '../../../ui/sheet.tsx';
import { dayAndTime } from '../../../words/times.ts';
import { Question } from '../question.tsx';
import { words as consoleWords } from '../words.ts';
import { words } from './words.ts';

/** One machine the company owns. */
export function RecordSheet({ record, devices, onClose }: { readonly record: InventoryRow; readonly devices: readonly string[]; readonly onClose: () => void }) {
  const console = useConsole();
  const { may } = useWorkplace();
  const now = useNow();
  const [asking, setAsking] = useState(false);
  return (
    <Sheet
      title={record.tag}
      subtitle={record.model}
      onClose={onClose}
      foot={may('inventory.manage') ? <Button onClick={() => setAsking(true)}>{words.sheet.remove}</Button> : undefined}
    >
      <SheetPart title={words.sheet.record}>
        <Facts
          facts={[
            { label: words.columns.serial, value: record.serial ?? consoleWords.none },
            { label: words.columns.uuid, value: record.hardwareUuid ?? consoleWords.none },
            { label: words.columns.model, value: record.model ?? consoleWords.none },
            { label: words.columns.note, value: record.note ?? consoleWords.none },
            { label: words.columns.added, value: dayAndTime(record.addedAt, now) },
          ]}
        />
      </SheetPart>
      <SheetPart title={words.sheet.devices}>
        {devices.length === 0 ? (
          <p className="console-hint">{words.notEnrolled}</p>
        ) : (
          <ul>
            {devices.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        )}
      </SheetPart>
      {asking && (
        <Question
          title={words.sheet.removeTitle(record.tag)}
          consequence={record.devices.length === 0 ? words.sheet.removeNoDevice : words.sheet.removeDevices(record.devices.length)}
          confirm={words.sheet.removeConfirm}
          onConfirm={async () => {
            const outcome = await console.ask('inventory.remove', { record: record.id });
            console.devices.refresh();
            if (outcome.kind === 'done') {
              console.inventory.put((rows) => rows.filter(({ id }) => id !== record.id));
              onClose();
            } else console.inventory.refresh();
            return outcome;
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </Sheet>
  );
}
