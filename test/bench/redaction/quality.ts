import { inspectText } from '../../../shared/redaction/index.ts';
import type { Measure, Say } from '../measure.ts';
import { type Family, families, labelledSet } from './labelled-set.ts';
import type { LabelType } from './labelled-text.ts';
import { type Score, precision, recall, scoreStrictly } from './scoring.ts';

/** What is demanded of recall and precision, by type; nothing of the others, whose figures are shown. */
const bars: Readonly<Partial<Record<LabelType, readonly [recall: number, precision: number]>>> = {
  card: [0.995, 0.99],
  'us-ssn': [0.995, 0.99],
  iban: [0.995, 0.99],
  'api-key': [0.995, 0.99],
  'private-key': [0.995, 0.99],
  jwt: [0.995, 0.99],
  phone: [0.98, 0.98],
  email: [0.98, 0.98],
  address: [0.9, 0.9],
  'birth-date': [0.9, 0.9],
  passport: [0.9, 0.9],
};

export const inspect = (text: string) => inspectText(text).findings;

/** Recall and precision by type, strictly: of the texts the detectors may be fitted to, and of those worded apart from them. */
export function qualityMeasures(say: Say): Measure[] {
  return families.flatMap((family) => {
    const texts = labelledSet(family);
    const scores = scoreStrictly(texts, inspect);
    say(`${texts.length} ${family} texts: ${[...scores].map(([type, score]) => `${type} ${percent(recall(score))}/${percent(precision(score))} of ${score.labels}`).join(', ')}`);
    return Object.entries(bars).flatMap(([type, [leastRecall, leastPrecision]]) => measuresOf(family, type, scores.get(type), leastRecall, leastPrecision));
  });
}

const percent = (value: number): string => (100 * value).toFixed(1);

function measuresOf(family: Family, type: string, score: Score | undefined, leastRecall: number, leastPrecision: number): Measure[] {
  const counted = score ?? { labels: 0, found: 0, findings: 0, right: 0 };
  const against = `${counted.labels} labelled, ${counted.findings} found (${family} texts)`;
  const one = { against, peer: 1, unit: '', better: 'more' } as const;
  return [
    { ...one, name: `${family}.recall.${type}`, ours: recall(counted), bar: leastRecall },
    { ...one, name: `${family}.precision.${type}`, ours: precision(counted), bar: leastPrecision },
  ];
}
