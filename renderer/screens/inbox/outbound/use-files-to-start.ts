import { useCallback, useEffect, useRef, useState } from 'react';
import type { DraftFile } from '../../../../shared/contract/ipc/composer.ts';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import { useDesk } from '../../../data/desk.tsx';
import { type DraftFiles, useBroughtFiles } from '../writing/use-draft-files.ts';

/** The files of a mail that begins a conversation: they lie in the vault under the id that the conversation will have, also while the form is closed. */
export function useFilesToStart(id: ConversationId): DraftFiles {
  const { client } = useDesk();
  const [files, setFiles] = useState<readonly DraftFile[]>([]);
  const asked = useRef(0);
  const changed = useCallback(() => {
    asked.current += 1;
    const mine = asked.current;
    void client.call('conversation.files-to-start', { id }).then((answer) => {
      // An answer that was overtaken, or is of another form, counts no more.
      if (mine === asked.current && answer.ok) setFiles(answer.value);
    });
  }, [client, id]);
  useEffect(() => changed(), [changed]);
  return useBroughtFiles({ id, kind: 'start', way: 'email', files, changed });
}
