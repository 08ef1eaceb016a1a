import { isDigit } from '../engine/code.ts';
import { issuedLengthsOf, longestCard, shortestCard } from './card-issuers.ts';
import { nextGroup } from './digit-runs.ts';

/** A power of two, larger than any card is long: places of what was read last. */
const ring = 32;
const inRing = ring - 1;
/** What begins so, and how Luhn's sums stood there: by index of the digit, of those read last. */
const lengths = new Int32Array(ring);
const evenDoubled = new Int32Array(ring);
const oddDoubled = new Int32Array(ring);

/**
 * Reads a run, and keeps nothing of it but its last digits: whether any whole groups of it have the beginning, the length and the check
 * digit of a card (ISO/IEC 7812). Of a run without any nothing more is asked; one with any is read again as a run.
 *
 * @returns where the run ends, as a negative number (less one) where it holds none.
 */
export function probed(text: string, from: number, joined: boolean): number {
  let count = 0;
  let even = 0;
  let odd = 0;
  /** The digit read last. */
  let lead = 0;
  let end = from;
  let found = false;
  for (let start = from; start !== -1; start = nextGroup(text, end, joined)) {
    end = start;
    const first = count;
    lengths[first & inRing] = 0;
    for (let code = text.charCodeAt(end); isDigit(code); code = text.charCodeAt(++end)) {
      const place = count & inRing;
      if (count > first) lengths[place] = 0;
      // Two digits tell how long it may be; the second may be of another group.
      if (count > 0 && lengths[(count - 1) & inRing] === begun) lengths[(count - 1) & inRing] = issuedLengthsOf(lead, code - 0x30);
      if (count === first) {
        lengths[place] = begun;
        evenDoubled[place] = even;
        oddDoubled[place] = odd;
      }
      lead = code - 0x30;
      const doubled = lead < 5 ? lead * 2 : lead * 2 - 9;
      if (count % 2 === 0) {
        even += doubled;
        odd += lead;
      } else {
        even += lead;
        odd += doubled;
      }
      count++;
    }
    if (found || count < shortestCard) continue;
    for (let length = Math.min(longestCard, count); length >= shortestCard && !found; length--) {
      const place = (count - length) & inRing;
      // The last digit is not doubled.
      found = ((lengths[place] ?? 0) & (1 << length)) !== 0 && (count % 2 === 0 ? even - (evenDoubled[place] ?? 0) : odd - (oddDoubled[place] ?? 0)) % 10 === 0;
    }
  }
  return found ? end : -end - 1;
}

/** A group begins there, and its second digit has not been read. No length of a card is among these bits. */
const begun = 1;
