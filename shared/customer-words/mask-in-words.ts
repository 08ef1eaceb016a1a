import { maskLabels, type StandingMask, standingMasks } from '../redaction/engine/masks.ts';
import type { FindingType } from '../redaction/finding-type.ts';

/**
 * A text with its masks in other words: `[card **** 4242]` as `[Karte **** 4242]`. For those whose text it is: whoever writes such a
 * mask themself sees it the same.
 */
export function masksInWords(text: string, labels: Readonly<Record<FindingType, string>>): string {
  return eachStanding(text, ({ type, mask }) => `[${labels[type]}${mask.slice(1 + maskLabels[type].length)}`);
}

function eachStanding(text: string, said: (mask: StandingMask) => string): string {
  let whole = '';
  let from = 0;
  for (const mask of standingMasks(text)) {
    whole += text.slice(from, mask.start) + said(mask);
    from = mask.end;
  }
  return whole + text.slice(from);
}
