/**
 * Cuts HTML into tags, comments and text, without changing any of it. The input has been sanitised
 * already; whatever it is, the parts put together again give the input.
 */
export interface HtmlPart {
  readonly kind: 'text' | 'tag' | 'comment' | 'raw';
  readonly start: number;
  readonly end: number;
  /** Lower case; empty unless `kind` is `tag`. */
  readonly name: string;
}

/** Elements whose content is not markup (HTML Living Standard 13.2.5: raw text and escapable raw text). */
const rawElements = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'noframes']);

export function* htmlParts(html: string): Generator<HtmlPart> {
  let at = 0;
  // Once an end was looked for in vain, it is not looked for again: time stays linear.
  let commentsEnd = true;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) {
      yield { kind: 'text', start: at, end: html.length, name: '' };
      return;
    }
    if (open > at) yield { kind: 'text', start: at, end: open, name: '' };
    if (commentsEnd && html.startsWith('<!--', open)) {
      const close = html.indexOf('-->', open + 4);
      if (close !== -1) {
        yield { kind: 'comment', start: open, end: close + 3, name: '' };
        at = close + 3;
        continue;
      }
      commentsEnd = false;
    }
    const name = /^<\/?([a-z][a-z0-9:-]{0,63})/i.exec(html.slice(open, open + 68))?.[1]?.toLowerCase();
    const end = name === undefined ? -1 : tagEnd(html, open + 1);
    if (name === undefined || end === -1) {
      // A bare `<` is text.
      yield { kind: 'text', start: open, end: open + 1, name: '' };
      at = open + 1;
      if (name !== undefined) {
        // An unclosed tag: no `>` outside quotes follows, so none of what follows is a tag that closes.
        yield { kind: 'text', start: at, end: html.length, name: '' };
        return;
      }
      continue;
    }
    yield { kind: 'tag', start: open, end, name };
    at = end;
    if (rawElements.has(name) && html[open + 1] !== '/') {
      const closing = new RegExp(`</${name}`, 'gi');
      closing.lastIndex = at;
      const close = closing.exec(html)?.index ?? html.length;
      if (close > at) yield { kind: 'raw', start: at, end: close, name: '' };
      at = close;
    }
  }
}

/** Behind the `>` that ends a tag, or -1. A `>` within quotes does not end it. */
function tagEnd(html: string, from: number): number {
  let quote = '';
  for (let at = from; at < html.length; at++) {
    const character = html[at];
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (character === '>') {
      return at + 1;
    }
  }
  return -1;
}
