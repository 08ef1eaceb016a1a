import type { Finding } from '../../domain/conversation.ts';
import { type RedactionPolicy, defaultPolicy } from '../policy/policy.ts';
import { type Hidden, foundIn, hiddenOf } from '../redact-text.ts';
import { readReference } from './html-entities.ts';
import { type HtmlPart, htmlParts } from './html-parts.ts';

export interface RedactedHtml {
  readonly html: string;
  /** `start` and `end` are offsets of the mask's text in `html`, in UTF-16 code units. */
  readonly findings: Finding[];
}

/** A replacement of a stretch of the source. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly found: Hidden | null;
  readonly after: string;
}

/** Elements that do not end a line: a number may go on behind their tags. All others end it. */
const inline = new Set([
  'a', 'abbr', 'acronym', 'b', 'bdi', 'bdo', 'big', 'cite', 'code', 'data', 'del', 'dfn', 'em', 'font', 'i', 'ins', 'kbd', 'label', 'mark', 'nobr',
  'q', 's', 'samp', 'small', 'span', 'strike', 'strong', 'sub', 'sup', 'time', 'tt', 'u', 'var', 'wbr',
]);
const cells = new Set(['td', 'th']);

/** Characters read from HTML, each with the stretch of the source it was read from; made-up ones (for tags) have none. */
class Decoded {
  readonly #pieces: string[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  add(character: string, start: number, end: number): void {
    this.#pieces.push(character);
    for (let unit = 0; unit < character.length; unit++) {
      this.#starts.push(start);
      this.#ends.push(end);
    }
  }

  /** Decodes a stretch of the source; `percent` also decodes URL escapes. */
  read(html: string, from: number, to: number, percent: boolean): void {
    for (let at = from; at < to; ) {
      const character = html[at] ?? '';
      const reference = character === '&' ? readReference(html, at) : null;
      if (reference !== null && reference.end <= to) {
        this.add(reference.character, at, reference.end);
        at = reference.end;
        continue;
      }
      const escaped = percent && character === '%' ? /^%([2-7][0-9a-f])/i.exec(html.slice(at, at + 3))?.[1] : undefined;
      if (escaped !== undefined) {
        this.add(String.fromCharCode(Number.parseInt(escaped, 16)), at, at + 3);
        at += 3;
        continue;
      }
      this.add(percent && character === '+' ? ' ' : character, at, at + 1);
      at++;
    }
  }

  get text(): string {
    return this.#pieces.join('');
  }

  /** The stretches of the source behind a stretch of the text, joined where nothing lies between them. */
  sources(start: number, end: number): { start: number; end: number }[] {
    const sources: { start: number; end: number }[] = [];
    for (let index = start; index < end; index++) {
      const from = this.#starts[index] ?? 0;
      const to = this.#ends[index] ?? 0;
      const last = sources.at(-1);
      if (from === to) continue;
      if (last !== undefined && last.end >= from) last.end = Math.max(last.end, to);
      else sources.push({ start: from, end: to });
    }
    return sources;
  }
}

/**
 * Sanitised HTML with everything masked that nobody is to see, found also where tags and character
 * references split it. Each mask stands in a `<span data-finding="...">`; in attributes, which hold
 * no markup, it stands alone. Tags are never touched: what was well-formed stays so.
 */
export function redactHtml(html: string, policy: RedactionPolicy = defaultPolicy): RedactedHtml {
  const flow = new Decoded();
  const edits: Edit[] = [];
  for (const part of htmlParts(html)) {
    if (part.kind === 'text') {
      flow.read(html, part.start, part.end, false);
    } else if (part.kind === 'tag') {
      if (!inline.has(part.name)) flow.add(cells.has(part.name) ? '\t' : '\n', part.start, part.start);
      edits.push(...attributeEdits(html, part, policy));
    } else {
      const apart = new Decoded();
      apart.read(html, part.start, part.end, false);
      edits.push(...editsFor(apart, plain, policy));
    }
  }
  edits.push(...editsFor(flow, marked, policy));
  return applied(html, edits);
}

type Dress = (found: Hidden) => { readonly before: string; readonly after: string };
const plain: Dress = () => ({ before: '', after: '' });
const inQuotes: Dress = () => ({ before: '"', after: '"' });
const marked: Dress = (found) => ({ before: `<span data-finding="${found.type}">`, after: '</span>' });

function editsFor(decoded: Decoded, dress: Dress, policy: RedactionPolicy): Edit[] {
  const edits: Edit[] = [];
  for (const found of hiddenOf(foundIn([decoded.text], policy), policy)) {
    if (found.before !== null) continue;
    for (const [index, { start, end }] of decoded.sources(found.start, found.end).entries()) {
      // The mask goes where the number began; the rest of it goes, and the tags between stay.
      edits.push(index === 0 ? { start, end, ...dress(found), found } : { start, end, before: '', found: null, after: '' });
    }
  }
  return edits;
}

const attribute = /[\s"'/]([^\s"'<>/=]{1,64})\s{0,8}=\s{0,8}("[^"]*"|'[^']*'|[^\s"'>]+)/g;
const addresses = new Set(['href', 'src', 'action', 'cite', 'data', 'poster', 'background', 'srcset', 'formaction']);

function attributeEdits(html: string, part: HtmlPart, policy: RedactionPolicy): Edit[] {
  const tag = html.slice(part.start, part.end);
  if (!/[\p{Nd}&%@]/u.test(tag)) return [];
  const edits: Edit[] = [];
  for (const match of tag.matchAll(attribute)) {
    const [whole, name = '', value = ''] = match;
    const quoted = value.startsWith('"') || value.startsWith("'");
    const end = part.start + match.index + whole.length - (quoted ? 1 : 0);
    const start = end - value.length + (quoted ? 2 : 0);
    const decoded = new Decoded();
    decoded.read(html, start, end, addresses.has(name.toLowerCase()));
    // A mask holds spaces, which would end a value without quotes: there it takes the whole value's place.
    const found = editsFor(decoded, quoted ? plain : inQuotes, policy);
    edits.push(...(quoted ? found : found.map((edit) => (edit.found === null ? edit : { ...edit, start, end }))));
  }
  return edits;
}

function applied(html: string, edits: Edit[]): RedactedHtml {
  if (edits.length === 0) return { html, findings: [] };
  edits.sort((a, b) => a.start - b.start);
  const findings: Finding[] = [];
  const pieces: string[] = [];
  let length = 0;
  let at = 0;
  const push = (text: string) => {
    pieces.push(text);
    length += text.length;
  };
  for (const edit of edits) {
    if (edit.start < at) continue;
    push(html.slice(at, edit.start));
    if (edit.found !== null) {
      const { type, mask } = edit.found;
      push(edit.before);
      findings.push({ type, mask, start: length, end: length + mask.length });
      push(mask + edit.after);
    }
    at = edit.end;
  }
  push(html.slice(at));
  return { html: pieces.join(''), findings };
}
