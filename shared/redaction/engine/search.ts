/** The first index of a list sorted by `start` that starts at `offset` or later. */
export function firstStartingFrom(spans: readonly { readonly start: number }[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const span = spans[middle];
    if (span !== undefined && span.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
