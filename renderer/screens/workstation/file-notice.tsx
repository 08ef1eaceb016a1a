import { FileLock2 } from 'lucide-react';
import { useState } from 'react';
import type { WaitingFile } from '../../../shared/contract/console/releases.ts';
import { useWorkplace } from '../../data/workplace.tsx';
import { Button } from '../../ui/button.tsx';
import { hiddenWords } from '../inbox/attachments/hidden-words.ts';
import { words } from '../inbox/attachments/words.ts';
import { problemWords } from '../inbox/findings/problem-words.ts';
import { words as findings } from '../inbox/findings/words.ts';

/** A colleague asks for a file that is held. What was found in it is said, in kinds and numbers; what it says, to nobody. */
export function FileNotice({ asked }: { readonly asked: WaitingFile }) {
  const { approvals } = useWorkplace();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const decide = async (allow: boolean): Promise<void> => {
    setBusy(true);
    const outcome = await approvals.decideFile(asked.release, allow);
    setBusy(false);
    if (outcome.kind !== 'done') setProblem(problemWords(outcome, words.ask.unreachable));
  };
  return (
    <div className="notice">
      <FileLock2 className="icon" aria-hidden="true" />
      <div className="notice-words">
        <p>{problem ?? words.ask.asks(asked.agentName, asked.name, findings.reasons[asked.reason])}</p>
        <p>{inIt(asked)}</p>
      </div>
      <Button busy={busy} onClick={() => void decide(true)}>
        {words.ask.allow}
      </Button>
      <Button busy={busy} onClick={() => void decide(false)}>
        {words.ask.deny}
      </Button>
    </div>
  );
}

function inIt({ hidden, read }: WaitingFile): string {
  const found = hidden.length === 0 ? null : words.ask.found(hiddenWords(hidden));
  const rest = words.ask.read[read];
  return found === null ? rest : rest === '' ? found : `${found} ${rest}`;
}
