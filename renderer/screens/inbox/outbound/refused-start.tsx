import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useDesk } from '../../../data/desk.tsx';
import type { OpenConversation } from '../../../data/opened-conversation.ts';
import { Button } from '../../../ui/button.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { failureWords } from '../../../words/failures.ts';
import './outbound.css';
import { newWords as words } from './new-conversation-words.ts';
import type { TakenBack } from './outgoing-form.ts';
import { saidAgain } from '../../../words/said.ts';

/** Above the answer, in a conversation that was begun here and that the hub has refused: why, and the way back to the form. */
export function RefusedStart({ opened, onAgain }: { readonly opened: OpenConversation; readonly onAgain: (again: TakenBack) => void }) {
  const desk = useDesk();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const { id, conversation, messages } = opened;
  const failed = messages.find(({ status }) => status === 'failed');
  if (!conversation.onlyHere || !conversation.hasConflict || failed === undefined) return null;
  const takeBack = async (): Promise<void> => {
    setBusy(true);
    const answer = await desk.client.call('conversation.take-back', { id });
    setBusy(false);
    if (!answer.ok) {
      toast({ words: failureWords(answer.error) });
      return;
    }
    desk.opened.close();
    desk.list.refresh();
    desk.counts.refresh();
    if (answer.value !== null) onAgain(answer.value);
  };
  return (
    <section className="refused-start" aria-label={words.refused}>
      <TriangleAlert className="icon" aria-hidden="true" />
      <p className="refused-start-words">{`${words.refused} ${saidAgain(failed.failure ?? '')}`}</p>
      <Button busy={busy} onClick={() => void takeBack()}>
        {words.again}
      </Button>
    </section>
  );
}
