import { Resolver } from 'node:dns/promises';
import { authenticate, type AuthenticateResult, type DNSResolver } from 'mailauth';
import type { Authentication, Verdict } from '../../intake/stages.ts';
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

/**
 * authenticate, for mail. Over IMAP there is no peer address, so SPF can't be checked here: it comes
 * only from the company's own server. DKIM (RFC 6376) and DMARC are checked again on the raw bytes.
 * Never fails: what can't be checked is `temperror` or `none`, never `pass`.
 *
 * @param authservId names the server whose topmost Authentication-Results is believed; null: none.
 */
export async function authenticateMail(raw: Uint8Array, authservId: string | null, resolver: DNSResolver): Promise<Authentication> {
  const upstream = authservId === null ? null : trustedResults(raw, authservId);
  if (headerLines(raw) > maxHeaderLines) return { dkim: 'temperror', dmarc: 'temperror', alignedDomain: null, upstream };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), limit);
  });
  const checked = authenticate(Buffer.from(raw.buffer, raw.byteOffset, raw.length), { mta: 'hub.invalid', disableArc: true, disableBimi: true, resolver }).catch(() => null);
  const result = await Promise.race([checked, late]);
  clearTimeout(timer);
  if (result === null) return { dkim: 'temperror', dmarc: 'temperror', alignedDomain: null, upstream };
  return { ...ownVerdict(result), upstream };
}

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
  const passing = signatures.filter(({ result: verdict }) => verdict === 'pass');
  const aligned = passing.map(({ aligned }) => aligned).find((domain) => typeof domain === 'string');
  const best = passing.length > 0 ? 'pass' : verdict(signatures[0]?.result);
  return {
    dkim: best,
    dmarc: result.dmarc === false ? 'none' : verdict(result.dmarc.status.result),
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
export function trustedResults(raw: Uint8Array, authservId: string): Authentication['upstream'] {
  const field = headersOfBroken(raw).first('authentication-results');
  if (field === null) return null;
  // Comments say what people like; a verdict in one is none.
  const [server, ...results] = field.replaceAll(/\([^()]*\)/g, ' ').split(';');
  if (server?.trim().split(/\s+/)[0]?.toLowerCase() !== authservId.toLowerCase()) return null;
  const of = (method: string) => verdict(results.map((text) => new RegExp(String.raw`^\s*${method}\s*=\s*([a-z]+)`, 'i').exec(text)?.[1]?.toLowerCase()).find((found) => found !== undefined));
  return { spf: of('spf'), dkim: of('dkim'), dmarc: of('dmarc') };
}
