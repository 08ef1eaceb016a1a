/** The blank line that stands between two texts of which none is to be lost. */
const between = '\n\n';

/** Three versions of one draft, in UTF-16: what both grew from, what was written here, what was written elsewhere. */
export interface ThreeDrafts {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

/**
 * One draft of two that grew from one. Where only one side has changed anything, it is that side's. Where both have, no word
 * is lost: what one side has put beside the text that both began with stays beside the other's version of it, and otherwise
 * theirs stands above mine.
 * @returns `joined`: words of both sides stand in it, which neither has written like that
 */
export function joinedDrafts({ base, mine, theirs }: ThreeDrafts): { readonly text: string; readonly joined: boolean } {
  const one = (text: string) => ({ text, joined: false });
  if (mine === theirs || theirs === base) return one(mine);
  if (mine === base || mine.trim() === '') return one(theirs);
  if (theirs.trim() === '') return one(mine);
  if (withPart(theirs, mine, mine) !== null) return one(theirs);
  if (withPart(mine, theirs, theirs) !== null) return one(mine);
  const text = base.trim() === '' ? null : (withPart(theirs, base, mine) ?? withPart(mine, base, theirs));
  return { text: text ?? `${theirs}${between}${mine}`, joined: true };
}

/** A text without a part that has gone out: what is left was not sent. */
export function draftWithout(text: string, sent: string): string {
  if (text.trim() === sent.trim()) return '';
  for (const part of [sent, sent.trim()]) {
    const rest = part === '' ? null : withPart(text, part, '');
    if (rest !== null) return rest.trim();
  }
  return text;
}

/** The text with another in place of one of its parts, which begins and ends with the text or at a blank line; null where there is no such part. */
function withPart(text: string, part: string, instead: string): string | null {
  for (const at of placesOf(part, text)) {
    const end = at + part.length;
    const begins = at === 0 || (at >= between.length && text.startsWith(between, at - between.length));
    const ends = end === text.length || text.startsWith(between, end);
    if (begins && ends) return text.slice(0, at) + instead + text.slice(end);
  }
  return null;
}

/**
 * Where a part stands in a text, overlapping ones as well, from its beginning on. By Knuth, Morris and Pratt, in time proportional to both:
 * `indexOf` again and again looks at a line of dashes once for each of its dashes.
 */
function* placesOf(part: string, text: string): Generator<number> {
  if (part === '' || part.length > text.length) return;
  /** Of each beginning of the part, how much of it is its own end as well. */
  const borders = new Uint32Array(part.length);
  const borderOf = (length: number): number => borders[length - 1] ?? 0;
  for (let at = 1, matched = 0; at < part.length; at += 1) {
    while (matched > 0 && part[at] !== part[matched]) matched = borderOf(matched);
    if (part[at] === part[matched]) matched += 1;
    borders[at] = matched;
  }
  for (let at = 0, matched = 0; at < text.length; at += 1) {
    while (matched > 0 && text[at] !== part[matched]) matched = borderOf(matched);
    if (text[at] === part[matched]) matched += 1;
    if (matched < part.length) continue;
    yield at + 1 - part.length;
    matched = borderOf(matched);
  }
}
