import { useEffect, useState } from 'react';
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
}

const nobody: FoundCustomers = { searching: false, found: [] };
/** Fewer letters fit nearly everybody. */
const leastLetters = 2;
const askAfter = 80;
const most = 8;

/** Newest conversations of customers by this name, through the search of the vault. @param allowed the agent's roles read conversations */
export function useFoundCustomers(typed: string, allowed: boolean): FoundCustomers {
  const { client } = useWorkplace();
  const [state, setState] = useState<FoundCustomers>(nobody);
  const name = typed.trim().replaceAll('"', '');
  useEffect(() => {
    if (!allowed || name.length < leastLetters) {
      setState(nobody);
      return undefined;
    }
    let over = false;
    setState(({ found }) => ({ searching: true, found }));
    const timer = setTimeout(async () => {
      const answer = await client.call('search.messages', { query: `from:"${name.slice(0, 100)}"`, limit: 50 });
      if (over) return;
      const hits = answer.ok ? answer.value.hits : [];
      const newest = hits.filter((hit, place) => hits.findIndex(({ conversationId }) => conversationId === hit.conversationId) === place);
      setState({ searching: false, found: newest.slice(0, most).map(({ conversationId, customerName, subject }) => ({ id: conversationId, customerName, subject })) });
    }, askAfter);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [client, name, allowed]);
  return state;
}
