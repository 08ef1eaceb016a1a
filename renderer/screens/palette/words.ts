import { messages, say } from '../../languages/spoken.ts';
import type { CommandId, CommandPart } from './commands.ts';
import { capsOf } from './keys.ts';

const t = messages.palette;

export const words = {
  ...t,
  commands: t.commands satisfies Readonly<Record<CommandId, string>>,
  parts: t.parts satisfies Readonly<Record<CommandPart, string>>,
  nothing: (query: string) => say(t.nothing, { query }),
  change: (command: string) => say(t.change, { command }),
  taken: (command: string) => say(t.taken, { command }),
};

const caps: Readonly<Record<string, string>> = t.caps;

/** The keys of a command as they stand on the keyboard: `G D` is two presses, `Ctrl+K` one of two keys. */
export const presses = (keys: string): readonly (readonly string[])[] => (keys === '' ? [] : keys.split(' ').map((stroke) => capsOf(stroke).map((cap) => caps[cap] ?? cap)));

/** In one line, as for a tooltip: "Strg+K", "G D". */
export const keysShown = (keys: string): string => presses(keys).map((stroke) => stroke.join('+')).join(' ');
