import { isDigit } from './code.ts';
import { type Span, reach } from './span.ts';

/** Where something can have changed by what was found. @param joined whether the text is of several messages: a number may go on from any to any. */
export function windowsAround(text: string, fresh: readonly Span[], joined: boolean): Span[] {
  if (joined || text.length <= reach) return [{ start: 0, end: text.length }];
  const windows: { start: number; end: number }[] = [];
  for (const { start, end } of fresh) {
    const last = windows.at(-1);
    const window = { start: Math.max(0, start - reach), end: Math.min(text.length, end + reach) };
    if (last !== undefined && last.end >= window.start - 2 * margin) last.end = Math.max(last.end, window.end);
    else windows.push(window);
  }
  return windows;
}

/** What is read beyond a window, so that words and numbers at its edge are judged by what stands around them. */
const margin = 160;
/** As far as two digits of one number can be apart. */
const apart = 8;

/** Windows with their margins, moved outwards to where no number can be cut in two. */
export function widened(text: string, windows: readonly Span[]): Span[] {
  const wide: { start: number; end: number }[] = [];
  for (const window of windows) {
    let start = Math.max(0, window.start - margin);
    for (let quiet = 0; start > 0 && (quiet < apart || !isSpace(text.charCodeAt(start))); start--) quiet = isDigit(text.charCodeAt(start - 1)) ? 0 : quiet + 1;
    let end = Math.min(text.length, window.end + margin);
    for (let quiet = 0; end < text.length && (quiet < apart || !isSpace(text.charCodeAt(end - 1))); end++) quiet = isDigit(text.charCodeAt(end)) ? 0 : quiet + 1;
    const last = wide.at(-1);
    if (last !== undefined && last.end >= start) last.end = Math.max(last.end, end);
    else wide.push({ start, end });
  }
  return wide;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a;
}
