import type { Span } from '../engine/detector.ts';

/**
 * Numbers that are known for what they are: no card is looked for inside them. Each pattern has
 * bounded repetition only, so that reading takes linear time.
 */

/** RFC 9562. */
const guid = /(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])/giu;
/** Amazon's order number: three, seven and seven digits. */
const amazonOrder = /(?<![\d-])\d{3}-\d{7}-\d{7}(?![\d-])/gu;
/** Spans of the known formats in a text, sorted and without overlap. */
export function knownFormats(text: string): readonly Span[] {
  const spans: { start: number; end: number }[] = [];
  for (const pattern of [guid, amazonOrder]) {
    for (const match of text.matchAll(pattern)) spans.push({ start: match.index, end: match.index + match[0].length });
  }
  spans.sort((a, b) => a.start - b.start);
  let end = 0;
  return spans.filter((span) => {
    const free = span.start >= end;
    if (free) end = span.end;
    return free;
  });
}
