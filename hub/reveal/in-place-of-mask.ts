/** A text with a value in the place of its mask. @returns null where the mask does not stand there */
export function inPlaceOfMask(text: string, { start, mask }: { readonly start: number; readonly mask: string }, value: string): string | null {
  return text.startsWith(mask, start) ? text.slice(0, start) + value + text.slice(start + mask.length) : null;
}
