import { Paperclip } from 'lucide-react';
import { memo, useEffect, useRef, useState, type ClipboardEvent, type RefObject } from 'react';
import { fileTerms, type FileWay } from '../../../../shared/domain/outgoing-file.ts';
import { IconButton } from '../../../ui/button.tsx';
import { limitWords } from '../attachments/size-words.ts';
import { words } from '../attachments/words.ts';

export interface AttachFilesProps {
  readonly way: FileWay;
  readonly onFiles: (files: readonly File[]) => void;
}

/** Chooses files; the program's dialog gives the page their contents and names, and no path. Says before what the channel takes. */
export const AttachFiles = memo(function AttachFiles({ way, onFiles }: AttachFilesProps) {
  const input = useRef<HTMLInputElement>(null);
  const terms = fileTerms[way];
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple={terms === null || terms.most > 1}
        hidden
        aria-label={words.draft.attach}
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])];
          // The same file can be chosen again.
          event.target.value = '';
          onFiles(chosen);
        }}
      />
      <IconButton label={terms === null ? words.draft.attach : words.draft.limits(terms.most, limitWords(terms.together))} onClick={() => input.current?.click()}>
        <Paperclip className="icon" />
      </IconButton>
    </>
  );
});

/** Files from the clipboard go the same way. @returns whether there were any */
export function pastedFiles(event: ClipboardEvent): readonly File[] {
  return [...event.clipboardData.files];
}

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;

/** Files dropped anywhere on the conversation, or the sheet, that `inside` is in. @returns whether some are being held over it. */
export function useDroppedFiles(inside: RefObject<HTMLElement | null>, takes: boolean, onFiles: (files: readonly File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const take = useRef(onFiles);
  useEffect(() => {
    take.current = onFiles;
  });
  useEffect(() => {
    const place = inside.current?.closest<HTMLElement>('.conversation, .sheet');
    if (!place || !takes) return undefined;
    const dragged = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const left = (event: DragEvent): void => {
      if (!(event.relatedTarget instanceof Node && place.contains(event.relatedTarget))) setOver(false);
    };
    const dropped = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      take.current([...(event.dataTransfer?.files ?? [])]);
    };
    place.addEventListener('dragover', dragged);
    place.addEventListener('dragleave', left);
    place.addEventListener('drop', dropped);
    return () => {
      place.removeEventListener('dragover', dragged);
      place.removeEventListener('dragleave', left);
      place.removeEventListener('drop', dropped);
    };
  }, [inside, takes]);
  return over;
}
