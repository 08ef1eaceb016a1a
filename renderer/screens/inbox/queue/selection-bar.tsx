import { CircleCheck, Flag, Merge, Tag, UserRound, X } from 'lucide-react';
import { useImperativeHandle, useRef, type Ref } from 'react';
import type { Priority } from '../../../../shared/domain/conversation.ts';
import type { AgentId } from '../../../../shared/domain/ids.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useStore } from '../../../data/store.ts';
import { ActionMenu, type ActionMenuHandle } from '../../../ui/action-menu.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { escapeKey } from '../../../ui/shortcut.ts';
import { words as joiningWords } from '../joining/words.ts';
import { words as inboxWords } from '../words.ts';
import { priorityChoices } from './priority-menu.tsx';
import './queue.css';
import { SnoozeMenu } from './snooze-menu.tsx';
import { TagPopover } from './tag-popover.tsx';
import { useSorting } from './use-sorting.ts';
import { words } from './words.ts';
import { useShortcutOf } from '../../workstation/keys-shown.ts';

const nobody = 'nobody';
const statuses = (['open', 'pending', 'resolved'] as const).map((value) => ({ value, words: inboxWords.conversation.statuses[value] }));

/** Opens the menus from the keyboard. */
export interface ManyHandle {
  readonly open: (what: 'assign' | 'snooze' | 'priority' | 'tags') => void;
}

/** Above the list while conversations are chosen: how many, and what can be done to all of them. `onClear`: the focus is the list's again. */
export function SelectionBar({ ref, onClear, onMerge }: { readonly ref: Ref<ManyHandle>; readonly onClear: () => void; readonly onMerge: () => void }) {
  const assignMenu = useRef<ActionMenuHandle>(null);
  const snoozeMenu = useRef<ActionMenuHandle>(null);
  const priorityMenu = useRef<ActionMenuHandle>(null);
  const tagsMenu = useRef<ActionMenuHandle>(null);
  useImperativeHandle(ref, () => ({ open: (what) => ({ assign: assignMenu, snooze: snoozeMenu, priority: priorityMenu, tags: tagsMenu })[what].current?.open() }));
  const desk = useDesk();
  const shortcutOf = useShortcutOf();
  const chosen = useStore(desk.selection.chosen);
  const colleagues = useStore(desk.colleagues);
  const sorting = useSorting();
  if (chosen.size === 0) return null;
  const ids = [...chosen];
  const may = desk.may('conversation.status');
  const agents = [
    { value: desk.agentId as string, words: inboxWords.list.you },
    ...colleagues.filter((one) => one.id !== desk.agentId).map((one) => ({ value: one.id as string, words: one.name })),
    { value: nobody, words: inboxWords.list.unassigned },
  ];
  /** What moves them to another list ends the choice; priority and tags leave it for the next thing. */
  const andClear = async (done: Promise<void>): Promise<void> => {
    await done;
    onClear();
  };
  return (
    // A toolbar's arrow keys would take those of the list; its buttons are reached with Tab.
    <section className="selection-bar" aria-label={words.many.label}>
      <output className="selection-count">
        <span className="selection-words">{words.many.chosen(chosen.size)}</span>
        <span className="selection-number" aria-hidden="true">
          {chosen.size}
        </span>
      </output>
      <ActionMenu ref={assignMenu} label={words.many.assign} shortcut={shortcutOf('handOver')} actions={agents} disabled={!desk.may('conversation.assign')} onAct={(value) => void andClear(sorting.assign(ids, value === nobody ? null : (value as AgentId)))}>
        <UserRound className="icon" aria-hidden="true" />
      </ActionMenu>
      <ActionMenu label={words.many.status} actions={statuses} disabled={!may} onAct={(status) => void andClear(sorting.change(ids, { do: 'status', status }))}>
        <CircleCheck className="icon" aria-hidden="true" />
      </ActionMenu>
      <SnoozeMenu ref={snoozeMenu} look="icon" until={null} disabled={!may} onSnooze={(until) => void andClear(sorting.snooze(ids, until))} />
      <ActionMenu ref={priorityMenu} label={words.priority.label} shortcut={shortcutOf('priority')} actions={priorityChoices} disabled={!may} onAct={(priority: Priority) => void sorting.change(ids, { do: 'priority', priority })}>
        <Flag className="icon" aria-hidden="true" />
      </ActionMenu>
      <TagPopover ref={tagsMenu} title={words.tags.add} tags={[]} onChange={(tag, change) => void sorting.change(ids, { do: 'tag', tag, change })}>
        <IconButton label={words.tags.add} shortcut={shortcutOf('tags')} disabled={!may}>
          <Tag className="icon" />
        </IconButton>
      </TagPopover>
      <IconButton label={joiningWords.merge} shortcut={shortcutOf('merge')} disabled={!may || chosen.size < 2} onClick={onMerge}>
        <Merge className="icon" />
      </IconButton>
      <IconButton label={words.many.clear} shortcut={escapeKey} onClick={onClear}>
        <X className="icon" />
      </IconButton>
    </section>
  );
}
