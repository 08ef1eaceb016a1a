import { useCallback } from 'react';
import type { WrittenKind } from '../../shared/domain/conversation.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import type { Client } from '../client.ts';
import { joinedDrafts } from '../../shared/domain/joined-drafts.ts';
import { createStore, type Store, useStore } from './store.ts';

/** What is written in a conversation, of each kind, and the kind that is being written. */
export interface Draft extends Readonly<Record<WrittenKind, string>> {
  readonly mode: WrittenKind;
}

export interface Drafts {
  readonly all: Store<ReadonlyMap<ConversationId, Draft>>;
  readonly type: (id: ConversationId, mode: WrittenKind, text: string) => void;
  /** As `type`, somewhere else than in the composer: the kind that is being written there stays. */
  readonly typeBeside: (id: ConversationId, mode: WrittenKind, text: string) => void;
  readonly choose: (id: ConversationId, mode: WrittenKind) => void;
  /**
   * Takes what main has kept, unless something was typed here; later on, what has come from another laptop (main counts that in `stamps`).
   * What is being typed just then is joined with it by main. A note that was alone is gone on with as a note.
   */
  readonly adopt: (id: ConversationId, kept: Readonly<Record<WrittenKind, string>>, stamps?: Readonly<Record<WrittenKind, number>>) => void;
  /** How often drafts were changed here from another laptop while they were shown, by conversation. */
  readonly renewed: Store<ReadonlyMap<ConversationId, number>>;
  /** The newest change from another laptop that the page has of a draft. */
  readonly stampOf: (id: ConversationId, mode: WrittenKind) => number | undefined;
  /** The conversation is being left: what was typed in it goes to the agent's other laptops now. */
  readonly leave: (id: ConversationId) => Promise<void>;
  /**
   * Has a text sent, and forgets it where that went well and it is still the same. Nothing of the draft is saved meanwhile: main
   * clears its own with what is sent, and a save that came after that would bring the text back.
   */
  readonly sending: <Answer extends { readonly ok: boolean }>(id: ConversationId, mode: WrittenKind, text: string, send: () => Promise<Answer>) => Promise<Answer>;
  /**
   * A reply comes back into its draft: `ask` has main join it with what was begun since. What is typed while that is under
   * way stays too, and nothing that is older is saved over it meanwhile.
   */
  readonly takeBack: <Back extends { readonly text: string; readonly draft: string }>(id: ConversationId, ask: () => Promise<Back | null>) => Promise<Back | null>;
  /** Hands everything typed to main now. */
  readonly flush: () => Promise<void>;
}

const emptyDraft: Draft = { mode: 'reply', reply: '', note: '' };

/** The draft of one conversation; what is typed in others draws nothing anew. */
export function useDraft({ all }: Drafts, id: ConversationId): Draft {
  return useStore(all, useCallback((drafts) => drafts.get(id) ?? emptyDraft, [id]));
}

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

  /** Of which a save is under way. */
  const saving = { reply: new Map<ConversationId, number>(), note: new Map<ConversationId, number>() };
  /** The newest change from another laptop that was taken over here. */
  const stamps = { reply: new Map<ConversationId, number>(), note: new Map<ConversationId, number>() };
  /** Typed in since the conversation was left last. */
  const typed = { reply: new Set<ConversationId>(), note: new Set<ConversationId>() };
  const renewed = createStore<ReadonlyMap<ConversationId, number>>(new Map());

  /** Whose text is being sent, until that is answered. */
  const handedOver = { reply: new Map<ConversationId, Promise<unknown>>(), note: new Map<ConversationId, Promise<unknown>>() };
  /** Whose reply is coming back just now. */
  const paused = new Set<ConversationId>();

  const textOf = (id: ConversationId, mode: WrittenKind): string => all.get().get(id)?.[mode] ?? '';
  const change = (id: ConversationId, part: Partial<Draft>): void => {
    all.update((drafts) => new Map(drafts).set(id, { ...(drafts.get(id) ?? emptyDraft), ...part }));
  };
  const forget = (id: ConversationId, mode: WrittenKind): void => {
    clearTimeout(waiting[mode].get(id));
    waiting[mode].delete(id);
  };
  const later = (id: ConversationId, mode: WrittenKind): void => {
    if (!waiting[mode].has(id)) waiting[mode].set(id, setTimeout(() => void save(id, mode), saveAfter));
  };
  const typeIn = (id: ConversationId, mode: WrittenKind, text: string, part: Partial<Draft> = {}): void => {
    change(id, { ...part, [mode]: text });
    typed[mode].add(id);
    if (mode === 'reply' && paused.has(id)) return;
    later(id, mode);
  };
  const fromElsewhere = (id: ConversationId, mode: WrittenKind, text: string): void => {
    if (text === textOf(id, mode)) return;
    change(id, { [mode]: text });
    renewed.update((counts) => new Map(counts).set(id, (counts.get(id) ?? 0) + 1));
  };
  const save = async (id: ConversationId, mode: WrittenKind, leaving = false): Promise<void> => {
    forget(id, mode);
    const handing = handedOver[mode].get(id);
    if (handing !== undefined) await handing;
    const text = textOf(id, mode);
    const stamp = stamps[mode].get(id);
    saving[mode].set(id, (saving[mode].get(id) ?? 0) + 1);
    const answer = await client.call('conversation.draft', { id, kind: mode, text, ...(stamp === undefined ? {} : { stamp }), ...(leaving ? { leaving } : {}) });
    const left = (saving[mode].get(id) ?? 1) - 1;
    if (left > 0) saving[mode].set(id, left);
    else saving[mode].delete(id);
    if (!answer.ok || answer.value === null) return;
    // Main has joined it with what came from another laptop; what was typed since is joined here, in the same way.
    stamps[mode].set(id, answer.value.stamp);
    const now = textOf(id, mode);
    fromElsewhere(id, mode, joinedDrafts({ base: text, mine: now, theirs: answer.value.text }).text);
    if (now !== text) later(id, mode);
  };
  /** What has come from another laptop, where nothing is being typed; otherwise main joins it with that. */
  const renew = (id: ConversationId, mode: WrittenKind, kept: string, stamp: number): void => {
    const before = stamps[mode].get(id);
    // What was read ahead may be older than what is here.
    if ((before !== undefined && stamp <= before) || paused.has(id)) return;
    if (before === undefined) {
      stamps[mode].set(id, stamp);
    } else if (waiting[mode].has(id) || saving[mode].has(id)) {
      later(id, mode);
    } else {
      stamps[mode].set(id, stamp);
      fromElsewhere(id, mode, kept);
    }
  };

  return {
    all,
    type(id, mode, text) {
      typeIn(id, mode, text, { mode });
    },
    typeBeside: (id, mode, text) => typeIn(id, mode, text),
    choose: (id, mode) => change(id, { mode }),
    renewed,
    stampOf: (id, mode) => stamps[mode].get(id),
    adopt(id, { reply, note }, { reply: replies, note: notes } = { reply: 0, note: 0 }) {
      if (!all.get().has(id)) change(id, { mode: reply === '' && note !== '' ? 'note' : 'reply', reply, note });
      renew(id, 'reply', reply, replies);
      renew(id, 'note', note, notes);
    },
    async leave(id) {
      await Promise.all((['reply', 'note'] as const).filter((mode) => typed[mode].delete(id)).map((mode) => save(id, mode, true)));
    },
    async sending(id, mode, text, send) {
      // What waits to be saved is in what is sent.
      const waited = waiting[mode].has(id);
      forget(id, mode);
      const sent = send().then((answer) => {
        const same = textOf(id, mode).trim() === text.trim();
        if (answer.ok && same) {
          forget(id, mode);
          change(id, { [mode]: '' });
        } else if (waited || !same) later(id, mode);
        return answer;
      });
      handedOver[mode].set(id, sent);
      try {
        return await sent;
      } finally {
        handedOver[mode].delete(id);
      }
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
