import { useEffect } from 'react';
import type { Client } from '../../client.ts';
import type { Desk } from '../../data/desk.tsx';

/** Opens the conversation of a notification that was clicked, now or before the unlock. */
export function useAskedConversation(client: Client, desk: Desk | null, toInbox: () => void): void {
  useEffect(() => {
    if (desk === null) return undefined;
    const take = async (): Promise<void> => {
      const answer = await client.call('notices.asked', null);
      if (!answer.ok || answer.value.conversation === null) return;
      toInbox();
      desk.opened.open(answer.value.conversation);
    };
    void take();
    return client.on('notices.asked', () => void take());
  }, [client, desk, toInbox]);
}
