import type { OpenConversation } from '../../../data/opened-conversation.ts';
import './outbound.css';
import { TemplateReply } from './template-reply.tsx';
import { words } from './words.ts';

/** In place of the text, once nothing that is written freely would be passed on. */
export function ReplyOver({ opened, onLeave }: { readonly opened: OpenConversation; readonly onLeave: () => void }) {
  if (opened.conversation.channel !== 'whatsapp') return <p className="reply-over">{words.window.instagramOver}</p>;
  return (
    <>
      <p className="reply-over">{words.window.whatsAppOver}</p>
      <TemplateReply opened={opened} onLeave={onLeave} />
    </>
  );
}
