import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { Language } from '../../shared/language/languages.ts';

/** The kinds of file a build of a page consists of; nothing else is served. */
const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  // What drawing a PDF can need: its standard fonts, and tables of characters.
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
  '.bcmap': 'application/octet-stream',
};

export interface PageRequest {
  readonly method: string;
  readonly url: string;
}

/** One of our pages: where its build lies, where it lives, and what it is sent with. */
export interface PageSource {
  readonly folder: string;
  /** The document it begins with, asked for each time. */
  readonly first: () => string;
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether that document is to say that more contrast is chosen; asked for each time. */
  readonly moreContrast?: () => boolean;
}

/** The document of the build to begin with (build/bundle/page-documents.mjs): in English it has no language in its name. */
export const pageDocument = (vaultThere: boolean, language: Language): string => `${vaultThere ? 'locked' : 'index'}${language === 'en' ? '' : `.${language}`}.html`;

/** The file inside `folder` that a URL of the page names; null when it names anything else. */
export function pageFile({ folder, first, origin }: Omit<PageSource, 'headers' | 'moreContrast'>, address: string): string | null {
  let path: string;
  try {
    const url = new URL(address);
    if (`${url.protocol}//${url.host}` !== origin || url.username !== '' || url.password !== '') return null;
    path = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  // Decoded, a name may hold separators and dots that the URL parser has not seen.
  if (/[\\\0]/.test(path) || path.split('/').some((part) => part === '..' || part === '.')) return null;
  const file = join(folder, path === '/' ? first() : path);
  return file.startsWith(folder + sep) && Object.hasOwn(mediaTypes, extname(file)) ? file : null;
}

/** As in renderer/ui/tokens.css. */
const withMoreContrast = (html: string): string => html.replace('<html ', '<html data-contrast="more" ');

/** Answers requests for a page with the files of its build. */
export function servePageFrom(source: PageSource): (request: PageRequest) => Promise<Response> {
  const { headers } = source;
  const refusal = (status: 404 | 405) => new Response(null, { status, headers });
  return async (request) => {
    if (request.method !== 'GET') return refusal(405);
    const file = pageFile(source, request.url);
    if (file === null) return refusal(404);
    try {
      const read = await readFile(file);
      const content = extname(file) === '.html' && source.moreContrast?.() === true ? withMoreContrast(read.toString('utf8')) : new Uint8Array(read);
      return new Response(content, { headers: { ...headers, 'Content-Type': mediaTypes[extname(file)] ?? '' } });
    } catch {
      return refusal(404);
    }
  };
}
