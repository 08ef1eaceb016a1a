import { useDisplay } from '../../data/display.tsx';
import type { Shortcut } from '../../ui/shortcut.ts';
import type { CommandId } from '../palette/commands.ts';
import { ariaKeys, keysOf } from '../palette/keys.ts';
import { keysShown } from '../palette/words.ts';

/** The keys of commands as they stand on the keyboard, for tooltips; empty where a command has none. */
export function useKeysShown(): (id: CommandId) => string {
  const display = useDisplay();
  return (id) => keysShown(keysOf(id, display));
}

/** The same for buttons, which tell a screen reader as well. */
export function useShortcutOf(): (id: CommandId) => Shortcut {
  const display = useDisplay();
  return (id) => ({ shown: keysShown(keysOf(id, display)), aria: ariaKeys(keysOf(id, display)) });
}

/** "Inbox (G I)". */
export const named = (name: string, keys: string): string => (keys === '' ? name : `${name} (${keys})`);
