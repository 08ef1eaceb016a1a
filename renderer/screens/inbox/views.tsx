import { AlarmClock, AtSign, BellRing, Bookmark, CircleCheck, Inbox as InboxIcon, Layers, Pause, UserRound, UserRoundX, UsersRound } from 'lucide-react';
import { memo } from 'react';
import type { View } from '../../../shared/domain/filter.ts';
import { useDesk } from '../../data/desk.tsx';
import { useStore } from '../../data/store.ts';
import { Sidebar, SidebarItem } from '../workstation/sidebar.tsx';
import type { ShowList } from './queue/list-filter.tsx';
import { words as queueWords } from './queue/words.ts';
import { words } from './words.ts';

const views = [
  ['mine', UserRound],
  ['following', BellRing],
  ['mentions', AtSign],
  ['team', UsersRound],
  ['unassigned', UserRoundX],
  ['open', InboxIcon],
  ['pending', Pause],
  ['snoozed', AlarmClock],
  ['resolved', CircleCheck],
  ['all', Layers],
] as const satisfies readonly (readonly [View, unknown])[];

export const viewNames: readonly View[] = views.map(([view]) => view);

/** The left pane: which conversations. Below the lists that everybody has, those that the agent has made. */
export const Views = memo(function Views({ onShow }: { readonly onShow: ShowList }) {
  const desk = useDesk();
  const { view: chosen, saved: chosenSaved } = useStore(desk.list.state);
  const counts = useStore(desk.counts.counts);
  const saved = useStore(desk.savedViews.list);
  const inTeam = useStore(desk.teams.list).some(({ mine }) => mine);
  return (
    <Sidebar label={words.views.label}>
      {views.map(([view, Icon]) => {
        if (view === 'team' && !inTeam) return null;
        const count = counts?.[view];
        return (
          <SidebarItem
            key={view}
            icon={<Icon className="icon" aria-hidden="true" />}
            name={words.views.names[view]}
            current={view === chosen && chosenSaved === null}
            onGo={() => onShow(view)}
            count={count && words.views.total(count.total)}
            attention={count && count.unread > 0 ? words.views.unread(count.unread) : undefined}
          />
        );
      })}
      {saved.length > 0 && <li className="sidebar-heading">{queueWords.saved.label}</li>}
      {saved.map(({ id, name, view, filter, count, whole }) => (
        <SidebarItem
          key={id}
          icon={<Bookmark className="icon" aria-hidden="true" />}
          name={name}
          current={id === chosenSaved}
          onGo={() => onShow(view, filter, id)}
          count={queueWords.saved.count(count, whole)}
        />
      ))}
    </Sidebar>
  );
});
