import { parseArgs } from 'node:util';
import { inspect } from './quality.ts';
import { families, labelledSet } from './labelled-set.ts';
import { scoreStrictly } from './scoring.ts';

/**
 * Writes the labelled texts to standard output, one JSON object a line, for whatever reads JSONL:
 *
 *   node test/bench/redaction/write.ts [--family known|held-out] [--seed NUMBER] [--mistakes [--type TYPE]]
 *
 * With `--mistakes` it writes instead what our own redaction misses and what it reports wrongly.
 */
const { values } = parseArgs({ options: { family: { type: 'string', default: 'known' }, seed: { type: 'string' }, mistakes: { type: 'boolean', default: false }, type: { type: 'string' } } });
const family = families.find((each) => each === values.family);
if (family === undefined) throw new Error(`There is no family "${values.family}". The families: ${families.join(', ')}.`);
if (values.seed !== undefined && !/^\d{1,10}$/.test(values.seed)) throw new Error('A seed is a whole number.');
const texts = labelledSet(family, values.seed === undefined ? undefined : Number(values.seed));
const line = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

if (values.mistakes) {
  const byId = new Map(texts.map((each) => [each.id, each.text]));
  scoreStrictly(texts, inspect, (mistake) => {
    if (values.type === undefined || values.type === mistake.type) line({ ...mistake, text: byId.get(mistake.id) });
  });
} else for (const each of texts) line(each);
