import { useRef, useState } from 'react';
import { isAtLeast, type Verification } from '../../../../shared/domain/verification.ts';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import { askHub } from '../../../data/console/ask.ts';
import type { CustomerLook } from '../../../data/customer-look.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useStore } from '../../../data/store.ts';
import { Button } from '../../../ui/button.tsx';
import { problemWords } from '../findings/problem-words.ts';
import { words as inboxWords } from '../words.ts';
import { ConfirmByOrder } from './confirm-by-order.tsx';
import { ConfirmIdentity } from './confirm-identity.tsx';
import { verifyWords as say } from './verify-words.ts';

interface HowFarKnownProps {
  readonly conversation: ConversationId;
  readonly level: Verification;
  readonly look: CustomerLook;
}

/** How far the customer is known, and what an agent can do about it: raise it by an order they know, or take it back. */
export function HowFarKnown({ conversation, level, look }: HowFarKnownProps) {
  const desk = useDesk();
  const [doing, setDoing] = useState<'order' | 'identity' | null>(null);
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const place = useRef<HTMLElement>(null);

  const mayVerify = desk.may('customer.verify');
  const mayIdentify = desk.may('customer.identify') && level !== 'identity';
  // Also once what the hub shows of them is here.
  const offline = useStore(desk.sync.connection, ({ state }) => state !== null && state.connection !== 'online');
  const orders = look.kind === 'seen' ? look.seen.orders.kind : null;
  const byOrder = mayVerify && !isAtLeast(level, 'order') && orders !== 'no-shop';

  const end = (words: string): void => {
    setDoing(null);
    setSaid(words);
    // The button or form that had it is gone.
    place.current?.focus();
  };
  const doubt = async (): Promise<void> => {
    setBusy(true);
    const outcome = await askHub(desk.client, 'customer.doubt', { conversation });
    setBusy(false);
    end(outcome.kind === 'done' ? say.doubted : problemWords(outcome, say.doubtFailed));
  };

  return (
    <section ref={place} tabIndex={-1} className="customer-part how-far-known" aria-label={say.title}>
      <h3>{say.title}</h3>
      <p>{inboxWords.verification[level].short}</p>
      <output className="customer-hint">{said}</output>
      {offline && (mayVerify || mayIdentify) && <p className="customer-hint">{say.offline}</p>}
      {doing === 'order' && byOrder && <ConfirmByOrder conversation={conversation} onConfirmed={() => end(say.confirmed)} onCancel={() => end('')} />}
      {doing === 'identity' && mayIdentify && <ConfirmIdentity conversation={conversation} onDone={() => end(say.identified)} onClose={() => setDoing(null)} />}
      {doing !== 'order' && !offline && (
        <div className="how-far-known-acts">
          {byOrder && (orders === 'no-key' ? <p className="customer-hint">{say.noKey}</p> : <Button onClick={() => { setSaid(''); setDoing('order'); }}>{say.open}</Button>)}
          {mayIdentify && <Button onClick={() => { setSaid(''); setDoing('identity'); }}>{say.identify}</Button>}
          {mayVerify && level !== 'unverified' && (
            <Button look="quiet" busy={busy} onClick={() => void doubt()}>
              {say.doubt}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
