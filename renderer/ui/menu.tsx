import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useImperativeHandle, useState, type ReactNode, type Ref } from 'react';
import type { ActionMenuHandle } from './action-menu.tsx';
import './menu.css';
import { type Shortcut, shortcutProps } from './shortcut.ts';

export interface MenuChoice<T extends string> {
  readonly value: T;
  readonly words: string;
  readonly hint?: string;
}

export interface ChoiceMenuProps<T extends string> {
  /** Names the menu and, with the value, its button. */
  readonly label: string;
  readonly value: T;
  readonly choices: readonly MenuChoice<T>[];
  readonly onChoose: (value: T) => void;
  readonly disabled?: boolean;
  readonly shortcut?: Shortcut;
  /** Opens it from the keyboard. */
  readonly ref?: Ref<ActionMenuHandle>;
  /** What the button shows. */
  readonly children: ReactNode;
}

/** A button that opens a list of which one is chosen. Not modal: a modal menu would insert a style tag, which our policy refuses. */
export function ChoiceMenu<T extends string>({ label, value, choices, onChoose, disabled = false, shortcut, ref, children }: ChoiceMenuProps<T>) {
  const [open, setOpen] = useState(false);
  useImperativeHandle(ref, () => ({ open: () => setOpen(!disabled) }), [disabled]);
  const chosen = choices.find((choice) => choice.value === value)?.words;
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={setOpen}>
      <DropdownMenu.Trigger className="menu-button" disabled={disabled} aria-label={chosen === undefined ? label : `${label}: ${chosen}`} {...(shortcut === undefined ? {} : shortcutProps(label, shortcut))}>
        {children}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start" sideOffset={4} collisionPadding={8} aria-label={label}>
          <DropdownMenu.RadioGroup value={value} onValueChange={(next) => onChoose(next as T)}>
            {choices.map((choice) => (
              <DropdownMenu.RadioItem key={choice.value} value={choice.value} className="menu-item">
                <span className="menu-check">
                  <DropdownMenu.ItemIndicator>
                    <Check className="icon" />
                  </DropdownMenu.ItemIndicator>
                </span>
                <span className="menu-words">{choice.words}</span>
                {choice.hint !== undefined && <span className="menu-hint">{choice.hint}</span>}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
