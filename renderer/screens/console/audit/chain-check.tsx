import { useState } from 'react';
import type { AuditCheck } from '../../../../shared/contract/console/audit.ts';
import type { ConsoleProblem } from '../../../data/console/ask.ts';
import { useConsole } from '../../../data/console/console.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { readingProblemWords } from '../words.ts';
import { words } from './words.ts';

/** Whether every entry follows from the one before it, as the hub finds it now. */
export function ChainCheck() {
  const { ask } = useConsole();
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<AuditCheck | ConsoleProblem | null>(null);
  const check = async (): Promise<void> => {
    setBusy(true);
    let outcome = await ask('audit.check', null);
    // Each answer takes the hub as long as a workstation waits: this asks no faster than that.
    while (outcome.kind === 'done' && outcome.value.is === 'running') outcome = await ask('audit.check', null);
    setFound(outcome.kind === 'done' ? outcome.value : outcome);
    setBusy(false);
  };
  return (
    <>
      <Button busy={busy} onClick={() => void check()}>
        {words.check.ask}
      </Button>
      {found !== null && (
        <Dialog title={words.check.ask} onClose={() => setFound(null)}>
          <Verdict found={found} />
        </Dialog>
      )}
    </>
  );
}

function Verdict({ found }: { readonly found: AuditCheck | ConsoleProblem }) {
  if ('kind' in found) return <Banner meaning="caution" title={readingProblemWords(found)} />;
  switch (found.is) {
    case 'intact':
      return (
        <Banner meaning="success" title={words.check.intact(found.entries)}>
          <span className="audit-hash">{words.check.head(found.head)}</span>
        </Banner>
      );
    case 'broken':
      return (
        <Banner meaning="danger" title={words.check.broken(found.at)}>
          {words.check.brokenMore}
        </Banner>
      );
    case 'running':
      return <p>{words.check.running(found.entries)}</p>;
  }
}
