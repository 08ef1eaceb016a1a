import { useCallback, useEffect, useState } from 'react';
import type { AskedFor } from '../../../../shared/contract/console/releases.ts';
import type { AttachmentId, MessageId, ReleaseId } from '../../../../shared/domain/ids.ts';
import type { RevealReason } from '../../../../shared/domain/reveal.ts';
import { askHub, type ConsoleOutcome } from '../../../data/console/ask.ts';
import { useDesk } from '../../../data/desk.tsx';
import { problemWords } from '../findings/problem-words.ts';
import { words } from './words.ts';

/** How often it is asked whether somebody has decided, in milliseconds. */
const askAgain = 3_000;

export type AskingState =
  | { readonly kind: 'idle'; readonly problem: string | null }
  | { readonly kind: 'asking' }
  | { readonly kind: 'waiting'; readonly release: ReleaseId }
  | { readonly kind: 'denied' };

/** Asks the hub for a file that it holds. @param had called once the laptop may have it */
export function useAskForFile(message: MessageId, attachment: AttachmentId, had: () => void): { readonly state: AskingState; readonly ask: (reason: RevealReason) => void } {
  const { client } = useDesk();
  const [state, setState] = useState<AskingState>({ kind: 'idle', problem: null });
  const take = useCallback(
    (outcome: ConsoleOutcome<AskedFor>): void => {
      if (outcome.kind !== 'done') setState({ kind: 'idle', problem: problemWords(outcome, words.ask.unreachable) });
      else if (outcome.value.kind === 'released') had();
      else setState(outcome.value);
    },
    [had],
  );
  const ask = useCallback(
    (reason: RevealReason): void => {
      setState({ kind: 'asking' });
      void askHub(client, 'file.ask', { message, attachment, reason }).then(take);
    },
    [client, message, attachment, take],
  );
  const waitsFor = state.kind === 'waiting' ? state.release : null;
  useEffect(() => {
    if (waitsFor === null) return undefined;
    const timer = setInterval(() => void askHub(client, 'file.take', { release: waitsFor }).then(take), askAgain);
    return () => clearInterval(timer);
  }, [client, waitsFor, take]);
  return { state, ask };
}
