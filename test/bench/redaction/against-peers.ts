import type { Measure, Say } from '../measure.ts';
import { families, labelledSet } from './labelled-set.ts';
import type { Peer } from './peers.ts';
import { inspect } from './quality.ts';
import { type CoarseType, type FoundSpan, type Score, coarseNames, ourCoarse, precision, recall, scoreCoarsely } from './scoring.ts';

/** Recall and precision against the best of the peers that know the type, over all texts of both families, by the coarse score. */
export async function comparedMeasures(peers: readonly Peer[], say: Say): Promise<Measure[]> {
  const texts = families.flatMap((family) => labelledSet(family));
  const ours = scoreCoarsely(texts, texts.map(({ text }) => inspect(text)), ourCoarse);
  const theirs: { readonly name: string; readonly scores: ReadonlyMap<CoarseType, Score> }[] = [];
  for (const peer of peers) {
    const found: (readonly FoundSpan[])[] = [];
    for (const { text } of texts) found.push(await peer.find(text));
    const scores = scoreCoarsely(texts, found, (type) => peer.coarse[type] ?? null);
    theirs.push({ name: peer.name, scores });
    say(`${peer.name}: ${shown(scores)}`);
  }
  say(`ours: ${shown(ours)}`);
  return coarseNames.flatMap((type) => measuresOf(type, ours.get(type), theirs));
}

function shown(scores: ReadonlyMap<CoarseType, Score>): string {
  return [...scores].filter(([, score]) => score.findings > 0).map(([type, score]) => `${type} ${(100 * recall(score)).toFixed(1)}/${(100 * precision(score)).toFixed(1)}`).join(', ');
}

type Theirs = readonly { readonly name: string; readonly scores: ReadonlyMap<CoarseType, Score> }[];

/**
 * Recall and precision against the best of the peers that find the type at all. Beside it, with no bar, precision against
 * those that find at least half as much as the one that finds most: who reports next to nothing is seldom wrong.
 */
function measuresOf(type: CoarseType, own: Score | undefined, theirs: Theirs): Measure[] {
  const taking = theirs.flatMap(({ name, scores }) => ((score) => (score !== undefined && score.found > 0 ? [{ name, score }] : []))(scores.get(type)));
  const most = Math.max(...taking.map(({ score }) => score.found));
  const serious = taking.filter(({ score }) => score.found * 2 >= most);
  // Who finds nothing has no precision to show.
  const nothing = own === undefined || own.findings === 0;
  return [
    ...best('recall', recall, taking, nothing ? 0 : recall(own), type, 1),
    ...best('precision', precision, taking, nothing ? 0 : precision(own), type, 1),
    ...best('precision-of-those-that-find-half', precision, serious, nothing ? 0 : precision(own), type, null),
  ];
}

function best(word: string, value: (score: Score) => number, peers: readonly { readonly name: string; readonly score: Score }[], ours: number, type: CoarseType, bar: number | null): Measure[] {
  const first = peers.map(({ name, score }) => ({ name, value: value(score) })).filter((each) => each.value > 0).sort((a, b) => b.value - a.value)[0];
  if (first === undefined) return [];
  return [{ name: `peers.${word}.${type.replaceAll(' ', '-')}`, against: `${first.name}, best of ${peers.length}`, ours, peer: first.value, unit: '', bar, better: 'more' }];
}
