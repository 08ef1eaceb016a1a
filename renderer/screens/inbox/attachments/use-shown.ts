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
  /** Until when a file that is held is here, in Unix milliseconds; null where there is no end. */
  readonly until: number | null;
}

/** Asks for a page of an attachment each time what is asked changes, and when its time on this laptop is over. */
export function useShown({ messageId, id, page, width, attempt }: Asked): ShownState {
  const { client } = useDesk();
  const [lent, setLent] = useState<{ readonly until: number | null; readonly ended: number }>({ until: null, ended: 0 });
  const asking = `${id} ${page} ${width} ${attempt} ${lent.ended}`;
  const [answer, setAnswer] = useState<{ readonly to: string; readonly ended: number; readonly shown: NonNullable<ShownState['shown']> } | null>(null);
  const [brought, setBrought] = useState<{ readonly to: string; readonly done: number } | null>(null);
  useEffect(() => {
    if (width === null) return undefined;
    let over = false;
    const stop = client.on('attachment.progress', (progress) => {
      if (progress.id === id) setBrought({ to: asking, done: progress.done });
    });
    const stopLent = client.on('attachment.lent', (told) => {
      if (told.id === id) setLent((before) => ({ until: told.until, ended: told.until === null ? before.ended + 1 : before.ended }));
    });
    void client.call('attachment.show', { messageId, id, page, width }).then((told) => {
      // A later one is on its way.
      if (!over) setAnswer({ to: asking, ended: lent.ended, shown: told.ok ? told.value : { kind: 'failed' } });
    });
    return () => {
      over = true;
      stop();
      stopLent();
    };
  }, [client, messageId, id, page, width, asking, lent.ended]);
  // What is over is not on screen while it is asked for again.
  const shown = answer !== null && answer.ended === lent.ended ? answer.shown : null;
  return { shown, busy: answer?.to !== asking, done: brought?.to === asking ? brought.done : null, until: lent.until };
}
