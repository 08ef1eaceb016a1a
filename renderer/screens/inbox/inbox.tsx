import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { ConversationRow, SearchHit } from '../../../shared/contract/ipc/inbox.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { useDesk } from '../../data/desk.tsx';
import { useDisplay, useDisplayChoices } from '../../data/display.tsx';
import { useStore } from '../../data/store.ts';
import type { ActionMenuHandle } from '../../ui/action-menu.tsx';
import { afterPainting } from '../../ui/after-painting.ts';
import { useSteady } from '../../ui/use-steady.ts';
import type { VirtualListHandle } from '../../ui/virtual-list.tsx';
import { useShortcuts } from '../workstation/shortcuts.ts';
import type { ComposerHandle } from './composer.tsx';
import { ConversationPane, useAssign, useChangeStatus } from './conversation-pane.tsx';
import './inbox.css';
import { MergeDialog } from './joining/merge-dialog.tsx';
import { SplitDialog } from './joining/split-dialog.tsx';
import { letterKey } from './letters/letter-key.ts';
import { ListPane } from './list-pane.tsx';
import type { MessageListHandle } from './message-list.tsx';
import { useFollow, useFollowMany } from './queue/follow-button.tsx';
import type { ShowList } from './queue/list-filter.tsx';
import type { ManyHandle } from './queue/selection-bar.tsx';
import type { SortingHandle } from './queue/sorting-row.tsx';
import { ForwardDialog } from './outbound/forward-dialog.tsx';
import { NewConversation } from './outbound/new-conversation.tsx';
import { beginningAgain } from './outbound/outgoing-form.ts';
import { useSorting } from './queue/use-sorting.ts';
import { HandOverDialog } from './together/hand-over-dialog.tsx';
import { useUndoReply } from './undo-reply.ts';
import { viewNames, Views } from './views.tsx';
import { words as placeWords } from '../workstation/words.ts';
import { words } from './words.ts';

/** As in tokens.css. */
const roomForCustomer = '(min-width: 1440px)';
const hasRoom = (query: string): boolean => typeof window !== 'undefined' && window.matchMedia(query).matches;

/** Three panes. Where there is room for one pane only, `pane` says which. */
export function Inbox() {
  const desk = useDesk();
  const opened = useStore(desk.opened.state);
  const [pane, setPane] = useState<'list' | 'conversation'>('list');
  const [customerShown, setCustomerShown] = useState(() => hasRoom(roomForCustomer));
  const display = useDisplay();
  const { choose: chooseDisplay } = useDisplayChoices();
  const [selectedHit, setSelectedHit] = useState<MessageId | null>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const list = useRef<VirtualListHandle>(null);
  const results = useRef<VirtualListHandle>(null);
  const composer = useRef<ComposerHandle>(null);
  const messages = useRef<MessageListHandle>(null);
  const transcript = useRef<ActionMenuHandle>(null);
  /** The form of a new conversation is open. */
  const [writing, setWriting] = useState(false);
  /** The conversation that is being handed over. */
  const [handing, setHanding] = useState<ConversationId | null>(null);
  const wantsFocus = useRef(false);
  /** Where the open conversation stood in the list, should it leave it. */
  const place = useRef(-1);
  const changeStatus = useChangeStatus();
  const assign = useAssign();
  const follow = useFollow();
  const followMany = useFollowMany();
  const sorting = useSorting();
  const [joining, setJoining] = useState<{ readonly wish: 'merge'; readonly rows: readonly ConversationRow[] } | { readonly wish: 'split' | 'forward' } | null>(null);
  const [filtering, setFiltering] = useState(false);
  const one = useRef<SortingHandle>(null);
  const many = useRef<ManyHandle>(null);
  const undo = useUndoReply(composer);
  const selected: ConversationId | null = opened.kind === 'none' ? null : opened.id;

  /** At once, so that the key after this one finds the focus where it belongs. */
  const showPane = (next: 'list' | 'conversation'): void => flushSync(() => setPane(next));
  const focusMessages = (): void => {
    if (!wantsFocus.current || messages.current === null) return;
    wantsFocus.current = false;
    messages.current.focus();
  };
  // A conversation that was entered takes the focus when it has been read.
  useEffect(focusMessages, [opened.kind, selected]);

  // Whatever takes it out of the list, a key, the pointer or a colleague: the next key goes on from where it stood.
  useEffect(() => {
    const keep = (): void => {
      const at = desk.list.state.get().rows.findIndex((row) => row.id === selected);
      if (at >= 0) place.current = at;
    };
    keep();
    return desk.list.state.subscribe(keep);
  }, [desk, selected]);

  // Whoever goes through a list opens what stands beside this one.
  useEffect(() => {
    if (opened.kind !== 'open') return undefined;
    return afterPainting(() => {
      const { rows } = desk.list.state.get();
      const at = rows.findIndex((row) => row.id === selected);
      desk.opened.expect(at < 0 ? [] : [rows[at + 1], rows[at - 1]].flatMap((row) => (row === undefined ? [] : [row.id])));
    });
  }, [opened.kind, selected, desk]);

  const open = (row: ConversationRow, by: 'key' | 'pointer'): void => {
    if (selected !== row.id) desk.opened.open(row.id);
    if (by === 'pointer') setPane('conversation');
  };
  const enter = (row?: ConversationRow): void => {
    if (row) open(row, 'key');
    wantsFocus.current = true;
    showPane('conversation');
    focusMessages();
  };
  const openHit = (hit: SearchHit): void => {
    setSelectedHit(hit.messageId);
    desk.opened.open(hit.conversationId, hit.messageId);
    setPane('conversation');
  };
  /** A list with nothing in it has nothing to focus: what had the focus lets go of it all the same, or keys would go on being typed there. */
  const focusList = (): void => {
    if (list.current !== null) list.current.focus();
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  };
  const leaveSearch = (): void => {
    flushSync(() => {
      desk.search.ask('');
      setSelectedHit(null);
    });
    focusList();
  };
  const move = (step: 1 | -1): void => {
    wantsFocus.current = false;
    const search = desk.search.state.get();
    if (search.query.trim() !== '') {
      const at = search.hits.findIndex((hit) => hit.messageId === selectedHit);
      const hit = search.hits[Math.max(0, at + step)];
      if (hit) openHit(hit);
      return;
    }
    const { rows } = desk.list.state.get();
    const at = rows.findIndex((row) => row.id === selected);
    // Resolved, snoozed or given out of the list: the one that took its place is next.
    const target = at >= 0 ? at + step : step > 0 ? Math.max(0, place.current) : place.current - 1;
    const next = rows[Math.min(rows.length - 1, Math.max(0, target))];
    if (!next) return;
    place.current = rows.indexOf(next);
    desk.opened.open(next.id);
  };
  const show: ShowList = (view, filter, saved) => {
    desk.search.ask('');
    desk.selection.clear();
    desk.list.show(view, filter, saved);
    place.current = -1;
    setPane('list');
  };
  const clearSelection = (): void => {
    flushSync(() => desk.selection.clear());
    focusList();
  };
  /** Takes in the open conversation, then the one beside it, which is opened. */
  const extend = (step: 1 | -1): void => {
    const ids = desk.list.state.get().rows.map(({ id }) => id);
    const at = selected === null ? -1 : ids.indexOf(selected);
    const next = ids[at + step];
    if (desk.search.state.get().query.trim() !== '' || next === undefined) return;
    if (selected !== null && at >= 0 && desk.selection.chosen.get().size === 0) desk.selection.toggle(selected);
    desk.selection.extendTo(next, ids);
    move(step);
  };
  const choose = (row: ConversationRow, how: 'extend' | 'toggle'): void => {
    if (how === 'toggle') {
      desk.selection.toggle(row.id);
      return;
    }
    if (selected !== null && desk.selection.chosen.get().size === 0) desk.selection.toggle(selected);
    desk.selection.extendTo(row.id, desk.list.state.get().rows.map(({ id }) => id));
  };
  /** Of those that are chosen, or of the open conversation. */
  const sort = (what: Parameters<SortingHandle['open']>[0]): void => {
    if (!desk.may('conversation.status')) return;
    if (desk.selection.chosen.get().size > 0 && desk.search.state.get().query.trim() === '') {
      showPane('list');
      many.current?.open(what);
    } else if (opened.kind === 'open') {
      showPane('conversation');
      one.current?.open(what);
    }
  };
  const back = (): void => {
    if (desk.selection.chosen.get().size > 0) {
      clearSelection();
      return;
    }
    showPane('list');
    if (desk.search.state.get().query.trim() === '') focusList();
    else results.current?.focus();
  };
  const write = (mode: 'reply' | 'note'): void => {
    if (opened.kind !== 'open') return;
    showPane('conversation');
    composer.current?.write(mode);
  };

  // Nothing answers to what is asked of the open conversation where none is open: the palette does not offer it then.
  const lookedInto = useStore(desk.lookingIn);
  const watching = opened.kind === 'open' && lookedInto === opened.id;
  const openNow = opened.kind === 'open' && !watching ? opened : null;
  const lookable = openNow !== null && desk.may('conversation.look-in') && openNow.conversation.assigneeId !== null && openNow.conversation.assigneeId !== desk.agentId ? openNow : null;
  const choosing = useStore(desk.selection.chosen).size > 0;
  const standsAlone = openNow !== null && openNow.conversation.mergedInto === null;
  const sortable = desk.may('conversation.status') && (standsAlone || choosing);
  /** Those that are chosen, or the open one. */
  const merge = (): void => {
    const chosen = desk.selection.chosen.get();
    const rows = desk.search.state.get().query.trim() === '' && chosen.size > 1 ? desk.list.state.get().rows.filter(({ id }) => chosen.has(id)) : openNow === null ? [] : [openNow.conversation];
    if (rows.length > 0) setJoining({ wish: 'merge', rows });
  };
  /** Those that a key is for in place of the open one: a search shows none of them. */
  const chosenNow = (): readonly ConversationRow[] => {
    const chosen = desk.search.state.get().query.trim() === '' ? desk.selection.chosen.get() : new Set<ConversationId>();
    return desk.list.state.get().rows.filter(({ id }) => chosen.has(id));
  };
  const resolvable = openNow !== null && standsAlone ? openNow : null;
  /** Where they are resolved already, all of them, they are opened again. */
  const resolve = (): void => {
    const rows = chosenNow();
    if (rows.length > 0) {
      void sorting.change(rows.map(({ id }) => id), { do: 'status', status: rows.every(({ status }) => status === 'resolved') ? 'open' : 'resolved' }).then(clearSelection);
    } else if (resolvable !== null) {
      void changeStatus(resolvable, resolvable.conversation.status === 'resolved' ? 'open' : 'resolved');
    }
  };
  const toMeNow = (): void => {
    const rows = chosenNow();
    if (rows.length > 0) void sorting.assign(rows.map(({ id }) => id), desk.agentId).then(clearSelection);
    else if (toMe !== null) void assign(toMe, desk.agentId);
  };
  /** To several at once a note would say the same: they are given away as a whole, and can be taken back. */
  const handOver = (): void => {
    if (chosenNow().length > 0) {
      showPane('list');
      many.current?.open('assign');
    } else if (openNow !== null) setHanding(openNow.id);
  };
  const followNow = (): void => {
    const rows = chosenNow();
    if (rows.length > 0) void followMany(rows);
    else if (openNow !== null) void follow(openNow);
  };
  const toMe = desk.may('conversation.assign') && standsAlone && openNow.conversation.assigneeId !== desk.agentId ? openNow : null;

  useShortcuts(
    {
      next: () => move(1),
      previous: () => move(-1),
      enter: () => enter(),
      reply: openNow === null ? undefined : () => write('reply'),
      note: openNow === null ? undefined : () => write('note'),
      begin: desk.may('conversation.start') ? () => setWriting(true) : undefined,
      resolve: sortable ? resolve : undefined,
      assignToMe: toMe !== null || (choosing && desk.may('conversation.assign')) ? toMeNow : undefined,
      follow: openNow === null && !choosing ? undefined : followNow,
      handOver: handing === null && (openNow !== null || choosing) && desk.may('conversation.assign') ? handOver : undefined,
      lookIn: watching ? () => desk.lookingIn.set(null) : lookable === null ? undefined : () => { showPane('conversation'); desk.lookingIn.set(lookable.id); },
      snooze: sortable ? () => sort('snooze') : undefined,
      priority: sortable ? () => sort('priority') : undefined,
      tags: sortable ? () => sort('tags') : undefined,
      filter: () => {
        if (desk.search.state.get().query.trim() !== '') return;
        showPane('list');
        setFiltering(true);
      },
      select: () => {
        if (selected !== null && desk.search.state.get().query.trim() === '') desk.selection.toggle(selected);
      },
      extendNext: () => extend(1),
      extendPrevious: () => extend(-1),
      merge: sortable && (choosing || standsAlone) ? merge : undefined,
      split: desk.may('conversation.status') && standsAlone ? () => setJoining({ wish: 'split' }) : undefined,
      forward: desk.may('conversation.forward') && standsAlone ? () => setJoining({ wish: 'forward' }) : undefined,
      formatting: (opened.kind === 'open' && letterKey(opened.messages, desk.letters)) || undefined,
      transcript:
        openNow === null || !desk.may('conversation.export')
          ? undefined
          : () => {
              showPane('conversation');
              transcript.current?.open();
            },
      undo: () => {
        const last = desk.sending.last.get();
        if (last !== null) undo(last);
      },
      search: () => {
        showPane('list');
        searchBox.current?.focus();
        searchBox.current?.select();
      },
      back,
    },
    () => [
      ...viewNames.filter((view) => view !== 'team' || desk.teams.list.get().some(({ mine }) => mine)).map((view) => ({ id: `view-${view}`, name: words.views.named(words.views.names[view]), run: () => show(view) })),
      ...desk.savedViews.list.get().map(({ id, name, view, filter }) => ({ id: `saved-${id}`, name: words.views.named(name), run: () => show(view, filter, id) })),
    ],
  );

  // What is the same whatever is open is not drawn anew by a step through the list.
  const does = useSteady({
    onRoomy: (roomy: boolean) => void chooseDisplay({ rows: roomy ? 'roomy' : 'dense' }),
    onSelect: open,
    onEnter: enter,
    onSelectHit: (hit: SearchHit, by: 'key' | 'pointer') => (by === 'pointer' ? openHit(hit) : setSelectedHit(hit.messageId)),
    onOpenHit: openHit,
    onToTop: () => list.current?.toTop(),
    onToResults: () => {
      setSelectedHit((now) => now ?? desk.search.state.get().hits[0]?.messageId ?? null);
      results.current?.focus();
    },
    onLeaveSearch: leaveSearch,
    onShow: show,
    onChoose: choose,
    onClear: clearSelection,
    onBegin: () => setWriting(true),
    onMerge: merge,
  });

  return (
    <div className="inbox" data-pane={pane}>
      <Views onShow={does.onShow} />
      <main className="inbox-main">
        <ListPane roomy={display.rows === 'roomy'} selectedHit={selectedHit} searchBox={searchBox} list={list} results={results} filtering={filtering} onFiltering={setFiltering} many={many} {...does} />
        {pane === 'conversation' && <h1 className="pane-heading sr-only">{placeWords.places.inbox}</h1>}
        <ConversationPane customerShown={customerShown} onCustomer={setCustomerShown} onHandOver={() => openNow !== null && setHanding(openNow.id)} onBack={back} composer={composer} messages={messages} transcript={transcript} sorting={one} onWish={(wish) => (wish === 'merge' ? merge() : setJoining({ wish }))} onAgain={(again) => void desk.beginnings.startAfresh(beginningAgain(again), again.kind === 'start' ? again.start.brought?.id : undefined).then(() => setWriting(true))} />
      </main>
      {joining?.wish === 'merge' && (
        <MergeDialog
          rows={joining.rows}
          onClose={() => setJoining(null)}
          onMerged={(into) => {
            setJoining(null);
            desk.selection.clear();
            desk.opened.open(into);
            setPane('conversation');
          }}
        />
      )}
      {joining?.wish === 'split' && opened.kind === 'open' && <SplitDialog key={opened.id} opened={opened} onClose={() => setJoining(null)} onOpen={(id) => desk.opened.open(id)} />}
      {joining?.wish === 'forward' && opened.kind === 'open' && <ForwardDialog key={opened.id} opened={opened} onClose={() => setJoining(null)} />}
      {handing !== null && openNow?.id === handing && <HandOverDialog opened={openNow} onClose={() => setHanding(null)} />}
      {writing && (
        <NewConversation
          onClose={() => setWriting(false)}
          onBegun={(id) => {
            setWriting(false);
            desk.list.refresh();
            desk.counts.refresh();
            desk.opened.open(id);
            wantsFocus.current = true;
            showPane('conversation');
          }}
        />
      )}
    </div>
  );
}
