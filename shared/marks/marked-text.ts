/**
 * What agents write: one plain string with a few marks in it (docs/decisions/0054). `**bold**`, `_italic_`, `~~struck~~`,
 * `` `code` ``, `[words](https://…)`, and at the start of a line `- `, `1. ` and `> `. A mark never reaches over the end of its
 * line, and nothing else means anything: no headings, no HTML, no pictures. A backslash before a mark makes it a character.
 */
export type Run =
  | { readonly kind: 'text' | 'code'; readonly text: string; /** Where it stands in what was written, in UTF-16 code units. */ readonly at: number }
  | { readonly kind: 'strong' | 'emphasis' | 'strike'; readonly runs: readonly Run[] }
  /** `address` is `https:` or `mailto:`, checked. One that stands in the text as it is has itself as its words. */
  | { readonly kind: 'link'; readonly text: string; readonly at: number; readonly address: string; readonly addressAt: number };

export type Line = readonly Run[];

export type Block =
  /** Lines as they stand, the empty ones too. */
  | { readonly kind: 'lines' | 'quote' | 'bullets'; readonly lines: readonly Line[] }
  /** Numbered one after the other, from `first`. */
  | { readonly kind: 'numbers'; readonly first: number; readonly lines: readonly Line[] };

/** How a link's address is read aloud and shown: without the word that only programs need. */
export const shownAddress = (address: string): string => address.replace(/^mailto:/, '');

/** Whether a link's words are its address and nothing else, so that nobody has to be shown where it leads. */
export function saysItsAddress({ text, address }: Pick<Extract<Run, { kind: 'link' }>, 'text' | 'address'>): boolean {
  return bare(text) === bare(address);
}

const bare = (address: string): string => address.replace(/^(?:https:\/\/|mailto:)/, '').replace(/\/$/, '');
