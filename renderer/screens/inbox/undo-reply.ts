import { useCallback, type RefObject } from 'react';
import { useDesk } from '../../data/desk.tsx';
import type { HeldReply } from '../../data/sending.ts';
import { useToast } from '../../ui/toast.tsx';
import { failureWords } from '../../words/failures.ts';
import type { ComposerHandle } from './composer.tsx';
import { words } from './words.ts';

/** Takes a reply back into its draft, shows its conversation, and says what became of it. */
export function useUndoReply(composer: RefObject<ComposerHandle | null>): (reply: HeldReply) => void {
  const desk = useDesk();
  const toast = useToast();
  return useCallback(
    (reply) => {
      void desk.sending.undo(reply).then((outcome) => {
        if (outcome.kind === 'failed') toast({ words: failureWords(outcome.error) });
        else if (outcome.kind === 'too-late') toast({ words: words.sending.tooLate });
        else {
          const said = outcome.joined ? words.sending.undoneJoined : words.sending.undone;
          toast({ words: outcome.status ? `${said} ${words.sending.statusToo}` : said });
          const now = desk.opened.state.get();
          if (now.kind === 'none' || now.id !== reply.id) desk.opened.open(reply.id);
          else composer.current?.write('reply');
        }
        desk.opened.refresh();
        desk.list.refresh();
        desk.counts.refresh();
      });
    },
    [desk, toast, composer],
  );
}
