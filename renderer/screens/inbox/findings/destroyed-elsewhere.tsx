import type { ShownMessage } from '../../../../shared/contract/ipc/attachments.ts';
import type { Elsewhere } from '../../../../shared/domain/conversation.ts';
import { useNow } from '../../../data/now.ts';
import { previewShown } from './finding-words.ts';
import './destroyed-elsewhere.css';
import { FindingChip } from './finding-chip.tsx';
import { words } from './words.ts';

/** What was destroyed in a message's subject, names and files, for as long as it can be brought back: there it is a mask among words, where nothing can be pressed. */
export function DestroyedElsewhere({ message }: { readonly message: ShownMessage }) {
  const now = useNow();
  const shown = message.elsewhere?.filter(({ until }) => until > now) ?? [];
  if (shown.length === 0) return null;
  return (
    <ul className="elsewhere" aria-label={words.elsewhere.list}>
      {shown.map((each) => (
        <li key={each.id} className="elsewhere-line">
          <span className="elsewhere-place">{placeWords(each, message)}</span>
          <FindingChip messageId={message.id} finding={{ type: each.type, mask: each.mask, start: 0, end: 0, recoverable: { id: each.id, until: each.until } }} />
        </li>
      ))}
    </ul>
  );
}

function placeWords(place: Elsewhere, { attachments }: ShownMessage): string {
  switch (place.in) {
    case 'subject':
      return words.elsewhere.subject;
    case 'author':
      return words.elsewhere.author;
    case 'file-name':
      return words.elsewhere.fileName;
    case 'file':
      return words.elsewhere.file(previewShown(attachments[place.file]?.name ?? ''));
    default:
      return place satisfies never;
  }
}
