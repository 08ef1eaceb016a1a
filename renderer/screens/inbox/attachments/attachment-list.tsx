import { useEffect, useState } from 'react';
import type { ShownAttachment, ShownMessage } from '../../../../shared/contract/ipc/attachments.ts';
import type { AttachmentId } from '../../../../shared/domain/ids.ts';
import { useDesk } from '../../../data/desk.tsx';
import { KindIcon } from './kind-icon.tsx';
import { useNow } from '../../../data/now.ts';
import { hiddenWords } from './hidden-words.ts';
import { words } from './words.ts';
import { AttachmentViewer } from './attachment-viewer.tsx';
import './attachment-list.css';
import { partWords } from './part-words.ts';
import { sizeWords } from './size-words.ts';

/** What came with a message. A file that the hub keeps opens on a press; nothing is fetched before. */
export function AttachmentList({ message }: { readonly message: ShownMessage }) {
  const [opened, setOpened] = useState<number | null>(null);
  const uploads = useUploads(message);
  const now = useNow();
  const attachment = opened === null ? undefined : message.attachments[opened];
  const id = attachment === undefined ? null : openable(attachment, now);
  return (
    <>
      <ul className="attachments" aria-label={words.list}>
        {message.attachments.map((each, place) => (
          // Two of a message may be the same in everything; their order never changes.
          <li key={place}>
            <Tile attachment={each} uploaded={(each.contents.state === 'kept' ? uploads.get(each.contents.id) : undefined) ?? null} opens={openable(each, now) !== null} onOpen={() => setOpened(place)} />
          </li>
        ))}
      </ul>
      {attachment !== undefined && id !== null && <AttachmentViewer attachment={attachment} messageId={message.id} id={id} onClose={() => setOpened(null)} />}
    </>
  );
}

/** How far the files of a reply that waits for them have got to the hub. */
function useUploads({ status }: ShownMessage): ReadonlyMap<AttachmentId, number> {
  const { client } = useDesk();
  const [uploads, setUploads] = useState<ReadonlyMap<AttachmentId, number>>(new Map());
  useEffect(() => {
    if (status !== 'queued') return undefined;
    return client.on('attachment.progress', ({ id, done }) => setUploads((before) => new Map(before).set(id, done)));
  }, [client, status]);
  return status === 'queued' ? uploads : none;
}

const none: ReadonlyMap<AttachmentId, number> = new Map();

/** @param uploaded the part that the hub has; null where it is not on its way */
/** By what it is asked for; null where the hub has nothing of it. One that is held opens on the question why it is needed. */
function openable({ contents }: ShownAttachment, now: number): AttachmentId | null {
  if (contents.state === 'kept') return contents.id;
  return contents.state === 'held' && contents.id !== undefined && (contents.until === undefined || contents.until > now) ? contents.id : null;
}

function Tile({ attachment, uploaded, opens, onOpen }: { readonly attachment: ShownAttachment; readonly uploaded: number | null; readonly opens: boolean; readonly onOpen: () => void }) {
  const { name, contents } = attachment;
  const inside = (
    <>
      <KindIcon mediaType={attachment.mediaType} />
      <span className="attachment-name">{name}</span>
      <span className="attachment-size">{sizeWords(attachment)}</span>
      {partWords(attachment.part).map((line) => (
        <span key={line} className="attachment-said">{line}</span>
      ))}
    </>
  );
  if (opens) {
    return (
      <button type="button" className="attachment attachment-opens" onClick={onOpen}>
        <span className="sr-only">{words.open}</span>
        {inside}
        {uploaded !== null && <span className="attachment-said">{words.draft.uploading(uploaded)}</span>}
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
