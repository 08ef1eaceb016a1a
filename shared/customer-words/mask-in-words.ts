import { maskLabels, standingMasks } from '../redaction/engine/masks.ts';
import type { FindingType } from '../redaction/finding-type.ts';

/**
 * A text with its masks in other words: `[card **** 4242]` as `[Karte **** 4242]`. For those whose text it is: whoever writes such a
 * mask themself sees it the same.
 */
export function masksInWords(text: string, labels: Readonly<Record<FindingType, string>>): string {
  let said = '';
  let from = 0;
  for (const { start, end, type, mask } of standingMasks(text)) {
    said += `${text.slice(from, start)}[${labels[type]}${mask.slice(1 + maskLabels[type].length)}`;
    from = end;
  }
  return said + text.slice(from);
}
