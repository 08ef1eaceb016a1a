import type { ConversationId } from '../../shared/domain/ids.ts';
import type { Client } from '../client.ts';
import { createStore, type Store } from './store.ts';

export type ComposerMode = 'reply' | 'note';

export interface Draft {
  readonly mode: ComposerMode;
  readonly reply: string;
  /** A note in the making stays in this window: kept as a draft it could be sent to the customer by mistake. */
  readonly note: string;
}

export interface Drafts {
  readonly all: Store<ReadonlyMap<ConversationId, Draft>>;
  readonly type: (id: ConversationId, text: string) => void;
  readonly choose: (id: ConversationId, mode: ComposerMode) => void;
  /** Takes the draft main has kept, unless something was typed here. */
  readonly adopt: (id: ConversationId, kept: string) => void;
  /** The text has gone out: forgets it, if it is still the same. */
  readonly sent: (id: ConversationId, mode: ComposerMode, text: string) => void;
  /** Hands everything typed to main now. */
  readonly flush: () => Promise<void>;
}

export const emptyDraft: Draft = { mode: 'reply', reply: '', note: '' };

/**
 * Milliseconds from the first key that is not saved: what a power cut, or a lock that asks nobody, can
 * cost. Not from the last one: whoever types without a pause would never be saved.
 */
const saveAfter = 250;

export function keepDrafts(client: Client): Drafts {
  const all = createStore<ReadonlyMap<ConversationId, Draft>>(new Map());
  const waiting = new Map<ConversationId, ReturnType<typeof setTimeout>>();

  const change = (id: ConversationId, part: Partial<Draft>): void => {
    all.update((drafts) => new Map(drafts).set(id, { ...(drafts.get(id) ?? emptyDraft), ...part }));
  };
  const save = async (id: ConversationId): Promise<void> => {
    clearTimeout(waiting.get(id));
    waiting.delete(id);
    await client.call('conversation.draft', { id, text: all.get().get(id)?.reply ?? '' });
  };

  return {
    all,
    type(id, text) {
      const mode = all.get().get(id)?.mode ?? 'reply';
      change(id, { [mode]: text });
      if (mode === 'note') return;
      if (!waiting.has(id)) waiting.set(id, setTimeout(() => void save(id), saveAfter));
    },
    choose: (id, mode) => change(id, { mode }),
    adopt(id, kept) {
      if (!all.get().has(id)) change(id, { reply: kept });
    },
    sent(id, mode, text) {
      if (all.get().get(id)?.[mode].trim() !== text.trim()) return;
      change(id, { [mode]: '' });
      // Main has cleared its copy with the reply; a save still waiting would bring it back.
      clearTimeout(waiting.get(id));
      waiting.delete(id);
    },
    async flush() {
      await Promise.all([...waiting.keys()].map(save));
    },
  };
}
