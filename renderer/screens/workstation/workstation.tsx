import type { Repaired } from '../../../shared/domain/vault-repair.ts';
import { useCallback, useEffect, useState } from 'react';
import type { Permission } from '../../../shared/domain/permission.ts';
import type { Console as ConsoleData } from '../../data/console/console.tsx';
import type { Desk } from '../../data/desk.tsx';
import type { Store } from '../../data/store.ts';
import { useWorkplace } from '../../data/workplace.tsx';
import { Console } from '../console/console.tsx';
import { Inbox } from '../inbox/inbox.tsx';
import { SecurityScreen } from '../security/security.tsx';
import type { SecurityTask } from '../security/tasks.ts';
import { consoleSections, FrameProvider, type ConsoleSection, type Frame, type Place } from './frame.tsx';
import { goToLetters } from './go-to.ts';
import { HelpSheet } from './help-sheet.tsx';
import { IdleNotice } from './idle-notice.tsx';
import { Notices } from './notices.tsx';
import { useGoTo, useShortcuts } from './shortcuts.ts';
import { StateLine } from './state-line.tsx';
import { useCallNotice } from './use-call-notice.ts';
import './workstation.css';

/** As in tokens.css. */
const roomForSidebar = '(min-width: 1000px)';

/** The least that a section of the console needs to show anything. */
const needs: Readonly<Record<ConsoleSection, Permission>> = {
  devices: 'device.read',
  invites: 'device.read',
  inventory: 'device.read',
  policy: 'policy.edit',
  people: 'agent.manage',
  channels: 'channel.manage',
  routing: 'routing.manage',
  canned: 'canned.manage',
};

export interface WorkstationProps {
  readonly desk: Desk | null;
  readonly console: ConsoleData | null;
  readonly postureWarnings: readonly string[];
  readonly repaired: Repaired | null;
  readonly lockAt: Store<number | null>;
  readonly codeDigits: Store<number>;
  readonly notice: string | null;
}

/** The unlocked workstation: notices, the place one is at, and the state line, which is there in every place. */
export function Workstation({ desk, console, postureWarnings, repaired, lockAt, codeDigits, notice }: WorkstationProps) {
  const { client, may } = useWorkplace();
  const sections = console === null ? [] : consoleSections.filter((section) => may(needs[section]));
  const [place, setPlace] = useState<Place>(desk === null ? (sections[0] ?? 'devices') : 'inbox');
  const [task, setTask] = useState<SecurityTask | null>(null);
  const [folded, setFolded] = useState(() => typeof window === 'undefined' || !window.matchMedia(roomForSidebar).matches);
  // A window made narrower, or zoomed, has no room for it any more; made wider, it has again.
  useEffect(() => {
    const room = window.matchMedia(roomForSidebar);
    const follow = (): void => setFolded(!room.matches);
    room.addEventListener('change', follow);
    return () => room.removeEventListener('change', follow);
  }, []);
  const [helping, setHelping] = useState(false);

  const open = (to: Place): boolean => (to === 'inbox' ? desk !== null : to === 'security' || sections.includes(to));
  const goTo = (to: Place): void => {
    setPlace(to);
    setTask(null);
  };
  const lock = async (): Promise<void> => {
    await desk?.drafts.flush();
    await client.call('session.lock', null);
  };
  const frame: Frame = {
    place,
    goTo,
    task,
    secure(next) {
      setPlace('security');
      setTask(next);
    },
    both: desk !== null && console !== null,
    sections,
    folded,
    fold: setFolded,
    help: () => setHelping(true),
    lock: () => void lock(),
  };
  const toInbox = useCallback(() => {
    setPlace('inbox');
    setTask(null);
  }, []);
  useCallNotice(desk, toInbox);
  useShortcuts({ help: frame.help, lock: frame.lock });
  useGoTo(Object.fromEntries(goToLetters.filter(([, to]) => open(to)).map(([letter, to]) => [letter, () => goTo(to)])));

  return (
    <FrameProvider value={frame}>
      <div className="workstation">
        <Notices postureWarnings={postureWarnings} repaired={repaired} />
        <IdleNotice lockAt={lockAt} />
        {place === 'inbox' ? <Inbox /> : place === 'security' ? <SecurityScreen /> : <Console section={place} />}
        <StateLine codeDigits={codeDigits} notice={notice} />
        {helping && <HelpSheet frame={frame} inbox={desk !== null} onClose={() => setHelping(false)} />}
      </div>
    </FrameProvider>
  );
}
