import { CircleCheck, Inbox as InboxIcon, Layers, Pause, UserRound, UserRoundX } from 'lucide-react';
import type { View } from '../../../shared/domain/filter.ts';
import { useDesk } from '../../data/desk.tsx';
import { useStore } from '../../data/store.ts';
import { Sidebar, SidebarItem } from '../workstation/sidebar.tsx';
import { words } from './words.ts';

const views = [
  ['mine', UserRound],
  ['unassigned', UserRoundX],
  ['open', InboxIcon],
  ['pending', Pause],
  ['resolved', CircleCheck],
  ['all', Layers],
] as const satisfies readonly (readonly [View, unknown])[];

/** The left pane: which conversations. */
export function Views({ onShow }: { readonly onShow: (view: View) => void }) {
  const desk = useDesk();
  const { view: chosen } = useStore(desk.list.state);
  const counts = useStore(desk.counts.counts);
  return (
    <Sidebar label={words.views.label}>
      {views.map(([view, Icon]) => {
        const count = counts?.[view];
        return (
          <SidebarItem
            key={view}
            icon={<Icon className="icon" aria-hidden="true" />}
            name={words.views.names[view]}
            current={view === chosen}
            onGo={() => onShow(view)}
            count={count && words.views.total(count.total)}
            attention={count && count.unread > 0 ? words.views.unread(count.unread) : undefined}
          />
        );
      })}
    </Sidebar>
  );
}
