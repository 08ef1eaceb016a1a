import { Paperclip, StickyNote } from 'lucide-react';
import { memo } from 'react';
import type { Attachment, Message, MessageStatus } from '../../../shared/domain/conversation.ts';
import type { AgentId } from '../../../shared/domain/ids.ts';
import { Banner } from '../../ui/banner.tsx';
import { classNames } from '../../ui/class-names.ts';
import { timeOfDay, wholeTime } from '../../words/times.ts';
import { MessageText } from './message-text.tsx';
import { words } from './words.ts';

export interface MessageItemProps {
  readonly message: Message;
  readonly me: AgentId;
  /** A search led here. */
  readonly found: boolean;
  /** Set when the message came another way than the one before it. */
  readonly showChannel: boolean;
}

/** One message: who, when, what, and how it went. */
export const MessageItem = memo(function MessageItem({ message, me, found, showChannel }: MessageItemProps) {
  if (message.kind === 'event') {
    return (
      <li className="event" id={`message-${message.id}`}>
        <span className="event-words">
          {message.text} <time dateTime={new Date(message.sentAt).toISOString()}>{timeOfDay(message.sentAt)}</time>
        </span>
      </li>
    );
  }
  const author = message.agentId === me ? words.list.you : message.authorName;
  return (
    <li className={classNames('message', `message-${message.kind}`, found && 'message-found')} id={`message-${message.id}`} tabIndex={-1}>
      {message.risk.level !== 'none' && (
        <Banner
          meaning={message.risk.level === 'dangerous' ? 'danger' : 'caution'}
          role="note"
          title={message.risk.level === 'dangerous' ? words.message.dangerous : words.message.caution}
        >
          {message.risk.reasons.map((reason) => (
            <p key={reason}>{reason}</p>
          ))}
        </Banner>
      )}
      <article className="message-card" aria-label={`${author}, ${timeOfDay(message.sentAt)}`}>
        <header className="message-head">
          {message.kind === 'note' && <StickyNote className="icon-small" aria-hidden="true" />}
          <span className="message-author">{author}</span>
          {message.kind === 'note' && <span className="message-kind">{words.message.note}</span>}
          {showChannel && <span className="message-kind">{words.message.viaChannel(words.channels[message.channel])}</span>}
          <span className="message-when">
            <MessageStatusWords kind={message.kind} status={message.status} />
            <time dateTime={new Date(message.sentAt).toISOString()} title={wholeTime(message.sentAt)}>
              {timeOfDay(message.sentAt)}
            </time>
          </span>
        </header>
        <MessageText message={message} />
        {message.attachments.length > 0 && (
          <ul className="attachments" aria-label={words.message.attachments}>
            {message.attachments.map((attachment) => (
              <li key={`${attachment.name} ${attachment.size}`} className="attachment">
                <Paperclip className="icon-small" aria-hidden="true" />
                <span className="attachment-name">{attachment.name}</span>
                <span className="attachment-size">{sizeWords(attachment)}</span>
              </li>
            ))}
          </ul>
        )}
        {message.status === 'failed' && <p className="message-failure">{message.failure ?? words.message.failedWithoutReason}</p>}
      </article>
    </li>
  );
});

/** Only what we sent has a way to go; what came in has arrived. */
function MessageStatusWords({ kind, status }: { readonly kind: Message['kind']; readonly status: MessageStatus }) {
  if (kind === 'inbound' || status === 'received') return null;
  // A note goes to the hub and no further.
  if (kind === 'note' && status !== 'queued' && status !== 'failed') return null;
  return <span className={classNames('message-status', `message-status-${status}`)}>{words.message.statuses[status]}</span>;
}

const bytes = new Intl.NumberFormat(undefined, { style: 'unit', unit: 'byte', unitDisplay: 'short' });
const kilobytes = new Intl.NumberFormat(undefined, { style: 'unit', unit: 'kilobyte', unitDisplay: 'short', maximumFractionDigits: 0 });
const megabytes = new Intl.NumberFormat(undefined, { style: 'unit', unit: 'megabyte', unitDisplay: 'short', maximumFractionDigits: 1 });

function sizeWords({ size }: Attachment): string {
  if (size < 1000) return bytes.format(size);
  return size < 1_000_000 ? kilobytes.format(size / 1000) : megabytes.format(size / 1_000_000);
}
