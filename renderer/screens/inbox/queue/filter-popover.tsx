import { ListFilter } from 'lucide-react';
import { useEffect } from 'react';
import { Channel, ConversationStatus, Priority } from '../../../../shared/domain/conversation.ts';
import { type AssigneeFilter, type Filter, isFiltering, noFilter, type TeamFilter, type View } from '../../../../shared/domain/filter.ts';
import { AgentId, TeamId } from '../../../../shared/domain/ids.ts';
import { tagKey } from '../../../../shared/domain/tag.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useStore } from '../../../data/store.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { CheckField, SelectField } from '../../../ui/field.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { words as inboxWords } from '../words.ts';
import { words } from './words.ts';
import { useShortcutOf } from '../../workstation/keys-shown.ts';

export interface FilterPopoverProps {
  readonly view: View;
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}

const any = { value: '', words: words.filter.any };

/** Whether a view leaves that part open: what it says itself is not asked for again. */
export const asksFor = { status: (view: View) => view !== 'open' && view !== 'pending' && view !== 'snoozed' && view !== 'resolved', assignee: (view: View) => view !== 'mine' && view !== 'unassigned' };

/** One button; each choice narrows the list at once. */
export function FilterPopover({ view, filter, onFilter, open, onOpen }: FilterPopoverProps) {
  const desk = useDesk();
  const shortcutOf = useShortcutOf();
  const colleagues = useStore(desk.colleagues);
  const tags = useStore(desk.tags.list);
  const teams = useStore(desk.teams.list);
  useEffect(() => {
    if (open) desk.tags.refresh();
  }, [open, desk]);
  const set = (part: Partial<Filter>): void => onFilter({ ...filter, ...part });
  // One that the filter has, though no conversation here has it any more.
  const shownTags = filter.tag === null || tags.some((tag) => tagKey(tag) === tagKey(filter.tag ?? '')) ? tags : [filter.tag, ...tags];
  return (
    <Popover
      title={words.filter.title}
      open={open}
      onOpenChange={onOpen}
      trigger={
        <IconButton label={words.filter.label} shortcut={shortcutOf('filter')} pressed={isFiltering(filter)}>
          <ListFilter className="icon" />
        </IconButton>
      }
    >
      <div className="filter-form">
        {asksFor.status(view) && (
          <SelectField
            label={words.filter.status}
            value={filter.status ?? ''}
            choices={[any, ...ConversationStatus.options.filter((one) => one !== 'resolved' || view === 'all' || view === 'mentions').map((value) => ({ value, words: inboxWords.conversation.statuses[value] }))]}
            onChange={(event) => set({ status: ConversationStatus.safeParse(event.target.value).data ?? null })}
          />
        )}
        {asksFor.assignee(view) && (
          <SelectField
            label={words.filter.assignee}
            value={assigneeValue(filter.assignee)}
            choices={[any, { value: 'me', words: inboxWords.list.you }, { value: 'nobody', words: inboxWords.list.unassigned }, ...colleagues.filter(({ id }) => id !== desk.agentId).map(({ id, name }) => ({ value: id, words: name }))]}
            onChange={(event) => set({ assignee: assigneeOf(event.target.value) })}
          />
        )}
        {teams.length > 0 && (
          <SelectField
            label={words.filter.team}
            value={teamValue(filter.team)}
            choices={[any, ...(view === 'team' ? [] : [{ value: 'mine', words: words.filter.myTeams }, { value: 'none', words: words.filter.noTeam }]), ...teams.filter(({ mine }) => mine || view !== 'team').map(({ id, name }) => ({ value: id, words: name }))]}
            onChange={(event) => set({ team: teamOf(event.target.value) })}
          />
        )}
        <SelectField
          label={words.filter.priority}
          value={filter.priority ?? ''}
          choices={[any, ...Priority.options.toReversed().map((value) => ({ value, words: inboxWords.priorities[value] }))]}
          onChange={(event) => set({ priority: Priority.safeParse(event.target.value).data ?? null })}
        />
        <SelectField
          label={words.filter.tag}
          value={filter.tag ?? ''}
          choices={[any, ...shownTags.map((tag) => ({ value: tag, words: tag }))]}
          onChange={(event) => set({ tag: event.target.value === '' ? null : event.target.value })}
        />
        <SelectField
          label={words.filter.channel}
          value={filter.channel ?? ''}
          choices={[any, ...Channel.options.map((value) => ({ value, words: inboxWords.channels[value] }))]}
          onChange={(event) => set({ channel: Channel.safeParse(event.target.value).data ?? null })}
        />
        <CheckField label={words.filter.unread} checked={filter.unread} onChange={(event) => set({ unread: event.target.checked })} />
        <Button look="quiet" disabled={!isFiltering(filter)} onClick={() => onFilter(noFilter)}>
          {words.filter.clear}
        </Button>
      </div>
    </Popover>
  );
}

function assigneeValue(assignee: AssigneeFilter | null): string {
  if (assignee === null) return '';
  return assignee.is === 'agent' ? assignee.id : assignee.is;
}

function assigneeOf(value: string): AssigneeFilter | null {
  if (value === 'me' || value === 'nobody') return { is: value };
  const id = AgentId.safeParse(value);
  return id.success ? { is: 'agent', id: id.data } : null;
}

function teamValue(team: TeamFilter | null): string {
  if (team === null) return '';
  return team.is === 'team' ? team.id : team.is;
}

function teamOf(value: string): TeamFilter | null {
  if (value === 'mine' || value === 'none') return { is: value };
  const id = TeamId.safeParse(value);
  return id.success ? { is: 'team', id: id.data } : null;
}
