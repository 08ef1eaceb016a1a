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
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    const end = at + part.length;
    const begins = at === 0 || text.slice(0, at).endsWith(between);
    const ends = end === text.length || text.slice(end).startsWith(between);
    if (begins && ends) return text.slice(0, at) + instead + text.slice(end);
  }
  return null;
}
