import { useDisplay } from '../../data/display.tsx';
import type { CommandId } from '../palette/commands.ts';
import { keysOf } from '../palette/keys.ts';
import { keysShown } from '../palette/words.ts';

/** The keys of commands as they stand on the keyboard, for tooltips; empty where a command has none. */
export function useKeysShown(): (id: CommandId) => string {
  const display = useDisplay();
  return (id) => keysShown(keysOf(id, display));
}

/** "Inbox (G I)". */
export const named = (name: string, keys: string): string => (keys === '' ? name : `${name} (${keys})`);
