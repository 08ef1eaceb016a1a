import { StickyNote } from 'lucide-react';
import { memo, useCallback } from 'react';
import type { ShownMessage } from '../../../shared/contract/ipc/attachments.ts';
import type { Message, MessageStatus } from '../../../shared/domain/conversation.ts';
import type { AgentId, ConversationId } from '../../../shared/domain/ids.ts';
import { useDesk } from '../../data/desk.tsx';
import type { LetterHere } from '../../data/letters.ts';
import { useStore } from '../../data/store.ts';
import type { HeldReply as HeldReplyId } from '../../data/sending.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { saidAgain } from '../../words/said.ts';
import { timeOfDay, wholeTime } from '../../words/times.ts';
import { AttachmentList } from './attachments/attachment-list.tsx';
import { DestroyedElsewhere } from './findings/destroyed-elsewhere.tsx';
import { HeldReply } from './held-reply.tsx';
import './joining/joining.css';
import { words as joiningWords } from './joining/words.ts';
import { LetterFrame } from './letters/letter-frame.tsx';
import { LetterToggle } from './letters/letter-toggle.tsx';
import { words as letterWords } from './letters/words.ts';
import { MessageText } from './message-text.tsx';
import { words as writingWords } from './writing/words.ts';
import { words as togetherWords } from './together/words.ts';
import { useTaken } from './failed-reply.ts';
import { authorWords, statusWords, words } from './words.ts';

export interface MessageItemProps {
  readonly message: ShownMessage;
  readonly me: AgentId;
  /** A search led here. */
  readonly found: boolean;
  /** Set when the message came another way than the one before it. */
  readonly showChannel: boolean;
  /** Until when it can be taken back; null: no more, or never. */
  readonly heldUntil: number | null;
  readonly onUndo: (reply: HeldReplyId) => void;
  /** Brings what did not go out into one's own draft; null where there is none to bring it into. */
  readonly onTake: ((message: ShownMessage) => void) | null;
}

/** One message: who, when, what, and how it went. */
export const MessageItem = memo(function MessageItem({ message, me, found, showChannel, heldUntil, onUndo, onTake }: MessageItemProps) {
  const letter = useLetter(message);
  if (message.kind === 'event') {
    return (
      <li className="event" id={`message-${message.id}`}>
        <span className="event-words">
          {saidAgain(message.text)} <time dateTime={new Date(message.sentAt).toISOString()}>{timeOfDay(message.sentAt)}</time>
          {message.leadsTo !== undefined && <LeadsTo id={message.leadsTo} />}
        </span>
      </li>
    );
  }
  // What a program wrote is the hub's own: no customer and no colleague is called so.
  const author = authorWords(message, me);
  return (
    <li className={classNames('message', `message-${message.kind}`, found && 'message-found')} id={`message-${message.id}`} tabIndex={-1}>
      {message.risk.level !== 'none' && (
        <Banner
          meaning={message.risk.level === 'dangerous' ? 'danger' : 'caution'}
          role="note"
          title={message.risk.level === 'dangerous' ? words.message.dangerous : words.message.caution}
        >
          {message.risk.reasons.map((reason) => (
            <p key={reason}>{saidAgain(reason)}</p>
          ))}
        </Banner>
      )}
      <article className="message-card" aria-label={`${author}, ${timeOfDay(message.sentAt)}`}>
        <header className="message-head">
          {message.kind === 'note' && <StickyNote className="icon-small" aria-hidden="true" />}
          <span className="message-author">{author}</span>
          {message.kind === 'note' && <span className="message-kind">{words.message.note}</span>}
          {message.handedTo !== undefined && <span className="message-kind">{togetherWords.brief.kind}</span>}
          {message.whisperTo !== undefined && <span className="message-kind">{message.whisperTo === me ? togetherWords.look.kindToYou : togetherWords.look.kind}</span>}
          {message.mentions?.includes(me) === true && <span className="message-kind">{writingWords.callsYou}</span>}
          {showChannel && <span className="message-kind">{words.message.viaChannel(words.channels[message.channel])}</span>}
          {message.editedAt !== undefined && (
            <span className="message-kind" title={wholeTime(message.editedAt)}>
              {words.message.edited(timeOfDay(message.editedAt))}
            </span>
          )}
          {message.formatted === true && <LetterToggle message={message} shown={letter?.kind === 'ready' || letter?.kind === 'opening'} />}
          <span className="message-when">
            {heldUntil === null || message.status !== 'queued' ? (
              <MessageStatusWords kind={message.kind} status={message.status} failure={message.failure} />
            ) : (
              <HeldReply until={heldUntil} waiting={words.message.statuses.queued} onUndo={() => onUndo({ id: message.conversationId, messageId: message.id })} />
            )}
            <time dateTime={new Date(message.sentAt).toISOString()} title={wholeTime(message.sentAt)}>
              {timeOfDay(message.sentAt)}
            </time>
          </span>
        </header>
        {/* It stays, and speaks for the message, while its formatting is what is seen. */}
        <div hidden={letter?.kind === 'ready'}>
          <MessageText message={message} />
        </div>
        {letter?.kind === 'ready' && <LetterFrame key={letter.address} message={message} letter={letter} />}
        {letter?.kind === 'not-shown' && <output className="letter-note">{letterWords.notShown[letter.why]}</output>}
        {message.attachments.length > 0 && <AttachmentList message={message} />}
        {message.elsewhere !== undefined && <DestroyedElsewhere message={message} />}
        {message.status === 'failed' && (
          <div className="message-failed">
            <p className="message-failure">{message.failure === null ? words.message.failedWithoutReason : saidAgain(message.failure)}</p>
            {onTake !== null && message.kind === 'outbound' && message.agentId !== null && <TakeText message={message} onTake={onTake} />}
          </div>
        )}
      </article>
    </li>
  );
});

/** How this message stands that is shown with its formatting; null for every other one. */
function useLetter({ id, revision }: ShownMessage): LetterHere | null {
  const { here } = useDesk().letters;
  return useStore(here, useCallback((now: LetterHere | null) => (now?.messageId === id && now.revision === revision ? now : null), [id, revision]));
}

/** From a line to the other conversation that it is about. */
function LeadsTo({ id }: { readonly id: ConversationId }) {
  const desk = useDesk();
  return (
    <>
      {' '}
      <button type="button" className="event-link" onClick={() => desk.opened.open(id)}>
        {joiningWords.follow}
      </button>
    </>
  );
}

/** The way of a text into the agent's draft, until it is there or was sent from there: then that is said in its place. */
function TakeText({ message, onTake }: { readonly message: ShownMessage; readonly onTake: NonNullable<MessageItemProps['onTake']> }) {
  const taken = useTaken(message);
  if (taken === null) return <Button onClick={() => onTake(message)}>{words.message.take}</Button>;
  return <p className="message-taken">{words.message.taken[taken]}</p>;
}

/** Only what we sent has a way to go; what came in has arrived. */
function MessageStatusWords({ kind, status, failure }: { readonly kind: Message['kind']; readonly status: MessageStatus; readonly failure: string | null }) {
  if (kind === 'inbound' || status === 'received') return null;
  // A note goes to the hub and no further.
  if (kind === 'note' && status !== 'queued' && status !== 'failed') return null;
  return <span className={classNames('message-status', `message-status-${status}`)}>{statusWords({ status, failure })}</span>;
}
