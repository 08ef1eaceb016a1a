import { useState } from 'react';
import type { ConsoleProblem } from '../../../data/console/ask.ts';
import { useConsole, useFollowed } from '../../../data/console/console.tsx';
import { useNow } from '../../../data/now.ts';
import { Button } from '../../../ui/button.tsx';
import { dayAndTime } from '../../../words/times.ts';
import { actionProblemWords } from '../words.ts';
import { words } from './words.ts';

/** Whose messages nobody is bothered with; each let in again at a press. */
export function BlockedList() {
  const { blocked, ask } = useConsole();
  const shown = useFollowed(blocked);
  const now = useNow();
  const [problem, setProblem] = useState<ConsoleProblem | null>(null);
  const unblock = async (id: string): Promise<void> => {
    const outcome = await ask('sender.unblock', { id });
    setProblem(outcome.kind === 'done' ? null : outcome);
    if (outcome.kind === 'done') blocked.put((all) => all.filter((one) => one.id !== id));
  };
  return (
    <section className="policy-group" aria-label={words.blockedTitle}>
      <h2 className="policy-group-title">{words.blockedTitle}</h2>
      <p className="console-hint">{words.blockedLead}</p>
      <p className="gate-problem" role="alert">
        {problem === null ? null : actionProblemWords(problem)}
      </p>
      {shown.value?.length === 0 && <p className="console-text">{words.nobodyBlocked}</p>}
      <ul className="rules">
        {(shown.value ?? []).map(({ id, shown: who, blockedAt }) => (
          <li key={id} className="rule">
            <div className="rule-words">
              <p className="rule-name">{who}</p>
              <p className="rule-sentence">{words.since(dayAndTime(blockedAt, now))}</p>
            </div>
            <Button aria-label={words.unblockOf(who)} onClick={() => void unblock(id)}>
              {words.unblock}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
