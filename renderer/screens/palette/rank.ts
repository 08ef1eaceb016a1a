/** Letters as they are compared: without case and accents, so that "uber" finds "Über". */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** How well one word of the query fits a text: it begins it, begins a word of it, stands in it, or its letters do in this order. */
function fit(word: string, text: string): number {
  if (text.startsWith(word)) return 4;
  const at = text.indexOf(word);
  if (at > 0) return /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') ? 2 : 3;
  if (word.length < 2) return 0;
  let from = -1;
  for (const letter of word) {
    from = text.indexOf(letter, from + 1);
    if (from < 0) return 0;
  }
  return 1;
}

/** How well a text fits what was typed; 0: not at all. Every word has to be in it somehow. */
export function score(query: string, text: string): number {
  const words = folded(query).split(/\s+/u).filter(Boolean);
  const fits = words.map((word) => fit(word, folded(text)));
  return fits.includes(0) ? 0 : fits.reduce((sum, one) => sum + one, 0) / Math.max(1, fits.length);
}

/** What fits, best first; what was used last comes first among equals. With nothing typed all of it, last used first. */
export function ranked<T>(items: readonly T[], query: string, nameOf: (item: T) => string, lastUsed: (item: T) => number): readonly T[] {
  return items
    .map((item, place) => ({ item, place, fits: query.trim() === '' ? 1 : score(query, nameOf(item)), used: lastUsed(item) }))
    .filter(({ fits }) => fits > 0)
    .sort((one, other) => other.fits - one.fits || other.used - one.used || one.place - other.place)
    .map(({ item }) => item);
}
