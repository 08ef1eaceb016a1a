import { ScrollText } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { AuditEntry } from '../../../../shared/domain/audit.ts';
import type { ConsoleProblem } from '../../../data/console/ask.ts';
import type { AuditRead } from '../../../data/console/audit.ts';
import { useConsole, useFollowed } from '../../../data/console/console.tsx';
import { useNow } from '../../../data/now.ts';
import { useStore } from '../../../data/store.ts';
import { Button } from '../../../ui/button.tsx';
import { DataTable, type Column, type DataTableHandle } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { dayAndTime } from '../../../words/times.ts';
import { useShortcuts } from '../../workstation/shortcuts.ts';
import { Section } from '../section.tsx';
import { readingProblemWords } from '../words.ts';
import { AuditChoosers } from './audit-choosers.tsx';
import { ChainCheck } from './chain-check.tsx';
import './audit.css';
import { EntrySheet } from './entry-sheet.tsx';
import { actionWords, namesById, whomWords, whoWords, words } from './words.ts';

/** Who did what, newest first. */
export function AuditSection() {
  const { audit } = useConsole();
  const shown = useFollowed(audit.read);
  // It grows by itself: whoever comes back sees it as it is now.
  useEffect(() => {
    if (audit.read.state.get().value !== null) audit.read.refresh();
  }, [audit]);
  return (
    <Section title={words.title} shown={shown} onRetry={audit.read.retry} count={shown.value === null ? undefined : words.count(shown.value.entries.length, shown.value.next === null)} actions={<ChainCheck />}>
      {(read) => <Entries read={read} />}
    </Section>
  );
}

function Entries({ read }: { readonly read: AuditRead }) {
  const { audit } = useConsole();
  const choice = useStore(audit.choice);
  const now = useNow();
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ConsoleProblem | null>(null);
  const table = useRef<DataTableHandle>(null);
  const names = useMemo(() => namesById(read.names), [read.names]);
  const columns: readonly Column<AuditEntry>[] = [
    { key: 'who', heading: words.columns.who, share: 1.1, cell: (entry) => whoWords(entry, names) },
    { key: 'whom', heading: words.columns.whom, room: 'medium', share: 1.1, cell: (entry) => whomWords(entry, names) },
    { key: 'when', heading: words.columns.when, share: 0.8, cell: ({ at }) => dayAndTime(at, now) },
  ];
  const toTable = (): void => table.current?.focus();
  useShortcuts({ next: toTable, previous: toTable, enter: toTable });
  const more = async (): Promise<void> => {
    setBusy(true);
    setProblem(await audit.more());
    setBusy(false);
  };
  return (
    <>
      <AuditChoosers choice={choice} onChoose={audit.choose} />
      {read.entries.length > 0 ? (
        <DataTable
          ref={table}
          label={words.table}
          rows={read.entries}
          keyOf={keyOf}
          heading={words.columns.what}
          nameOf={({ action }) => actionWords(action)}
          under={(entry) => whomWords(entry, names)}
          columns={columns}
          onOpen={setOpened}
          whole
        />
      ) : (
        <EmptyState icon={<ScrollText aria-hidden="true" />} title={read.next === null ? words.none : words.noneSoFar}>
          <p>{read.next === null ? words.noneMore : words.noneSoFarMore}</p>
        </EmptyState>
      )}
      {read.next !== null && (
        <div className="audit-more">
          <Button busy={busy} onClick={() => void more()}>
            {read.entries.length > 0 ? words.older : words.goOn}
          </Button>
          <p className="gate-problem" role="alert">
            {problem === null ? null : readingProblemWords(problem)}
          </p>
        </div>
      )}
      {opened !== null && (
        <EntrySheet
          entry={opened}
          names={names}
          onClose={() => {
            setOpened(null);
            requestAnimationFrame(() => table.current?.focus(keyOf(opened)));
          }}
        />
      )}
    </>
  );
}

const keyOf = ({ position }: AuditEntry): string => String(position);
