/** What is looked through, in bytes: what comes after is files. */
const looked = 16 * 1024 * 1024;
const maxHits = 1_000;
/** Boundaries that are looked for, each through all of it; honest mail has a few. Of further ones each is believed to come. */
const maxBoundaries = 50;
/** Lines of a part's header. */
const maxHeaderLines = 60;
const multipart = /multipart\/[\w.+-]+/gi;

/**
 * Makes text of every multipart that cannot be taken apart, because it names no boundary or its boundary never comes: a parser would
 * drop all that is in it. Only the type in the header changes, in place and at its length.
 *
 * @param raw a copy of a mail, which is changed.
 */
export function textWithoutBoundary(raw: Buffer): void {
  const mail = raw.subarray(0, looked).toString('latin1');
  const rootEnd = /\r?\n\r?\n/.exec(mail)?.index ?? mail.length;
  const lastOf = new Map<string, number>();
  /** Where a boundary comes last; -1 where it never does. */
  const last = (boundary: string): number => {
    const known = lastOf.get(boundary) ?? (lastOf.size < maxBoundaries ? mail.lastIndexOf(`\n--${boundary}`) : mail.length);
    if (lastOf.size < maxBoundaries) lastOf.set(boundary, known);
    return known;
  };
  let hits = 0;
  for (const { 0: type, index } of mail.matchAll(multipart)) {
    if ((hits += 1) > maxHits) return;
    const line = mail.lastIndexOf('\n', index) + 1;
    if (!/^content-type:[ \t]*$/i.test(mail.slice(line, index)) || !(line < rootEnd || beginsPart(mail, line))) continue;
    if (!takenApart(mail, index, last)) raw.write('text/plain;'.padEnd(type.length), index, 'latin1');
  }
}

/** Whether nothing but header lines is between a line that may be a boundary and this one. */
function beginsPart(mail: string, from: number): boolean {
  let end = from - 1;
  for (let lines = 0; lines < maxHeaderLines && end > 0; lines += 1) {
    const start = mail.lastIndexOf('\n', end - 1) + 1;
    const line = mail.slice(start, Math.min(end, start + 1_000));
    if (line.startsWith('--')) return true;
    if (!/^(?:[\w-]+:|[ \t]+\S)/.test(line)) return false;
    end = start - 1;
  }
  return false;
}

/** Whether the field from there on names a boundary that comes. One in the manner of RFC 2231 is believed. */
function takenApart(mail: string, from: number, last: (boundary: string) => number): boolean {
  const field = /^(?:[^\r\n]|\r?\n[ \t])*/.exec(mail.slice(from, from + 4_000))?.[0] ?? '';
  if (/boundary\*/i.test(field)) return true;
  const found = /boundary\s*=\s*(?:"([^"]*)"|([^\s;"]+))/i.exec(field);
  const boundary = (found?.[1] ?? found?.[2] ?? '').replaceAll(/\r?\n[ \t]/g, '');
  return boundary !== '' && last(boundary) > from;
}
