import { type Label, type LabelledText, type Language, languages } from './labelled-text.ts';
import { fillers } from './negatives.ts';
import { cardWritings } from './numbers/cards.ts';
import { Dice } from './random.ts';
import { labelledValue } from './slots.ts';
import { german } from './templates/de.ts';
import { english } from './templates/en.ts';
import { spanish } from './templates/es.ts';
import { french } from './templates/fr.ts';
import { german as heldOutGerman } from './templates/held-out/de.ts';
import { english as heldOutEnglish } from './templates/held-out/en.ts';
import { spanish as heldOutSpanish } from './templates/held-out/es.ts';
import { french as heldOutFrench } from './templates/held-out/fr.ts';
import type { TemplateSet } from './templates/template.ts';

export const families = ['known', 'held-out'] as const;
export type Family = (typeof families)[number];

export const templates: Readonly<Record<Family, Readonly<Record<Language, TemplateSet>>>> = {
  known: { en: english, de: german, es: spanish, fr: french },
  'held-out': { en: heldOutEnglish, de: heldOutGerman, es: heldOutSpanish, fr: heldOutFrench },
};

/** How often each template is filled in: there are fewer that are held out. */
const times = {
  known: { cards: 8, glued: 8, positives: 11, negatives: 8 },
  'held-out': { cards: 8, glued: 8, positives: 24, negatives: 12 },
} as const satisfies Readonly<Record<Family, unknown>>;
/** Spelled-out digits are words already: they cannot be glued to others. */
const glueable = Object.keys(cardWritings).filter((name) => !['spelled', 'newline'].includes(name));

/** The seeds the bench runs with. */
export const seeds: Readonly<Record<Family, number>> = { known: 20_260_901, 'held-out': 7_071_977 };

/**
 * The labelled texts of one family of templates; the same seed gives the same texts. No text occurs
 * twice. What is in it and by which rules: README.md.
 */
export function labelledSet(family: Family, seed: number = seeds[family]): readonly LabelledText[] {
  const dice = new Dice(seed);
  const seen = new Set<string>();
  const texts: LabelledText[] = [];
  for (const language of languages) {
    const set = templates[family][language];
    const add = (kind: string, template: string, count: number, cardWriting?: (index: number) => string) => {
      for (let index = 0; index < count; index += 1) {
        const written = unseen(seen, () => write(dice, language, set, template, cardWriting?.(index)));
        texts.push({ id: `${family}-${language}-${kind}-${texts.length}`, language, ...written });
      }
    };
    const writings = Object.keys(cardWritings);
    for (const [index, template] of set.cards.entries()) {
      add('card', template, times[family].cards);
      add('writing', template, Math.ceil(writings.length / 2), (which) => writings[(which * 2 + index) % writings.length] ?? 'plain');
    }
    for (const template of set.glued) add('glued', template, times[family].glued, () => dice.pick(glueable));
    for (const template of set.positives) add('plain', template, times[family].positives);
    for (const template of set.negatives) add('negative', template, times[family].negatives);
  }
  return texts;
}

type Written = Pick<LabelledText, 'text' | 'findings'>;

/** A template without enough slots gives fewer texts than asked for with the same words: the surroundings then differ. */
function unseen(seen: Set<string>, draw: () => Written): Written {
  for (let tries = 0; tries < 1000; tries += 1) {
    const written = draw();
    if (seen.has(written.text)) continue;
    seen.add(written.text);
    return written;
  }
  throw new Error('A template gives too few different texts.');
}

/** How somebody writes: only what stands between the values changes, so that every value stays valid. */
type Hand = (literal: string) => string;
const careful: Hand = (literal) => literal;
const lowerCase: Hand = (literal) => literal.toLowerCase();
const noFullStops: Hand = (literal) => literal.replace(/\.(?=\s|$)/g, '');
const shouting: Hand = (literal) => literal.toUpperCase();
/** Not for what programs print or what is spelled as a name in a form. */
const formal = /authorization|_key|[<|"]|width|^ERR|^-----/i;

function write(dice: Dice, language: Language, set: TemplateSet, template: string, cardWriting?: string): Written {
  const hand = formal.test(template) ? careful : dice.pick([careful, careful, careful, careful, lowerCase, lowerCase, noFullStops, dice.oneIn(3) ? shouting : careful]);
  const before = dice.oneIn(3) ? `${dice.pick(set.greetings)}${/\n|^[-|>]/.test(template) ? '\n' : dice.pick(['\n', '\n\n', ' '])}` : '';
  const after = dice.oneIn(3) ? `${dice.pick(['\n', '\n\n'])}${dice.pick(set.farewells)}` : '';
  return fill(dice, language, before + template + after, hand, cardWriting);
}

const slot = /\{(~?)([a-zA-Z0-9-]+)(?::([a-zA-Z]+))?\}/g;

function fill(dice: Dice, language: Language, template: string, hand: Hand, cardWriting?: string): Written {
  const findings: Label[] = [];
  let text = '';
  let at = 0;
  for (const match of template.matchAll(slot)) {
    const [whole, unlabelled, name = '', variant = ''] = match;
    text += hand(template.slice(at, match.index));
    at = match.index + whole.length;
    if (unlabelled === '~') {
      const filler = fillers[name];
      if (filler === undefined) throw new Error(`There is no filler called "${name}".`);
      text += filler(dice, language);
      continue;
    }
    const { type, value } = labelledValue(dice, language, name, name === 'card' && cardWriting !== undefined ? cardWriting : variant);
    findings.push({ type, start: text.length, end: text.length + value.length });
    text += value;
  }
  return { text: text + hand(template.slice(at)), findings };
}
