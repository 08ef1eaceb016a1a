import { language, messages, say } from '../languages/spoken.ts';

interface Known {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly ours: string;
}

/** A sentence of ours with something in place of each variable. */
function known([english, ours]: readonly [string, string]): Known {
  const parts = english.split(/\{(\w+)\}/u);
  const pattern = parts.map((part, place) => (place % 2 === 1 ? '(.+)' : part.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&'))).join('');
  return { pattern: new RegExp(`^${pattern}$`, 'u'), names: parts.filter((_, place) => place % 2 === 1), ours };
}

let sentences: readonly Known[] | null = null;

/**
 * In the page's language what another part of the program has said in English. What is not known is shown as it was said; what
 * stands in place of a variable may be a sentence or name that is known as well.
 */
export function saidAgain(text: string): string {
  if (language === 'en') return text;
  sentences ??= Object.entries<string>(messages.said).map(known);
  for (const { pattern, names, ours } of sentences) {
    const found = pattern.exec(text);
    if (found !== null) return names.length === 0 ? ours : say(ours as '{any}', Object.fromEntries(names.map((name, place) => [name, saidAgain(found[place + 1] ?? '')])) as never);
  }
  // "Disk encryption: The disk under the vault is not encrypted."
  const [, head, rest] = /^([^:.]{1,40}): (.+)$/u.exec(text) ?? [];
  return head === undefined || rest === undefined ? text : `${saidAgain(head)}: ${saidAgain(rest)}`;
}
