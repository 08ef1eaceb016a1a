import type { Display } from '../../../shared/domain/display.ts';
import { commandIds, factsOf, type CommandFacts, type CommandId } from './commands.ts';

/** What the keyboard understands of the display choices. */
export type KeyChoices = Pick<Display, 'keys' | 'singleKeys'>;

const names: Readonly<Record<string, string>> = { Escape: 'Esc', ' ': 'Space', ArrowUp: 'Up', ArrowDown: 'Down', ArrowLeft: 'Left', ArrowRight: 'Right' };
/** Pressed alone they begin something and are none themselves. */
const modifiers: ReadonlySet<string> = new Set(['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock', 'Dead', 'Process', 'Unidentified']);

export type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** One press as it is written: `R`, `Shift+J`, `?`, `Ctrl+Shift+K`, `Esc`. Null for a modifier alone. Ctrl and the Mac's command key are one. */
export function strokeOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed): string | null {
  if (modifiers.has(key)) return null;
  const name = names[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  const withControl = ctrlKey || metaKey;
  // Of a sign that needs Shift to be typed it is a part already.
  const withShift = shiftKey && (withControl || altKey || key.length > 1 || /^\p{L}$/u.test(key));
  return [withControl ? 'Ctrl' : '', altKey ? 'Alt' : '', withShift ? 'Shift' : '', name].filter(Boolean).join('+');
}

/** The keys of one press, each by its name: also where one of them is the plus sign itself. */
export const capsOf = (stroke: string): readonly string[] => stroke.split(/(?<=[^+])\+/u);

const ariaNames: Readonly<Record<string, string>> = { Ctrl: 'Control', Esc: 'Escape', Up: 'ArrowUp', Down: 'ArrowDown', Left: 'ArrowLeft', Right: 'ArrowRight', '+': 'Plus' };

/** Keys as `aria-keyshortcuts` names them (WAI-ARIA 1.2 section 6.6.3). Empty for two one after the other: a space stands between alternatives there. */
export function ariaKeys(keys: string): string {
  return keys.includes(' ') ? '' : capsOf(keys).map((cap) => ariaNames[cap] ?? cap).join('+');
}

/** A character by itself, which somebody may type or say without meaning a command (WCAG 2.2 SC 2.1.4). */
export const isSingle = (stroke: string): boolean => /^(?:Shift\+)?.$/su.test(stroke);

/** With Shift a letter means what it means without, where nothing else is meant by it. */
export const withoutShift = (stroke: string): string => (isSingle(stroke) ? stroke.replace(/^Shift\+/u, '') : stroke);

/** The keys of a command as chosen, or as they are from the start; empty where it has none. */
export function keysOf(id: CommandId, { keys, singleKeys }: KeyChoices): string {
  const facts = factsOf(id);
  const chosen = facts.fixed ? facts.keys : (keys[id] ?? facts.keys);
  return !singleKeys && chosen.split(' ').some(isSingle) ? '' : chosen;
}

/** Which commands have which keys, found once for each set of choices: every key that is pressed asks. */
const tables = new WeakMap<KeyChoices, ReadonlyMap<string, readonly CommandId[]>>();

function tableOf(choices: KeyChoices): ReadonlyMap<string, readonly CommandId[]> {
  const known = tables.get(choices);
  if (known !== undefined) return known;
  const table = new Map<string, CommandId[]>();
  for (const id of commandIds) table.set(keysOf(id, choices), [...(table.get(keysOf(id, choices)) ?? []), id]);
  tables.set(choices, table);
  return table;
}

/** The commands that a press, or two, ask for. */
export const commandsOf = (strokes: string, choices: KeyChoices): readonly CommandId[] => tableOf(choices).get(strokes) ?? [];

/** Whether a second key may follow this one. */
export const beginsSequence = (stroke: string, choices: KeyChoices): boolean => [...tableOf(choices).keys()].some((keys) => keys.startsWith(`${stroke} `));

/** Whether both can be at hand at the same time. The inbox and what is open in it stand side by side. */
function together(one: CommandFacts, other: CommandFacts): boolean {
  const places = ({ parts }: CommandFacts) => new Set(parts.map((part) => (part === 'conversation' ? 'inbox' : part)));
  const first = places(one);
  const second = places(other);
  return [first, second].some((set) => set.has('everywhere') || set.has('go')) || [...first].some((place) => second.has(place));
}

/** The command that stands in the way of giving these keys to another; null where none does. */
export function inTheWay(keys: string, wanted: CommandId, choices: KeyChoices): CommandId | null {
  const overlap = (other: string) => other === keys || other.startsWith(`${keys} `) || keys.startsWith(`${other} `);
  // Also where single keys are off at the moment: they may come back.
  const all = { ...choices, singleKeys: true };
  return commandIds.find((id) => id !== wanted && keysOf(id, all) !== '' && overlap(keysOf(id, all)) && together(factsOf(id), factsOf(wanted))) ?? null;
}
