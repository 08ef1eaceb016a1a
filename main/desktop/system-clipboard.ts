import { clipboard, type Clipboard as Place } from 'electron';
import type { Clipboard, CopyPlace } from './copied-text.ts';

/** Only Linux has a selection that pastes; elsewhere, and on the compatibility runtime, there is none to read. */
const at = (place: CopyPlace): Place | undefined => (place === 'clipboard' ? clipboard : clipboard.selection);

export const systemClipboard: Clipboard = {
  text: async (place) => (await at(place)?.readText()) ?? '',
  clear: (place) => at(place)?.clear(),
};
