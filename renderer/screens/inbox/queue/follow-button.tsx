import { BellOff, BellPlus } from 'lucide-react';
import { useCallback } from 'react';
import type { ConversationRow } from '../../../../shared/contract/ipc/inbox.ts';
import { useDesk } from '../../../data/desk.tsx';
import type { OpenConversation } from '../../../data/opened-conversation.ts';
import { useStore } from '../../../data/store.ts';
import { IconButton } from '../../../ui/button.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { failureWords } from '../../../words/failures.ts';
import { useShortcutOf } from '../../workstation/keys-shown.ts';
import { words } from './words.ts';

/** Begins to follow the conversation, or ceases to; it is heard, since the button may not be seen. */
export function useFollow(): (opened: OpenConversation) => Promise<void> {
  const desk = useDesk();
  const toast = useToast();
  return useCallback(
    async ({ id, conversation }) => {
      const follows = conversation.followers.includes(desk.agentId);
      const answer = await desk.client.call('conversation.follow', { id, change: follows ? 'remove' : 'add' });
      toast({ words: answer.ok ? (follows ? words.follow.ended : words.follow.begun) : failureWords(answer.error) });
      desk.opened.refresh();
      desk.list.refresh();
      desk.counts.refresh();
    },
    [desk, toast],
  );
}

/** The same for those that are chosen: where all of them are followed already, none is any more. What could not be done is said, and the choice stays. */
export function useFollowMany(): (rows: readonly ConversationRow[]) => Promise<void> {
  const desk = useDesk();
  const toast = useToast();
  return useCallback(
    async (rows) => {
      const all = rows.every(({ followers }) => followers.includes(desk.agentId));
      const wanted = rows.filter(({ followers }) => followers.includes(desk.agentId) === all);
      const turn = async (change: 'add' | 'remove'): Promise<string | null> => {
        let failure: string | null = null;
        for (const { id } of wanted) {
          const answer = await desk.client.call('conversation.follow', { id, change });
          if (!answer.ok) failure ??= failureWords(answer.error);
        }
        desk.opened.refresh();
        desk.list.refresh();
        desk.counts.refresh();
        return failure;
      };
      const failure = await turn(all ? 'remove' : 'add');
      if (failure !== null) {
        toast({ words: failure });
        return;
      }
      const back = (): void =>
        void turn(all ? 'add' : 'remove').then((failed) => {
          if (failed !== null) toast({ words: failed });
        });
      toast({ words: all ? words.follow.endedMany(wanted.length) : words.follow.begunMany(wanted.length), action: { words: words.snooze.undo, run: back } });
    },
    [desk, toast],
  );
}

/** Whether the agent follows; and who else does. */
export function FollowButton({ opened }: { readonly opened: OpenConversation }) {
  const desk = useDesk();
  const shortcutOf = useShortcutOf();
  const follow = useFollow();
  const colleagues = useStore(desk.colleagues);
  const others = colleagues.filter(({ id }) => id !== desk.agentId && opened.conversation.followers.includes(id)).map(({ name }) => name);
  const follows = opened.conversation.followers.includes(desk.agentId);
  const label = follows ? words.follow.end : words.follow.begin;
  return (
    <IconButton label={others.length === 0 ? label : words.follow.with(label, others)} shortcut={shortcutOf('follow')} pressed={follows} onClick={() => void follow(opened)}>
      {follows ? <BellOff className="icon" /> : <BellPlus className="icon" />}
    </IconButton>
  );
}
