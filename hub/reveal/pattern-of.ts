const longest = 60;
/** How cards are written in groups, where one of them has five digits or more. */
const cardGroups: readonly string[] = ['4-6-5', '4-6-4', '6-13', '8-8', '5-4-5-4'];

/**
 * The form of a text as a pattern in RE2's syntax: `A-1234 5678` becomes `\b[A-Z]\-\d{4} \d{4}\b`. It says how many digits
 * and letters there are, never which, so that it can be kept and shown where the text may not.
 *
 * @returns null where the pattern would be too wide: cards and social security numbers have the same form.
 */
export function patternOf(text: string): string | null {
  const trimmed = text.trim();
  if (trimmed.length > longest || !/^[\x20-\x7e]*\d[\x20-\x7e]*$/.test(trimmed) || !distinct(trimmed)) return null;
  const body = trimmed.replaceAll(/\d+|[A-Z]+|[a-z]+|[^\dA-Za-z]/g, (run) => {
    const count = run.length === 1 ? '' : `{${run.length}}`;
    if (/\d/.test(run)) return `\\d${count}`;
    if (/[A-Z]/.test(run)) return `[A-Z]${count}`;
    if (/[a-z]/.test(run)) return `[a-z]${count}`;
    return run === ' ' ? ' ' : `\\${run}`;
  });
  const edge = (character: string | undefined) => (character !== undefined && /\w/.test(character) ? '\\b' : '');
  return `${edge(trimmed[0])}${body}${edge(trimmed.at(-1))}`;
}

/** With letters in it, or in groups of digits that are no card's and not all short. */
function distinct(text: string): boolean {
  if (/[A-Za-z]/.test(text)) return true;
  const groups = text.split(/\D+/).filter((group) => group !== '').map(({ length }) => length);
  return groups.length > 1 && groups.some((length) => length > 4) && !cardGroups.includes(groups.join('-'));
}

/** Something made up that has the form of a pattern that `patternOf` has made. */
export function exampleOf(pattern: string): string {
  const piece = /\\b|(\\d|\[A-Z\]|\[a-z\])(?:\{(\d+)\})?|\\?(.)/gs;
  return [...pattern.matchAll(piece)].map(([whole, kind, count, literal]) => (whole === '\\b' ? '' : kind === undefined ? (literal ?? '') : inOrder(kind, Number(count ?? 1)))).join('');
}

function inOrder(kind: string, count: number): string {
  const characters = kind === '\\d' ? '1234567890' : kind === '[A-Z]' ? 'ABCDEFGHIJ' : 'abcdefghij';
  return Array.from({ length: count }, (_, at) => characters[at % characters.length]).join('');
}
