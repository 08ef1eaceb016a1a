import type { Session } from 'electron';
import { previewHeaders } from '../content-policy.ts';
import { servePageFrom } from '../page-files.ts';
import { createSealedSession } from '../sealed-session.ts';

export const previewScheme = 'preview';
/** Another origin than the inbox's, in another session: the two share nothing. */
export const previewOrigin = `${previewScheme}://sealdesk`;

/** The session that attachments are drawn in. */
export function createPreviewSession({ folder, blocked }: { readonly folder: string; readonly blocked: (scheme: string) => void }): Session {
  return createSealedSession({
    partition: 'sealdesk-preview',
    scheme: previewScheme,
    serve: servePageFrom({ folder, first: () => 'index.html', origin: previewOrigin, headers: previewHeaders }),
    allowed: [`${previewOrigin}/`],
    blocked,
  });
}
