import PostalMime from 'postal-mime';
import type { Gathered } from './gathered.ts';
import type { ReadInside } from './office.ts';
import { readWebPage } from './web-page.ts';

/** A mail that came as a file: its subject, its words and its attachments. */
export async function readForwardedMail(bytes: Uint8Array, gathered: Gathered, inside: ReadInside): Promise<void> {
  const mail = await PostalMime.parse(Buffer.from(bytes), { forceRfc822Attachments: true, maxNestingDepth: 32, maxHeadersSize: 1024 * 1024 });
  gathered.add(mail.headers.map(({ key, value }) => (spokenFields.has(key) ? `${value}\n` : '')).join(''));
  if (mail.text !== undefined) gathered.add(`\n${mail.text}`);
  if (mail.html !== undefined) {
    gathered.apart(' ');
    readWebPage(Buffer.from(mail.html, 'utf8'), gathered);
  }
  for (const { filename, content, mimeType } of mail.attachments) {
    const name = filename ?? (mimeType === 'message/rfc822' ? 'mail.eml' : mimeType === 'text/html' ? 'page.html' : mimeType === 'text/plain' ? 'note.txt' : 'file');
    await inside(typeof content === 'string' ? Buffer.from(content, 'utf8') : new Uint8Array(content), name);
  }
}

/** The rest of a mail's header is written by programs. */
const spokenFields = new Set(['from', 'to', 'cc', 'reply-to', 'subject', 'date', 'comments', 'keywords']);
