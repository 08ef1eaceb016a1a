import { useCallback, useEffect, useState } from 'react';
import type { DraftFile } from '../../../../shared/contract/ipc/composer.ts';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import { useDesk } from '../../../data/desk.tsx';
import { type DraftFiles, useBroughtFiles } from '../writing/use-draft-files.ts';

/** The files of a mail that begins a conversation: they lie in the vault under the id that the conversation will have, also while the form is closed. */
export function useFilesToStart(id: ConversationId): DraftFiles {
  const { client } = useDesk();
  const [files, setFiles] = useState<readonly DraftFile[]>([]);
  const [asked, setAsked] = useState(0);
  const changed = useCallback(() => setAsked((before) => before + 1), []);
  useEffect(() => {
    let over = false;
    void client.call('conversation.files-to-start', { id }).then((answer) => {
      if (!over && answer.ok) setFiles(answer.value);
    });
    return () => {
      over = true;
    };
  }, [client, id, asked]);
  return useBroughtFiles({ id, kind: 'start', way: 'email', files, changed });
}
