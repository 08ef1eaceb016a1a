import { ChevronDown, ChevronsUp, ChevronUp, Equal } from 'lucide-react';
import type { Ref } from 'react';
import { Priority } from '../../../../shared/domain/conversation.ts';
import type { ActionMenuHandle } from '../../../ui/action-menu.tsx';
import { ChoiceMenu } from '../../../ui/menu.tsx';
import { words as inboxWords } from '../words.ts';
import { words } from './words.ts';
import { useShortcutOf } from '../../workstation/keys-shown.ts';

const icons = { low: ChevronDown, normal: Equal, high: ChevronUp, urgent: ChevronsUp } as const satisfies Record<Priority, unknown>;

/** The shape says how urgent it is; its colour only says it again. */
export function PriorityIcon({ priority }: { readonly priority: Priority }) {
  const Icon = icons[priority];
  return <Icon className={`icon-small priority-${priority}`} aria-hidden="true" />;
}

/** The most urgent on top. */
export const priorityChoices = Priority.options.toReversed().map((value) => ({ value, words: inboxWords.priorities[value] }));

export interface PriorityMenuProps {
  readonly priority: Priority;
  readonly onChoose: (priority: Priority) => void;
  readonly disabled: boolean;
  readonly ref?: Ref<ActionMenuHandle>;
}

export function PriorityMenu({ priority, onChoose, disabled, ref }: PriorityMenuProps) {
  const shortcutOf = useShortcutOf();
  return (
    <ChoiceMenu label={words.priority.label} shortcut={shortcutOf('priority')} value={priority} choices={priorityChoices} disabled={disabled} onChoose={onChoose} ref={ref ?? null}>
      <PriorityIcon priority={priority} />
      <span className="sorting-words">{inboxWords.priorities[priority]}</span>
    </ChoiceMenu>
  );
}
