import { ArrowDown } from 'lucide-react';
import { Fragment, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState, type Ref } from 'react';
import type { OpenConversation } from '../../data/opened-conversation.ts';
import { useDesk } from '../../data/desk.tsx';
import { useNow } from '../../data/now.ts';
import { afterPainting } from '../../ui/after-painting.ts';
import { calendarDays, dayName } from '../../words/times.ts';
import { MessageItem, type MessageItemProps } from './message-item.tsx';
import './message-list.css';
import { messageTextId } from './message-text.tsx';
import { SpokenNews } from './spoken-news.tsx';
import { words } from './words.ts';

export interface MessageListHandle {
  readonly focus: () => void;
}

/** Closer to the end than this is at the end: new messages are followed. */
const atEnd = 48;
/** Closer to the beginning than this, earlier messages are read. */
const nearBeginning = 600;

/**
 * The messages, oldest first. Opens at the end (or at the one a search found); what is read stays
 * where it is when earlier messages come in above, later ones below, or one in between is replaced.
 */
export function MessageList({ opened, onUndo, onTake, ref }: Pick<MessageItemProps, 'onUndo' | 'onTake'> & { readonly opened: OpenConversation; readonly ref?: Ref<MessageListHandle> }) {
  const desk = useDesk();
  const now = useNow();
  const box = useRef<HTMLElement>(null);
  const following = useRef(true);
  /** The topmost message in sight, and how far its top is from the top of the box. */
  const anchor = useRef<{ readonly id: string; readonly top: number } | null>(null);
  const shownFor = useRef<string | null>(null);
  const lastSeen = useRef<string | null>(null);
  const [below, setBelow] = useState(false);
  const { messages, id, target, earlier, held } = opened;
  const last = messages.at(-1);
  const newest = messages.findLast(({ kind }) => kind !== 'event');

  useImperativeHandle(ref, () => ({ focus: () => box.current?.focus() }));

  const remember = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    following.current = element.scrollHeight - element.scrollTop - element.clientHeight < atEnd;
    if (following.current) setBelow(false);
    const top = element.getBoundingClientRect().top;
    const first = [...element.querySelectorAll<HTMLElement>('[id^="message-"]')].find((item) => item.getBoundingClientRect().bottom > top);
    anchor.current = first ? { id: first.id, top: first.getBoundingClientRect().top - top } : null;
  }, []);

  const toEnd = useCallback(() => {
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
    setBelow(false);
  }, []);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const opening = `${id} ${target ?? ''}`;
    if (shownFor.current === null && target === null) {
      // Is at its end before it is painted (below): to ask for it here would lay out the whole page once more.
      shownFor.current = opening;
      return;
    }
    if (shownFor.current !== opening) {
      shownFor.current = opening;
      const found = target === null ? null : document.querySelector<HTMLElement>(`#message-${CSS.escape(target)}`);
      if (found) {
        found.scrollIntoView({ block: 'center' });
        found.focus({ preventScroll: true });
      } else element.scrollTop = element.scrollHeight;
    } else if (following.current) element.scrollTop = element.scrollHeight;
    else if (anchor.current) {
      const item = document.querySelector<HTMLElement>(`#${CSS.escape(anchor.current.id)}`);
      if (item) element.scrollTop += item.getBoundingClientRect().top - element.getBoundingClientRect().top - anchor.current.top;
    }
    remember();
    // `messages` is what moves things, though nothing here reads it.
    // eslint-disable-next-line react/exhaustive-effect-dependencies
  }, [messages, id, target, remember]);

  // Told first when it has been laid out, before it is painted. Later the box gets lower when the composer grows: the end stays in sight.
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (following.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // Also when all that is loaded fits without scrolling.
  useEffect(() => {
    if (earlier === null) return undefined;
    return afterPainting(() => {
      if ((box.current?.scrollTop ?? nearBeginning) < nearBeginning) void desk.opened.loadEarlier();
    });
  }, [earlier, desk]);

  useEffect(() => {
    const before = lastSeen.current;
    lastSeen.current = last ? `${id} ${last.id}` : null;
    if (before === null || last === undefined || !before.startsWith(id) || before === lastSeen.current || last.kind !== 'inbound') return;
    if (!following.current) setBelow(true);
  }, [id, last]);

  return (
    <div className="messages-place">
      <section
        ref={box}
        className="messages"
        aria-label={words.conversation.messagesOf(opened.conversation.customerName)}
        // Who comes here hears the newest at once; it stands at the end of what may be long.
        aria-describedby={newest === undefined ? undefined : `message-${newest.id} ${messageTextId(newest.id)}`}
        // It scrolls, so it takes the focus: its content can then be read with the arrow keys.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={(event) => {
          remember();
          if (earlier !== null && event.currentTarget.scrollTop < nearBeginning) void desk.opened.loadEarlier();
        }}
      >
        <p className="messages-beginning">{earlier === null ? words.conversation.beginning : words.conversation.loadingEarlier}</p>
        <ol className="messages-list" aria-label={words.conversation.messages}>
          {messages.map((message, place) => {
            const before = messages[place - 1];
            const newDay = before === undefined || calendarDays(before.sentAt, message.sentAt) !== 0;
            return (
              <Fragment key={message.id}>
                {newDay && (
                  <li className="day">
                    <span className="day-name">{dayName(message.sentAt, now)}</span>
                  </li>
                )}
                <MessageItem
                  message={message}
                  me={desk.agentId}
                  found={message.id === target}
                  heldUntil={held.find(({ messageId }) => messageId === message.id)?.until ?? null}
                  onUndo={onUndo}
                  onTake={onTake}
                  showChannel={message.channel !== (before?.channel ?? opened.conversation.channel)}
                />
              </Fragment>
            );
          })}
        </ol>
      </section>
      {below && (
        <button type="button" className="messages-below" onClick={toEnd}>
          <ArrowDown className="icon-small" aria-hidden="true" />
          {words.conversation.newBelow}
        </button>
      )}
      <SpokenNews key={id} opened={opened} />
    </div>
  );
}
