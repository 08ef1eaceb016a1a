import type { DraftFinding } from '../shared/contract/ipc/composer.ts';
import type { OpenedVault } from './boundary/opened-vault.ts';

/** Most words of one draft that are looked up; each takes a few milliseconds of the reader. */
const mostLookups = 24;
/** Looked up in so many hits; what more customers than `shared` have in their conversations is the company's own. */
const hits = 20;
const shared = 2;

/** An order number, a tracking number and the like: four digits or more, letters and signs among them. */
const reference = /(?<![\p{L}\p{N}])(?=[\p{L}\p{N}/_-]{5,40}(?![\p{L}\p{N}]))(?:[\p{L}/_-]*\d){4,}[\p{L}\p{N}/_-]*(?![\p{L}\p{N}])/gu;
/** A word with a capital before another one, as names are written; the second may begin the next pair: "Dear Olga Sørensen". */
const name = /(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{M}'’-]{1,40}(?= (\p{Lu}[\p{L}\p{M}'’-]{1,40})(?![\p{L}\p{N}]))/gu;

/**
 * What in a draft belongs to another customer, as far as this laptop's cache knows: their name in full, or a number that
 * stands in their conversations and in none of this customer's. Marked for whoever writes; it stops nothing, because
 * two customers may well have an order in common.
 *
 * @param customerName of whom the draft goes to.
 */
export async function othersData(vault: Pick<OpenedVault, 'query'>, customerName: string, text: string): Promise<DraftFinding[]> {
  const own = customerName.toLowerCase();
  const found: DraftFinding[] = [];
  const candidates = [...candidatesIn(text, reference, 'reference'), ...candidatesIn(text, name, 'name')].slice(0, mostLookups);
  for (const { kind, words, start } of candidates) {
    const query = kind === 'name' ? `from:"${words}"` : `"${words}"`;
    const { hits: seen, near } = await vault.query('search.messages', { query, limit: hits });
    if (near.length > 0 || seen.length === 0) continue;
    const holders = seen.filter((hit) => kind === 'reference' || hit.customerName.toLowerCase() === words.toLowerCase());
    if (holders.some((hit) => hit.customerName.toLowerCase() === own)) continue;
    const customers = new Set(holders.map((hit) => hit.customerName));
    if (customers.size === 0 || (kind === 'reference' && customers.size > shared)) continue;
    found.push({ type: 'other-customer', start, end: start + words.length, stops: false });
  }
  return found;
}

/** Each once, where it stands first. */
function candidatesIn(text: string, pattern: RegExp, kind: 'reference' | 'name') {
  const first = new Map([...text.matchAll(pattern)].toReversed().map((match) => [match[1] === undefined ? match[0] : `${match[0]} ${match[1]}`, match.index]));
  return [...first].map(([words, start]) => ({ kind, words, start })).sort((a, b) => a.start - b.start);
}
