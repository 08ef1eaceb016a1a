import { Camera, Mail, MessageCircle, MessagesSquare, Phone } from 'lucide-react';
import { memo } from 'react';
import type { Channel } from '../../../shared/domain/conversation.ts';
import { words } from './words.ts';

const icons = { email: Mail, whatsapp: MessageCircle, instagram: Camera, webchat: MessagesSquare, phone: Phone } as const satisfies Record<Channel, unknown>;

/** The channel as an icon, with its name for those who do not see it. */
export const ChannelMark = memo(function ChannelMark({ channel }: { readonly channel: Channel }) {
  const Icon = icons[channel];
  return (
    <span className="channel-mark" title={words.channels[channel]}>
      <Icon className="icon-small" aria-hidden="true" />
      <span className="sr-only">{words.channels[channel]}.</span>
    </span>
  );
});
