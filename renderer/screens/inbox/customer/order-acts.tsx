import { useEffect, useRef, useState } from 'react';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import type { OrderAct } from '../../../../shared/domain/order-action.ts';
import { useDesk } from '../../../data/desk.tsx';
import { freshActionId, isOver, type LastAct, type OfferShown, useOrderActs } from '../../../data/order-acts.ts';
import { useStore } from '../../../data/store.ts';
import { Button } from '../../../ui/button.tsx';
import { Skeleton } from '../../../ui/spinner.tsx';
import { problemWords } from '../findings/problem-words.ts';
import { OrderDeedQuestion } from './order-deeds.tsx';
import { orderWords as say } from './order-words.ts';

interface OrderActsProps {
  readonly conversation: ConversationId;
  /** Names the order to the hub. */
  readonly order: string;
  readonly number: string | null;
  /** Something else is begun: what the list said of the last one is over. */
  readonly onBegin: () => void;
  /** @param words what became of it: this is drawn anew, and the list says it */
  readonly onDone: (words: string) => void;
}

/** What can be done to an order: asked of the hub when somebody wants to, and confirmed in a dialog each time. */
export function OrderActs({ conversation, order, number, onBegin, onDone }: OrderActsProps) {
  const { sync } = useDesk();
  const online = useStore(sync.connection, ({ state }) => state === null || state.connection === 'online');
  const hand = useOrderActs(conversation, order);
  const [doing, setDoing] = useState<{ readonly act: OrderAct; readonly action: ReturnType<typeof freshActionId> } | null>(null);
  const [busy, setBusy] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const { shown, last } = hand;
  /** The last one that was told further. */
  const told = useRef<LastAct | null>(null);
  // Once the dialog is gone: while it is open nothing behind it can have the focus.
  useEffect(() => {
    if (doing !== null || last === null || told.current === last) return;
    told.current = last;
    if (isOver(last.outcome)) onDone(outcomeWords(last));
    else place.current?.focus();
  }, [doing, last, onDone]);

  const open = (): void => {
    onBegin();
    void hand.open();
  };
  const lookAgain = async (): Promise<void> => {
    setBusy(true);
    await hand.lookAgain();
    setBusy(false);
  };
  return (
    <div className="order-acts" ref={place} tabIndex={-1}>
      <output className="customer-hint">{last === null || isOver(last.outcome) ? '' : outcomeWords(last)}</output>
      {last !== null && isPending(last) && (
        <Button busy={busy} onClick={() => void lookAgain()}>
          {say.lookAgain}
        </Button>
      )}
      {!online ? (
        <p className="customer-hint">{say.offline}</p>
      ) : shown.kind === 'closed' ? (
        <Button look="quiet" onClick={open}>
          {number === null ? say.open : say.openFor(number)}
        </Button>
      ) : (
        <Offer shown={shown} onAgain={() => void hand.open()} onAct={(act) => setDoing({ act, action: freshActionId() })} />
      )}
      {doing !== null && shown.kind === 'offer' && (
        <OrderDeedQuestion
          act={doing.act}
          offer={shown.offer}
          onConfirm={(deed) => hand.act(doing.action, deed)}
          onClose={() => setDoing(null)}
        />
      )}
    </div>
  );
}

function Offer({ shown, onAgain, onAct }: { readonly shown: Exclude<OfferShown, { kind: 'closed' }>; readonly onAgain: () => void; readonly onAct: (act: OrderAct) => void }) {
  switch (shown.kind) {
    case 'asking':
      return (
        <output aria-label={say.asking}>
          <Skeleton lines={2} />
        </output>
      );
    case 'refused':
    case 'unreachable':
    case 'not-served':
      return (
        <>
          <p className="customer-hint" role="alert">
            {problemWords(shown, say.unreachable)}
          </p>
          <Button onClick={onAgain}>{say.again}</Button>
        </>
      );
    case 'offer': {
      const { acts, money, number } = shown.offer;
      if (acts.length === 0) return <p className="customer-hint">{say.nothing}</p>;
      return (
        <fieldset aria-label={say.list(number)} className="order-offers">
          {money !== null && <p className="customer-hint">{say.left(money.left, money.paid)}</p>}
          {acts.map(({ act, can }) =>
            can.kind === 'yes' ? (
              <Button key={act} onClick={() => onAct(act)}>
                {say.acts[act]}
              </Button>
            ) : (
              <p key={act} className="customer-hint">
                {say.cannot(act, can)}
              </p>
            ),
          )}
        </fieldset>
      );
    }
  }
}

/** Whether something may still become of it. */
function isPending({ outcome }: LastAct): boolean {
  return outcome.kind === 'unreachable' || (outcome.kind === 'done' && (outcome.value.kind === 'unknown' || outcome.value.kind === 'waiting'));
}

function outcomeWords({ act, outcome }: LastAct): string {
  if (outcome.kind !== 'done') return problemWords(outcome, say.notAnswered);
  switch (outcome.value.kind) {
    case 'done':
      return say.done[act];
    case 'not-done':
      return say.notDone(outcome.value.why, outcome.value.scope);
    case 'waiting':
      return say.waiting;
    case 'denied':
      return say.denied;
    case 'unknown':
      return say.unknown;
  }
}
