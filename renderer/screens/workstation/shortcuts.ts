import { useEffect, useRef } from 'react';

/** What single keys can ask for. A place that has no answer to one leaves the key alone. */
export interface Shortcuts {
  readonly next?: () => void;
  readonly previous?: () => void;
  readonly enter?: () => void;
  readonly reply?: () => void;
  readonly note?: () => void;
  readonly begin?: () => void;
  readonly resolve?: () => void;
  readonly transcript?: () => void;
  readonly snooze?: () => void;
  readonly priority?: () => void;
  readonly tags?: () => void;
  readonly filter?: () => void;
  readonly select?: () => void;
  readonly extendNext?: () => void;
  readonly extendPrevious?: () => void;
  /** Ctrl+Z; in a text field it is the field's own. */
  readonly undo?: () => void;
  readonly search?: () => void;
  readonly help?: () => void;
  readonly back?: () => void;
  readonly lock?: () => void;
}

const keys: Readonly<Record<string, keyof Shortcuts>> = {
  j: 'next',
  k: 'previous',
  ArrowDown: 'next',
  ArrowUp: 'previous',
  Enter: 'enter',
  r: 'reply',
  n: 'note',
  c: 'begin',
  e: 'resolve',
  w: 'transcript',
  s: 'snooze',
  p: 'priority',
  t: 'tags',
  f: 'filter',
  x: 'select',
  'Shift+j': 'extendNext',
  'Shift+k': 'extendPrevious',
  '/': 'search',
  '?': 'help',
  Escape: 'back',
};

/** Keys that what has the focus needs for itself. */
const ownKeys: ReadonlySet<string> = new Set(['Enter', 'ArrowDown', 'ArrowUp', 'Escape']);

function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select') !== null);
}

/** Buttons are pressed with Enter, and what scrolls moves with the arrows. */
function isInUse(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a, summary, .messages') !== null;
}

/** What has popped up takes letters too: a menu finds its items by them. */
const inPopUp = (target: EventTarget | null): boolean => target instanceof HTMLElement && target.closest('[role="menu"], [role="dialog"]') !== null;

const ignored = (event: KeyboardEvent): boolean => event.defaultPrevented || event.isComposing || document.querySelector('dialog[open]') !== null;

/** Single keys act only outside text fields (WCAG 2.2 SC 2.1.4), never with a dialog open. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (ignored(event)) return;
      const withControl = (event.ctrlKey || event.metaKey) && !event.altKey;
      let action: keyof Shortcuts | undefined;
      if (withControl && !event.shiftKey && event.key.toLowerCase() === 'k') action = 'search';
      else if (withControl && !event.shiftKey && event.key.toLowerCase() === 'l') action = 'lock';
      else if (withControl && !event.shiftKey && event.key.toLowerCase() === 'z' && !isText(event.target)) action = 'undo';
      else if (!event.ctrlKey && !event.metaKey && !event.altKey && !isText(event.target) && !inPopUp(event.target)) {
        const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
        action = (event.shiftKey ? keys[`Shift+${key}`] : undefined) ?? keys[key];
        if (ownKeys.has(event.key) && isInUse(event.target) && !(event.key === 'Escape' && (event.target as HTMLElement).closest('.messages'))) action = undefined;
      }
      const act = action === undefined ? undefined : latest.current[action];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** How long the second key of two may take, in milliseconds. */
const secondKeyWithin = 1500;

/** G and then a letter, one key after the other. The letters are none of the single keys above. */
export function useGoTo(letters: Readonly<Record<string, () => void>>): void {
  const latest = useRef(letters);
  useEffect(() => {
    latest.current = letters;
  });
  useEffect(() => {
    let armedAt: number | null = null;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key === 'Shift') return;
      const armed = armedAt !== null && event.timeStamp - armedAt < secondKeyWithin;
      armedAt = null;
      if (ignored(event) || event.ctrlKey || event.metaKey || event.altKey || isText(event.target)) return;
      const key = event.key.toLowerCase();
      const go = latest.current[key];
      if (armed && go !== undefined) {
        event.preventDefault();
        go();
      } else if (key === 'g') armedAt = event.timeStamp;
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
