import type { Display } from '../../../shared/domain/display.ts';
import type { Repaired } from '../../../shared/domain/vault-repair.ts';
import { useCallback, useEffect, useState } from 'react';
import type { ConversationId } from '../../../shared/domain/ids.ts';
import type { Permission } from '../../../shared/domain/permission.ts';
import type { Console as ConsoleData } from '../../data/console/console.tsx';
import type { Desk } from '../../data/desk.tsx';
import { useDisplay, useDisplayChoices } from '../../data/display.tsx';
import type { Store } from '../../data/store.ts';
import { useWorkplace } from '../../data/workplace.tsx';
import { Console } from '../console/console.tsx';
import { Inbox } from '../inbox/inbox.tsx';
import type { CommandId, CommandPart } from '../palette/commands.ts';
import { Palette } from '../palette/palette.tsx';
import { Notifications } from '../preferences/notifications.tsx';
import { OwnWords } from '../preferences/own-words.tsx';
import { Preferences } from '../preferences/preferences.tsx';
import { SecurityScreen } from '../security/security.tsx';
import type { SecurityTask } from '../security/tasks.ts';
import { consoleSections, FrameProvider, type ConsoleSection, type Frame, type Place } from './frame.tsx';
import { goToCommands, goToIds, leadsTo } from './go-to.ts';
import { HelpSheet } from './help-sheet.tsx';
import { IdleNotice } from './idle-notice.tsx';
import { Notices } from './notices.tsx';
import { useShortcuts } from './shortcuts.ts';
import { StateLine } from './state-line.tsx';
import { useAskedConversation } from './use-asked-conversation.ts';
import { useCallNotice } from './use-call-notice.ts';
import './workstation.css';

/** As in tokens.css. */
const roomForSidebar = '(min-width: 1000px)';

const isDark = (theme: Display['theme']): boolean => (theme === 'system' ? window.matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark');

/** What some commands need that not every role has: their keys would do nothing. */
const neededFor: Readonly<Partial<Record<CommandId, Permission>>> = { lookIn: 'conversation.look-in', transcript: 'conversation.export', begin: 'conversation.start', forward: 'conversation.forward' };

/** The least that a section of the console needs to show anything. */
const needs: Readonly<Record<ConsoleSection, Permission>> = {
  devices: 'device.read',
  invites: 'device.read',
  inventory: 'device.read',
  policy: 'policy.edit',
  people: 'agent.manage',
  teams: 'team.manage',
  channels: 'channel.manage',
  routing: 'routing.manage',
  canned: 'canned.manage',
  numbers: 'numbers.own',
  audit: 'audit.read',
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
  const [over, setOver] = useState<'help' | 'palette' | 'preferences' | 'notifications' | 'words' | null>(null);
  const display = useDisplay();
  const { choose } = useDisplayChoices();

  const open = (to: Place): boolean => (to === 'inbox' ? desk !== null : to === 'security' || sections.includes(to));
  const goTo = (to: Place): void => {
    setPlace(to);
    setTask(null);
  };
  const openConversation = (id: ConversationId): void => {
    goTo('inbox');
    desk?.opened.open(id);
  };
  const lock = async (): Promise<void> => {
    await desk?.flush();
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
    help: () => setOver('help'),
    preferences: () => setOver('preferences'),
    lock: () => void lock(),
  };
  const toInbox = useCallback(() => {
    setPlace('inbox');
    setTask(null);
  }, []);
  useCallNotice(desk, toInbox);
  useAskedConversation(client, desk, toInbox);
  useShortcuts({
    palette: () => setOver('palette'),
    preferences: frame.preferences,
    notifications: () => setOver('notifications'),
    help: frame.help,
    lock: frame.lock,
    foldSidebar: () => setFolded(!folded),
    switchTheme: () => void choose({ theme: isDark(display.theme) ? 'light' : 'dark' }),
    switchContrast: () => void choose({ contrast: display.contrast === 'more' ? 'system' : 'more' }),
    switchRows: desk === null ? undefined : () => void choose({ rows: display.rows === 'roomy' ? 'dense' : 'roomy' }),
    ...Object.fromEntries(goToIds.filter((id) => open(goToCommands[id])).map((id) => [id, () => goTo(goToCommands[id])])),
  });
  const ofUse = (part: CommandPart, id: CommandId): boolean => {
    const to = leadsTo(id);
    if (to !== undefined) return open(to);
    const needed = neededFor[id];
    if (needed !== undefined && desk?.may(needed) !== true) return false;
    return part === 'console' ? sections.length > 0 : part === 'everywhere' || desk !== null;
  };

  return (
    <FrameProvider value={frame}>
      <div className="workstation">
        <Notices postureWarnings={postureWarnings} repaired={repaired} />
        <IdleNotice lockAt={lockAt} />
        {place === 'inbox' ? <Inbox /> : place === 'security' ? <SecurityScreen /> : <Console section={place} />}
        <StateLine codeDigits={codeDigits} notice={notice} />
        {over === 'help' && <HelpSheet has={ofUse} onClose={() => setOver(null)} />}
        {over === 'preferences' && <Preferences onKeys={frame.help} onWords={desk === null ? null : () => setOver('words')} onNotifications={() => setOver('notifications')} onClose={() => setOver(null)} />}
        {over === 'words' && <OwnWords onClose={() => setOver(null)} />}
        {over === 'notifications' && <Notifications onClose={() => setOver(null)} />}
        {over === 'palette' && <Palette onConversation={desk === null ? null : openConversation} onClose={() => setOver(null)} />}
      </div>
    </FrameProvider>
  );
}
