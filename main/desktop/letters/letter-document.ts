import { createHash } from 'node:crypto';

/**
 * How a mail is set. The one style sheet there is: what of the sender's style is kept comes as its classes (sender-style.ts). Colours as in
 * renderer/ui/tokens.css, in the theme of the window. Nothing can be selected: what is copied is the text, of which the lock knows.
 */
const style = `
:root { color-scheme: light dark; --paper: #ffffff; --ink: #162027; --soft: #46525b; --line: #808b94; --tint: #f3f5f6; }
@media (prefers-color-scheme: dark) { :root { --paper: #171d21; --ink: #e6ebee; --soft: #b4bfc6; --line: #74818a; --tint: #242d33; } }
@media (prefers-contrast: more) { :root { --soft: var(--ink); --line: var(--ink); } }
* { box-sizing: border-box; max-width: 100%; }
html { background: var(--paper); color: var(--ink); font: 14px/1.55 system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif; overflow-wrap: anywhere; user-select: none; -webkit-user-select: none; cursor: default; }
body { min-height: 100vh; margin: 0; padding: 12px 16px; outline: none; }
p, ul, ol, dl, blockquote, pre, table, h1, h2, h3, h4, h5, h6 { margin: 0 0 10px; }
h1, .largest { font-size: 24px; line-height: 1.3; }
h2, .larger { font-size: 20px; line-height: 1.35; }
h3, .large { font-size: 17px; line-height: 1.4; }
h4, h5, h6 { font-size: 14px; }
ul, ol { padding-inline-start: 28px; }
blockquote { padding-inline-start: 12px; border-inline-start: 2px solid var(--line); color: var(--soft); }
pre, code { font-family: ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', monospace; font-size: 13px; white-space: pre-wrap; }
hr { border: 0; border-top: 1px solid var(--line); }
table { border-collapse: collapse; }
td, th { padding: 3px 12px 3px 0; text-align: start; vertical-align: top; }
table:has(> * > tr > th) > * > tr > :is(td, th), table:has(> tr > th) > tr > :is(td, th) { padding: 5px 10px; border: 1px solid var(--line); }
th { background: var(--tint); font-weight: 600; }
caption { padding-bottom: 4px; color: var(--soft); text-align: start; }
.bold { font-weight: 600; } .plain { font-weight: 400; } .italic { font-style: italic; } .upright { font-style: normal; }
.underlined, .link { text-decoration: underline; } .struck { text-decoration: line-through; }
.left { text-align: left; } .right { text-align: right; } .center { text-align: center; }
.picture { color: var(--soft); }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** What the document of a mail may do: be set in our own style. Not one thing is loaded, run, followed or sent from it, and nothing but our page shows it. */
export const letterPolicy = (page: string): string =>
  [
    'sandbox',
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    `frame-ancestors ${page}`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');

/**
 * It takes the focus as a whole, so that who has no mouse can scroll it; the ring around it is the page's.
 *
 * @param body as `rebuildMail` made it
 */
export function letterDocument(body: string): string {
  return `<!doctype html><html dir="auto"><head><meta charset="utf-8"><title>E-mail</title><style>${style}</style></head><body tabindex="0">${body}</body></html>`;
}
