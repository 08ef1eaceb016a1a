import { useEffect, useState } from 'react';
import type { IpcOutput } from '../../../../shared/contract/ipc/index.ts';
import type { AttachmentId, MessageId } from '../../../../shared/domain/ids.ts';
import { useDesk } from '../../../data/desk.tsx';

export interface Asked {
  readonly messageId: MessageId;
  readonly id: AttachmentId;
  readonly page: number;
  /** In points; null until it is known how much room there is. */
  readonly width: number | null;
  /** Counts how often it was tried again. */
  readonly attempt: number;
}

export interface ShownState {
  /** Null until the first answer; the last page stays until the next one is drawn. */
  readonly shown: IpcOutput<'attachment.show'> | { readonly kind: 'failed' } | null;
  readonly busy: boolean;
  /** The part of the whole that is here, while it is being brought. */
  readonly done: number | null;
}

/** Asks for a page of an attachment each time what is asked changes. */
export function useShown({ messageId, id, page, width, attempt }: Asked): ShownState {
  const { client } = useDesk();
  const [state, setState] = useState<ShownState>({ shown: null, busy: true, done: null });
  useEffect(() => {
    if (width === null) return undefined;
    let over = false;
    setState(({ shown }) => ({ shown, busy: true, done: null }));
    const stop = client.on('attachment.progress', (progress) => {
      if (progress.id === id) setState((before) => ({ ...before, done: progress.done }));
    });
    void client.call('attachment.show', { messageId, id, page, width }).then((answer) => {
      // A later one is on its way.
      if (!over) setState({ shown: answer.ok ? answer.value : { kind: 'failed' }, busy: false, done: null });
    });
    return () => {
      over = true;
      stop();
    };
  }, [client, messageId, id, page, width, attempt]);
  return state;
}
