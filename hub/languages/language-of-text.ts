import { detectAll } from 'tinyld/light';
import { standingMasks } from '../../shared/redaction/engine/masks.ts';
import type { Language } from '../../shared/language/languages.ts';
import { spokenOf } from './wanted.ts';

/** More tells nothing more; UTF-16 code units. */
const enough = 2_000;
/** Fewer letters tell nothing: "ok", an order number. */
const fewest = 12;
/** By how much the likeliest has to be ahead of the next. */
const ahead = 2;

/** The language that somebody writes, by its letters and words; null where it cannot be told, or is none that is spoken here. Masks are our words, not theirs. */
export function languageOfText(text: string): Language | null {
  let own = text.slice(0, enough);
  for (const { start, end } of standingMasks(own).toReversed()) own = `${own.slice(0, start)} ${own.slice(end)}`;
  if ((own.match(/\p{L}/gu)?.length ?? 0) < fewest) return null;
  const [first, second] = detectAll(own);
  return first === undefined || (second !== undefined && first.accuracy < ahead * second.accuracy) ? null : spokenOf(first.lang);
}
