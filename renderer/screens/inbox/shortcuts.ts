import { useEffect, useRef } from 'react';

export interface Shortcuts {
  readonly next: () => void;
  readonly previous: () => void;
  readonly enter: () => void;
  readonly reply: () => void;
  readonly note: () => void;
  readonly resolve: () => void;
  readonly search: () => void;
  readonly help: () => void;
  readonly back: () => void;
  readonly lock: () => void;
}

const keys: Readonly<Record<string, keyof Shortcuts>> = {
  j: 'next',
  k: 'previous',
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Enter: 'enter',
  r: 'reply',
  n: 'note',
  e: 'resolve',
  '/': 'search',
  '?': 'help',
  Escape: 'back',
};

/** Keys that what has the focus needs for itself. */
const ownKeys: ReadonlySet<string> = new Set(['Enter', 'ArrowDown', 'ArrowUp', 'Escape']);

function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select') !== null);
}

/** Buttons are pressed with Enter, what scrolls and menus move with the arrows, and an open pop-up closes with Esc. */
function isInUse(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary, [role="menu"], [role="dialog"], .messages') !== null;
}

/** Single keys act only outside text fields (WCAG 2.2 SC 2.1.4), never with a dialog open. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]') !== null) return;
      const withControl = (event.ctrlKey || event.metaKey) && !event.altKey;
      let action: keyof Shortcuts | undefined;
      if (withControl && !event.shiftKey && event.key.toLowerCase() === 'k') action = 'search';
      else if (withControl && !event.shiftKey && event.key.toLowerCase() === 'l') action = 'lock';
      else if (!event.ctrlKey && !event.metaKey && !event.altKey && !isText(event.target)) {
        action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
        if (ownKeys.has(event.key) && isInUse(event.target) && !(event.key === 'Escape' && (event.target as HTMLElement).closest('.messages'))) action = undefined;
      }
      if (action === undefined) return;
      event.preventDefault();
      latest.current[action]();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
