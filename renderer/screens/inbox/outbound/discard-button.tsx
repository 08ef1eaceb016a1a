import { useDesk } from '../../../data/desk.tsx';
import { Button } from '../../../ui/button.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { newWords as words } from './new-conversation-words.ts';

/** Throws away what stands in the form; for a moment it can be brought back. */
export function DiscardButton({ onDiscarded }: { readonly onDiscarded: () => void }) {
  const { beginnings } = useDesk();
  const toast = useToast();
  const discard = async (): Promise<void> => {
    const restore = await beginnings.discard(beginnings.open.get().id);
    onDiscarded();
    toast({ words: words.unfinished.discarded, action: { words: words.unfinished.restore, run: () => void restore() } });
  };
  return (
    <Button look="quiet" onClick={() => void discard()}>
      {words.unfinished.discard}
    </Button>
  );
}
