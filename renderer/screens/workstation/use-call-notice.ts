import { useEffect } from 'react';
import type { Desk } from '../../data/desk.tsx';
import { useToast } from '../../ui/toast.tsx';
import { words } from './words.ts';

/** Says, wherever one is, that a colleague calls in a note; not who, nor where, nor what it says. */
export function useCallNotice(desk: Desk | null, toInbox: () => void): void {
  const toast = useToast();
  useEffect(
    () =>
      desk?.called.subscribe(() => {
        const id = desk.called.get();
        if (id === null) return;
        desk.called.set(null);
        toast({
          words: words.called,
          action: {
            words: words.calledOpen,
            run: () => {
              toInbox();
              desk.opened.open(id);
            },
          },
        });
      }),
    [desk, toast, toInbox],
  );
}
