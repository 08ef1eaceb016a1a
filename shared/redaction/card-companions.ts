import { foldDigits } from './characters.ts';
import { type Detector, type FindingType, type Masked, type Match, overlapsAny } from './detector.ts';

/**
 * Expiry date and security code beside a card: worthless alone, but with the card they are what a
 * thief needs, and PCI DSS 4.0 requirement 3.3.1 forbids to keep the code. Looked for near cards only.
 */
export const cardCompanions: Detector = {
  name: 'card expiry and security code',
  detect(reading) {
    const matches: Match[] = [];
    for (const [index, mask] of reading.masked.entries()) {
      const before = reading.masked[index - 1];
      const after = reading.masked[index + 1];
      const right = foldDigits(reading.text, mask.end, Math.min(mask.end + reach, after?.start ?? reading.text.length));
      pushFound(matches, right, mask.type === 'card' ? besideCard : mask.type === 'card-expiry' ? besideExpiry : []);
      if (mask.type !== 'card') continue;
      pushFound(matches, right, namedAnywhere);
      const left = foldDigits(reading.text, Math.max(mask.start - reach, before?.end ?? 0), mask.start);
      pushFound(matches, left, namedAnywhere);
    }
    return withoutOverlap(matches, reading.masked);
  },
};

/** How far from the card, in UTF-16 code units. */
const reach = 100;

const month = '(?:0?[1-9]|1[0-2])';
const year = '(?:20[2-5]\\d|[2-5]\\d)';
const expiryWords =
  'exp(?:\\.|iry|ires?|iration)?(?:\\s(?:date|on))?|valid(?:\\s(?:thru|through|until|till|to))?|good thru|g[üu]ltig(?:\\sbis)?|verf[äa]llt|ablauf(?:datum)?|caduc(?:a|idad)|venc(?:e|imiento)|v[áa]lid[ao]\\s(?:hasta|at[ée])|valable\\sjusqu.{1,3}(?:au)?|expire(?:\\sle)?|fin de validit[ée]|scad(?:enza|e)|mm\\s?/\\s?(?:yy|jj|aa)(?:yy)?';
const codeWords =
  'cvv2?|cvc2?|csc|cid|cav2|cvn|security\\s(?:code|number|nr|no)|card\\scode|verification\\s(?:code|number)|pr[üu]f(?:ziffer|nummer|code)|kartenpr[üu]f(?:nummer|ziffer)|sicherheits(?:code|nummer)|c[óo]digo\\s(?:de\\s)?seguridad|code\\sde\\ss[ée]curit[ée]|cryptogramme(?:\\svisuel)?|codice\\sdi\\ssicurezza|veiligheidscode|c[óo]digo\\sde\\sseguran[çc]a';
const filler = '(?:[^\\p{L}\\p{N}]{0,6}(?:is|ist|es|est|the|and|und|y|et|with|mit|code|number|nummer|date|datum|fecha|my|on|:)(?!\\p{L})){0,4}';
const gap = '[^\\p{L}\\p{N}\\p{Sc}]{1,6}';

interface Pattern {
  readonly type: FindingType;
  readonly mask: string;
  /** The last group is what is masked. */
  readonly pattern: RegExp;
}

const expiry = { type: 'card-expiry', mask: '[card expiry]' } as const;
const code = { type: 'card-code', mask: '[card security code]' } as const;

const slashed = `(${month}\\s{0,2}[/\\-.]\\s{0,2}${year})(?![\\p{L}\\p{N}]|[/.-]\\d)`;
const expiryDigits = `(${month}\\s{0,2}[/\\-.\\s]\\s{0,2}${year}|(?:0[1-9]|1[0-2])(?:20)?[2-5]\\d)(?!\\p{N}|[/.-]\\d)`;
const bareCode = `(\\d{3,4})(?!\\p{N}|[.,/:-]\\d|\\s?(?:\\p{Sc}|%|[x×]|(?:eur|usd|gbp|chf|euros?|dollars?|pounds?|times|mal|days?|tage|stk|pcs|items?|am|pm|uhr)(?!\\p{L})))`;

/** Directly after the card. */
const besideCard: readonly Pattern[] = [
  { ...expiry, pattern: new RegExp(`^${gap}(?:${filler}[^\\p{L}\\p{N}]{0,4}(?:${expiryWords})${filler}[^\\p{L}\\p{N}]{0,4})?${expiryDigits}`, 'iu') },
  { ...code, pattern: new RegExp(`^[\\s,;:/|\\-\\ufffe]{1,4}${bareCode}`, 'iu') },
];
/** Directly after the expiry date. */
const besideExpiry: readonly Pattern[] = [{ ...code, pattern: new RegExp(`^[\\s,;:/|\\-\\ufffe]{1,4}${bareCode}`, 'iu') }];
/** Named, within reach. */
const namedAnywhere: readonly Pattern[] = [
  { ...expiry, pattern: new RegExp(`(?<!\\p{L})(?:${expiryWords})${filler}[^\\p{L}\\p{N}]{0,6}${expiryDigits}`, 'iu') },
  { ...expiry, pattern: new RegExp(`(?<!\\p{L})(?:${expiryWords})${filler}[^\\p{L}\\p{N}]{0,6}${slashed}`, 'iu') },
  { ...code, pattern: new RegExp(`(?<!\\p{L})(?:${codeWords})${filler}[^\\p{L}\\p{N}]{0,6}(\\d{3,4})(?!\\p{N})`, 'iu') },
];

function pushFound(matches: Match[], folded: { readonly text: string; readonly offsets: readonly number[] }, patterns: readonly Pattern[]): void {
  for (const { type, mask, pattern } of patterns) {
    const found = pattern.exec(folded.text);
    const digits = found?.[1];
    if (found === null || digits === undefined) continue;
    const end = found.index + found[0].length;
    const start = folded.offsets[end - digits.length];
    const lastStart = folded.offsets[end - 1];
    if (start === undefined || lastStart === undefined) continue;
    // The end of the last digit, not the start of what follows it: invisible characters stay.
    matches.push({ type, mask, parts: [{ start, end: Math.min(folded.offsets[end] ?? lastStart + 1, lastStart + 2) }] });
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
