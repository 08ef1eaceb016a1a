import type { ConversationId } from '../../shared/domain/ids.ts';
import type { OwnPresence, Present } from '../../shared/domain/presence.ts';
import type { Client } from '../client.ts';
import type { Opened } from './opened-conversation.ts';
import { createStore, type Store } from './store.ts';

export type WhoIsWhere = ReadonlyMap<ConversationId, readonly Present[]>;

export interface Presence {
  /** Colleagues, by conversation. The list of one conversation stays the same object until it changes. */
  readonly where: Store<WhoIsWhere>;
  /** A key was pressed in the reply of the open conversation. */
  readonly typed: (text: string) => void;
  /** The reply was sent or left. */
  readonly rested: () => void;
  readonly stop: () => void;
}

/** Whoever has not typed for so long is not writing any more, in milliseconds. */
const pause = 15_000;
/** Whoever goes through a list with the keys is nowhere until they stay for so long, in milliseconds: nobody is told of each step, and the text comes first. */
const staying = 100;

/** Says where the agent is, and follows where colleagues are. */
export function followPresence(client: Client, opened: Store<Opened>, lookingIn: Store<ConversationId | null>): Presence {
  const where = createStore<WhoIsWhere>(new Map());
  let said = JSON.stringify(null);
  let writing = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let arriving: ReturnType<typeof setTimeout> | undefined;

  const take = (present: readonly Present[]): void => where.set(byConversation(where.get(), present));
  const now = (): OwnPresence => {
    const state = opened.get();
    return state.kind === 'open' ? { conversationId: state.id, doing: lookingIn.get() === state.id ? 'looking-in' : writing ? 'writing' : 'viewing' } : null;
  };
  const tell = async (): Promise<void> => {
    const at = now();
    said = JSON.stringify(at);
    const answer = await client.call('presence.tell', at);
    if (answer.ok) take(answer.value);
  };
  const change = (): void => {
    clearTimeout(arriving);
    if (JSON.stringify(now()) !== said) void tell();
  };
  const stopWriting = (): void => {
    clearTimeout(timer);
    writing = false;
  };
  const rest = (): void => {
    stopWriting();
    change();
  };
  let openId = idOf(opened.get());
  const stopOpened = opened.subscribe(() => {
    const id = idOf(opened.get());
    if (id === openId) return;
    openId = id;
    stopWriting();
    clearTimeout(arriving);
    arriving = setTimeout(change, staying);
  });
  const stopLooking = lookingIn.subscribe(() => change());
  const stopEvents = client.on('presence.changed', take);
  void tell();

  return {
    where,
    typed(text) {
      clearTimeout(timer);
      writing = text.trim() !== '';
      if (writing) timer = setTimeout(rest, pause);
      change();
    },
    rested: rest,
    stop() {
      clearTimeout(timer);
      clearTimeout(arriving);
      stopOpened();
      stopLooking();
      stopEvents();
    },
  };
}

function idOf(state: Opened): ConversationId | null {
  return state.kind === 'open' ? state.id : null;
}

function byConversation(before: WhoIsWhere, present: readonly Present[]): WhoIsWhere {
  const next = new Map<ConversationId, Present[]>();
  for (const one of present) next.set(one.conversationId, [...(next.get(one.conversationId) ?? []), one]);
  return new Map([...next].map(([id, list]) => {
    const was = before.get(id);
    return [id, was !== undefined && JSON.stringify(was) === JSON.stringify(list) ? was : list];
  }));
}
