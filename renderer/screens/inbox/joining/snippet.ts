import { previewShown } from '../findings/finding-words.ts';

const longest = 60;

/** The beginning of a message in one line, by which it is known again in a list. */
export function snippetOf(text: string): string {
  const line = text.slice(0, 400).replaceAll(/\s+/gu, ' ').trim();
  return previewShown(line.length <= longest ? line : `${line.slice(0, longest).trimEnd()}…`);
}
