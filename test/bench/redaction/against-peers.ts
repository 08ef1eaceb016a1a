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
  return coarseNames.flatMap((type) => [best('recall', recall, type, ours, theirs), best('precision', precision, type, ours, theirs)].filter((measure) => measure !== null));
}

function shown(scores: ReadonlyMap<CoarseType, Score>): string {
  return [...scores].filter(([, score]) => score.findings > 0).map(([type, score]) => `${type} ${(100 * recall(score)).toFixed(1)}/${(100 * precision(score)).toFixed(1)}`).join(', ');
}

/** Only peers that have found at least one value of the type take part: one that finds none is never wrong. Null where there is no such peer. */
function best(word: string, value: (score: Score) => number, type: CoarseType, ours: ReadonlyMap<CoarseType, Score>, theirs: readonly { readonly name: string; readonly scores: ReadonlyMap<CoarseType, Score> }[]): Measure | null {
  const own = ours.get(type);
  const taking = theirs.flatMap(({ name, scores }) => ((score) => (score !== undefined && score.found > 0 ? [{ name, value: value(score) }] : []))(scores.get(type))).filter((each) => each.value > 0);
  const first = taking.sort((a, b) => b.value - a.value)[0];
  if (own === undefined || first === undefined) return null;
  // Who finds nothing at all has no precision to show.
  const mine = own.findings === 0 ? 0 : value(own);
  return { name: `peers.${word}.${type.replaceAll(' ', '-')}`, against: `${first.name}, best of ${taking.length}`, ours: mine, peer: first.value, unit: '', bar: 1, better: 'more' };
}
