import { isOpen } from '../../shared/domain/business-hours.ts';
import type { Routing, RoutingRule } from '../../shared/domain/routing.ts';
import type { Beginning } from '../ports.ts';

/** Text beyond this is not looked at: what a rule asks for stands at the beginning, and a mail of megabytes holds nobody up. */
const longestLookedAt = 20_000;

/** The first rule that holds; null where none does. */
export function firstMatch({ hours, rules }: Routing, beginning: Beginning): RoutingRule | null {
  const open = hours === null ? null : isOpen(hours, beginning.at);
  const read = ` ${folded(`${beginning.subject}\n${beginning.text.slice(0, longestLookedAt)}`)} `;
  return (
    rules.find(
      ({ active, when }) =>
        active &&
        (when.channels.length === 0 || when.channels.includes(beginning.channelId)) &&
        (when.senders.length === 0 || (beginning.sender !== null && isFrom(when.senders, beginning.sender))) &&
        (when.words.length === 0 || when.words.some((words) => contains(read, words))) &&
        (when.hours === undefined || (open !== null && open === (when.hours === 'open'))),
    ) ?? null
  );
}

function isFrom(senders: readonly string[], sender: string): boolean {
  return senders.some((pattern) => (pattern.startsWith('@') ? sender.endsWith(pattern) : sender === pattern));
}

/** Scripts that put no space between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

function contains(read: string, words: string): boolean {
  const wanted = folded(words);
  return wanted !== '' && read.includes(unspaced.test(wanted) ? wanted : ` ${wanted} `);
}

/** Words with one space between: without case, accents and marks, so that "Rückgabe!" and "RUCKGABE" are the same. */
function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}+/gu, '').toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
}
