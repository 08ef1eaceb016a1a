/** Replaces halves of surrogate pairs by U+FFFD, so that the text survives UTF-8 unchanged (and `JSON` and SQLite with it). */
export function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
