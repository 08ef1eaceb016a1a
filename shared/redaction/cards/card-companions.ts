import { bitsOf } from '../context/lexicon.ts';
import { isDigit } from '../engine/code.ts';
import type { Detector, Masked, Match, Reading } from '../engine/detector.ts';
import { overlapsAny, textBefore } from '../engine/span.ts';
import { firstStartingFrom } from '../engine/search.ts';
import type { FindingType } from '../finding-type.ts';

/**
 * Expiry date and security code beside a card: worthless alone, but with the card they are what a
 * thief needs, and PCI DSS 4.0 requirement 3.3.1 forbids to keep the code. Looked for near cards only.
 */
export const cardCompanions: Detector = {
  name: 'card expiry and security code',
  looksAt: ['regions'],
  digits: 3,
  detect(reading) {
    const { text, masked } = reading;
    const matches: Match[] = [];
    for (const [index, mask] of masked.entries()) {
      if (mask.type !== 'card' && mask.type !== 'card-expiry') continue;
      const end = Math.min(mask.end + reach, masked[index + 1]?.start ?? text.length);
      if (hasDigit(text, mask.end, end)) {
        pushBeside(matches, text, mask.end, end, mask.type === 'card' ? besideCard : besideExpiry);
        if (mask.type === 'card') pushNamed(matches, reading, mask.end, end);
      }
      const start = Math.max(mask.start - reach, masked[index - 1]?.end ?? 0);
      if (mask.type === 'card' && hasDigit(text, start, mask.start)) pushNamed(matches, reading, start, mask.start);
    }
    return withoutOverlap(matches, masked);
  },
};

/** How far from the card, in UTF-16 code units. */
const reach = 100;

const month = '(?:0?[1-9]|1[0-2])';
const year = '(?:20[2-5]\\d|[2-5]\\d)';
const expiryWords =
  'exp(?:\\.|i\\p{L}{1,8})?(?:\\s(?:date|on))?|valid(?:\\s(?:thru|through|until|till|to))?|good thru|g[üu]ltig(?:\\sbis)?|verf[äa]llt|ablauf(?:datum)?|cad(?:uca|ucidad|\\.)?|venc(?:e|imiento)|v[áa]lid[ao]\\s(?:hasta|at[ée])|valable\\sjusqu.{1,3}(?:au)?|expire(?:\\sle)?|fin de validit[ée]|scad(?:enza|e)|mm\\s?/\\s?(?:yy|jj|aa)(?:yy)?';
const fillerWords =
  'is|are|ist|sind|lautet|lauten|steht|es|est|son|sont|was|the|and|und|y|et|with|mit|con|avec|code|código|codigo|number|numbers|nummer|zahlen|números|numeros|numéros|date|datum|fecha|my|its|of|on|it|el|los|las|la|le|les|en|am|im|auf|in|den|dem|der|die|das|del|de|du|des|al|au|a|visuel|back|side|rear|card|karte|tarjeta|carte|rückseite|rueckseite|hinten|drauf|reverso|detrás|detras|atrás|atras|dorso|dos|verso|digits|digit|ziffern|chiffres|dígitos|digitos|cifras|three|four|drei|vier|tres|cuatro|trois|quatre|last|letzten|últimos|ultimos|derniers|says|reads|auch|also|seguridad|sécurité|securite|security|to|au|and its|until|bis|hasta|fin|ende|end|finales';
const filler = `(?:[^\\p{L}\\p{N}]{0,6}(?:${fillerWords}|[34](?!\\p{N}))(?!\\p{L})){0,6}`;
const gap = '[^\\p{L}\\p{N}\\p{Sc}]{1,6}';

interface Pattern {
  readonly type: FindingType;
  /** The first group, at the end, is what is masked. */
  readonly pattern: RegExp;
}

const expiry = { type: 'card-expiry' } as const;
const code = { type: 'card-code' } as const;

const slashed = `(${month}\\s{0,2}[/\\-.]\\s{0,2}${year})(?![\\p{L}\\p{N}]|[/.-]\\d)`;
/** A security code may stand behind a stroke; other digits there make it a longer date, or no date. */
const expiryDigits = `(${month}\\s{0,2}[/\\-.\\s|]\\s{0,2}${year}|(?:0[1-9]|1[0-2])(?:20)?[2-5]\\d)(?!\\p{N}|[/.-]\\d(?!\\d{2,3}(?![\\p{L}\\p{N}/.-])))`;
const bareCode = `(\\d{3,4})(?!\\p{N}|[.,/:-]\\d|\\s?(?:\\p{Sc}|%|[x×]|(?:eur|usd|gbp|chf|euros?|dollars?|pounds?|times|mal|days?|tage|stk|pcs|items?|am|pm|uhr)(?!\\p{L})))`;

/** Directly after the card. */
const besideCard: readonly Pattern[] = [
  { ...expiry, pattern: new RegExp(`${gap}(?:${filler}[^\\p{L}\\p{N}]{0,4}(?:${expiryWords})${filler}[^\\p{L}\\p{N}]{0,4})?${expiryDigits}`, 'iuy') },
  // A date with a stroke and no day, called nothing but a date.
  { ...expiry, pattern: new RegExp(`${gap}(?:date|fecha|datum|data)[^\\p{L}\\p{N}]{1,4}${slashed}`, 'iuy') },
  { ...code, pattern: new RegExp(`[\\s,;:/|\\-\\ufffe]{1,4}${bareCode}`, 'iuy') },
];
/** Directly after the expiry date, or with a few words between that say nothing. */
const besideExpiry: readonly Pattern[] = [{ ...code, pattern: new RegExp(`(?:[\\s,;:/|\\-\\ufffe]{1,4}|${filler}[^\\p{L}\\p{N}\\p{Sc}]{1,6})${bareCode}`, 'iuy') }];
/** Behind a word that names it. */
const namedExpiry: readonly Pattern[] = [
  { ...expiry, pattern: new RegExp(`${filler}[^\\p{L}\\p{N}]{0,6}${expiryDigits}`, 'iuy') },
  { ...expiry, pattern: new RegExp(`${filler}[^\\p{L}\\p{N}]{0,6}${slashed}`, 'iuy') },
];
/** Behind a word that says so beside a card alone: nothing but a month and a year with a stroke, no digits that are an amount. */
const hintedExpiry: readonly Pattern[] = [{ ...expiry, pattern: new RegExp(`${filler}[^\\p{L}\\p{N}]{0,6}${slashed}`, 'iuy') }];
const hintedCode: readonly Pattern[] = [{ ...code, pattern: new RegExp(`${filler}[^\\p{L}\\p{N}\\p{Sc}]{1,6}${bareCode}`, 'iuy') }];
/** Codes that are not the card's. */
const otherCode = /(?:promo|promotion|promotional|discount|coupon|voucher|gift|error|post|postal|zip|area|order|product|sort|colou?r|rabatt|gutschein|fehler|farb|access|entry|door|gate|money|give|get|geld)[\s-]{0,2}(?:the )?$/i;
const namedCode: readonly Pattern[] = [{ ...code, pattern: new RegExp(`${filler}[^\\p{L}\\p{N}]{0,6}(\\d{3,4})(?!\\p{N})`, 'iuy') }];

const cardBits = bitsOf(['expiry', 'expiry-beside', 'card-code', 'card-code-beside']);

function hasDigit(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (isDigit(text.charCodeAt(at))) return true;
  return false;
}

function pushBeside(matches: Match[], text: string, from: number, to: number, patterns: readonly Pattern[]): void {
  for (const { type, pattern } of patterns) {
    pattern.lastIndex = from;
    const digits = pattern.exec(text)?.[1];
    const end = pattern.lastIndex;
    if (digits !== undefined && end <= to) matches.push({ type, confidence: 0.95, parts: [{ start: end - digits.length, end }] });
  }
}

/** The first expiry date and the first code that a word names in a stretch. */
function pushNamed(matches: Match[], { text, scan }: Reading, from: number, to: number): void {
  let expiryFound = false;
  let codeFound = false;
  for (let index = firstStartingFrom(scan.hits, from); index < scan.hits.length; index++) {
    const hit = scan.hits[index];
    if (hit === undefined || hit.end > to) return;
    const before = matches.length;
    if ((hit.low & cardBits.low) === 0 && (hit.high & cardBits.high) === 0) continue;
    const { topics } = hit;
    if (!expiryFound && (topics.includes('expiry') || topics.includes('expiry-beside'))) {
      pushBeside(matches, text, hit.end, to, topics.includes('expiry') ? namedExpiry : hintedExpiry);
      expiryFound = matches.length > before;
    } else if (!codeFound && topics.includes('card-code')) {
      pushBeside(matches, text, hit.end, to, namedCode);
      codeFound = matches.length > before;
    } else if (!codeFound && topics.includes('card-code-beside') && !otherCode.test(textBefore(text, hit.start, 16))) {
      pushBeside(matches, text, hit.end, to, hintedCode);
      codeFound = matches.length > before;
    }
  }
}

function withoutOverlap(matches: Match[], masked: readonly Masked[]): Match[] {
  const startOf = (match: Match) => match.parts[0]?.start ?? 0;
  const endOf = (match: Match) => match.parts.at(-1)?.end ?? 0;
  let end = 0;
  return matches
    .sort((a, b) => startOf(a) - startOf(b) || endOf(b) - endOf(a))
    .filter((match) => {
      const free = startOf(match) >= end && !overlapsAny(masked, { start: startOf(match), end: endOf(match) });
      if (free) end = endOf(match);
      return free;
    });
}
