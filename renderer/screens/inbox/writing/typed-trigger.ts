/** What is being typed behind a sign that opens a list, and where the sign stands; in UTF-16 code units. */
export interface Typed {
  readonly start: number;
  readonly query: string;
}

/** "/" as the first sign of a line, and what follows it up to the caret. A path has a second "/", and is none. */
const command = /(?:^|\n)\/([^\n/]{0,40})$/u;
/** "@" at the beginning of a word, with a name of one or two words behind it. */
const name = /(?:^|[\s(])@([\p{L}\p{M}'’-]{0,40}(?: [\p{L}\p{M}'’-]{0,40})?)$/u;

export function typedTrigger(text: string, caret: number, sign: '/' | '@'): Typed | null {
  const query = (sign === '/' ? command : name).exec(text.slice(0, caret))?.[1];
  return query === undefined ? null : { start: caret - query.length - 1, query };
}
