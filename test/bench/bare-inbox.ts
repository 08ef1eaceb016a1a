import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import type { BareRow } from './bare-window/inbox-page.tsx';
import type { CachedMail } from './cached-mail.ts';

const root = join(import.meta.dirname, '..', '..');
const sources = join(import.meta.dirname, 'bare-window');

/** Rows as the bare page shows them. Text is there for those that are opened; a page that holds more of it would only be slower. */
export function bareRows(newest: readonly CachedMail[], opened: number): BareRow[] {
  return newest.map(({ conversation, message }, place) => ({
    name: conversation.customerName,
    subject: conversation.subject,
    preview: conversation.preview,
    at: new Date(message.sentAt).toISOString().slice(11, 16),
    text: place < opened ? message.text : '',
  }));
}

/** Puts the bare page into a folder, built as the product's page is, with these rows. */
export async function makeBareInbox(folder: string, rows: readonly BareRow[]): Promise<void> {
  const result = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': JSON.stringify('production') },
    build: { write: false, target: 'chrome114', lib: { entry: join(sources, 'inbox-page.tsx'), formats: ['iife'], name: 'barePage' } },
  });
  const [bundle] = Array.isArray(result) ? result : [result];
  if (bundle === undefined || !('output' in bundle)) throw new Error('The bare page was not bundled.');
  writeFileSync(join(folder, 'page.js'), bundle.output.map((part) => (part.type === 'chunk' ? part.code : '')).join('\n'));
  writeFileSync(join(folder, 'rows.js'), `window.bareRows = ${JSON.stringify(rows)};`);
  copyFileSync(join(sources, 'inbox.html'), join(folder, 'inbox.html'));
}
