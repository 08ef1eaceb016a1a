import { redactText, type RedactionPolicy } from '../../../shared/redaction/index.ts';

/** So often an address may have been put into another: each time its `%` is written `%25` once more. */
const mostRounds = 3;

/**
 * Whether the policy would hide anything in a recording's address, as it stands there and as whoever opens it reads it. A mask in an
 * address leads nowhere: it is taken as it is, or not at all.
 */
export function hidesInAddress(address: string, policy: RedactionPolicy): boolean {
  return readings(address).some((reading) => redactText(reading, policy).text !== reading);
}

/** With its escapes read, and with what stands for spaces in a query, or between the groups of a number, as spaces. */
function readings(address: string): string[] {
  const read = [address];
  for (let round = 0; round < mostRounds; round += 1) read.push(unescaped(read.at(-1) ?? ''));
  return [...new Set([...read, ...read.map((each) => each.replaceAll('+', ' '))])];
}

/** Each stretch of escapes by itself: what is no text stays as it is, and hides nothing of the rest. */
function unescaped(text: string): string {
  return text.replaceAll(/(?:%[\da-f]{2})+/giu, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}
