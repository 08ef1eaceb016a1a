import { words as consoleWords } from '../console/words.ts';
import type { Place } from './frame.tsx';
import { words } from './words.ts';

/** The letter after G, and where it leads. */
export const goToLetters = [
  ['i', 'inbox'],
  ['d', 'devices'],
  ['v', 'invites'],
  ['m', 'inventory'],
  ['p', 'policy'],
  ['a', 'people'],
  ['c', 'channels'],
  ['r', 'routing'],
  ['w', 'canned'],
  ['s', 'security'],
] as const satisfies readonly (readonly [string, Place])[];

export function placeName(place: Place): string {
  return place === 'inbox' || place === 'security' ? words.places[place] : consoleWords.sections[place];
}
