import { PackageOpen } from 'lucide-react';
import { useState } from 'react';
import type { LimitReached, WaitingOrder } from '../../../shared/contract/console/order-actions.ts';
import { useWorkplace } from '../../data/workplace.tsx';
import { Button } from '../../ui/button.tsx';
import { orderWords as say } from '../inbox/customer/order-words.ts';
import { problemWords } from '../inbox/findings/problem-words.ts';

/** A colleague asks for what they may not do to an order alone. With a yes it is done at once. */
export function OrderNotice({ asked }: { readonly asked: WaitingOrder }) {
  const { approvals } = useWorkplace();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const decide = async (approve: boolean): Promise<void> => {
    setBusy(true);
    const outcome = await approvals.decideOrder(asked.action, approve);
    setBusy(false);
    if (outcome.kind !== 'done') setProblem(problemWords(outcome, say.asks.unreachable));
    else if (outcome.value.kind === 'not-done') setProblem(say.notDone(outcome.value.why, outcome.value.scope));
  };
  return (
    <div className="notice">
      <PackageOpen className="icon" aria-hidden="true" />
      <p className="notice-words">{problem ?? say.asks.what(asked.agentName, asked.act, asked.number, asked.shop, asked.amount)}</p>
      <Button busy={busy} onClick={() => void decide(true)}>
        {say.asks.approve}
      </Button>
      <Button busy={busy} onClick={() => void decide(false)}>
        {say.asks.deny}
      </Button>
    </div>
  );
}

/** Told to IT: somebody ran into an hour's limit of changes to orders. */
export function LimitNotice({ reached: { agentName, of } }: { readonly reached: LimitReached }) {
  return (
    <div className="notice">
      <PackageOpen className="icon" aria-hidden="true" />
      <div className="notice-words">
        <p>{say.limits.reached(of, agentName)}</p>
        <p>{say.limits.more}</p>
      </div>
    </div>
  );
}
