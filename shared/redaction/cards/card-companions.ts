import type { Detector, Masked, Match } from '../engine/detector.ts';
import { overlapsAny } from '../engine/span.ts';
import type { FindingType } from '../finding-type.ts';

/**
 * Expiry date and security code beside a card: worthless alone, but with the card they are what a
 * thief needs, and PCI DSS 4.0 requirement 3.3.1 forbids to keep the code. Looked for near cards only.
 */
export const cardCompanions: Detector = {
  name: 'card expiry and security code',
  detect({ text, masked }) {
    const matches: Match[] = [];
    for (const [index, mask] of masked.entries()) {
      if (mask.type !== 'card' && mask.type !== 'card-expiry') continue;
      const before = masked[index - 1];
      const after = masked[index + 1];
      const right = text.slice(mask.end, Math.min(mask.end + reach, after?.start ?? text.length));
      if (digit.test(right)) {
        pushFound(matches, right, mask.end, mask.type === 'card' ? besideCard : besideExpiry);
        if (mask.type === 'card') pushFound(matches, right, mask.end, namedAnywhere);
      }
      if (mask.type !== 'card') continue;
      const from = Math.max(mask.start - reach, before?.end ?? 0);
      const left = text.slice(from, mask.start);
      if (digit.test(left)) pushFound(matches, left, from, namedAnywhere);
    }
    return withoutOverlap(matches, masked);
  },
};

const digit = /\d/;

/** How far from the card, in UTF-16 code units. */
const reach = 100;

const month = '(?:0?[1-9]|1[0-2])';
const year = '(?:20[2-5]\\d|[2-5]\\d)';
const expiryWords =
  'exp(?:\\.|iry|ires?|iration)?(?:\\s(?:date|on))?|valid(?:\\s(?:thru|through|until|till|to))?|good thru|g[üu]ltig(?:\\sbis)?|verf[äa]llt|ablauf(?:datum)?|caduc(?:a|idad)|venc(?:e|imiento)|v[áa]lid[ao]\\s(?:hasta|at[ée])|valable\\sjusqu.{1,3}(?:au)?|expire(?:\\sle)?|fin de validit[ée]|scad(?:enza|e)|mm\\s?/\\s?(?:yy|jj|aa)(?:yy)?';
const codeWords =
  'cvv2?|cvc2?|csc|cid|cav2|cvn|security\\s(?:code|number|nr|no)|card\\scode|sec\\.?\\s(?:code|nr|no)|verification\\s(?:code|number)|pr[üu]f(?:ziffer|nummer|code)|kartenpr[üu]f(?:nummer|ziffer)|sicherheits(?:code|nummer)|c[óo]digo\\s(?:de\\s)?seguridad|code\\sde\\ss[ée]curit[ée]|cryptogramme(?:\\svisuel)?|codice\\sdi\\ssicurezza|veiligheidscode|c[óo]digo\\sde\\sseguran[çc]a';
const filler = '(?:[^\\p{L}\\p{N}]{0,6}(?:is|ist|es|est|the|and|und|y|et|with|mit|code|number|nummer|date|datum|fecha|my|on|el|le|en|am|in|den|der|del|de|du|der|visuel|back|:)(?!\\p{L})){0,4}';
const gap = '[^\\p{L}\\p{N}\\p{Sc}]{1,6}';

interface Pattern {
  readonly type: FindingType;
  /** The first group, at the end, is what is masked. */
  readonly pattern: RegExp;
}

const expiry = { type: 'card-expiry' } as const;
const code = { type: 'card-code' } as const;

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

function pushFound(matches: Match[], text: string, from: number, patterns: readonly Pattern[]): void {
  for (const { type, pattern } of patterns) {
    const found = pattern.exec(text);
    const digits = found?.[1];
    if (found === null || digits === undefined) continue;
    const end = from + found.index + found[0].length;
    matches.push({ type, confidence: 0.95, parts: [{ start: end - digits.length, end }] });
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
