import { RE2JS } from 're2js';
import { z } from 'zod';
import type { Match } from '../engine/detector.ts';
import type { Span } from '../engine/span.ts';
import { Treatment } from './treatment.ts';

/**
 * A format of the company's own. `find`: something of its own that is personal, such as a customer's number. `leave`:
 * something that is known to be nothing of a person, such as its order numbers, and in which nothing else is found.
 *
 * Patterns are in the syntax of RE2: no look-around and no back-references, and time linear in the length of the text
 * whatever the pattern is, so that none can bring the hub to a halt.
 */
export const OwnPattern = z
  .strictObject({
    name: z.string().min(1).max(60),
    kind: z.enum(['find', 'leave']),
    pattern: z.string().min(1).max(500),
    ignoreCase: z.boolean().default(false),
    /** What becomes of what is found; nothing for `leave`. */
    treatment: Treatment.prefault({ action: 'seal' }),
    /** Examples that the pattern must match, whole or in part, and examples in which it must match nothing. */
    matches: z.array(z.string().min(1).max(200)).min(1).max(20),
    matchesNot: z.array(z.string().min(1).max(200)).min(1).max(20),
  })
  .superRefine((own, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', message: `Pattern "${own.name}": ${message}` });
    const compiled = compile(own);
    if (typeof compiled === 'string') return refuse(compiled);
    if (compiled.matcher('').find()) return refuse('it matches where there is nothing. Ask for at least one character.');
    for (const example of own.matches) if (!compiled.matcher(example).find()) refuse(`it must match "${example}" and does not.`);
    for (const example of own.matchesNot) if (compiled.matcher(example).find()) refuse(`it must not match "${example}" and does.`);
  });
export type OwnPattern = z.infer<typeof OwnPattern>;

/** Patterns that were compiled before: a policy is read anew from its statement far more often than it changes. */
const known = new Map<string, RE2JS | string>();
/** The most that four policies can have. */
const mostKnown = 200;

/** @returns the compiled pattern, or why it is none. */
function compile({ pattern, ignoreCase }: { readonly pattern: string; readonly ignoreCase: boolean }): RE2JS | string {
  const key = `${ignoreCase ? 'i' : 'c'}${pattern}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= mostKnown) known.clear();
  const compiled = compiledAnew(pattern, ignoreCase);
  known.set(key, compiled);
  return compiled;
}

function compiledAnew(pattern: string, ignoreCase: boolean): RE2JS | string {
  try {
    return RE2JS.compile(pattern, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be read';
    return `it is no pattern in RE2's syntax (${why}). Look-around and back-references are not allowed.`;
  }
}

/** Leaves one very text alone, whatever it looks like. */
export function leavePattern(text: string): OwnPattern {
  return { name: 'brought back', kind: 'leave', pattern: RE2JS.quote(text), ignoreCase: false, treatment: { action: 'keep' }, matches: [], matchesNot: [] };
}

/** What a company's own patterns find, and where nothing else is to be found. */
export interface OwnPatterns {
  find(text: string): readonly Match[];
  leave(text: string): readonly Span[];
}

/** A company's own format is what it says: surer than any guess of ours, but for what has a checksum. */
const confidence = 0.99;

export function compiledPatterns(patterns: readonly OwnPattern[]): OwnPatterns | null {
  if (patterns.length === 0) return null;
  const compiled = patterns.flatMap((own) => {
    const expression = compile(own);
    return typeof expression === 'string' ? [] : [{ own, expression }];
  });
  return {
    find: (text) =>
      compiled
        .filter(({ own }) => own.kind === 'find')
        .flatMap(({ own, expression }) => spansOf(expression, text).map((span): Match => ({ type: 'custom', confidence, parts: [span], treatment: own.treatment }))),
    leave: (text) =>
      compiled
        .filter(({ own }) => own.kind === 'leave')
        .flatMap(({ expression }) => spansOf(expression, text))
        .sort((a, b) => a.start - b.start),
  };
}

function spansOf(expression: RE2JS, text: string): Span[] {
  const spans: Span[] = [];
  const matcher = expression.matcher(text);
  while (matcher.find()) {
    const span = { start: matcher.start(), end: matcher.end() };
    if (span.end > span.start) spans.push(span);
  }
  return spans;
}
