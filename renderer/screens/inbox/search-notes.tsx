import { mostSearchWords } from '../../../shared/contract/ipc/inbox.ts';
import type { SyncState } from '../../../shared/domain/sync-state.ts';
import { useDesk } from '../../data/desk.tsx';
import type { SearchState } from '../../data/search.ts';
import { useStore } from '../../data/store.ts';
import { Button } from '../../ui/button.tsx';
import { dayAndTime } from '../../words/times.ts';
import './search-notes.css';
import { words } from './words.ts';

/** What the results do not show by themselves: other words than typed, how far back they go, what is not here yet. */
export function SearchNotes({ search, now }: { readonly search: SearchState; readonly now: number }) {
  const desk = useDesk();
  const { state: sync } = useStore(desk.sync.connection);
  const { near, left, further, status } = search;
  const cached = sync === null ? null : cachedWords(sync, now);
  if (near.length === 0 && left.length === 0 && further === null && cached === null) return null;
  return (
    <div className="search-notes">
      <output className="search-notes-words">
        {near.map(({ typed, words: shown }) => (
          <p key={typed}>{words.results.near(typed, shown)}</p>
        ))}
        {left.length > 0 && <p>{words.results.left(mostSearchWords, left)}</p>}
        {cached !== null && <p>{cached}</p>}
        {further !== null && <p>{words.results.lookedBackTo(dayAndTime(further.sentAt, now))}</p>}
      </output>
      {further !== null && (
        <Button busy={status === 'searching'} onClick={desk.search.goOn}>
          {words.results.goOn}
        </Button>
      )}
    </div>
  );
}

/** How much of what the hub has is searched. */
function cachedWords(sync: SyncState, now: number): string | null {
  if (sync.backfill !== 'done') return sync.backfilledTo === null ? words.results.stillFetching : words.results.fetchedTo(dayAndTime(sync.backfilledTo, now));
  return sync.connection === 'offline' && sync.cachedTo !== null ? words.results.cachedTo(dayAndTime(sync.cachedTo, now)) : null;
}

/** What can be typed to narrow a search. */
export function SearchFilters() {
  return (
    <div className="search-filters">
      <p>{words.results.narrowBy}</p>
      <ul>
        {words.results.filters.map((filter) => (
          <li key={filter}>
            <code>{filter}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}
