/** Without case and accents: "lindstrom" finds "Lindström". */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** True when every word of the query is somewhere in one of the texts. An empty query matches everything. */
export function matches(query: string, texts: readonly (string | null)[]): boolean {
  const words = plain(query).split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return true;
  const all = plain(texts.filter((text) => text !== null).join('\n'));
  return words.every((word) => all.includes(word));
}
