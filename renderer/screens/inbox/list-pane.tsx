import { ArrowUp, Inbox as InboxIcon, Rows2, Rows3, Search as SearchIcon, SquarePen, X } from 'lucide-react';
import { memo, useCallback, useState, type KeyboardEvent, type Ref } from 'react';
import type { ConversationRow, SearchHit } from '../../../shared/contract/ipc/inbox.ts';
import { isFiltering, type View } from '../../../shared/domain/filter.ts';
import { useDesk } from '../../data/desk.tsx';
import { useNow } from '../../data/now.ts';
import type { Opened } from '../../data/opened-conversation.ts';
import { useStore } from '../../data/store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { VirtualList, type VirtualListHandle, type VirtualListProps } from '../../ui/virtual-list.tsx';
import { ConversationRowView } from './conversation-row.tsx';
import './list-pane.css';
import { newWords } from './outbound/new-conversation-words.ts';
import { SearchFilters, SearchNotes } from './search-notes.tsx';
import { SearchHitRow } from './search-hit-row.tsx';
import { FilterPopover } from './queue/filter-popover.tsx';
import { ListFilter, SavedViewMenu, type ShowList } from './queue/list-filter.tsx';
import { type ManyHandle, SelectionBar } from './queue/selection-bar.tsx';
import { words as queueWords } from './queue/words.ts';
import { words } from './words.ts';
import { useKeysShown, useShortcutOf } from '../workstation/keys-shown.ts';

export interface ListPaneProps {
  readonly roomy: boolean;
  readonly onRoomy: (roomy: boolean) => void;
  readonly onSelect: (row: ConversationRow, by: 'key' | 'pointer') => void;
  readonly onEnter: (row: ConversationRow) => void;
  readonly selectedHit: string | null;
  readonly onSelectHit: (hit: SearchHit, by: 'key' | 'pointer') => void;
  readonly onOpenHit: (hit: SearchHit) => void;
  readonly searchBox: Ref<HTMLInputElement>;
  readonly list: Ref<VirtualListHandle>;
  readonly results: Ref<VirtualListHandle>;
  readonly onToTop: () => void;
  readonly onToResults: () => void;
  readonly onLeaveSearch: () => void;
  readonly onShow: ShowList;
  readonly onChoose: (row: ConversationRow, how: 'extend' | 'toggle') => void;
  readonly onClear: () => void;
  readonly filtering: boolean;
  readonly onFiltering: (open: boolean) => void;
  readonly many: Ref<ManyHandle>;
  readonly onBegin: () => void;
  readonly onMerge: () => void;
}

/** Must agree with --row-roomy and --row-compact: a virtual list places its rows by arithmetic. */
const rowHeights = { roomy: 76, compact: 52 } as const;

const conversationKey = (row: ConversationRow): string => row.id;
const hitKey = (hit: SearchHit): string => hit.messageId;

/** The middle pane: the search box, and the conversations of the view or what the search has found. Nothing of it but the list follows which one is open. */
export const ListPane = memo(function ListPane(props: ListPaneProps) {
  const { roomy, onRoomy, onSelect, onEnter, selectedHit, onOpenHit, searchBox, list, onToTop, onToResults, onLeaveSearch, onShow, onChoose, onClear, filtering, onFiltering, many, onBegin, onMerge } = props;
  const desk = useDesk();
  const shown = useKeysShown();
  const shortcutOf = useShortcutOf();
  const state = useStore(desk.list.state);
  const search = useStore(desk.search.state);
  const chosen = useStore(desk.selection.chosen);
  const saved = useStore(desk.savedViews.list).find(({ id }) => id === state.saved);
  const counts = useStore(desk.counts.counts);
  const { state: sync } = useStore(desk.sync.connection);
  const now = useNow();
  const [above, setAbove] = useState(0);
  const { agentId } = desk;
  const drawRow = useCallback((row: ConversationRow) => <ConversationRowView row={row} roomy={roomy} now={now} me={agentId} chosen={chosen.has(row.id)} />, [roomy, now, agentId, chosen]);
  const noteAbove = useCallback((count: number) => setAbove((before) => (count === 0 ? 0 : before + count)), []);
  const searching = search.query.trim() !== '';
  const viewName = saved?.name ?? words.views.names[state.view];
  const narrowed = isFiltering(state.filter);
  const unread = narrowed ? 0 : (counts?.[state.view].unread ?? 0);

  /** Who types a word and presses Enter means what that word finds, also where the answer is still on its way. */
  const openFound = (): void =>
    desk.search.whenAnswered((hits) => {
      const hit = hits.find((one) => one.messageId === selectedHit) ?? hits[0];
      if (hit) onOpenHit(hit);
    });

  const onSearchKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape') onLeaveSearch();
    else if (event.key === 'ArrowDown' && searching) onToResults();
    else if (event.key === 'Enter') openFound();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <section className="list-pane" aria-label={words.list.pane}>
      {/* The search element is younger than the oldest Chromium we run in (118). */}
      {/* eslint-disable-next-line jsx-a11y/prefer-tag-over-role */}
      <div className="list-search" role="search">
        <SearchIcon className="icon list-search-icon" aria-hidden="true" />
        <input
          ref={searchBox}
          type="search"
          className="list-search-box"
          aria-label={words.list.search}
          aria-keyshortcuts={shortcutOf('search').aria || undefined}
          placeholder={words.list.searchPlaceholder}
          autoComplete="off"
          spellCheck={false}
          value={search.query}
          onChange={(event) => desk.search.ask(event.target.value)}
          onKeyDown={onSearchKey}
        />
        {search.query === '' ? (
          <Kbd>{shown('search')}</Kbd>
        ) : (
          <IconButton label={words.list.clearSearch} onClick={onLeaveSearch}>
            <X className="icon" />
          </IconButton>
        )}
      </div>
      <div className="list-head">
        <h1 className="list-title">{searching ? words.results.label : viewName}</h1>
        <output className="list-count">
          {searching
            ? search.status === 'ready'
              ? words.results.count(search.hits.length, search.truncated)
              : search.status === 'searching'
                ? words.results.searching
                : ''
            : unread > 0
              ? words.views.unread(unread)
              : ''}
        </output>
        {!searching && state.saved !== null && <SavedViewMenu id={state.saved} onShow={onShow} />}
        {!searching && <FilterPopover view={state.view} filter={state.filter} onFilter={(filter) => onShow(state.view, filter)} open={filtering} onOpen={onFiltering} />}
        {desk.may('conversation.start') && (
          <IconButton label={newWords.open} shortcut={shortcutOf('begin')} onClick={onBegin}>
            <SquarePen className="icon" />
          </IconButton>
        )}
        <IconButton label={words.list.density} pressed={roomy} onClick={() => onRoomy(!roomy)}>
          {roomy ? <Rows2 className="icon" /> : <Rows3 className="icon" />}
        </IconButton>
      </div>
      {!searching && <ListFilter onShow={onShow} />}
      {!searching && <SelectionBar ref={many} onClear={onClear} onMerge={onMerge} />}
      {searching && (
        <>
          <SearchNotes search={search} now={now} />
          <SearchResults {...props} now={now} hits={search.hits} status={search.status} query={search.query.trim()} further={search.further !== null} />
        </>
      )}
      <div className="list-body" hidden={searching}>
        {above > 0 && (
          <button
            type="button"
            className="list-above"
            onClick={() => {
              setAbove(0);
              onToTop();
            }}
          >
            <ArrowUp className="icon-small" aria-hidden="true" />
            {words.list.newAbove(above)}
          </button>
        )}
        {state.rows.length > 0 ? (
          <Conversations
            key={`${state.view} ${JSON.stringify(state.filter)}`}
            ref={list}
            id="conversations"
            label={words.list.label}
            rows={state.rows}
            total={state.total}
            keyOf={conversationKey}
            rowHeight={roomy ? rowHeights.roomy : rowHeights.compact}
            onSelect={onSelect}
            onChoose={onChoose}
            onEnter={onEnter}
            onNearEnd={desk.list.more}
            onAbove={noteAbove}
          >
            {drawRow}
          </Conversations>
        ) : (
          <NoConversations status={state.status} view={state.view} narrowed={narrowed} fetching={sync !== null && sync.backfill !== 'done' && sync.connection === 'online'} />
        )}
      </div>
    </section>
  );
});

/** The list with the conversation that is open. */
function Conversations(props: Omit<VirtualListProps<ConversationRow>, 'selected'>) {
  const selected = useStore(useDesk().opened.state, idOf);
  return <VirtualList {...props} selected={selected} />;
}

const idOf = (opened: Opened): string | null => (opened.kind === 'none' ? null : opened.id);

interface NoConversationsProps {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly view: View;
  readonly narrowed: boolean;
  readonly fetching: boolean;
}

function NoConversations({ status, view, narrowed, fetching }: NoConversationsProps) {
  const desk = useDesk();
  if (status === 'loading') return <Skeleton lines={12} />;
  if (status === 'failed') {
    return (
      <EmptyState title={words.list.failed}>
        <Button onClick={desk.list.refresh}>{words.list.tryAgain}</Button>
      </EmptyState>
    );
  }
  const [title, more] = narrowed ? [queueWords.filter.none, queueWords.filter.noneMore] : fetching ? [words.list.fetching, words.list.fetchingMore] : words.list.empty[view];
  return (
    <EmptyState icon={<InboxIcon aria-hidden="true" />} title={title}>
      <p>{more}</p>
    </EmptyState>
  );
}

interface SearchResultsProps extends ListPaneProps {
  readonly now: number;
  readonly hits: readonly SearchHit[];
  readonly status: 'idle' | 'searching' | 'ready' | 'failed';
  readonly query: string;
  /** The search stopped before it had looked through everything. */
  readonly further: boolean;
}

function SearchResults({ now, hits, status, query, further, results, selectedHit, onSelectHit, onOpenHit }: SearchResultsProps) {
  const drawHit = useCallback((hit: SearchHit) => <SearchHitRow hit={hit} now={now} />, [now]);
  if (hits.length === 0) {
    if (status === 'searching') return <Skeleton lines={6} />;
    if (status === 'failed') return <EmptyState icon={<SearchIcon aria-hidden="true" />} title={words.results.failed} />;
    return (
      <EmptyState icon={<SearchIcon aria-hidden="true" />} title={further ? words.results.noneYet(query) : words.results.none(query)}>
        <p>{further ? words.results.noneYetMore : words.results.noneMore}</p>
        <SearchFilters />
      </EmptyState>
    );
  }
  return (
    <VirtualList
      ref={results}
      id="search-results"
      label={words.results.label}
      rows={hits}
      total={hits.length}
      keyOf={hitKey}
      rowHeight={rowHeights.roomy}
      selected={selectedHit}
      onSelect={onSelectHit}
      onEnter={onOpenHit}
    >
      {drawHit}
    </VirtualList>
  );
}
