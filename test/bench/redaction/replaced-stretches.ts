import type { FoundSpan } from './scoring.ts';

/** Characters of private use, which no text of the set holds: one stands for each type of a library that only returns redacted text. */
export const placeholder = (index: number): string => String.fromCharCode(0xe000 + index);

/**
 * Where a library has replaced something, from the text it gives back: what stands between two
 * placeholders must be found in the original, in order; what lies between those finds was replaced.
 * A piece is looked for from where the one before ended, so a stretch ends at the first place that fits.
 */
export function replacedStretches(original: string, redacted: string, types: readonly string[]): readonly FoundSpan[] {
  const stretches: FoundSpan[] = [];
  let at = 0;
  let open: { readonly type: string; readonly start: number } | null = null;
  const close = (end: number) => {
    if (open !== null && end > open.start) stretches.push({ ...open, end });
    open = null;
  };
  for (const part of redacted.split(/([\ue000-\uefff])/)) {
    const type = /^[\ue000-\uefff]$/.test(part) ? types[part.charCodeAt(0) - 0xe000] : undefined;
    if (type !== undefined) {
      // Two placeholders side by side: the first keeps the stretch.
      open ??= { type, start: at };
      continue;
    }
    if (part === '') continue;
    const next = open === null ? at : original.indexOf(part, at);
    if (next < 0) break;
    close(next);
    at = next + part.length;
  }
  close(original.length);
  return stretches;
}
