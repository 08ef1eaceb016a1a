import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { Afterwards } from '../../shared/domain/canned-reply.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import type { Client } from '../client.ts';
import { coalesce } from './coalesce.ts';
import { createStore, type Store } from './store.ts';

export type Help = IpcOutput<'composer.help'>;

export interface WritingHelp {
  readonly state: Store<Help>;
  readonly refresh: () => void;
  /** Canned replies are offered in this language from now on, where they have it. */
  readonly choose: (language: string) => void;
  /** What is done once the reply of a conversation has been sent, as the canned reply in it wants it. */
  readonly afterwards: Store<ReadonlyMap<ConversationId, Afterwards>>;
  readonly setAfterwards: (id: ConversationId, afterwards: Afterwards | null) => void;
}

const gap = 1_000;

/** What helps to write, from this laptop: it is there without the hub. Asked for only where the agent may answer. */
export function followWritingHelp(client: Client, asked: boolean): WritingHelp {
  const state = createStore<Help>({ replies: [], language: null, signature: '' });
  const afterwards = createStore<ReadonlyMap<ConversationId, Afterwards>>(new Map());
  const refresh = coalesce(async () => {
    if (!asked) return;
    const answer = await client.call('composer.help', null);
    if (answer.ok && JSON.stringify(answer.value) !== JSON.stringify(state.get())) state.set(answer.value);
  }, gap);
  refresh();
  return {
    state,
    refresh,
    choose(language) {
      state.update((before) => ({ ...before, language }));
      void client.call('composer.language', { language });
    },
    afterwards,
    setAfterwards(id, wanted) {
      afterwards.update((before) => {
        const next = new Map(before);
        if (wanted === null || (wanted.status === null && !wanted.assignToMe)) next.delete(id);
        else next.set(id, wanted);
        return next;
      });
    },
  };
}
