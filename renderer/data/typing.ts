import { useCallback, useRef } from 'react';
import type { ConversationId } from '../../shared/domain/ids.ts';
import type { Client } from '../client.ts';
import { createStore, type Store } from './store.ts';

/** Told at most so often while somebody types, and shown for a little longer; in milliseconds. */
const every = 3_000;
const shownFor = 6_000;

export interface CustomersTyping {
  /** Whose customers type at this moment. */
  readonly now: Store<ReadonlySet<ConversationId>>;
  readonly stop: () => void;
}

/** Follows in which web chats the customer types: for a few seconds after each word of it, and until something new is there. */
export function followCustomersTyping(client: Client): CustomersTyping {
  const now = createStore<ReadonlySet<ConversationId>>(new Set());
  const ends = new Map<ConversationId, ReturnType<typeof setTimeout>>();
  const end = (id: ConversationId): void => {
    clearTimeout(ends.get(id));
    if (ends.delete(id)) now.set(new Set([...now.get()].filter((each) => each !== id)));
  };
  const stopTyping = client.on('customer.typing', (id) => {
    clearTimeout(ends.get(id));
    ends.set(id, setTimeout(() => end(id), shownFor));
    if (!now.get().has(id)) now.set(new Set([...now.get(), id]));
  });
  const stopInbox = client.on('inbox.changed', ({ conversationIds }) => conversationIds.forEach(end));
  return {
    now,
    stop() {
      stopTyping();
      stopInbox();
      for (const timer of ends.values()) clearTimeout(timer);
    },
  };
}

/** Says that the agent types an answer, and never what. @param on where the customer can be shown it */
export function useTellTyping(client: Client, id: ConversationId, on: boolean): (text: string) => void {
  const told = useRef(-Infinity);
  return useCallback(
    (text) => {
      const now = performance.now();
      if (!on || text.trim() === '' || now - told.current < every) return;
      told.current = now;
      // Nothing depends on it: a hub that is away is not told.
      void client.call('composer.typing', { id });
    },
    [client, id, on],
  );
}
