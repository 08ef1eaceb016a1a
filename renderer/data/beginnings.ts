import type { BeginningShown } from '../../shared/contract/ipc/outbound.ts';
import type { Beginning } from '../../shared/domain/beginning.ts';
import { BeginningId, ConversationId } from '../../shared/domain/ids.ts';
import type { Customer } from '../../shared/domain/people.ts';
import type { Client } from '../client.ts';
import { freshMessageId } from './fresh-id.ts';
import { createStore, renewed, type Store } from './store.ts';

/** What the form of a new conversation has to show. */
export interface OpenBeginning {
  readonly id: BeginningId;
  /** Null: an empty form. */
  readonly content: Beginning | null;
  /** Whom `content` names, as known here. */
  readonly customer: Customer | null;
  /** Under which its files are brought on this laptop; the conversation's own, once it has begun with some. Files stay on their laptop. */
  readonly files: ConversationId;
  /** Counts how often it became another one without being typed in. */
  readonly turn: number;
  /** Why it did last, where that was another laptop's doing. */
  readonly why: 'renewed' | 'gone' | null;
}

/** New conversations and calls that are not sent yet: one of them is in the form, the others wait. */
export interface Beginnings {
  /** All that are kept, newest first. */
  readonly list: Store<readonly BeginningShown[]>;
  readonly open: Store<OpenBeginning>;
  /** Main may have others by now. */
  readonly refresh: () => Promise<void>;
  /** What the form has from now on. */
  readonly write: (content: Beginning | null, customer: Customer | null) => void;
  readonly resume: (shown: BeginningShown) => Promise<void>;
  /** What stood in the form is kept, and it has this now; nothing: it is empty. @param files under which what goes with it was brought */
  readonly startAfresh: (content?: Beginning, files?: ConversationId) => Promise<void>;
  /** Throws one away. @returns what brings it back */
  readonly discard: (id: BeginningId) => Promise<() => Promise<void>>;
  /** The form is being left: what was typed goes to the agent's other laptops now. */
  readonly leave: () => Promise<void>;
  /** Has it sent, as what main has it; undefined where it has nothing. The form is empty where that went well. */
  readonly sending: <Answer>(send: (as: { readonly id: BeginningId; readonly stamp: number } | undefined) => Promise<Answer>, wentOut: (answer: Answer) => boolean) => Promise<Answer>;
  /** Hands what is typed to main now. */
  readonly flush: () => Promise<void>;
}

/** Milliseconds from the first key that is not saved, as of drafts. */
const saveAfter = 250;

const freshId = (): BeginningId => BeginningId.parse(freshMessageId());

/** @param may whether the agent may begin conversations at all */
export function keepBeginnings(client: Client, may: boolean): Beginnings {
  const list = createStore<readonly BeginningShown[]>([]);
  /** Of those whose files were brought for another one: what came back from the hub, or was thrown away and brought back. */
  const filesById = new Map<BeginningId, ConversationId>();
  const filesOf = (id: BeginningId): ConversationId => filesById.get(id) ?? ConversationId.parse(id);
  const first = freshId();
  const open = createStore<OpenBeginning>({ id: first, content: null, customer: null, files: filesOf(first), turn: 0, why: null });
  /** The newest change from another laptop that the form has, and whether main has it at all. */
  let known = { stamp: 0, saved: false };
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Typed, and not saved. */
  let waits = false;
  /** Typed since it was left last. */
  let typed = false;
  /** One after the other, so that an answer that was read before a save is never taken for one after it. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };

  const become = (next: Pick<OpenBeginning, 'id' | 'content' | 'customer' | 'why'>, as: typeof known): void => {
    clearTimeout(timer);
    timer = undefined;
    [known, waits, typed] = [as, false, false];
    open.update(({ turn }) => ({ ...next, files: filesOf(next.id), turn: turn + 1 }));
  };
  const empty = (why: OpenBeginning['why']): void => become({ id: freshId(), content: null, customer: null, why }, { stamp: 0, saved: false });
  const showAs = ({ id, content, customer, stamp }: BeginningShown, why: OpenBeginning['why']): void => become({ id, content, customer, why }, { stamp, saved: true });

  const saveNow = async (leaving: boolean): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    if (!waits && !(leaving && typed)) return;
    const { id, content, turn } = open.get();
    waits = false;
    if (leaving) typed = false;
    // Nothing was typed that main would know of.
    if (content === null && !known.saved) return;
    const answer = await client.call('beginnings.save', { id, content, stamp: known.stamp, ...(leaving ? { leaving } : {}) });
    if (open.get().turn !== turn) return;
    if (!answer.ok) {
      waits = true;
      return;
    }
    known = { stamp: answer.value.stamp, saved: content !== null };
    if (answer.value.id === id) return;
    const files = filesById.get(id);
    if (files !== undefined) filesById.set(answer.value.id, files);
    open.update((now) => ({ ...now, id: answer.value.id, files: filesOf(answer.value.id) }));
  };
  const save = (leaving: boolean): Promise<void> => inTurn(() => saveNow(leaving));
  const refresh = (): Promise<void> =>
    inTurn(async () => {
      if (!may) return;
      const answer = await client.call('beginnings.list', null);
      if (!answer.ok) return;
      list.update((now) => renewed(now, answer.value));
      if (waits || !known.saved) return;
      const { id } = open.get();
      const shown = answer.value.find((each) => each.id === id);
      if (shown === undefined) empty('gone');
      else if (shown.stamp !== known.stamp) showAs(shown, 'renewed');
    });

  return {
    list,
    open,
    refresh,
    write(content, customer) {
      open.update((now) => ({ ...now, content, customer }));
      [waits, typed] = [true, true];
      timer ??= setTimeout(() => void save(false), saveAfter);
    },
    async resume(shown) {
      await save(true);
      showAs(shown, null);
      await refresh();
    },
    async startAfresh(content, files) {
      await save(true);
      empty(null);
      if (content !== undefined) {
        if (files !== undefined) filesById.set(open.get().id, files);
        open.update((now) => ({ ...now, content, files: filesOf(now.id), turn: now.turn + 1 }));
        [waits, typed] = [true, true];
        await save(false);
      }
      await refresh();
    },
    async discard(id) {
      const now = open.get();
      const mine = now.id === id;
      const shown = list.get().find((each) => each.id === id);
      const content = mine ? now.content : (shown?.content ?? null);
      const stamp = mine ? known.stamp : (shown?.stamp ?? 0);
      if (mine) empty(null);
      await inTurn(() => client.call('beginnings.save', { id, content: null, stamp, leaving: true }));
      await refresh();
      return async () => {
        const again = freshId();
        filesById.set(again, filesOf(id));
        if (content !== null) await inTurn(() => client.call('beginnings.save', { id: again, content, stamp: 0, leaving: true }));
        await refresh();
      };
    },
    leave: async () => {
      await save(true);
      await refresh();
    },
    // In one turn: nothing that was read before it went out is taken for what another laptop has done.
    async sending(send, wentOut) {
      const answer = await inTurn(async () => {
        await saveNow(false);
        const given = await send(known.saved ? { id: open.get().id, stamp: known.stamp } : undefined);
        if (wentOut(given)) empty(null);
        return given;
      });
      await refresh();
      return answer;
    },
    flush: () => save(false),
  };
}
