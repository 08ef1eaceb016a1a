import { protocol, type Session } from 'electron';
import type { Language } from '../../shared/language/languages.ts';
import { pageOrigin } from '../ipc/frame.ts';
import { letterScheme } from '../../shared/contract/ipc/letters.ts';
import { letterHeaders, pageHeaders } from './content-policy.ts';
import type { Letters } from './letters/letters.ts';
import { pageDocument, servePageFrom } from './page-files.ts';
import { previewScheme } from './preview/preview-session.ts';
import { createSealedSession } from './sealed-session.ts';
import { paperScheme } from './transcripts/paper-scheme.ts';

const pageScheme = 'app';

/** Must run before Electron is ready. */
export function declarePageSchemes(): void {
  const page = { standard: true, secure: true, supportFetchAPI: false, corsEnabled: false, stream: false, bypassCSP: false, allowServiceWorkers: false, codeCache: false };
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: page },
    // Fonts and tables of a PDF are fetched one by one, as it needs them.
    { scheme: previewScheme, privileges: { ...page, supportFetchAPI: true } },
    { scheme: paperScheme, privileges: page },
    { scheme: letterScheme, privileges: page },
  ]);
}

export interface PageSessionOptions {
  /** The build of the page. */
  readonly folder: string;
  /** Whether there is a vault, which the page begins by unlocking. */
  readonly vaultThere: () => boolean;
  /** The language the page is to speak: there is a document in each. */
  readonly language: () => Language;
  /** Whether the person has chosen more contrast. */
  readonly moreContrast: () => boolean;
  /** Whether developer tools may load their own files. */
  readonly developerTools: boolean;
  /** The formatted mail that may be loaded into a frame, once; none before there is something to show. */
  readonly letters: () => Pick<Letters, 'awaits' | 'take'> | null;
  readonly blocked: (scheme: string) => void;
}

/** Answers a request for a formatted mail. */
function serveLetter({ method, url }: Pick<Request, 'method' | 'url'>, letters: Pick<Letters, 'take'> | null): Response {
  const document = method === 'GET' ? (letters?.take(url) ?? null) : null;
  return document === null ? new Response(null, { status: 404, headers: letterHeaders }) : new Response(document, { headers: letterHeaders });
}

/** The session the window's page lives in. */
export function createPageSession({ folder, vaultThere, language, moreContrast, developerTools, letters, blocked }: PageSessionOptions): Session {
  return createSealedSession({
    partition: 'sealdesk-page',
    scheme: pageScheme,
    serve: servePageFrom({ folder, first: () => pageDocument(vaultThere(), language()), origin: pageOrigin, headers: pageHeaders, moreContrast }),
    allowed: [`${pageOrigin}/`, 'data:image/', ...(developerTools ? ['devtools://'] : [])],
    framed: { scheme: letterScheme, serve: (request) => serveLetter(request, letters()), awaits: (address) => letters()?.awaits(address) ?? false },
    blocked,
  });
}
