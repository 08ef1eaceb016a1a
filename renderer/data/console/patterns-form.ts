import type { Policy } from '../../../shared/domain/policy.ts';
import { OwnPattern } from '../../../shared/redaction/policy/own-patterns.ts';
import type { Treatment } from '../../../shared/redaction/policy/treatment.ts';

/** Part of the policy's form. */
type Fields = Readonly<Record<string, string>>;
type Patterns = Policy['redaction']['patterns'];

const prefix = 'redaction.patterns.';
export const patternParts = ['name', 'kind', 'pattern', 'ignoreCase', 'treatment', 'matches', 'matchesNot'] as const;
export type PatternPart = (typeof patternParts)[number];
/** @param place of the pattern in the policy; those that were begun in the form come behind. */
export const patternField = (place: number, part: PatternPart): string => `${prefix}${place}.${part}`;

/** As a field has it: `mask 0 4` leaves four characters at the end. */
export const treatmentChoices: readonly string[] = ['destroy', 'mask 0 2', 'mask 0 4', 'seal', 'warn', 'keep'];
const treatmentText = (treatment: Treatment): string => (treatment.action === 'mask' ? `mask ${treatment.first} ${treatment.last}` : treatment.action);

/** @returns what no policy takes for a text that is none of the form's */
function treatmentIn(text: string): unknown {
  const [action, first, last] = text.split(' ');
  return action === 'mask' ? { action, first: Number(first), last: Number(last) } : { action };
}

/** A company's own formats as fields of the policy's form; examples stand in a line each. */
export function patternFields(patterns: Patterns): Fields {
  return Object.fromEntries(patterns.flatMap((pattern, place) => Object.entries(fieldsOf(place, pattern))));
}

function fieldsOf(place: number, { name, kind, pattern, ignoreCase, treatment, matches, matchesNot }: OwnPattern): Fields {
  const texts: Readonly<Record<PatternPart, string>> = { name, kind, pattern, ignoreCase: String(ignoreCase), treatment: treatmentText(treatment), matches: matches.join('\n'), matchesNot: matchesNot.join('\n') };
  return Object.fromEntries(patternParts.map((part) => [patternField(place, part), texts[part]]));
}

/** One that is begun: something of the company's own, hidden. */
export function begunPattern(place: number): Fields {
  return Object.fromEntries(patternParts.map((part) => [patternField(place, part), { name: '', kind: 'find', pattern: '', ignoreCase: 'false', treatment: 'seal', matches: '', matchesNot: '' }[part]]));
}

/** Places of those that the form has, in order: one whose kind is empty was taken out. */
export function patternPlaces(form: Fields): readonly number[] {
  return Object.keys(form)
    .filter((field) => field.startsWith(prefix) && field.endsWith('.kind') && form[field] !== '')
    .map((field) => Number(field.slice(prefix.length, -'.kind'.length)))
    .sort((a, b) => a - b);
}

/** The next that is begun stands behind all that there ever were. */
export function nextPlace(form: Fields): number {
  return Math.max(-1, ...Object.keys(form).filter((field) => field.startsWith(prefix)).map((field) => Number.parseInt(field.slice(prefix.length), 10))) + 1;
}

export type ReadPatterns = { readonly kind: 'whole'; readonly patterns: Patterns } | { readonly kind: 'wrong'; readonly fields: readonly string[] };

/** The company's own formats as the form has them, or which fields cannot be taken: of a pattern that says otherwise than its examples, the pattern. */
export function readPatterns(form: Fields): ReadPatterns {
  const read = patternPlaces(form).map((place) => ({ place, parsed: OwnPattern.safeParse(patternIn(form, place)) }));
  const wrong = read.flatMap(({ place, parsed }) => (parsed.success ? [] : parsed.error.issues.map(({ path }) => patternField(place, patternParts.find((part) => part === path[0]) ?? 'pattern'))));
  return wrong.length > 0 ? { kind: 'wrong', fields: [...new Set(wrong)] } : { kind: 'whole', patterns: read.flatMap(({ parsed }) => (parsed.success ? [parsed.data] : [])) };
}

function patternIn(form: Fields, place: number): unknown {
  const text = (part: PatternPart): string => form[patternField(place, part)] ?? '';
  const lines = (part: PatternPart): readonly string[] => text(part).split('\n').filter((line) => line !== '');
  return { name: text('name').trim(), kind: text('kind'), pattern: text('pattern'), ignoreCase: text('ignoreCase') === 'true', treatment: treatmentIn(text('treatment')), matches: lines('matches'), matchesNot: lines('matchesNot') };
}
