import { maxElsewhere, type Elsewhere } from '../../shared/domain/conversation.ts';
import type { DestroyedElsewhere, Redacted } from './stages.ts';

/** Where in a message; `file` is the place among its attachments. */
type Place = { readonly in: 'subject' | 'author' } | { readonly in: 'file-name' | 'file'; readonly file: number };

/** What was destroyed outside of a message's text, and may be brought back: subject and author first, then its files in their order; the first so many. */
export function destroyedElsewhere({ destroyedInHead, attachments }: Pick<Redacted, 'destroyedInHead' | 'attachments'>): { readonly place: Place & Pick<Elsewhere, 'in'>; readonly found: DestroyedElsewhere }[] {
  const at = (place: Place, all: readonly DestroyedElsewhere[]) => all.map((found) => ({ place, found }));
  return [
    ...at({ in: 'subject' }, destroyedInHead.subject),
    ...at({ in: 'author' }, destroyedInHead.author),
    ...attachments.flatMap(({ destroyed }, file) => [...at({ in: 'file-name', file }, destroyed?.name ?? []), ...at({ in: 'file', file }, destroyed?.text ?? [])]),
  ].slice(0, maxElsewhere);
}
