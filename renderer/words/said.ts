import { language, messages, say } from '../languages/spoken.ts';

interface Known {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly ours: string;
}

/** What people have written or are called: it stands as it is. What stands in place of any other variable may be a sentence or name of ours. */
const theirs: ReadonlySet<string> = new Set(['agent', 'assignee', 'comment', 'name', 'names', 'one', 'other', 'others', 'rule', 'shortcut', 'tag', 'team', 'two', 'user']);

/** More sentences than in any answer of the hub are nothing of ours; UTF-16 code units. */
const longest = 2_000;
const most = 12;
/** A sentence within a sentence within a sentence. */
const deepest = 3;

/** A sentence of ours with something in place of each variable. */
function known(english: string, ours: string): Known {
  const parts = english.split(/\{(\w+)\}/u);
  const pattern = parts.map((part, place) => (place % 2 === 1 ? '(.+)' : part.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&'))).join('');
  return { pattern: new RegExp(`^${pattern}$`, 'u'), names: parts.filter((_, place) => place % 2 === 1), ours };
}

interface Sentences {
  /** Those that are always the same. */
  readonly whole: ReadonlyMap<string, string>;
  /** The others; of two that fit, the one that says more comes first. */
  readonly open: readonly Known[];
}

function read(): Sentences {
  const all = [messages.said, messages.saidByHub, messages.saidToIt].flatMap((part) => Object.entries<string>(part));
  const isOpen = (english: string): boolean => english.includes('{');
  const said = (english: string): number => english.replaceAll(/\{\w+\}/gu, '').length;
  return {
    whole: new Map(all.filter(([english]) => !isOpen(english))),
    open: all.filter(([english]) => isOpen(english)).toSorted(([a], [b]) => said(b) - said(a)).map(([english, ours]) => known(english, ours)),
  };
}

let sentences: Sentences | null = null;

/** One sentence or name, whether or not a check's name stands before it: "Disk encryption: The disk under the vault is not encrypted." Null for what is not known. */
function one(text: string, depth: number): string | null {
  sentences ??= read();
  const same = sentences.whole.get(text);
  if (same !== undefined) return same;
  for (const { pattern, names, ours } of sentences.open) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const values = names.map((name, place): [string, string] => {
      const value = found[place + 1] ?? '';
      return [name, theirs.has(name) ? value : (again(value, depth + 1) ?? value)];
    });
    return say(ours as '{any}', Object.fromEntries(values) as never);
  }
  const [head, rest] = headed(text);
  const ours = rest === '' || depth >= deepest ? null : one(rest, depth + 1);
  return ours === null ? null : `${one(head, depth + 1) ?? head}: ${ours}`;
}

function headed(text: string): readonly [head: string, rest: string] {
  const [, head = '', rest = ''] = /^([^:.]{1,40}): (.+)$/u.exec(text) ?? [];
  return [head, rest];
}

/** Several sentences one after the other, where each is known. Of ours some have a full stop inside: the longest that is known comes first. */
function several(text: string, depth: number): string | null {
  const parts = text.split(/(?<=[.!?])\s+/u);
  if (parts.length < 2 || parts.length > most) return null;
  const said: string[] = [];
  let from = 0;
  while (from < parts.length) {
    let to = parts.length;
    let ours: string | null = null;
    for (; to > from && ours === null; to -= 1) ours = one(parts.slice(from, to).join(' '), depth);
    if (ours === null) return null;
    said.push(ours);
    from = to + 1;
  }
  return said.join(' ');
}

function again(text: string, depth: number): string | null {
  if (depth > deepest) return null;
  const ours = one(text, depth) ?? several(text, depth);
  if (ours !== null) return ours;
  // At least of what it is.
  const [head, rest] = headed(text);
  const of = head === '' ? null : one(head, depth + 1);
  return of === null ? null : `${of}: ${rest}`;
}

/**
 * In the page's language what another part of the program has said in English. What is not known is shown as it was said.
 * Only for what the hub and main say themselves, never for what a customer wrote.
 */
export function saidAgain(text: string): string {
  return language === 'en' || text.length > longest ? text : (again(text, 0) ?? text);
}
