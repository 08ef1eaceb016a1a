import { bitsOf } from '../context/lexicon.ts';
import { isAlphanumeric, isDigit, isHexDigit, isLetter } from '../engine/code.ts';
import type { Detector, Match, Reading } from '../engine/detector.ts';
import { firstStartingFrom } from '../engine/search.ts';
import { textBefore } from '../engine/span.ts';

/** Keys that say themselves whose they are: how they begin, and their whole form (the providers' own documentation, and what their secret scanning publishes). */
const providers: readonly (readonly [provider: string, begins: readonly string[], form: string])[] = [
  ['AWS', ['AKIA', 'ASIA', 'ABIA', 'ACCA', 'AROA', 'AIDA'], '(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[A-Z2-7]{16}'],
  ['Google', ['AIza', 'GOCSPX-', 'ya29.', '1//0'], 'AIza[\\w-]{35}|GOCSPX-[\\w-]{28}|ya29\\.[\\w-]{20,500}|1//0[\\w-]{40,120}'],
  ['GitHub', ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'], 'gh[pousr]_[A-Za-z0-9]{36,251}|github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}|github_pat_\\w{36,255}'],
  ['GitLab', ['glpat-', 'gldt-', 'glrt-', 'glptt-', 'glcbt-', 'glsoat-', 'glft-', 'glimt-', 'glagent-', 'gloas-'], 'gl(?:pat|dt|rt|ptt|cbt|soat|ft|imt|agent|oas)-[\\w.-]{20,120}'],
  ['Slack', ['xoxb-', 'xoxp-', 'xoxa-', 'xoxo-', 'xoxr-', 'xoxs-', 'xoxe-', 'xoxe.', 'xoxc-', 'xoxd-', 'xapp-'], 'xox[abceoprsd][.-][\\w.%-]{10,250}|xapp-\\d-[\\w-]{10,250}'],
  ['Stripe', ['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'pk_live_', 'pk_test_', 'whsec_'], '(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,247}|whsec_[A-Za-z0-9+/=]{24,64}'],
  ['Twilio', ['SK', 'AC'], '(?:SK|AC)[0-9a-f]{32}'],
  ['SendGrid', ['SG.'], 'SG\\.[\\w-]{16,32}\\.[\\w-]{16,64}'],
  ['Shopify', ['shpat_', 'shpca_', 'shppa_', 'shpss_', 'shptka_', 'shprt_'], 'shp(?:at|ca|pa|ss|tka|rt)_[0-9a-fA-F]{32,64}'],
  ['Anthropic', ['sk-ant-'], 'sk-ant-[\\w-]{20,200}'],
  ['OpenAI', ['sk-', 'sess-'], 'sk-(?:proj-|svcacct-|admin-|None-)?[\\w-]{20,250}|sess-[A-Za-z0-9]{40}'],
  ['npm', ['npm_'], 'npm_[A-Za-z0-9]{36}'],
  ['PyPI', ['pypi-'], 'pypi-[\\w-]{50,400}'],
  ['RubyGems', ['rubygems_'], 'rubygems_[0-9a-f]{48}'],
  ['Docker', ['dckr_pat_', 'dckr_oat_'], 'dckr_[po]at_[\\w-]{27,40}'],
  ['DigitalOcean', ['dop_v1_', 'doo_v1_', 'dor_v1_'], 'do[opr]_v1_[0-9a-f]{64}'],
  ['Mailgun', ['key-', 'pubkey-'], '(?:pub)?key-[0-9a-zA-Z]{32}'],
  ['Square', ['sq0atp-', 'sq0csp-', 'sq0idp-', 'EAAA'], 'sq0(?:atp|csp|idp)-[\\w-]{22,43}|EAAA[\\w-]{60}'],
  ['PayPal', ['access_token$'], 'access_token\\$(?:production|sandbox)\\$[0-9a-z]{16}\\$[0-9a-f]{32}'],
  ['Hugging Face', ['hf_', 'api_org_'], 'hf_[A-Za-z0-9]{30,40}|api_org_[A-Za-z0-9]{34}'],
  ['Replicate, Groq, xAI, Perplexity', ['r8_', 'gsk_', 'xai-', 'pplx-'], 'r8_[A-Za-z0-9]{37}|gsk_[A-Za-z0-9]{48,56}|xai-[A-Za-z0-9]{70,90}|pplx-[A-Za-z0-9]{40,60}'],
  ['Azure', ['sv=20'], 'sv=20\\d\\d-\\d\\d-\\d\\d&[\\w%&=:.+-]{20,400}'],
  ['Meta', ['EAAC', 'EAAB', 'EAAG', 'EAAJ', 'EAAL', 'IGQV', 'EAAD', 'EAAE', 'EAAF', 'EAAH', 'EAAM'], '(?:EAA[B-JLM]|IGQV)[A-Za-z0-9]{80,400}'],
  ['Databricks', ['dapi'], 'dapi[0-9a-f]{32}(?:-\\d)?'],
  ['HashiCorp', ['hvs.', 'hvb.', 'hvr.'], 'hv[sbr]\\.[\\w-]{24,300}'],
  ['Atlassian', ['ATATT3', 'ATCTT3', 'ATBB'], 'AT[AC]TT3[\\w=-]{60,250}|ATBB[A-Za-z0-9]{32}'],
  ['Postman, Figma, Linear, Notion', ['PMAK-', 'figd_', 'lin_api_', 'ntn_', 'secret_'], 'PMAK-[0-9a-f]{24}-[0-9a-f]{34}|figd_[\\w-]{40,60}|lin_api_[A-Za-z0-9]{40}|ntn_[A-Za-z0-9]{40,50}|secret_[A-Za-z0-9]{43}'],
  ['Airtable', ['pat'], 'pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}'],
  ['Grafana, New Relic, Sentry', ['glsa_', 'glc_', 'NRAK-', 'NRJS-', 'sntrys_', 'sntryu_'], 'glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}|glc_[A-Za-z0-9+/=]{32,400}|NRAK-[A-Z0-9]{27}|NRJS-[0-9a-f]{19}|sntrys_[\\w+/=]{40,400}|sntryu_[0-9a-f]{64}'],
  ['Tailscale, Supabase, PlanetScale, Fly', ['tskey-', 'sbp_', 'sb_secret_', 'pscale_', 'fo1_', 'fm1_', 'fm2_'], 'tskey-[a-z]{2,8}-[\\w-]{10,60}|sbp_[0-9a-f]{40}|sb_secret_[\\w-]{20,60}|pscale_(?:tkn|pw|oauth)_[\\w.-]{32,64}|fo1_[\\w-]{43}|fm[12]_[\\w+/=,-]{60,600}'],
  ['Razorpay, Flutterwave, Paystack, Adyen', ['rzp_live_', 'rzp_test_', 'FLWSECK', 'AQE'], 'rzp_(?:live|test)_[A-Za-z0-9]{14,24}|FLWSECK(?:_TEST)?-[0-9a-zA-Z-]{12,50}|AQE[A-Za-z0-9+/=]{70,250}'],
  ['age', ['AGE-SECRET-KEY-1'], 'AGE-SECRET-KEY-1[A-Z0-9]{58}'],
  ['Brevo, Klaviyo, Contentful', ['xkeysib-', 'pk_', 'CFPAT-'], 'xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}|pk_[0-9a-f]{34}|CFPAT-[\\w-]{43}'],
];

/** By the first two characters. */
const byBeginning = new Map<number, RegExp[]>();

function beginningAt(text: string, at: number): number {
  return text.charCodeAt(at) * 0x10000 + text.charCodeAt(at + 1);
}

for (const [, begins, form] of providers) {
  const pattern = new RegExp(`(?:${form})(?![A-Za-z0-9_])`, 'y');
  for (const key of new Set(begins.map((begin) => beginningAt(begin, 0)))) byBeginning.set(key, [...(byBeginning.get(key) ?? []), pattern]);
}

/** Keys without a beginning of their own, by what their first character is. */
const telegram = /\d{8,10}:[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])/y;
const discord = /[MNO][A-Za-z\d_-]{23,27}\.[A-Za-z\d_-]{6}\.[A-Za-z\d_-]{27,40}(?![A-Za-z0-9_-])/y;
const mailchimp = /[0-9a-f]{32}-us\d{1,2}(?![A-Za-z0-9])/y;
const discordHook = /https:\/\/(?:discord(?:app)?\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,80}|hooks\.slack\.com\/(?:services|workflows)\/[\w/]{30,90})/y;
const azure = /[A-Za-z0-9+/]{86}==(?![A-Za-z0-9+/=])/y;
const azureLength = 88;
const longestBefore = 96;

const secretBits = bitsOf(['secret']);

/** What may be part of a key at all, by code. */
const wide = new Uint8Array(0x80);
for (let code = 0; code < wide.length; code++) wide[code] = /[A-Za-z0-9_.+/=$:%-]/.test(String.fromCharCode(code)) ? 1 : 0;

function isWide(code: number): boolean {
  return code < wide.length && wide[code] === 1;
}

/** A value behind a word like "API key": long, and with more than letters in it. */
const generic = /[A-Za-z0-9_+/.~=-]{16,256}/y;

export const apiKeys: Detector = {
  name: 'keys and tokens of providers',
  looksAt: ['longTokens', 'links'],
  detect(reading) {
    const { text, scan } = reading;
    const matches: Match[] = [];
    let done = 0;
    let tried = 0;
    for (const token of scan.longTokens) {
      if (token.start < done) continue;
      const match = keyAround(text, token.start, Math.max(done, tried)) ?? named(reading, token.start, token.end);
      // Where it began before this token, a key that holds the next one would hold this one, too.
      tried = token.start + 1;
      if (match === null) continue;
      matches.push(match);
      done = match.parts[0]?.end ?? 0;
    }
    for (const link of scan.links) {
      discordHook.lastIndex = link - 5;
      const match = discordHook.exec(text);
      if (match !== null) matches.push({ type: 'secret-link', confidence: 0.992, parts: [{ start: link - 5, end: discordHook.lastIndex }] });
    }
    return matches;
  },
};

/** A key with a known beginning that holds the long token, or begins with it. */
function keyAround(text: string, start: number, least: number): Match | null {
  for (let at = start; ; at--) {
    const before = text.charCodeAt(at - 1);
    if (!isAlphanumeric(before)) {
      const end = keyEnd(text, at);
      if (end > start) return { type: 'api-key', confidence: 0.98, parts: [{ start: at, end }] };
    }
    if (at <= least || start - at >= longestBefore || !isWide(before)) return null;
  }
}

function keyEnd(text: string, at: number): number {
  const patterns = byBeginning.get(beginningAt(text, at));
  if (patterns !== undefined) {
    for (const pattern of patterns) {
      pattern.lastIndex = at;
      if (pattern.test(text)) return pattern.lastIndex;
    }
  }
  const code = text.charCodeAt(at);
  if (isDigit(code) && endsAt(telegram, text, at)) return telegram.lastIndex;
  if (code >= 0x4d && code <= 0x4f && endsAt(discord, text, at)) return discord.lastIndex;
  if (isHexDigit(code) && text.charCodeAt(at + 32) === 0x2d && endsAt(mailchimp, text, at)) return mailchimp.lastIndex;
  if (text.charCodeAt(at + azureLength - 1) === 0x3d && endsAt(azure, text, at)) return azure.lastIndex;
  return -1;
}

function endsAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** A long value that a word like "secret" or "token" stands right before. */
function named(reading: Reading, tokenStart: number, tokenEnd: number): Match | null {
  const { text, context, scan } = reading;
  if (!context.has(secretBits)) return null;
  let start = tokenStart;
  while (start > tokenStart - 80 && isValue(text.charCodeAt(start - 1))) start--;
  const label = context.label({ start, end: tokenEnd });
  if (label?.includes('secret') !== true && !assigned(text, scan.hits, start)) return null;
  generic.lastIndex = start;
  const match = generic.exec(text);
  if (match === null) return null;
  const value = match[0].replace(/[.]+$/, '');
  // A fingerprint or a hash says which key it is, and opens nothing.
  if (/gpg|pgp|public|finger|recv|sha-?\d|md5|commit|hash|checksum|ssh-|integrity/i.test(textBefore(text, start, 32))) return null;
  return looksRandom(value) ? { type: 'api-key', confidence: 0.9, parts: [{ start, end: start + value.length }] } : null;
}

/** Letters, digits, and `_+/.~-`. */
function isValue(code: number): boolean {
  return isAlphanumeric(code) || code === 0x5f || code === 0x7e || code === 0x2b || (code >= 0x2d && code <= 0x2f);
}

/** `AWS_SECRET_ACCESS_KEY=...`, `"api_key": "..."`, `x-api-key: ...`. */
function assigned(text: string, hits: Reading['scan']['hits'], start: number): boolean {
  if (!'=:"\'` '.includes(text.charAt(start - 1)) || start === 0) return false;
  for (let index = firstStartingFrom(hits, start - 48); index < hits.length; index++) {
    const hit = hits[index];
    if (hit === undefined || hit.end > start) return false;
    if (hit.topics.includes('secret') && /^[\w-]{0,12}["'` ]{0,2}(?:=>|:=|[:=])[ ]{0,2}(?:bearer |basic )?["'`]{0,1}$|^ $/i.test(text.slice(hit.end, start))) return true;
  }
  return false;
}

/** Letters and digits mixed as chance mixes them, not as words and numbers are put together. */
export function looksRandom(value: string): boolean {
  if (value.length < 16) return false;
  const of = [0, 0, 0, 0];
  let changes = 0;
  let before = neither;
  for (let at = 0; at < value.length; at++) {
    const kind = kindOf(value.charCodeAt(at));
    if (kind !== before && kind !== neither && before !== neither) changes++;
    of[kind] = (of[kind] ?? 0) + 1;
    before = kind;
  }
  const digits = of[digit] ?? 0;
  const mixed = value.length >= 30 && (of[small] ?? 0) > 0 && (of[capital] ?? 0) > 0;
  return digits >= (mixed ? 1 : 2) && digits < value.length && changes >= 4 && new Set(value).size >= 8;
}

const neither = 0;
const digit = 1;
const small = 2;
const capital = 3;

function kindOf(code: number): number {
  return isDigit(code) ? digit : isLetter(code) ? (code >= 0x61 ? small : capital) : neither;
}
