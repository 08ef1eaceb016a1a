import { EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { WaitingReveal } from '../../../shared/contract/console/reveals.ts';
import { useStore } from '../../data/store.ts';
import { useWorkplace } from '../../data/workplace.tsx';
import { Button } from '../../ui/button.tsx';
import { findingWords } from '../inbox/findings/finding-words.ts';
import { problemWords } from '../inbox/findings/problem-words.ts';
import { words } from '../inbox/findings/words.ts';
import { FileNotice } from './file-notice.tsx';
import { MistakeNotice } from './mistake-notice.tsx';
import { LimitNotice, OrderNotice } from './order-notice.tsx';

/** What colleagues ask to see, which files they ask for, what they say was destroyed by mistake, and what they want to do to orders: each with what it is, never with what is hidden. */
export function ApprovalNotices() {
  const { approvals } = useWorkplace();
  const reveals = useStore(approvals.reveals);
  const mistakes = useStore(approvals.mistakes);
  const files = useStore(approvals.files);
  const orders = useStore(approvals.orders);
  const limits = useStore(approvals.limits);
  return (
    <>
      {reveals.map((each) => (
        <ApprovalNotice key={each.reveal} asked={each} />
      ))}
      {mistakes.map((each) => (
        <MistakeNotice key={each.mistake} reported={each} />
      ))}
      {files.map((each) => (
        <FileNotice key={each.release} asked={each} />
      ))}
      {orders.map((each) => (
        <OrderNotice key={each.action} asked={each} />
      ))}
      {limits.map((each) => (
        <LimitNotice key={`${each.agentName} ${each.at}`} reached={each} />
      ))}
    </>
  );
}

function ApprovalNotice({ asked }: { readonly asked: WaitingReveal }) {
  const { approvals } = useWorkplace();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const decide = async (approve: boolean): Promise<void> => {
    setBusy(true);
    const outcome = await approvals.decideReveal(asked.reveal, approve);
    setBusy(false);
    if (outcome.kind !== 'done') setProblem(problemWords(outcome, words.unreachable));
  };
  return (
    <div className="notice">
      <EyeOff className="icon" aria-hidden="true" />
      <p className="notice-words">{problem ?? words.asks(asked.agentName, findingWords(asked).title, words.reasons[asked.reason])}</p>
      <Button busy={busy} onClick={() => void decide(true)}>
        {words.approve}
      </Button>
      <Button busy={busy} onClick={() => void decide(false)}>
        {words.deny}
      </Button>
    </div>
  );
}
