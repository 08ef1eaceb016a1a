import { DropdownMenu } from 'radix-ui';
import { useImperativeHandle, useRef, useState, type ReactNode, type Ref } from 'react';
import './menu.css';
import { type Shortcut, shortcutProps } from './shortcut.ts';

export interface MenuAction<T extends string> {
  readonly value: T;
  readonly words: string;
  readonly hint?: string;
}

export interface ActionMenuHandle {
  readonly open: () => void;
}

export interface ActionMenuProps<T extends string> {
  /** Names the menu and its button. */
  readonly label: string;
  readonly shortcut?: Shortcut;
  readonly actions: readonly MenuAction<T>[];
  readonly onAct: (value: T) => void;
  /** At work: it opens no more. */
  readonly busy?: boolean;
  readonly ref?: Ref<ActionMenuHandle>;
  /** With words: a plain button instead of an icon's. */
  readonly look?: 'icon' | 'words';
  /** What the button says besides, as part of its name. */
  readonly state?: string | undefined;
  readonly disabled?: boolean;
  /** What is chosen takes the focus elsewhere: it is done once the menu has closed, and the button does not get the focus back. */
  readonly leads?: boolean;
  /** The button's icon, or what it says. */
  readonly children: ReactNode;
}

/** An icon that opens a list of things to do. Not modal, for the reason that a choice's menu is not. */
export function ActionMenu<T extends string>({ label, shortcut, actions, onAct, busy = false, look = 'icon', state, disabled = false, leads = false, ref, children }: ActionMenuProps<T>) {
  const [open, setOpen] = useState(false);
  const chosen = useRef<T | null>(null);
  useImperativeHandle(ref, () => ({ open: () => setOpen(!busy && !disabled) }), [busy, disabled]);
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={(next) => setOpen(next && !busy)}>
      <DropdownMenu.Trigger className={look === 'icon' ? 'icon-button' : 'menu-button'} disabled={disabled} aria-label={state === undefined ? label : `${label}: ${state}`} aria-busy={busy || undefined} {...(shortcut === undefined ? { title: label } : shortcutProps(label, shortcut))}>
        {children}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          onCloseAutoFocus={(event) => {
            if (chosen.current === null) return;
            event.preventDefault();
            onAct(chosen.current);
            chosen.current = null;
          }}
        >
          {actions.map((action) => (
            <DropdownMenu.Item
              key={action.value}
              className="menu-item"
              onSelect={() => {
                if (leads) chosen.current = action.value;
                else onAct(action.value);
              }}
            >
              <span className="menu-words">{action.words}</span>
              {action.hint !== undefined && <span className="menu-hint">{action.hint}</span>}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
