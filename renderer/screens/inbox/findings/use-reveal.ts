import { useCallback, useEffect, useState } from 'react';
import type { Revealed } from '../../../../shared/contract/console/reveals.ts';
import type { MessageId, RevealId } from '../../../../shared/domain/ids.ts';
import type { RevealReason } from '../../../../shared/domain/reveal.ts';
import { askHub, type ConsoleOutcome } from '../../../data/console/ask.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useKeptOutOfPictures } from './kept-out-of-pictures.ts';
import { problemWords } from './problem-words.ts';
import { words } from './words.ts';

/** How often it is asked whether somebody has approved, in milliseconds. */
const askAgain = 3_000;

export type RevealState =
  | { readonly kind: 'idle'; readonly problem: string | null }
  | { readonly kind: 'asking' }
  | { readonly kind: 'waiting'; readonly reveal: RevealId }
  | { readonly kind: 'denied' }
  | { readonly kind: 'shown'; readonly value: string; readonly until: number; readonly copying: boolean };

export interface RevealInHand {
  readonly state: RevealState;
  readonly ask: (reason: RevealReason) => void;
  readonly hide: () => void;
}

const idle: RevealState = { kind: 'idle', problem: null };

/**
 * Asks the hub for what was hidden, and forgets it when its time is over or what shows it goes. While a value is on
 * screen, the window is kept out of pictures where the system can do that.
 */
export function useReveal(messageId: MessageId, finding: string): RevealInHand {
  const { client } = useDesk();
  const [state, setState] = useState<RevealState>(idle);

  const take = useCallback((outcome: ConsoleOutcome<Revealed>): void => {
    if (outcome.kind !== 'done') setState({ kind: 'idle', problem: problemWords(outcome, words.unreachable) });
    else if (outcome.value.kind === 'shown') {
      const { value, seconds, copying } = outcome.value;
      setState({ kind: 'shown', value, until: Date.now() + seconds * 1000, copying });
    } else setState(outcome.value);
  }, []);

  const ask = useCallback(
    (reason: RevealReason): void => {
      setState({ kind: 'asking' });
      void askHub(client, 'reveal.ask', { message: messageId, finding, reason }).then(take);
    },
    [client, messageId, finding, take],
  );

  const waitsFor = state.kind === 'waiting' ? state.reveal : null;
  useEffect(() => {
    if (waitsFor === null) return undefined;
    const timer = setInterval(() => void askHub(client, 'reveal.take', { reveal: waitsFor }).then(take), askAgain);
    return () => clearInterval(timer);
  }, [client, waitsFor, take]);

  const hide = useCallback(() => setState(idle), []);
  useKeptOutOfPictures(state.kind === 'shown' ? state.until : null, hide);

  return { state, ask, hide };
}
