import type { ConversationRow } from '../../shared/contract/ipc/inbox.ts';
import type { IpcCallName, IpcInput, IpcOutput } from '../../shared/contract/ipc/index.ts';
import { type Filter, type SavedView, View } from '../../shared/domain/filter.ts';
import type { TeamHere } from '../../shared/domain/people.ts';
import type { AgentId, ConversationId, SavedViewId } from '../../shared/domain/ids.ts';
import { tagKey, withoutTag, withTag } from '../../shared/domain/tag.ts';

/** What the double's world has for working a queue: rows that can be changed, and saved views. */
export interface QueueWorld {
  readonly rows: () => readonly ConversationRow[];
  readonly me: () => AgentId | null;
  readonly nameOf: (id: AgentId | null) => string | null;
  readonly change: (id: ConversationId, change: Partial<ConversationRow>) => void;
  readonly saved: SavedView[];
  readonly teams: readonly TeamHere[];
}

type Named<N extends IpcCallName> = { readonly [Name in N]: (input: IpcInput<Name>) => IpcOutput<Name> };
type QueueCalls = Named<'inbox.list' | 'inbox.counts' | 'inbox.tags' | 'inbox.teams' | 'conversation.follow' | 'inbox.change' | 'inbox.assign' | 'conversation.status' | 'conversation.assign' | 'conversation.priority' | 'conversation.tag' | 'views.list' | 'views.save' | 'views.rename' | 'views.remove'>;

const inView: Record<View, (row: ConversationRow, me: AgentId | null, teams: readonly TeamHere[]) => boolean> = {
  following: (row, me) => row.followers.some((id) => id === me) && row.status !== 'resolved',
  mentions: (row) => row.called,
  team: (row, _me, teams) => teams.some(({ id, mine }) => mine && id === row.teamId) && row.status !== 'resolved',
  mine: (row, me) => row.assigneeId === me && row.status !== 'resolved',
  unassigned: (row) => row.assigneeId === null && row.status !== 'resolved',
  open: (row) => row.status === 'open',
  pending: (row) => row.status === 'pending',
  snoozed: (row) => row.status === 'snoozed',
  resolved: (row) => row.status === 'resolved',
  all: () => true,
};

function passes(row: ConversationRow, { status, channel, assignee, team, priority, tag, unread }: Filter, me: AgentId | null, teams: readonly TeamHere[]): boolean {
  const inTeam = team === null || (team.is === 'mine' ? teams.some(({ id, mine }) => mine && id === row.teamId) : row.teamId === (team.is === 'none' ? null : team.id));
  const whose = assignee === null || row.assigneeId === (assignee.is === 'me' ? me : assignee.is === 'nobody' ? null : assignee.id);
  return whose && inTeam && (status === null || row.status === status) && (channel === null || row.channel === channel) && (priority === null || row.priority === priority)
    && (tag === null || row.tags.some((one) => tagKey(one) === tagKey(tag))) && (!unread || row.unread);
}

export function queueHandlers(world: QueueWorld): QueueCalls {
  const rowsOf = (view: View, filter?: Filter): ConversationRow[] =>
    world
      .rows()
      .filter((row) => inView[view](row, world.me(), world.teams) && (filter === undefined || passes(row, filter, world.me(), world.teams)))
      .sort((one, other) => (view === 'snoozed' ? (one.snoozedUntil ?? 0) - (other.snoozedUntil ?? 0) : other.lastMessageAt - one.lastMessageAt) || other.id.localeCompare(one.id));
  const status = ({ id, status: wanted, until }: IpcInput<'conversation.status'>): null => {
    world.change(id as ConversationId, { status: wanted, snoozedUntil: wanted === 'snoozed' ? (until ?? null) : null });
    return null;
  };
  const assign = ({ id, assigneeId }: IpcInput<'conversation.assign'>): null => {
    world.change(id as ConversationId, { assigneeId: assigneeId as AgentId | null, assigneeName: world.nameOf(assigneeId as AgentId | null) });
    return null;
  };
  const priority = ({ id, priority: wanted }: IpcInput<'conversation.priority'>): null => {
    world.change(id as ConversationId, { priority: wanted });
    return null;
  };
  const tag = ({ id, tag: wanted, change }: IpcInput<'conversation.tag'>): null => {
    const tags = world.rows().find((row) => row.id === id)?.tags ?? [];
    world.change(id as ConversationId, { tags: change === 'add' ? (withTag(tags, wanted) ?? tags) : withoutTag(tags, wanted) });
    return null;
  };
  return {
    'inbox.list': ({ view, filter, after, limit }) => {
      const all = rowsOf(view, filter as Filter | undefined);
      const at = (row: ConversationRow) => (view === 'snoozed' ? (row.snoozedUntil ?? 0) : row.lastMessageAt);
      const from = after === null ? 0 : all.findIndex((row) => row.id === after.id) + 1;
      const rows = all.slice(from, from + limit);
      const last = rows.at(-1);
      return { rows, next: last && from + limit < all.length ? { at: at(last), id: last.id } : null, total: filter === undefined ? all.length : null };
    },
    'inbox.counts': () =>
      Object.fromEntries(View.options.map((view) => [view, { total: rowsOf(view).length, unread: rowsOf(view).filter((row) => row.unread).length }])) as IpcOutput<'inbox.counts'>,
    'inbox.tags': () => [...new Map(world.rows().flatMap(({ tags }) => tags.map((one) => [tagKey(one), one] as const))).values()].sort((a, b) => a.localeCompare(b)),
    'inbox.change': ({ ids, change }) => {
      for (const id of ids) {
        if (change.do === 'status') status({ id, ...change });
        else if (change.do === 'priority') priority({ id, ...change });
        else tag({ id, ...change });
      }
      return { done: ids.length, notDone: [] };
    },
    'inbox.assign': ({ ids, assigneeId }) => {
      for (const id of ids) assign({ id, assigneeId });
      return { done: ids.length, notDone: [] };
    },
    'conversation.status': status,
    'conversation.assign': assign,
    'conversation.priority': priority,
    'conversation.tag': tag,
    'conversation.follow': ({ id, change }) => {
      const me = world.me();
      const followers = (world.rows().find((row) => row.id === id)?.followers ?? []).filter((one) => one !== me);
      world.change(id as ConversationId, { followers: change === 'add' && me !== null ? [...followers, me] : followers });
      return null;
    },
    'inbox.teams': () => [...world.teams],
    'views.list': () => world.saved.map((view) => ({ ...view, count: rowsOf(view.view, view.filter).length, whole: true })),
    'views.save': ({ name, view, filter }) => {
      const id = `00000006-0000-4000-8000-${String(world.saved.length + 1).padStart(12, '0')}` as SavedViewId;
      world.saved.push({ id, name, view, filter: filter as Filter });
      return { id };
    },
    'views.rename': ({ id, name }) => {
      const at = world.saved.findIndex((view) => view.id === id);
      const before = world.saved[at];
      if (before) world.saved[at] = { ...before, name };
      return null;
    },
    'views.remove': ({ id }) => {
      const at = world.saved.findIndex((view) => view.id === id);
      if (at >= 0) world.saved.splice(at, 1);
      return null;
    },
  };
}
