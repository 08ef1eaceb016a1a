import { useCallback, useEffect, useRef, useState } from 'react';
import type { OrderDeed, OrderOffer, OrderOutcome } from '../../shared/contract/console/order-actions.ts';
import { type ConversationId, OrderActionId } from '../../shared/domain/ids.ts';
import { askHub, type ConsoleOutcome, type ConsoleProblem } from './console/ask.ts';
import { useDesk } from './desk.tsx';
import { freshMessageId } from './fresh-id.ts';

export type OfferShown = { readonly kind: 'closed' } | { readonly kind: 'asking' } | { readonly kind: 'offer'; readonly offer: OrderOffer } | ConsoleProblem;

/** What became of the last thing that was done, or `unreachable` where the hub did not say: then it is asked for by `action`. */
export interface LastAct {
  readonly action: OrderActionId;
  readonly act: OrderDeed['kind'];
  readonly outcome: ConsoleOutcome<OrderOutcome>;
}

export interface OrderActsInHand {
  readonly shown: OfferShown;
  readonly last: LastAct | null;
  /** Asks the hub what can be done to the order now. */
  readonly open: () => Promise<void>;
  /** @param action the same each time one dialog asks: whatever is lost on the way, it is done once */
  readonly act: (action: OrderActionId, deed: OrderDeed) => Promise<ConsoleOutcome<OrderOutcome>>;
  /** Asks what became of the last one. */
  readonly lookAgain: () => Promise<void>;
}

export const freshActionId = (): OrderActionId => OrderActionId.parse(freshMessageId());

/** Whether it is over, so that the order is shown as it is now. */
export const isOver = (outcome: ConsoleOutcome<OrderOutcome>): boolean => outcome.kind === 'done' && (outcome.value.kind === 'done' || outcome.value.kind === 'denied');

/** What an agent does to one order. Nothing of it is kept beyond this panel. */
export function useOrderActs(conversation: ConversationId, order: string): OrderActsInHand {
  const { client } = useDesk();
  const [shown, setShown] = useState<OfferShown>({ kind: 'closed' });
  const [last, setLast] = useState<LastAct | null>(null);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => void (here.current = false);
  }, []);

  const open = useCallback(async () => {
    setShown({ kind: 'asking' });
    const outcome = await askHub(client, 'order.look', { conversation, order });
    if (here.current) setShown(outcome.kind === 'done' ? { kind: 'offer', offer: outcome.value } : outcome);
  }, [client, conversation, order]);

  const take = useCallback(
    (next: LastAct) => {
      if (!here.current) return;
      setLast(next);
      // What could be done before may not be possible any more.
      setShown({ kind: 'closed' });
    },
    [],
  );
  const act = useCallback(
    async (action: OrderActionId, deed: OrderDeed) => {
      const outcome = await askHub(client, 'order.act', { action, conversation, order, deed });
      // What was not done stays in the dialog, which says why.
      if (outcome.kind === 'unreachable' || (outcome.kind === 'done' && outcome.value.kind !== 'not-done')) take({ action, act: deed.kind, outcome });
      return outcome;
    },
    [client, conversation, order, take],
  );
  const lookAgain = useCallback(async () => {
    if (last === null) return;
    take({ ...last, outcome: await askHub(client, 'order.take', { action: last.action }) });
  }, [client, last, take]);
  return { shown, last, open, act, lookAgain };
}
