import { X } from 'lucide-react';
import { IconButton } from '../../../ui/button.tsx';
import { KindIcon } from '../attachments/kind-icon.tsx';
import { sizeWords } from '../attachments/size-words.ts';
import { words } from '../attachments/words.ts';
import type { FileFor } from '../../../../shared/contract/ipc/composer.ts';
import type { DraftFiles } from './use-draft-files.ts';
import './draft-file-list.css';

const names: Readonly<Record<FileFor, string>> = { reply: words.draft.list, note: words.draft.noteList, start: words.draft.startList };

/** What goes with what is being written, and what is still being sealed; each can be taken out. */
export function DraftFileList({ kind, files, adding, remove, stop }: DraftFiles & { readonly kind: FileFor }) {
  if (files.length === 0 && adding.length === 0) return null;
  return (
    <ul className="draft-files" aria-label={names[kind]}>
      {files.map((file) => (
        <li key={file.id} className="attachment draft-file">
          <KindIcon mediaType={file.mediaType} />
          <span className="attachment-name">{file.name}</span>
          <span className="attachment-size">{sizeWords(file)}</span>
          <IconButton label={words.draft.remove(file.name)} onClick={() => remove(file)}>
            <X className="icon-small" />
          </IconButton>
        </li>
      ))}
      {adding.map((one) => (
        <li key={one.key} className="attachment draft-file">
          <span className="attachment-name">{one.name}</span>
          <span className="attachment-size">{words.draft.adding(one.done)}</span>
          <IconButton label={words.draft.stop(one.name)} onClick={() => stop(one)}>
            <X className="icon-small" />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
