import { BookmarkPlus, X } from 'lucide-react';
import { type Filter, noFilter } from '../../../../shared/domain/filter.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useStore } from '../../../data/store.ts';
import { Button } from '../../../ui/button.tsx';
import { ChipButton } from '../../../ui/chip.tsx';
import { words as inboxWords } from '../words.ts';
import './queue.css';
import { type FilterPart, words } from './words.ts';

export interface FilterChipsProps {
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  /** Null where it is saved already. */
  readonly onSave: (() => void) | null;
}

/** What the list is narrowed to, each part with the way to take it away; and the way to keep all of it. */
export function FilterChips({ filter, onFilter, onSave }: FilterChipsProps) {
  const desk = useDesk();
  const colleagues = useStore(desk.colleagues);
  const nameOf = (id: string): string => (id === desk.agentId ? inboxWords.list.you : (colleagues.find((one) => one.id === id)?.name ?? inboxWords.conflict.somebody));
  const teams = useStore(desk.teams.list);
  const { status, channel, assignee, team, priority, tag, unread } = filter;
  const parts: readonly (readonly [FilterPart, string | null])[] = [
    ['status', status === null ? null : inboxWords.conversation.statuses[status]],
    ['assignee', assignee === null ? null : words.filter.chip.assignee(assignee.is === 'me' ? inboxWords.list.you : assignee.is === 'nobody' ? inboxWords.list.unassigned : nameOf(assignee.id))],
    ['team', team === null ? null : words.filter.chip.team(team.is === 'mine' ? words.filter.myTeams : team.is === 'none' ? words.filter.noTeam : (teams.find(({ id }) => id === team.id)?.name ?? words.filter.goneTeam))],
    ['priority', priority === null ? null : words.filter.chip.priority(inboxWords.priorities[priority])],
    ['tag', tag === null ? null : words.filter.chip.tag(tag)],
    ['channel', channel === null ? null : inboxWords.channels[channel]],
    ['unread', unread ? words.filter.chip.unread : null],
  ];
  return (
    <div className="filter-bar">
      <ul className="filter-chips" aria-label={words.filter.chips}>
        {parts.map(([part, said]) =>
          said === null ? null : (
            <li key={part}>
              <ChipButton aria-label={words.filter.drop(said)} title={words.filter.drop(said)} onClick={() => onFilter({ ...filter, [part]: noFilter[part] })}>
                <span className="tag-words">{said}</span>
                <X className="icon-small" aria-hidden="true" />
              </ChipButton>
            </li>
          ),
        )}
      </ul>
      {onSave !== null && (
        <Button look="quiet" onClick={onSave}>
          <BookmarkPlus className="icon-small" aria-hidden="true" />
          {words.saved.save}
        </Button>
      )}
    </div>
  );
}
