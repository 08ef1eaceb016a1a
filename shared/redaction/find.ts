import { cardCompanions } from './card-companions.ts';
import { cardNumbers } from './card-numbers.ts';
import { type Detector, type FindingType, type Masked, type Match, type Span, joint } from './detector.ts';

/** Every detector there is, in the order in which they read. */
const detectors: readonly Detector[] = [cardNumbers, cardCompanions];

/** One stretch to be masked, or masked already in the text as it came. */
export interface Found extends Masked {
  readonly mask: string;
  /** The mask stood in the text before. */
  readonly before: boolean;
}

/** Takes the place of what is masked while detectors go on reading; no detector sees a letter, digit or separator in it. */
const veil = '\ufffc';

const standingMasks = /\[card(?: \*{4}(?: \d{4})?| expiry| security code)\]/g;

function typeOf(mask: string): FindingType {
  if (mask === '[card expiry]') return 'card-expiry';
  return mask === '[card security code]' ? 'card-code' : 'card';
}

/**
 * Everything to be masked in one text, or in consecutive texts of one sender, and the masks that
 * stand there already, in order; offsets count through all texts, with one character between two.
 *
 * Detectors read again, with what was found veiled, until none finds more: so what they find does
 * not depend on whether a mask was put in now or before, and redacting twice changes nothing.
 */
export function findAll(texts: readonly string[]): readonly Found[] {
  const text = texts.map((one) => one.replaceAll(joint, ' ')).join(joint);
  let found: Found[] = text.includes('[card')
    ? Array.from(text.matchAll(standingMasks), (match) => ({
        start: match.index,
        end: match.index + match[0].length,
        type: typeOf(match[0]),
        mask: match[0],
        before: true,
      }))
    : [];
  for (;;) {
    const known = found.length;
    for (const detector of detectors) {
      // Each reads with veiled what those before it have just found: two never claim the same characters.
      const fresh = detector.detect({ text: veiled(text, found), masked: found }).flatMap(foundFrom);
      if (fresh.length > 0) found = [...found, ...fresh].sort((a, b) => a.start - b.start);
    }
    if (found.length === known) return found;
  }
}

/** A number over several messages: its last digits are shown once, where they stood. */
function foundFrom(match: Match): Found[] {
  return match.parts.map((part, index) => ({
    ...part,
    type: match.type,
    mask: index === match.parts.length - 1 ? match.mask : match.mask.replace(/ \d{4}\]$/, ']'),
    before: false,
  }));
}

function veiled(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text;
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of spans) {
    pieces.push(text.slice(at, start), veil.repeat(end - start));
    at = end;
  }
  pieces.push(text.slice(at));
  return pieces.join('');
}
