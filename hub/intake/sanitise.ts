import { convert } from 'html-to-text';
import sanitizeHtml from 'sanitize-html';
import type { Normalised } from './stages.ts';

/** Longest HTML looked at, in UTF-16 code units; of longer mail the text is shown. */
export const maxMessageHtml = 1_000_000;
/** Elements open at a time; no mail program comes near. The parser's time grows with their square. */
const maxDepth = 2_000;
const tooDeepNote = 'The HTML of this mail is nested too deeply to be shown. Its original is kept in quarantine; ask IT for it.';

const colour = [/^#[0-9a-f]{3,8}$/i, /^[a-z]{3,20}$/i, /^rgba?\([\d\s.,%]{3,40}\)$/i];
const length = [/^\d{1,4}(?:\.\d{1,3})?(?:px|pt|em|rem|%)?$/];

/**
 * What a mail may look like: text, lists, tables, links to be asked about. No script, form, frame,
 * style sheet, event handler; nothing that loads from anywhere (images stay as their description); no
 * style that hides, moves or overlays. Everything not named here goes.
 */
const allowed: sanitizeHtml.IOptions = {
  allowedTags: [
    'p', 'br', 'div', 'span', 'b', 'strong', 'i', 'em', 'u', 's', 'sub', 'sup', 'small', 'code', 'pre', 'blockquote', 'hr',
    'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'a',
    'table', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'caption',
  ],
  allowedAttributes: {
    a: ['href'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan', 'scope'],
    ol: ['start'],
    span: ['data-picture'],
    '*': ['dir', 'lang', 'style'],
  },
  allowedSchemes: ['https', 'http', 'mailto', 'tel'],
  allowProtocolRelative: false,
  allowedStyles: {
    '*': {
      color: colour,
      'background-color': colour,
      'font-weight': [/^(?:normal|bold|[1-9]00)$/],
      'font-style': [/^(?:normal|italic)$/],
      'text-decoration': [/^(?:none|underline|line-through)$/],
      'text-align': [/^(?:left|right|center|justify)$/],
      'font-size': [/^(?:[89]|[1-4]\d)px$/],
      padding: length,
    },
  },
  // What these hold is no text for people.
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'xmp', 'noembed', 'noframes', 'template', 'svg', 'math'],
  nestingLimit: 60,
  transformTags: {
    // An image's description may say something, and so does where it would come from; its address must never be asked.
    img: (_tag, attributes) => ({ tagName: 'span', attribs: pictureFrom(attributes['src'] ?? ''), text: attributes['alt'] ? `[${attributes['alt'].slice(0, 200)}]` : '' }),
    // Nobody else says that something is a picture.
    span: (_tag, { 'data-picture': _said, ...attribs }) => ({ tagName: 'span', attribs }),
  },
};

/** Counted where the mail is shown with its formatting: from another server, or sent along. What has no source is no picture. */
function pictureFrom(source: string): sanitizeHtml.Attributes {
  const address = source.trim();
  if (/^(?:cid|data):/i.test(address)) return { 'data-picture': 'enclosed' };
  return address === '' ? {} : { 'data-picture': 'outside' };
}

/** sanitise: HTML comes out inert, and the text to be searched and read aloud is made of it where the sender sent none. */
export function sanitise(message: Normalised): Normalised {
  if (message.html !== null && tooDeep(message.html)) return { ...message, html: null, text: message.text.trim() || tooDeepNote, cut: message.cut ?? 'unreadable' };
  const oversized = message.html !== null && message.html.length > maxMessageHtml;
  const given = message.html === null ? null : sanitizeHtml(oversized ? message.html.slice(0, maxMessageHtml) : message.html, allowed);
  const clean = given === null || given.length > maxMessageHtml || oversized ? null : given;
  const made = message.text.trim() === '' && given !== null;
  const text = made ? textOf(given) : message.text.trim();
  const broken = message.cut === 'too-large' || (made && oversized);
  return { ...message, html: clean?.trim() === '' ? null : clean, text: broken ? withoutBrokenEnd(text) : text, cut: message.cut ?? (oversized ? 'too-large' : null) };
}

/** Elements without content, and those that the next of their kind closes: honest mail leaves thousands of them open. */
const closedByThemselves = new Set([
  'area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr',
  'p', 'li', 'dt', 'dd', 'tr', 'td', 'th', 'thead', 'tbody', 'tfoot', 'option', 'optgroup',
]);

/** Counts what is opened and not closed. */
function tooDeep(html: string): boolean {
  let depth = 0;
  for (const [, slash, name = ''] of html.slice(0, maxMessageHtml).matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (closedByThemselves.has(name.toLowerCase())) continue;
    depth += slash === '/' ? -1 : 1;
    if (depth > maxDepth) return true;
  }
  return false;
}

/** Where the original was cut, a number may have been cut in two, and half a card number is not recognised as one. */
function withoutBrokenEnd(text: string): string {
  return text.slice(0, -200);
}

function textOf(html: string): string {
  return convert(html, {
    wordwrap: false,
    limits: { maxInputLength: maxMessageHtml, maxDepth: 80 },
    selectors: [{ selector: 'a', options: { hideLinkHrefIfSameAsText: true } }, ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } }))],
  }).trim();
}
