import { Timer } from 'lucide-react';
import { useSeconds } from '../../data/now.ts';
import { useStore, type Store } from '../../data/store.ts';
import { countdown, timeOfDay } from '../../words/times.ts';
import { words } from './words.ts';

/**
 * That it will lock soon, where nobody seems to be there. The sentence is said aloud once: it names the
 * time. The seconds stand beside it for the eye only; read out each second they would drown the rest.
 */
export function IdleNotice({ lockAt }: { readonly lockAt: Store<number | null> }) {
  const at = useStore(lockAt);
  const shown = at !== null;
  return (
    <div className={shown ? 'notice' : undefined}>
      {shown && <Timer className="icon" aria-hidden="true" />}
      {/* There before its words, or they would not be announced. */}
      <output className={shown ? 'notice-words notice-title' : undefined} aria-label={words.notices.idleLabel}>
        {shown && words.notices.idle(timeOfDay(at))}
      </output>
      {shown && <Seconds until={at} />}
    </div>
  );
}

function Seconds({ until }: { readonly until: number }) {
  return (
    <span className="notice-seconds" aria-hidden="true">
      {countdown(until, useSeconds())}
    </span>
  );
}
