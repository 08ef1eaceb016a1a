import { CircleCheck, CircleHelp, Inbox as InboxIcon, Layers, Lock, PanelLeft, Pause, UserRound, UserRoundX } from 'lucide-react';
import type { View } from '../../../shared/contract/ipc/inbox.ts';
import { useDesk } from '../../data/desk.tsx';
import { useStore } from '../../data/store.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import './views.css';
import { words } from './words.ts';

const views = [
  ['mine', UserRound],
  ['unassigned', UserRoundX],
  ['open', InboxIcon],
  ['pending', Pause],
  ['resolved', CircleCheck],
  ['all', Layers],
] as const satisfies readonly (readonly [View, unknown])[];

export interface ViewsProps {
  readonly folded: boolean;
  readonly onFold: (folded: boolean) => void;
  readonly onShow: (view: View) => void;
  readonly onHelp: () => void;
  readonly onLock: () => void;
}

/** The left pane: which conversations, and the way out. */
export function Views({ folded, onFold, onShow, onHelp, onLock }: ViewsProps) {
  const desk = useDesk();
  const { view: chosen } = useStore(desk.list.state);
  const counts = useStore(desk.counts.counts);
  return (
    <nav className={classNames('views', folded && 'views-folded')} aria-label={words.views.label}>
      <div className="views-head">
        <span className="views-organisation" title={desk.organisation}>
          {desk.organisation}
        </span>
        <IconButton label={folded ? words.views.unfold : words.views.fold} onClick={() => onFold(!folded)}>
          <PanelLeft className="icon" />
        </IconButton>
      </div>
      <ul className="views-list">
        {views.map(([view, Icon]) => {
          const count = counts?.[view];
          const name = words.views.names[view];
          return (
            <li key={view}>
              <button
                type="button"
                className="view"
                aria-current={view === chosen ? 'page' : undefined}
                title={folded ? name : undefined}
                onClick={() => onShow(view)}
              >
                <Icon className="icon" aria-hidden="true" />
                <span className="view-name">{name}</span>
                {count !== undefined && (
                  <>
                    {' '}
                    <span className={classNames('view-count', count.unread > 0 && 'view-count-unread')}>{words.views.total(count.total)}</span>
                    {count.unread > 0 && <span className="sr-only"> {words.views.unread(count.unread)}</span>}
                  </>
                )}
              </button>
            </li>
          );
        })}
      </ul>
      <div className="views-foot">
        <span className="views-agent" title={desk.agentName}>
          {desk.agentName}
        </span>
        <IconButton label={words.views.help} shortcut="?" onClick={onHelp}>
          <CircleHelp className="icon" />
        </IconButton>
        <IconButton label={words.views.lock} shortcut="Ctrl+L" onClick={onLock}>
          <Lock className="icon" />
        </IconButton>
      </div>
    </nav>
  );
}
