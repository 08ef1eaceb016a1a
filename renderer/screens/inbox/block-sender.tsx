import { Ban } from 'lucide-react';
import { useState } from 'react';
import { askHub } from '../../data/console/ask.ts';
import { useDesk } from '../../data/desk.tsx';
import type { OpenConversation } from '../../data/opened-conversation.ts';
import { Button } from '../../ui/button.tsx';
import { useToast } from '../../ui/toast.tsx';
import { Question } from '../console/question.tsx';
import { words } from './block-sender-words.ts';

/** At the end of the customer's panel: nobody is bothered any more with what they write. */
export function BlockSender({ opened }: { readonly opened: OpenConversation }) {
  const desk = useDesk();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const { conversation } = opened;
  if (!desk.may('sender.block') || conversation.channel === 'phone') return null;
  const block = async () => {
    const outcome = await askHub(desk.client, 'sender.block', { conversationId: conversation.id });
    if (outcome.kind !== 'done') return outcome;
    setAsking(false);
    toast({ words: words.done });
    if (conversation.status !== 'resolved') await desk.client.call('conversation.status', { id: conversation.id, status: 'resolved' });
    desk.opened.refresh();
    desk.list.refresh();
    desk.counts.refresh();
    return outcome;
  };
  return (
    <section className="customer-part">
      <Button look="quiet" onClick={() => setAsking(true)}>
        <Ban className="icon-small" aria-hidden="true" /> {words.block}
      </Button>
      {asking && <Question title={words.title} consequence={words.consequence} confirm={words.block} onConfirm={block} onClose={() => setAsking(false)} />}
    </section>
  );
}
