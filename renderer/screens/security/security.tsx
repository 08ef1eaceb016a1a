import { Inbox } from 'lucide-react';
import { useState } from 'react';
import type { SecurityShown } from '../../data/security.ts';
import { useNow } from '../../data/now.ts';
import { useStore } from '../../data/store.ts';
import { useWorkplace } from '../../data/workplace.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { icons as consoleIcons } from '../console/icons.ts';
import { useFrame } from '../workstation/frame.tsx';
import { placeName } from '../workstation/go-to.ts';
import { Sidebar, SidebarItem } from '../workstation/sidebar.tsx';
import { Overview } from './overview.tsx';
import './security.css';
import { Task } from './task.tsx';
import type { SecurityTask } from './tasks.ts';
import { keptWords, words } from './words.ts';

/** The agent's own passphrase and codes: how they stand, and one change at a time. */
export function SecurityScreen() {
  const { security } = useWorkplace();
  const frame = useFrame();
  const shown = useStore(security.shown);
  return (
    <div className="security">
      <Sidebar label={words.title}>{!frame.both && <OtherPlaces />}</Sidebar>
      {shown === null ? (
        <main className="security-page" aria-label={words.title}>
          <div className="security-column">
            <h1 className="gate-title">{words.title}</h1>
            <output aria-label={words.reading}>
              <Skeleton lines={9} />
            </output>
          </div>
        </main>
      ) : (
        <Shown shown={shown} task={frame.task} />
      )}
    </div>
  );
}

function Shown({ shown, task }: { readonly shown: SecurityShown; readonly task: SecurityTask | null }) {
  const { security, sync } = useWorkplace();
  const { state } = useStore(sync.connection);
  const now = useNow();
  const { secure } = useFrame();
  /** Where one comes back from, and whether it was done. */
  const [left, setLeft] = useState<{ readonly task: SecurityTask; readonly done: boolean } | null>(null);
  if (task === null) {
    return (
      <Overview
        shown={shown}
        left={left}
        kept={state === null ? null : keptWords(state, now)}
        onOpen={(next) => {
          setLeft(null);
          secure(next);
        }}
      />
    );
  }
  return (
    <Task
      task={task}
      shown={shown}
      onBack={() => {
        setLeft({ task, done: false });
        secure(null);
      }}
      onDone={() => {
        setLeft({ task, done: true });
        security.refresh();
        secure(null);
      }}
    />
  );
}

/** The way back, where no switch between places stands above. */
function OtherPlaces() {
  const { sections, goTo } = useFrame();
  if (sections.length === 0) return <SidebarItem icon={<Inbox className="icon" aria-hidden="true" />} name={placeName('inbox')} current={false} onGo={() => goTo('inbox')} />;
  return sections.map((section) => {
    const Icon = consoleIcons[section];
    return <SidebarItem key={section} icon={<Icon className="icon" aria-hidden="true" />} name={placeName(section)} current={false} onGo={() => goTo(section)} />;
  });
}
