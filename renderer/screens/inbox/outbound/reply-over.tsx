import type { OpenConversation } from '../../../data/opened-conversation.ts';
import './outbound.css';
import { words } from './words.ts';

/** In place of the text, once nothing that is written freely would be passed on. */
export function ReplyOver({ opened }: { readonly opened: OpenConversation; readonly onLeave: () => void }) {
  const whatsApp = opened.conversation.channel === 'whatsapp';
  return <p className="reply-over">{whatsApp ? words.window.whatsAppOver : words.window.instagramOver}</p>;
}
