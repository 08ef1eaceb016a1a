import { File, FileText, Image } from 'lucide-react';
import { useState } from 'react';
import type { ShownAttachment, ShownMessage } from '../../../../shared/contract/ipc/attachments.ts';
import type { AttachmentId } from '../../../../shared/domain/ids.ts';
import { useNow } from '../../../data/now.ts';
import { hiddenWords } from './hidden-words.ts';
import { words } from './words.ts';
import { AttachmentViewer } from './attachment-viewer.tsx';
import './attachment-list.css';
import { sizeWords } from './size-words.ts';

/** What came with a message. A file that the hub keeps opens on a press; nothing is fetched before. */
export function AttachmentList({ message }: { readonly message: ShownMessage }) {
  const [opened, setOpened] = useState<number | null>(null);
  const now = useNow();
  const attachment = opened === null ? undefined : message.attachments[opened];
  const id = attachment === undefined ? null : openable(attachment, now);
  return (
    <>
      <ul className="attachments" aria-label={words.list}>
        {message.attachments.map((each, place) => (
          // Two of a message may be the same in everything; their order never changes.
          <li key={place}>
            <Tile attachment={each} opens={openable(each, now) !== null} onOpen={() => setOpened(place)} />
          </li>
        ))}
      </ul>
      {attachment !== undefined && id !== null && <AttachmentViewer attachment={attachment} messageId={message.id} id={id} onClose={() => setOpened(null)} />}
    </>
  );
}

/** By what it is asked for; null where the hub has nothing of it. One that is held opens on the question why it is needed. */
function openable({ contents }: ShownAttachment, now: number): AttachmentId | null {
  if (contents.state === 'kept') return contents.id;
  return contents.state === 'held' && contents.id !== undefined && (contents.until === undefined || contents.until > now) ? contents.id : null;
}

function Tile({ attachment, opens, onOpen }: { readonly attachment: ShownAttachment; readonly opens: boolean; readonly onOpen: () => void }) {
  const { name, contents } = attachment;
  const inside = (
    <>
      <KindIcon mediaType={attachment.mediaType} />
      <span className="attachment-name">{name}</span>
      <span className="attachment-size">{sizeWords(attachment)}</span>
    </>
  );
  if (opens) {
    return (
      <button type="button" className="attachment attachment-opens" onClick={onOpen}>
        <span className="sr-only">{words.open}</span>
        {inside}
        {contents.state === 'kept' && contents.hidden.length > 0 && <span className="attachment-said">{words.hidden(hiddenWords(contents.hidden))}</span>}
        {contents.state === 'held' && <span className="attachment-said">{words.onRequest(hiddenWords(contents.hidden))}</span>}
      </button>
    );
  }
  return (
    <span className="attachment">
      {inside}
      <span className="attachment-said">{whyNot(contents)}</span>
    </span>
  );
}

function whyNot(contents: ShownAttachment['contents']): string {
  switch (contents.state) {
    case 'kept':
      return '';
    case 'held':
      return words.held(hiddenWords(contents.hidden));
    case 'too-large':
      return words.tooLarge;
    case 'not-kept':
      return words.notKept;
    default:
      return contents satisfies never;
  }
}

/** As the sender calls it: what it is shows when it is opened. */
function KindIcon({ mediaType }: { readonly mediaType: string }) {
  if (mediaType.startsWith('image/')) return <Image className="icon-small" aria-hidden="true" />;
  if (mediaType === 'application/pdf' || mediaType.startsWith('text/')) return <FileText className="icon-small" aria-hidden="true" />;
  return <File className="icon-small" aria-hidden="true" />;
}
