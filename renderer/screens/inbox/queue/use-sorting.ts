import { useMemo } from 'react';
import type { ManyChange, ManyDone } from '../../../../shared/contract/ipc/queue.ts';
import type { ConversationRow } from '../../../../shared/contract/ipc/inbox.ts';
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

/** How these stand, as the changes that would bring each back to it. */
export function standing(rows: readonly ConversationRow[], ids: readonly ConversationId[], now: number): readonly { readonly ids: readonly ConversationId[]; readonly change: ManyChange }[] {
  const wanted = new Set(ids);
  const found = new Map<string, { ids: ConversationId[]; change: ManyChange }>();
  for (const { id, status, snoozedUntil } of rows) {
    if (!wanted.has(id)) continue;
    // A time that is over wakes it at once: it is open then.
    const asleep = status === 'snoozed' && snoozedUntil !== null && snoozedUntil > now;
    const change: ManyChange = asleep ? { do: 'status', status, until: snoozedUntil } : { do: 'status', status: status === 'snoozed' ? 'open' : status };
    const key = JSON.stringify(change);
    const group = found.get(key) ?? { ids: [], change };
    group.ids.push(id);
    found.set(key, group);
  }
  return [...found.values()];
}

/** Who has each of these, as the assignments that would bring them back to it. */
export function holders(rows: readonly Pick<ConversationRow, 'id' | 'assigneeId'>[], ids: readonly ConversationId[]): readonly { readonly ids: readonly ConversationId[]; readonly assigneeId: AgentId | null }[] {
  const wanted = new Set(ids);
  const found = new Map<AgentId | null, ConversationId[]>();
  for (const { id, assigneeId } of rows) if (wanted.has(id)) found.set(assigneeId, [...(found.get(assigneeId) ?? []), id]);
  return [...found].map(([assigneeId, those]) => ({ ids: those, assigneeId }));
}

/** Changes one conversation or many, and says how many were done and which not; of one, only what is worth undoing. */
export function useSorting(): Sorting {
  const desk = useDesk();
  const toast = useToast();
  return useMemo(() => {
    const refresh = (): void => {
      desk.opened.refresh();
      desk.list.refresh();
      desk.counts.refresh();
      desk.savedViews.refresh();
    };
    const said = (ids: readonly ConversationId[], answer: IpcAnswer<ManyDone>): boolean => {
      refresh();
      if (!answer.ok) toast({ words: failureWords(answer.error) });
      else if (answer.value.notDone.length > 0) toast({ words: `${words.many.done(answer.value.done)}. ${words.many.notDone(answer.value.notDone.length)}.` });
      else if (ids.length > 1) toast({ words: words.many.done(answer.value.done) });
      return answer.ok && answer.value.done > 0;
    };
    const change = async (ids: readonly ConversationId[], wanted: ManyChange): Promise<boolean> => {
      const before = wanted.do === 'status' ? standing(desk.list.state.get().rows, ids, Date.now()) : [];
      const answer = await desk.client.call('inbox.change', { ids: [...ids], change: wanted });
      const done = said(ids, answer);
      // Of one, snoozing says its own way back, and waking is one.
      const quiet = ids.length === 1 && wanted.do === 'status' && wanted.status !== 'resolved';
      if (!answer.ok || quiet || before.length === 0 || answer.value.notDone.length > 0) return done;
      const back = async (): Promise<void> => {
        for (const each of before) {
          const undone = await desk.client.call('inbox.change', { ids: [...each.ids], change: each.change });
          if (!undone.ok) toast({ words: failureWords(undone.error) });
        }
        refresh();
      };
      toast({ words: words.many.done(answer.value.done), action: { words: words.snooze.undo, run: () => void back() } });
      return done;
    };
    return {
      change: async (ids, wanted) => void (await change(ids, wanted)),
      snooze: async (ids, until) => {
        if (!(await change(ids, { do: 'status', status: 'snoozed', until })) || ids.length > 1) return;
        toast({ words: words.snooze.done(dayAndTime(until, Date.now())), action: { words: words.snooze.undo, run: () => void change(ids, { do: 'status', status: 'open' }) } });
      },
      assign: async (ids, assigneeId) => {
        const before = holders(desk.list.state.get().rows, ids);
        const answer = await desk.client.call('inbox.assign', { ids: [...ids], assigneeId });
        said(ids, answer);
        if (!answer.ok || answer.value.notDone.length > 0 || before.every((each) => each.assigneeId === assigneeId)) return;
        const back = async (): Promise<void> => {
          for (const each of before) {
            const undone = await desk.client.call('inbox.assign', { ids: [...each.ids], assigneeId: each.assigneeId });
            if (!undone.ok) toast({ words: failureWords(undone.error) });
            else if (undone.value.notDone.length > 0) toast({ words: `${words.many.notDone(undone.value.notDone.length)}.` });
          }
          refresh();
        };
        toast({ words: words.many.done(answer.value.done), action: { words: words.snooze.undo, run: () => void back() } });
      },
    };
  }, [desk, toast]);
}
