import { mostLetterLines } from '../../../shared/contract/ipc/letters.ts';
import { readReference } from '../../../shared/redaction/html/html-entities.ts';
import { classesOf } from './sender-style.ts';
import { shownAddress } from './shown-address.ts';

/** Longest HTML that is drawn, in UTF-16 code units; most elements of it: a process that lays out more is busy for seconds; and most places where one begins, ends or seems to. */
const maxHtml = 1_000_000;
const maxElements = 20_000;
const maxPlaces = 60_000;
/** Elements open at a time; of deeper ones the words are shown. As deep as the hub leaves them. */
const maxDepth = 60;
/** Words of a link that are compared with its address, in UTF-16 code units. */
const maxLinkWords = 500;
/** Characters in a line of the frame, about; and what the room around a paragraph or a row takes of one. */
const lineLength = 90;
const roomAround = 0.5;

export interface RebuiltMail {
  /** What stands in the body of its document. */
  readonly body: string;
  /** Pictures that were left out, by where they would have come from: another server, or the mail itself. */
  readonly outside: number;
  readonly enclosed: number;
  /** About how many lines it takes, at most `mostLetterLines`. */
  readonly lines: number;
}

const blocks = new Set(['p', 'div', 'blockquote', 'pre', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'table', 'tr', 'caption']);
const elements = new Set([...blocks, 'span', 'b', 'strong', 'i', 'em', 'u', 's', 'sub', 'sup', 'small', 'code', 'thead', 'tbody', 'tfoot', 'td', 'th']);
const empty = new Set(['br', 'hr']);

/** Attributes that are kept, and what of their value is. */
const attributes: Readonly<Record<string, { readonly of?: readonly string[]; readonly value: (given: string) => string | null }>> = {
  // A table lays out each column that a cell spans: no honest mail has so many.
  colspan: { of: ['td', 'th'], value: (given) => numberWithin(given, 20) },
  rowspan: { of: ['td', 'th'], value: (given) => numberWithin(given, 50) },
  scope: { of: ['th'], value: (given) => (/^(?:row|col)(?:group)?$/.test(given) ? given : null) },
  start: { of: ['ol'], value: (given) => (/^-?\d{1,6}$/.test(given) ? given : null) },
  dir: { value: (given) => (/^(?:ltr|rtl|auto)$/.test(given) ? given : null) },
  lang: { value: (given) => (/^[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,3}$/i.test(given) ? given : null) },
  style: { value: classesOf },
};

const tag = /<(\/?)([a-z][a-z0-9]{0,9})((?:\s+[a-z-]{1,20}(?:="[^"<>]*")?)*)\s*\/?>/y;
const attribute = /([a-z-]{1,20})(?:="([^"<>]*)")?/g;

interface Open {
  readonly name: string;
  /** Of a link: where it leads, and the words it has, as far as they are compared. */
  readonly link?: { readonly address: string; words: string };
}

/**
 * Writes a mail anew, from what the hub has made inert and redacted: every element and attribute of what comes out was written here, none is passed
 * on. What is not of the form that the hub writes is text. Reads everything once, from the beginning to the end.
 *
 * @returns null for more than is drawn
 */
export function rebuildMail(html: string): RebuiltMail | null {
  if (html.length > maxHtml) return null;
  const writer = new Writer();
  let at = 0;
  let made = 0;
  let places = 0;
  while (at < html.length) {
    const next = html.indexOf('<', at);
    writer.text(html.slice(at, next === -1 ? html.length : next));
    if (next === -1) break;
    places += 1;
    if (places > maxPlaces) return null;
    tag.lastIndex = next;
    const found = tag.exec(html);
    if (found === null) {
      writer.text('<');
      at = next + 1;
      continue;
    }
    const [whole, slash = '', name = '', given = ''] = found;
    at = next + whole.length;
    if (slash === '/') {
      writer.close(name);
      continue;
    }
    made += 1;
    if (made > maxElements) return null;
    writer.open(name, given);
  }
  return writer.end();
}

class Writer {
  readonly #pieces: string[] = [];
  readonly #opened: Open[] = [];
  #outside = 0;
  #enclosed = 0;
  #lines = 0;
  /** Characters since the line was begun. */
  #inLine = 0;

  /** @param given character references and all: they stay as they are, and no element comes of them */
  text(given: string): void {
    if (given === '') return;
    this.#pieces.push(given.replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
    this.#inLine += given.trim().length;
    for (const { link } of this.#opened) if (link !== undefined && link.words.length < maxLinkWords) link.words += given.slice(0, maxLinkWords);
  }

  open(name: string, given: string): void {
    if (empty.has(name)) {
      this.#pieces.push(`<${name}>`);
      this.#newLine(true);
      return;
    }
    if (this.#opened.length >= maxDepth) return;
    const values = valuesOf(given);
    if (name === 'a') {
      this.#pieces.push('<span class="link">');
      this.#opened.push({ name, link: { address: shownAddress(decoded(values.get('href') ?? '')), words: '' } });
      return;
    }
    if (!elements.has(name)) return;
    const picture = name === 'span' ? values.get('data-picture') : undefined;
    if (picture === 'outside') this.#outside += 1;
    else if (picture === 'enclosed') this.#enclosed += 1;
    if (blocks.has(name)) this.#newLine(false);
    this.#pieces.push(`<${name}${picture === undefined ? '' : ' class="picture"'}${picture === undefined ? kept(name, values) : ''}>`);
    this.#opened.push({ name });
  }

  /** Closes what stands open inside of it, too. What is not open is not closed. */
  close(name: string): void {
    const place = this.#opened.findLastIndex((open) => open.name === name);
    if (place !== -1) while (this.#opened.length > place) this.#closeLast();
  }

  end(): RebuiltMail {
    while (this.#opened.length > 0) this.#closeLast();
    this.#newLine(false);
    return { body: this.#pieces.join(''), outside: this.#outside, enclosed: this.#enclosed, lines: Math.max(1, Math.min(mostLetterLines, Math.ceil(this.#lines))) };
  }

  #closeLast(): void {
    const last = this.#opened.pop();
    if (last === undefined) return;
    if (last.link === undefined) {
      this.#pieces.push(`</${last.name}>`);
      if (blocks.has(last.name)) this.#newLine(false);
      return;
    }
    const { address, words } = last.link;
    this.#pieces.push('</span>');
    // Where it really leads, as the text of a message has it; nothing follows it.
    if (address !== '' && !says(decoded(words), address)) this.text(` [${address.replaceAll('&', '&amp;')}]`);
  }

  #newLine(always: boolean): void {
    if (this.#inLine > 0 || always) this.#lines += Math.max(1, Math.ceil(this.#inLine / lineLength)) + roomAround;
    this.#inLine = 0;
  }
}

function valuesOf(given: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [, name = '', value = ''] of given.matchAll(attribute)) if (!values.has(name)) values.set(name, value);
  return values;
}

/** The attributes as they are written anew: what is not known by its whole value is left out. */
function kept(element: string, values: ReadonlyMap<string, string>): string {
  return [...values]
    .map(([name, given]) => {
      const known = Object.hasOwn(attributes, name) ? attributes[name] : undefined;
      if (known === undefined || known.of?.includes(element) === false) return '';
      const value = known.value(given);
      return value === null ? '' : ` ${name === 'style' ? 'class' : name}="${value}"`;
    })
    .join('');
}

function numberWithin(given: string, most: number): string | null {
  return /^[1-9]\d{0,4}$/.test(given) ? String(Math.min(most, Number(given))) : null;
}

/** Character references read, once. */
function decoded(value: string): string {
  let text = '';
  for (let at = 0; at < value.length; ) {
    const read = value[at] === '&' ? readReference(value, at) : null;
    text += read?.character ?? value[at] ?? '';
    at = read?.end ?? at + 1;
  }
  return text;
}

/** Whether the words of a link are its address already. */
function says(words: string, address: string): boolean {
  const plain = (text: string) => text.trim().replace(/^(?:mailto:|tel:)/i, '').replace(/\/$/, '');
  return plain(words) === plain(address);
}
