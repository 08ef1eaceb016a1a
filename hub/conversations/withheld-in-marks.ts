import type { WrittenText } from '../../shared/marks/written-text.ts';
import type { RedactionPolicy } from '../../shared/redaction/index.ts';
import { withheld } from '../delivery/data-loss.ts';

/** data-loss check, once more over the marks themselves: they are kept, and a channel sends them in a way of its own. @returns a sentence for the author; null when nothing was found */
export const withheldInMarks = ({ marked }: WrittenText, policy: RedactionPolicy): string | null => (marked === undefined ? null : withheld(marked, policy));
