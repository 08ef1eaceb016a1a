import { AlarmClock } from 'lucide-react';
import { useState, type Ref } from 'react';
import { useNow } from '../../../data/now.ts';
import { ActionMenu, type ActionMenuHandle } from '../../../ui/action-menu.tsx';
import { dayAndTime, shortUntil } from '../../../words/times.ts';
import { SnoozeDialog } from './snooze-dialog.tsx';
import { snoozeTimes, type SnoozeChoice } from './snooze-times.ts';
import { words } from './words.ts';
import { useShortcutOf } from '../../workstation/keys-shown.ts';

export interface SnoozeMenuProps {
  /** Of the conversation it is about; null where it is not snoozed, and for many. */
  readonly until: number | null;
  readonly onSnooze: (until: number) => void;
  /** It becomes open at once; absent where nothing is snoozed. */
  readonly onWake?: (() => void) | undefined;
  readonly disabled?: boolean;
  readonly look?: 'icon' | 'words';
  readonly ref?: Ref<ActionMenuHandle>;
}

/** When a conversation is to come back: a moment that is usual, or any other. */
export function SnoozeMenu({ until, onSnooze, onWake, disabled = false, look = 'words', ref }: SnoozeMenuProps) {
  const shortcutOf = useShortcutOf();
  const now = useNow();
  const [picking, setPicking] = useState(false);
  const times = snoozeTimes(now);
  const actions = [
    ...(onWake === undefined ? [] : [{ value: 'wake' as const, words: words.snooze.wake }]),
    ...times.map(([value, at]) => ({ value, words: words.snooze.choices[value], hint: shortUntil(at, now) })),
    { value: 'pick' as const, words: words.snooze.pick },
  ];
  const state = until === null ? undefined : until <= now ? words.snooze.due : words.snooze.until(dayAndTime(until, now));
  const act = (chosen: SnoozeChoice | 'wake' | 'pick'): void => {
    if (chosen === 'wake') onWake?.();
    else if (chosen === 'pick') setPicking(true);
    else {
      const at = snoozeTimes(Date.now()).find(([value]) => value === chosen)?.[1] ?? times.find(([value]) => value === chosen)?.[1];
      if (at !== undefined) onSnooze(at);
    }
  };
  return (
    <>
      <ActionMenu label={words.snooze.label} shortcut={shortcutOf('snooze')} actions={actions} onAct={act} look={look} disabled={disabled} state={state} ref={ref ?? null}>
        <AlarmClock className={look === 'icon' ? 'icon' : 'icon-small'} aria-hidden="true" />
        {look === 'words' && <span className="sorting-words">{state ?? words.snooze.label}</span>}
      </ActionMenu>
      {picking && (
        <SnoozeDialog
          onClose={() => setPicking(false)}
          onSnooze={(at) => {
            setPicking(false);
            onSnooze(at);
          }}
        />
      )}
    </>
  );
}
