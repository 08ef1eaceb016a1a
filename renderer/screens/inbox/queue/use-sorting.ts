import { useMemo } from 'react';
import type { ManyChange, ManyDone } from '../../../../shared/contract/ipc/queue.ts';
import type { IpcAnswer } from '../../../../shared/contract/ipc/index.ts';
import type { AgentId, ConversationId } from '../../../../shared/domain/ids.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { failureWords } from '../../../words/failures.ts';
import { dayAndTime } from '../../../words/times.ts';
import { words } from './words.ts';

export interface Sorting {
  /** The same to all of them, in one call. */
  readonly change: (ids: readonly ConversationId[], change: ManyChange) => Promise<void>;
  readonly snooze: (ids: readonly ConversationId[], until: number) => Promise<void>;
  readonly assign: (ids: readonly ConversationId[], agent: AgentId | null) => Promise<void>;
}

/** Changes one conversation or many, and says how many were done and which not; of one, only what is worth undoing. */
export function useSorting(): Sorting {
  const desk = useDesk();
  const toast = useToast();
  return useMemo(() => {
    const said = (ids: readonly ConversationId[], answer: IpcAnswer<ManyDone>): boolean => {
      desk.opened.refresh();
      desk.list.refresh();
      desk.counts.refresh();
      desk.savedViews.refresh();
      if (!answer.ok) toast({ words: failureWords(answer.error) });
      else if (answer.value.notDone.length > 0) toast({ words: `${words.many.done(answer.value.done)}. ${words.many.notDone(answer.value.notDone.length)}.` });
      else if (ids.length > 1) toast({ words: words.many.done(answer.value.done) });
      return answer.ok && answer.value.done > 0;
    };
    const change = async (ids: readonly ConversationId[], wanted: ManyChange): Promise<boolean> => said(ids, await desk.client.call('inbox.change', { ids: [...ids], change: wanted }));
    return {
      change: async (ids, wanted) => void (await change(ids, wanted)),
      snooze: async (ids, until) => {
        if (!(await change(ids, { do: 'status', status: 'snoozed', until })) || ids.length > 1) return;
        toast({ words: words.snooze.done(dayAndTime(until, Date.now())), action: { words: words.snooze.undo, run: () => void change(ids, { do: 'status', status: 'open' }) } });
      },
      assign: async (ids, assigneeId) => void said(ids, await desk.client.call('inbox.assign', { ids: [...ids], assigneeId })),
    };
  }, [desk, toast]);
}
