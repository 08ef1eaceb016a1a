import type { LabelType, LabelledText } from './labelled-text.ts';

export interface FoundSpan {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Counts of one type. `found` labels of `labels`; `right` findings of `findings`. */
export interface Score {
  readonly labels: number;
  readonly found: number;
  readonly findings: number;
  readonly right: number;
}

export const recall = (score: Score): number => (score.labels === 0 ? 1 : score.found / score.labels);
/** Where nothing is reported nothing is wrong. */
export const precision = (score: Score): number => (score.findings === 0 ? 1 : score.right / score.findings);

/** What a finding and a label share, over what they cover together. */
export function overlap(a: { readonly start: number; readonly end: number }, b: { readonly start: number; readonly end: number }): number {
  const shared = Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
  return shared === 0 ? 0 : shared / (Math.max(a.end, b.end) - Math.min(a.start, b.start));
}

/** An address has no sharp ends: a country, a flat. Everything else has. */
export const leastOverlap = (type: string): number => (type === 'address' ? 0.6 : 0.8);

/** One text with what was made of it: for the counts, and for who wants to see the mistakes. */
export interface Mistake {
  readonly kind: 'missed' | 'false alarm';
  readonly id: string;
  readonly type: string;
  readonly value: string;
}

/**
 * Per type: a label counts as found, and a finding as right, when both have the same type and share
 * enough; labels never overlap, so a finding answers for one at most. A value found under another type is a miss for the
 * one and a false alarm for the other.
 */
export function scoreStrictly(texts: readonly LabelledText[], inspect: (text: string) => readonly FoundSpan[], mistakes?: (mistake: Mistake) => void): ReadonlyMap<string, Score> {
  const scores = new Map<string, { labels: number; found: number; findings: number; right: number }>();
  const of = (type: string) => {
    const known = scores.get(type) ?? { labels: 0, found: 0, findings: 0, right: 0 };
    scores.set(type, known);
    return known;
  };
  for (const { id, text, findings: labels } of texts) {
    const found = inspect(text);
    const used = new Set<FoundSpan>();
    for (const label of labels) {
      of(label.type).labels += 1;
      const match = found.find((each) => each.type === label.type && overlap(each, label) >= leastOverlap(label.type));
      if (match === undefined) mistakes?.({ kind: 'missed', id, type: label.type, value: text.slice(label.start, label.end) });
      else {
        used.add(match);
        of(label.type).found += 1;
      }
    }
    for (const each of found) {
      of(each.type).findings += 1;
      if (used.has(each)) of(each.type).right += 1;
      else mistakes?.({ kind: 'false alarm', id, type: each.type, value: text.slice(each.start, each.end) });
    }
  }
  return scores;
}

/** The types that libraries have in common, and which labels belong to each: libraries name and split them differently. */
export const coarseTypes = {
  card: ['card'],
  'social security': ['us-ssn', 'us-itin'],
  iban: ['iban'],
  'bank account': ['bank-account', 'bank-routing'],
  email: ['email'],
  phone: ['phone'],
  address: ['address'],
  ip: ['ip'],
  'birth date': ['birth-date'],
  passport: ['passport'],
  'driving licence': ['driving-licence'],
  password: ['password'],
  key: ['api-key', 'private-key', 'jwt'],
  wallet: ['crypto-wallet'],
} as const satisfies Readonly<Record<string, readonly LabelType[]>>;

export type CoarseType = keyof typeof coarseTypes;
export const coarseNames = Object.keys(coarseTypes) as readonly CoarseType[];

const holds = (coarse: CoarseType, type: string): boolean => coarseTypes[coarse].some((each) => each === type);

/** How much of `inner` lies in any of the spans. */
function covered(inner: { readonly start: number; readonly end: number }, spans: readonly { readonly start: number; readonly end: number }[]): number {
  let inside = 0;
  for (let at = inner.start; at < inner.end; at += 1) if (spans.some((span) => span.start <= at && at < span.end)) inside += 1;
  return inside / (inner.end - inner.start);
}

/**
 * For the comparison between libraries, kinder than the strict score and the same for all: a label is
 * found when enough of it lies in stretches of its coarse type, however many; a stretch is right when
 * at least half of it is labelled, with whatever type.
 *
 * @param coarseOf the coarse type of a stretch; null for what no label of the set answers to.
 */
export function scoreCoarsely(texts: readonly LabelledText[], found: readonly (readonly FoundSpan[])[], coarseOf: (type: string) => CoarseType | null): ReadonlyMap<CoarseType, Score> {
  const scores = new Map(coarseNames.map((name) => [name, { labels: 0, found: 0, findings: 0, right: 0 }]));
  for (const [index, { findings: labels }] of texts.entries()) {
    for (const [name, score] of scores) {
      const spans = (found[index] ?? []).filter((each) => coarseOf(each.type) === name);
      const own = labels.filter((label) => holds(name, label.type));
      score.labels += own.length;
      score.found += own.filter((label) => covered(label, spans) >= leastOverlap(label.type)).length;
      score.findings += spans.length;
      score.right += spans.filter((span) => covered(span, labels) >= 0.5).length;
    }
  }
  return scores;
}

/** Ours in the coarse names. */
export const ourCoarse = (type: string): CoarseType | null => coarseNames.find((name) => holds(name, type)) ?? null;
