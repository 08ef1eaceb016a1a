import { useState } from 'react';
import type { ShownAttachment, ShownMessage } from '../../../../shared/contract/ipc/attachments.ts';
import { KindIcon } from './kind-icon.tsx';
import { hiddenWords } from './hidden-words.ts';
import { words } from './words.ts';
import { AttachmentViewer } from './attachment-viewer.tsx';
import './attachment-list.css';
import { sizeWords } from './size-words.ts';

/** What came with a message. A file that the hub keeps opens on a press; nothing is fetched before. */
export function AttachmentList({ message }: { readonly message: ShownMessage }) {
  const [opened, setOpened] = useState<number | null>(null);
  const attachment = opened === null ? undefined : message.attachments[opened];
  return (
    <>
      <ul className="attachments" aria-label={words.list}>
        {message.attachments.map((each, place) => (
          // Two of a message may be the same in everything; their order never changes.
          <li key={place}>
            <Tile attachment={each} onOpen={() => setOpened(place)} />
          </li>
        ))}
      </ul>
      {attachment?.contents.state === 'kept' && (
        <AttachmentViewer attachment={attachment} messageId={message.id} id={attachment.contents.id} onClose={() => setOpened(null)} />
      )}
    </>
  );
}

function Tile({ attachment, onOpen }: { readonly attachment: ShownAttachment; readonly onOpen: () => void }) {
  const { name, contents } = attachment;
  const inside = (
    <>
      <KindIcon mediaType={attachment.mediaType} />
      <span className="attachment-name">{name}</span>
      <span className="attachment-size">{sizeWords(attachment)}</span>
    </>
  );
  if (contents.state === 'kept') {
    return (
      <button type="button" className="attachment attachment-opens" onClick={onOpen}>
        <span className="sr-only">{words.open}</span>
        {inside}
        {contents.hidden.length > 0 && <span className="attachment-said">{words.hidden(hiddenWords(contents.hidden))}</span>}
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

function whyNot(contents: Exclude<ShownAttachment['contents'], { state: 'kept' }>): string {
  switch (contents.state) {
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
