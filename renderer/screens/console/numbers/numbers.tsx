import { ChartLine, FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Numbers } from '../../../../shared/domain/numbers.ts';
import { useConsole, useFollowed } from '../../../data/console/console.tsx';
import { useStore } from '../../../data/store.ts';
import { useWorkplace } from '../../../data/workplace.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { failureWords } from '../../../words/failures.ts';
import { Section } from '../section.tsx';
import { Choosers } from './choosers.tsx';
import './numbers.css';
import { PartsTable } from './parts-table.tsx';
import { Plot } from './plot.tsx';
import { Tiles } from './tiles.tsx';
import { savedWords, timeWords, words } from './words.ts';

/** How much there is to do, and how long it takes. */
export function NumbersSection() {
  const { client, may } = useWorkplace();
  const { numbers: followed } = useConsole();
  const shown = useFollowed(followed.numbers);
  const wish = useStore(followed.wish);
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const all = may('numbers.view');
  // They grow by themselves: whoever comes back sees them as they are now.
  useEffect(() => {
    if (followed.numbers.state.get().value !== null) followed.numbers.refresh();
  }, [followed]);
  const save = async (): Promise<void> => {
    setBusy(true);
    const answer = await client.call('numbers.save', wish);
    setBusy(false);
    const said = answer.ok ? savedWords(answer.value) : failureWords(answer.error);
    if (said !== null) toast({ words: said });
  };
  return (
    <Section
      title={words.title}
      shown={shown}
      onRetry={followed.numbers.retry}
      count={shown.value === null ? undefined : timeWords(shown.value)}
      actions={
        all && (
          <Button busy={busy} onClick={() => void save()}>
            <FileDown className="icon-small" aria-hidden="true" />
            {words.save}
          </Button>
        )
      }
    >
      {(numbers) => (
        <div className="numbers">
          <Choosers wish={wish} parts={all} onChoose={followed.choose} />
          <Shown numbers={numbers} all={all} />
        </div>
      )}
    </Section>
  );
}

function Shown({ numbers, all }: { readonly numbers: Numbers; readonly all: boolean }) {
  const { by, days, rows, since, from, total, standing } = numbers;
  const nothing = total.opened + total.answered + total.resolved + total.reopened + total.assigned + total.broken === 0;
  if (nothing && standing.open === 0) {
    const early = since > Date.parse(from);
    return (
      <EmptyState icon={<ChartLine aria-hidden="true" />} title={early ? words.empty : words.emptyTime}>
        <p>{early ? words.emptyMore : words.emptyTimeMore}</p>
      </EmptyState>
    );
  }
  return (
    <>
      {since > Date.parse(from) && <p className="console-hint">{words.since(since)}</p>}
      <Tiles numbers={numbers} />
      <div className="numbers-plots">
        <Plot title={words.perDay} days={days} series={(['opened', 'answered', 'resolved'] as const).map((key) => ({ key, name: words.tiles[key] }))} />
        <Plot title={words.backlog} days={days} series={[{ key: 'backlog', name: words.backlogSeries }]} />
      </div>
      {by !== null && <PartsTable by={by} rows={rows} own={!all} />}
    </>
  );
}
