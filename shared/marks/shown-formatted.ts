import type { Block } from './marked-text.ts';
import { plainReading } from './plain-reading.ts';
import { readMarks } from './read-marks.ts';

export interface Formatted {
  readonly blocks: readonly Block[];
  /** What stands below it as it is: a signature, a link that the hub added. Empty, or it begins with a line break. */
  readonly below: string;
}

/**
 * A message with its formatting. `text` is what is true: where it does not begin with the reading of what was written (it was
 * redacted since, or cut), the marks are of something else, and the message is plain.
 * @returns null: plain
 */
export function formattedOf({ text, marked }: { readonly text: string; readonly marked?: string | null | undefined }): Formatted | null {
  if (marked === undefined || marked === null) return null;
  const reading = plainReading(marked);
  const below = text.slice(reading.length);
  return text.startsWith(reading) && (below === '' || below.startsWith('\n')) ? { blocks: readMarks(marked), below } : null;
}
