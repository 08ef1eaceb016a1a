import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { ConversationRow, SearchHit, View } from '../../../shared/contract/ipc/inbox.ts';
import type { ConversationId, MessageId } from '../../../shared/domain/ids.ts';
import { useDesk } from '../../data/desk.tsx';
import { useStore } from '../../data/store.ts';
import type { ActionMenuHandle } from '../../ui/action-menu.tsx';
import type { VirtualListHandle } from '../../ui/virtual-list.tsx';
import { useShortcuts } from '../workstation/shortcuts.ts';
import type { ComposerHandle } from './composer.tsx';
import { ConversationPane, useChangeStatus } from './conversation-pane.tsx';
import './inbox.css';
import { ListPane } from './list-pane.tsx';
import type { MessageListHandle } from './message-list.tsx';
import { NewConversation, type TakenBack } from './outbound/new-conversation.tsx';
import type { OutgoingForm } from './outbound/outgoing-form.ts';
import { Views } from './views.tsx';

/** As in tokens.css. */
const roomForCustomer = '(min-width: 1440px)';
const hasRoom = (query: string): boolean => typeof window !== 'undefined' && window.matchMedia(query).matches;

/** Three panes. Where there is room for one pane only, `pane` says which. */
export function Inbox() {
  const desk = useDesk();
  const opened = useStore(desk.opened.state);
  const [pane, setPane] = useState<'list' | 'conversation'>('list');
  const [customerShown, setCustomerShown] = useState(() => hasRoom(roomForCustomer));
  const [roomy, setRoomy] = useState(true);
  const [selectedHit, setSelectedHit] = useState<MessageId | null>(null);
  const searchBox = useRef<HTMLInputElement>(null);
  const list = useRef<VirtualListHandle>(null);
  const results = useRef<VirtualListHandle>(null);
  const composer = useRef<ComposerHandle>(null);
  const messages = useRef<MessageListHandle>(null);
  const transcript = useRef<ActionMenuHandle>(null);
  /** The form of a new conversation, and what stands in it from before. */
  const [writing, setWriting] = useState<{ readonly again: TakenBack | null } | null>(null);
  const [left, setLeft] = useState<OutgoingForm | null>(null);
  const wantsFocus = useRef(false);
  /** Where the open conversation stood in the list, should it leave it. */
  const place = useRef(-1);
  const changeStatus = useChangeStatus();
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
  const leaveSearch = (): void => {
    flushSync(() => {
      desk.search.ask('');
      setSelectedHit(null);
    });
    list.current?.focus();
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
    // Resolved out of the list: the one that took its place is next.
    const target = at >= 0 ? at + step : step > 0 ? Math.max(0, place.current) : place.current - 1;
    const next = rows[Math.min(rows.length - 1, Math.max(0, target))];
    if (!next) return;
    place.current = rows.indexOf(next);
    desk.opened.open(next.id);
  };
  const back = (): void => {
    showPane('list');
    if (desk.search.state.get().query.trim() === '') list.current?.focus();
    else results.current?.focus();
  };
  const write = (mode: 'reply' | 'note'): void => {
    if (opened.kind !== 'open') return;
    showPane('conversation');
    composer.current?.write(mode);
  };

  useShortcuts({
    next: () => move(1),
    previous: () => move(-1),
    enter: () => enter(),
    reply: () => write('reply'),
    note: () => write('note'),
    begin: () => {
      if (desk.may('conversation.start')) setWriting({ again: null });
    },
    resolve: () => {
      if (opened.kind !== 'open' || !desk.may('conversation.status')) return;
      place.current = desk.list.state.get().rows.findIndex((row) => row.id === opened.id);
      void changeStatus(opened, opened.conversation.status === 'resolved' ? 'open' : 'resolved');
    },
    transcript: () => {
      if (opened.kind !== 'open') return;
      showPane('conversation');
      transcript.current?.open();
    },
    search: () => {
      showPane('list');
      searchBox.current?.focus();
      searchBox.current?.select();
    },
    back,
  });

  return (
    <div className="inbox" data-pane={pane}>
      <Views
        onShow={(view: View) => {
          desk.search.ask('');
          desk.list.show(view);
          setPane('list');
        }}
      />
      <main className="inbox-main">
        <ListPane
          roomy={roomy}
          onRoomy={setRoomy}
          selected={selected}
          onSelect={open}
          onEnter={enter}
          selectedHit={selectedHit}
          onSelectHit={(hit, by) => (by === 'pointer' ? openHit(hit) : setSelectedHit(hit.messageId))}
          onOpenHit={openHit}
          searchBox={searchBox}
          list={list}
          results={results}
          onToTop={() => list.current?.toTop()}
          onToResults={() => {
            setSelectedHit((now) => now ?? desk.search.state.get().hits[0]?.messageId ?? null);
            results.current?.focus();
          }}
          onLeaveSearch={leaveSearch}
          onBegin={() => setWriting({ again: null })}
        />
        <ConversationPane customerShown={customerShown} onCustomer={setCustomerShown} onBack={back} composer={composer} messages={messages} transcript={transcript} onAgain={(again) => setWriting({ again })} />
      </main>
      {writing !== null && (
        <NewConversation
          again={writing.again}
          left={left}
          onClose={(form) => {
            setWriting(null);
            setLeft(form);
          }}
          onBegun={(id) => {
            setWriting(null);
            setLeft(null);
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
