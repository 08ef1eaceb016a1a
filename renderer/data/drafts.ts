import type { WrittenKind } from '../../shared/domain/conversation.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import type { Client } from '../client.ts';
import { createStore, type Store } from './store.ts';

/** What is written in a conversation, of each kind, and the kind that is being written. */
export interface Draft extends Readonly<Record<WrittenKind, string>> {
  readonly mode: WrittenKind;
}

export interface Drafts {
  readonly all: Store<ReadonlyMap<ConversationId, Draft>>;
  readonly type: (id: ConversationId, mode: WrittenKind, text: string) => void;
  readonly choose: (id: ConversationId, mode: WrittenKind) => void;
  /** Takes what main has kept, unless something was typed here. A note that was alone is gone on with as a note. */
  readonly adopt: (id: ConversationId, kept: Readonly<Record<WrittenKind, string>>) => void;
  /** The text has gone out: forgets it, if it is still the same. */
  readonly sent: (id: ConversationId, mode: WrittenKind, text: string) => void;
  /**
   * A reply comes back into its draft: `ask` has main join it with what was begun since. What is typed while that is under
   * way stays too, and nothing that is older is saved over it meanwhile.
   */
  readonly takeBack: <Back extends { readonly text: string; readonly draft: string }>(id: ConversationId, ask: () => Promise<Back | null>) => Promise<Back | null>;
  /** Hands everything typed to main now. */
  readonly flush: () => Promise<void>;
}

export const emptyDraft: Draft = { mode: 'reply', reply: '', note: '' };

/**
 * Milliseconds from the first key that is not saved: what a power cut, or a lock that asks nobody, can
 * cost. Not from the last one: whoever types without a pause would never be saved.
 */
const saveAfter = 250;

type Timer = ReturnType<typeof setTimeout>;

export function keepDrafts(client: Client): Drafts {
  const all = createStore<ReadonlyMap<ConversationId, Draft>>(new Map());
  /** What is not saved yet, of each kind, and the timer that saves it. */
  const waiting = { reply: new Map<ConversationId, Timer>(), note: new Map<ConversationId, Timer>() };

  /** Whose reply is coming back just now. */
  const paused = new Set<ConversationId>();

  const change = (id: ConversationId, part: Partial<Draft>): void => {
    all.update((drafts) => new Map(drafts).set(id, { ...(drafts.get(id) ?? emptyDraft), ...part }));
  };
  const forget = (id: ConversationId, mode: WrittenKind): void => {
    clearTimeout(waiting[mode].get(id));
    waiting[mode].delete(id);
  };
  const save = async (id: ConversationId, mode: WrittenKind): Promise<void> => {
    forget(id, mode);
    await client.call('conversation.draft', { id, kind: mode, text: all.get().get(id)?.[mode] ?? '' });
  };

  return {
    all,
    type(id, mode, text) {
      change(id, { mode, [mode]: text });
      if (mode === 'reply' && paused.has(id)) return;
      if (!waiting[mode].has(id)) waiting[mode].set(id, setTimeout(() => void save(id, mode), saveAfter));
    },
    choose: (id, mode) => change(id, { mode }),
    adopt(id, { reply, note }) {
      if (!all.get().has(id)) change(id, { mode: reply === '' && note !== '' ? 'note' : 'reply', reply, note });
    },
    sent(id, mode, text) {
      if (all.get().get(id)?.[mode].trim() !== text.trim()) return;
      change(id, { [mode]: '' });
      // Main has cleared its copy with what was sent; a save still waiting would bring it back.
      forget(id, mode);
    },
    async takeBack(id, ask) {
      // From here on main has exactly this, until it has joined it.
      const before = all.get().get(id)?.reply ?? '';
      let kept = before;
      paused.add(id);
      try {
        await save(id, 'reply');
        const back = await ask();
        if (back === null) return null;
        kept = back.draft;
        const typed = all.get().get(id)?.reply ?? '';
        change(id, { mode: 'reply', reply: typed === before ? back.draft : joinedTexts(back.text, typed) });
        return back;
      } finally {
        paused.delete(id);
        if ((all.get().get(id)?.reply ?? '') !== kept) await save(id, 'reply');
      }
    },
    async flush() {
      await Promise.all((['reply', 'note'] as const).flatMap((mode) => [...waiting[mode].keys()].map((id) => save(id, mode))));
    },
  };
}

/** One above the other, as main joins them. */
function joinedTexts(above: string, below: string): string {
  return below.trim() === '' ? above : `${above}\n\n${below}`;
}
