import { CircleHelp, KeyRound, Lock, PanelLeft, SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWorkplace } from '../../data/workplace.tsx';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { words as preferenceWords } from '../preferences/words.ts';
import { useFrame } from './frame.tsx';
import { named, useKeysShown, useShortcutOf } from './keys-shown.ts';
import { PlaceSwitch } from './place-switch.tsx';
import './sidebar.css';
import { words } from './words.ts';

/** The left pane of every place: whose workstation, where to, and the way out. `children` are the place's own list. */
export function Sidebar({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  const { organisation, agentName } = useWorkplace();
  const frame = useFrame();
  const shown = useKeysShown();
  const shortcutOf = useShortcutOf();
  return (
    <nav className={classNames('sidebar', frame.folded && 'sidebar-folded')} aria-label={label}>
      <div className="sidebar-head">
        <span className="sidebar-organisation" title={organisation}>
          {organisation}
        </span>
        <IconButton label={frame.folded ? words.places.unfold : words.places.fold} onClick={() => frame.fold(!frame.folded)}>
          <PanelLeft className="icon icon-turns" />
        </IconButton>
      </div>
      {frame.both && <PlaceSwitch />}
      <ul className="sidebar-list">{children}</ul>
      <div className="sidebar-foot">
        {frame.folded ? (
          <IconButton label={words.places.securityOf(agentName)} onClick={() => frame.secure(null)}>
            <KeyRound className="icon" />
          </IconButton>
        ) : (
          <button
            type="button"
            className="sidebar-agent"
            aria-label={words.places.securityOf(agentName)}
            aria-current={frame.place === 'security' ? 'page' : undefined}
            title={named(words.places.security, shown('goSecurity'))}
            onClick={() => frame.secure(null)}
          >
            {agentName}
          </button>
        )}
        <IconButton label={preferenceWords.open} shortcut={shortcutOf('preferences')} onClick={frame.preferences}>
          <SlidersHorizontal className="icon" />
        </IconButton>
        <IconButton label={words.places.help} shortcut={shortcutOf('help')} onClick={frame.help}>
          <CircleHelp className="icon" />
        </IconButton>
        <IconButton label={words.places.lock} shortcut={shortcutOf('lock')} onClick={frame.lock}>
          <Lock className="icon" />
        </IconButton>
      </div>
    </nav>
  );
}

export interface SidebarItemProps {
  readonly icon: ReactNode;
  readonly name: string;
  readonly current: boolean;
  readonly onGo: () => void;
  /** Beside the name, as figures. */
  readonly count?: string | undefined;
  /** What the count means where it asks for attention; read aloud, and shown by weight. */
  readonly attention?: string | undefined;
}

export function SidebarItem({ icon, name, current, onGo, count, attention }: SidebarItemProps) {
  const { folded } = useFrame();
  return (
    <li>
      <button type="button" className="sidebar-item" aria-current={current ? 'page' : undefined} title={folded ? name : undefined} onClick={onGo}>
        {icon}
        <span className="sidebar-item-name">{name}</span>
        {count !== undefined && (
          <>
            {' '}
            <span className={classNames('sidebar-item-count', attention !== undefined && 'sidebar-item-count-unread')}>{count}</span>
            {attention !== undefined && <span className="sr-only"> {attention}</span>}
          </>
        )}
      </button>
    </li>
  );
}
