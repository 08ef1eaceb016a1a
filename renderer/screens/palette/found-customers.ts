import { useEffect, useRef, useState } from 'react';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import { useWorkplace } from '../../data/workplace.tsx';

export interface FoundConversation {
  readonly id: ConversationId;
  readonly customerName: string;
  readonly subject: string;
}

export interface FoundCustomers {
  readonly searching: boolean;
  readonly found: readonly FoundConversation[];
  /** Does it with what the whole of the name finds, as soon as that is known. Never, if the name becomes another one before, nor where null is given afterwards. */
  readonly whenFound: (act: ((found: readonly FoundConversation[]) => void) | null) => void;
}

/** Fewer letters fit nearly everybody. */
const leastLetters = 2;
const askAfter = 80;
const most = 8;

/** Newest conversations of customers by this name, through the search of the vault. @param allowed the agent's roles read conversations */
export function useFoundCustomers(typed: string, allowed: boolean): FoundCustomers {
  const { client } = useWorkplace();
  const [answered, setAnswered] = useState<{ readonly name: string; readonly found: readonly FoundConversation[] }>({ name: '', found: [] });
  const waiting = useRef<((found: readonly FoundConversation[]) => void) | null>(null);
  const name = typed.trim().replaceAll('"', '').slice(0, 100);
  const asking = allowed && name.length >= leastLetters;
  useEffect(() => {
    if (!asking) return undefined;
    let over = false;
    const ask = async (): Promise<void> => {
      const answer = await client.call('search.messages', { query: `from:"${name}"`, limit: 50 });
      if (over) return;
      const hits = answer.ok ? answer.value.hits : [];
      const newest = hits.filter((hit, place) => hits.findIndex(({ conversationId }) => conversationId === hit.conversationId) === place);
      const found = newest.slice(0, most).map(({ conversationId, customerName, subject }) => ({ id: conversationId, customerName, subject }));
      setAnswered({ name, found });
      const act = waiting.current;
      waiting.current = null;
      act?.(found);
    };
    const timer = setTimeout(() => void ask(), askAfter);
    return () => {
      over = true;
      waiting.current = null;
      clearTimeout(timer);
    };
  }, [client, name, asking]);
  // The older answer stays until the newer one is there, so that nothing flickers.
  const whenFound = (act: ((found: readonly FoundConversation[]) => void) | null): void => {
    waiting.current = act;
  };
  return asking ? { searching: answered.name !== name, found: answered.found, whenFound } : { searching: false, found: [], whenFound };
}
