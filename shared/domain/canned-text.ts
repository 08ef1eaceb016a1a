/**
 * Texts with gaps: `{{customer.firstName}}`, or `{{customer.firstName|there}}` with what stands there where nothing is
 * known. There are these gaps and no others; what fills one is put in as it is and never read again. No schema here, so
 * that pages can fill and preview without one.
 */
export const textVariables = ['customer.firstName', 'customer.name', 'agent.name', 'conversation.subject', 'company.name'] as const;
export type TextVariable = (typeof textVariables)[number];

export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  /** `written`: as it stands in the text. `fallback` null: none was given. */
  | { readonly kind: 'gap'; readonly variable: TextVariable; readonly fallback: string | null; readonly written: string };

/** Longest fallback, in UTF-16 code units. */
export const longestFallback = 80;

const gap = /\{\{([^{}|]*)(?:\|([^{}|]*))?\}\}/g;

/**
 * Reads a text with gaps. `wrong`: what stands between braces and is no gap there is, as it is written, or an opening that
 * is not closed. Never throws, in linear time.
 */
export function readCannedText(text: string): { readonly kind: 'read'; readonly parts: readonly TextPart[] } | { readonly kind: 'wrong'; readonly written: string } {
  const parts: TextPart[] = [];
  let from = 0;
  const take = (to: number): string | null => {
    const between = text.slice(from, to);
    const open = between.search(/\{\{|\}\}/);
    if (open >= 0) return between.slice(open, open + 40);
    if (between !== '') parts.push({ kind: 'text', text: between });
    return null;
  };
  for (const match of text.matchAll(gap)) {
    const [written, name = '', fallback] = match;
    const wrong = take(match.index);
    if (wrong !== null) return { kind: 'wrong', written: wrong };
    const variable = textVariables.find((one) => one === name.trim());
    if (variable === undefined || (fallback?.length ?? 0) > longestFallback) return { kind: 'wrong', written };
    parts.push({ kind: 'gap', variable, fallback: fallback === undefined || fallback.trim() === '' ? null : fallback.trim(), written });
    from = match.index + written.length;
  }
  const wrong = take(text.length);
  return wrong === null ? { kind: 'read', parts } : { kind: 'wrong', written: wrong };
}

export type TextValues = Readonly<Record<TextVariable, string | null>>;

/**
 * The text with its gaps filled. One for which nothing is known and nothing was given stays as it is written, which is
 * marked in a draft and refused by the hub: better than "Dear ,". A text that cannot be read comes back as it is.
 */
export function fillCannedText(text: string, values: TextValues): string {
  const read = readCannedText(text);
  if (read.kind === 'wrong') return text;
  return read.parts.map((part) => (part.kind === 'text' ? part.text : (known(values[part.variable]) ?? part.fallback ?? part.written))).join('');
}

/** On one line, and without braces: what a customer calls themself opens no gap. */
function known(value: string | null): string | null {
  const plain = (value ?? '').replaceAll(/[\p{Cc}\s]+/gu, ' ').replaceAll(/[{}]/g, '').trim();
  return plain === '' ? null : plain;
}

/** Where gaps that nobody has filled stand in a text, in UTF-16 code units. */
export function unfilledGaps(text: string): { readonly start: number; readonly end: number }[] {
  return [...text.matchAll(gap)].filter(([, name = '']) => textVariables.some((one) => one === name.trim())).map(({ 0: written, index }) => ({ start: index, end: index + written.length }));
}

/** By which a customer is greeted: null where the name says none, as an address or a number does. */
export function firstNameIn(name: string): string | null {
  const usable = nameIn(name);
  return usable?.split(/\s+/)[0] ?? null;
}

/** Null for what is no name: an address, a number, something hidden, or nothing. */
export function nameIn(name: string): string | null {
  return /^[\p{L}\p{M}\s.,'’-]+$/u.test(name) && /\p{L}/u.test(name) ? name.trim() : null;
}
