import { X } from 'lucide-react';
import { useImperativeHandle, useState, type ReactNode, type Ref } from 'react';
import { Tag, tagKey } from '../../../../shared/domain/tag.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useStore } from '../../../data/store.ts';
import type { ActionMenuHandle } from '../../../ui/action-menu.tsx';
import { Picker, type PickerChoice } from '../../../ui/picker.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { words } from './words.ts';

export interface TagPopoverProps {
  readonly title: string;
  /** Those that are there; of many conversations none. */
  readonly tags: readonly string[];
  readonly onChange: (tag: string, change: 'add' | 'remove') => void;
  readonly ref?: Ref<ActionMenuHandle>;
  /** One button. */
  readonly children: ReactNode;
}

/** Tags come by typing, completed from those in use, and go one by one. */
export function TagPopover({ title, tags, onChange, ref, children }: TagPopoverProps) {
  const desk = useDesk();
  const known = useStore(desk.tags.list);
  const [open, setOpen] = useState(false);
  const show = (next: boolean): void => {
    if (next) desk.tags.refresh();
    setOpen(next);
  };
  useImperativeHandle(ref, () => ({ open: () => show(true) }));
  const has = (tag: string): boolean => tags.some((one) => tagKey(one) === tagKey(tag));
  const choicesFor = (text: string): PickerChoice[] => {
    const wanted = Tag.safeParse(text);
    const beginning = tagKey(text.trim());
    const fitting = known.filter((tag) => !has(tag) && tagKey(tag).includes(beginning)).map(choiceOf);
    const fresh = wanted.success && !has(wanted.data) && !known.some((tag) => tagKey(tag) === tagKey(wanted.data));
    // The new one last where something that is in use begins so: few words for one thing.
    return wanted.success && fresh ? [...fitting.slice(0, 5), { ...choiceOf(wanted.data), words: words.tags.make(wanted.data) }] : fitting;
  };
  return (
    <Popover title={title} trigger={children} open={open} onOpenChange={show}>
      <div className="tag-editor">
        <Picker
          label={words.tags.field}
          placeholder={words.tags.placeholder}
          hint={words.tags.hint}
          nothing={words.tags.nothing}
          choicesFor={choicesFor}
          chosen={null}
          onChoose={(choice) => {
            if (choice !== null) onChange(decodeURIComponent(choice.value), 'add');
          }}
        />
        {tags.length > 0 && (
          <ul className="tag-list" aria-label={words.tags.of}>
            {tags.map((tag) => (
              <li key={tagKey(tag)} className="chip tag-chip">
                <span className="tag-words">{tag}</span>
                <button type="button" className="chip-remove" aria-label={words.tags.remove(tag)} onClick={() => onChange(tag, 'remove')}>
                  <X className="icon-small" aria-hidden="true" />
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Popover>
  );
}

/** Part of an element's id: without spaces. */
function choiceOf(tag: string): PickerChoice {
  return { value: encodeURIComponent(tag), words: tag };
}
