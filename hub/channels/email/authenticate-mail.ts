import { Resolver } from 'node:dns/promises';
import { domainToASCII } from 'node:url';
import { authenticate, type AuthenticateResult, type DNSResolver } from 'mailauth';
import type { Authentication, Normalised, Verdict } from '../../intake/stages.ts';
import { headersOfBroken } from './headers.ts';

/** Longest a mail waits for the name servers, in milliseconds. What is not known by then is `temperror`. */
const limit = 5_000;
/** Most lines of a header that are looked at; honest mail has a few hundred. The time mailauth takes grows with their square. */
const maxHeaderLines = 5_000;

/** Two seconds a question, asked once: a name server that is away must not hold up intake. */
export function limitedResolver(): DNSResolver {
  const resolver = new Resolver({ timeout: 2_000, tries: 1 });
  return (domain, type) => resolver.resolve(domain, type) as Promise<string[][] | string[]>;
}

/** Knows no name. */
export const noResolver: DNSResolver = () => Promise.reject(Object.assign(new Error('No name server is asked.'), { code: 'ETIMEOUT' }));

/** What was checked of a mail, and of whom: what checks it and what reads it may each take another address for its author's. */
export interface Checked {
  readonly authentication: Authentication;
  /** The one address that From names to what checked the signatures; null where it names none or several, or nothing was checked. */
  readonly author: string | null;
  /** The domain that the company's own server says it has checked; null where it does not say. */
  readonly upstreamAuthor: string | null;
}

/**
 * authenticate, for mail. Over IMAP there is no peer address, so SPF can't be checked here: it comes
 * only from the company's own server. DKIM (RFC 6376) and DMARC are checked again on the raw bytes.
 * Never fails: what can't be checked is `temperror` or `none`, never `pass`.
 *
 * @param authservId names the server whose topmost Authentication-Results is believed; null: none.
 */
export async function authenticateMail(raw: Uint8Array, authservId: string | null, resolver: DNSResolver): Promise<Checked> {
  const trusted = authservId === null ? null : trustedResults(raw, authservId);
  const told = { upstream: trusted?.verdicts ?? null };
  const unchecked: Checked = { authentication: { dkim: 'temperror', dmarc: 'temperror', alignedDomain: null, ...told }, author: null, upstreamAuthor: trusted?.author ?? null };
  if (headerLines(raw) > maxHeaderLines) return unchecked;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), limit);
  });
  const checked = authenticate(Buffer.from(raw.buffer, raw.byteOffset, raw.length), { mta: 'hub.invalid', disableArc: true, disableBimi: true, rejectRsaSha1: true, resolver }).catch(() => null);
  const result = await Promise.race([checked, late]);
  clearTimeout(timer);
  if (result === null) return unchecked;
  const { fromFields, headerFrom } = result.dkim;
  return { ...unchecked, authentication: { ...ownVerdict(result), ...told }, author: fromFields === 1 && headerFrom?.length === 1 ? (headerFrom[0] ?? null) : null };
}

/**
 * What was checked, for whoever the message is shown to come from: what holds for another address holds for nothing. Where From names several, or
 * is read in two ways, nobody is vouched for; that a check has failed stays so.
 */
export function vouchedFor({ authentication, author, upstreamAuthor }: Checked, { identity, sole }: Pick<Normalised, 'identity' | 'sole'>): Authentication {
  const address = identity?.value ?? '';
  const domain = asciiDomain(address);
  const known = sole === true && domain !== '';
  const { upstream, ...own } = authentication;
  const theirs = known && (upstreamAuthor === null || asciiDomain(`@${upstreamAuthor}`) === domain);
  return {
    ...(known && author !== null && localPart(author) === localPart(address) && asciiDomain(author) === domain ? own : { ...own, alignedDomain: null, dmarc: notPassed(own.dmarc) }),
    upstream: upstream === null || theirs ? upstream : { ...upstream, dmarc: notPassed(upstream.dmarc) },
  };
}

const notPassed = (found: Verdict): Verdict => (found === 'pass' ? 'none' : found);
const localPart = (address: string) => address.slice(0, address.lastIndexOf('@')).toLowerCase();
/** Empty for what is no domain. */
const asciiDomain = (address: string) => domainToASCII(address.slice(address.lastIndexOf('@') + 1));

/** Lines up to the first empty one; counted no further than matters. */
function headerLines(raw: Uint8Array): number {
  let lines = 0;
  for (let at = raw.indexOf(10); at !== -1 && lines <= maxHeaderLines; at = raw.indexOf(10, at + 1)) {
    lines += 1;
    if (raw[at + 1] === 10 || (raw[at + 1] === 13 && raw[at + 2] === 10)) break;
  }
  return lines;
}

function ownVerdict(result: AuthenticateResult): Omit<Authentication, 'upstream'> {
  const signatures = result.dkim.results.map(({ status }) => status);
  // One that covers the beginning of the text alone (l=) can have anything written below it (RFC 6376 section 8.2): it signs nothing here.
  const passing = signatures.filter(({ result: verdict, underSized = 0 }) => verdict === 'pass' && underSized === 0);
  const aligned = passing.map(({ aligned }) => aligned).find((domain) => typeof domain === 'string');
  const first = verdict(signatures[0]?.result);
  const dmarc = result.dmarc === false ? 'none' : verdict(result.dmarc.status.result);
  return {
    dkim: passing.length > 0 ? 'pass' : notPassed(first),
    // Without SPF it can have passed by a signature only.
    dmarc: typeof aligned === 'string' ? dmarc : notPassed(dmarc),
    alignedDomain: typeof aligned === 'string' ? aligned.slice(0, 253) : null,
  };
}

function verdict(text: string | undefined): Verdict {
  switch (text) {
    case 'pass':
    case 'fail':
    case 'neutral':
    case 'none':
      return text;
    case undefined:
      return 'none';
    // RFC 8601 section 2.7: softfail is a weak fail; policy means the signature was not acceptable.
    case 'softfail':
    case 'permerror':
    case 'policy':
      return 'fail';
    default:
      return 'temperror';
  }
}

/**
 * The verdict of the company's own server: the topmost Authentication-Results field of all, and only
 * when that server wrote it. Any further down may have been written by the sender (RFC 8601 section 5).
 */
export function trustedResults(raw: Uint8Array, authservId: string): { readonly verdicts: NonNullable<Authentication['upstream']>; readonly author: string | null } | null {
  const field = headersOfBroken(raw).first('authentication-results');
  if (field === null) return null;
  const [server, ...results] = partsOf(field);
  if (server?.trim().split(/\s+/)[0]?.toLowerCase() !== authservId.toLowerCase()) return null;
  const resultOf = (method: string) => results.find((text) => new RegExp(String.raw`^\s*${method}\s*=`, 'i').test(text)) ?? '';
  const of = (method: string) => verdict(/^\s*\w+\s*=\s*([a-z]+)/i.exec(resultOf(method))?.[1]?.toLowerCase());
  return { verdicts: { spf: of('spf'), dkim: of('dkim'), dmarc: of('dmarc') }, author: /\sheader\.from\s*=\s*([^\s;]+)/i.exec(resultOf('dmarc'))?.[1] ?? null };
}

/**
 * What stands between the semicolons of a field. Comments, within others too, and what is in quotes are left out: senders say there what they like,
 * such as in the part of an address before its "@" (RFC 8601 section 2.2, RFC 5322 section 3.2).
 */
function partsOf(field: string): string[] {
  const parts = [''];
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < field.length; at += 1) {
    const sign = field[at] ?? '';
    // Whatever follows it stands for itself.
    if (sign === '\\' && (quoted || depth > 0)) at += 1;
    else if (sign === '"' && depth === 0) quoted = !quoted;
    else if (quoted) continue;
    else if (sign === '(') depth += 1;
    else if (sign === ')') depth = Math.max(0, depth - 1);
    else if (depth > 0) continue;
    else if (sign === ';') parts.push('');
    else parts[parts.length - 1] += sign;
  }
  return parts;
}
