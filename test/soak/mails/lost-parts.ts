import type { InspectedMail } from '../../../hub/channels/email/inspected-mail.ts';
import { type LeafPart, leafParts } from './leaf-parts.ts';

/** Words of one part that are looked for. */
const asked = 12;

/**
 * What of a mail is neither shown nor listed nor in quarantine: each leaf part has to be in one of the three.
 * @returns a line for each that is missing, without a word of the mail.
 */
export function lostParts(raw: Buffer, told: InspectedMail): string[] {
  if (told.quarantined !== null) return [];
  const leaves = leafParts(raw).filter(({ bytes }) => bytes.toString('latin1').trim() !== '');
  const shown = leaves.filter(isShown);
  const listed = leaves.length - shown.length;
  const rest = told.attachments.map(({ name }) => Number(/^(\d+) more attachments$/.exec(name)?.[1] ?? 1)).reduce((sum, each) => sum + each, 0);
  const lost = rest < listed ? [`${listed - rest} of ${listed} files are not listed`] : [];
  const words = wordsIn(`${told.text}\n${(told.html ?? '').replaceAll(/<[^>]*>/g, ' ')}`);
  for (const leaf of shown) {
    const sample = sampleOf(leaf);
    const found = sample.filter((word) => words.has(word)).length;
    // Redaction takes words away, and a charset may not be what it says.
    if (sample.length >= 4 && (found + 2 * told.findings.length) * 2 < sample.length) lost.push(`of a part of ${leaf.type}, ${sample.length - found} of ${sample.length} words are not shown`);
  }
  return lost;
}

function isShown({ type, attachment }: LeafPart): boolean {
  return !attachment && (type === 'text/plain' || type === 'text/html');
}

const wordsIn = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(/[a-z]{5,20}/g) ?? []);

/** ASCII words of a part, from all of it. */
function sampleOf({ type, bytes }: LeafPart): string[] {
  const text = bytes.toString('latin1');
  const visible = type === 'text/html' ? text.replaceAll(/<!--.*?-->/gs, '').replaceAll(/<(script|style|title|head|svg|noscript|xml)\b.*?<\/\1\s*>|<[^>]*>|&[#\w]+;/gis, ' ') : text;
  // Addresses and passwords are what redaction takes away.
  const all = [...wordsIn(visible.replaceAll(/\S*[@:/\\]\S*/g, ' '))];
  const step = Math.max(1, Math.floor(all.length / asked));
  return all.filter((_word, place) => place % step === 0).slice(0, asked);
}
