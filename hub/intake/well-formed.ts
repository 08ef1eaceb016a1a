/** Replaces halves of surrogate pairs by U+FFFD, so that the text survives UTF-8 unchanged (and `JSON` and SQLite with it). */
export function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

/** The same, without control characters other than tab and line end. */
export function plainText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is removed here
  return wellFormed(text).replaceAll(/\r\n?/g, '\n').replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '');
}
