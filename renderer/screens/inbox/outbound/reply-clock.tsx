import { Clock } from 'lucide-react';
import { useMemo } from 'react';
import { replyStanding, type ReplyStanding } from '../../../../shared/domain/reply-window.ts';
import type { Conversation } from '../../../../shared/domain/conversation.ts';
import { useNow } from '../../../data/now.ts';
import { classNames } from '../../../ui/class-names.ts';
import { dayAndTime } from '../../../words/times.ts';
import './outbound.css';
import { words } from './words.ts';

/** In the last of it the clock takes the colour of caution, in milliseconds. */
const lastHour = 3_600_000;

export function useReplyStanding({ channel, replyUntil }: Pick<Conversation, 'channel' | 'replyUntil'>): ReplyStanding {
  const now = useNow();
  return useMemo(() => replyStanding(channel, replyUntil, now), [channel, replyUntil, now]);
}

/** For how long what is written here still goes; nothing where the channel has no such end. */
export function ReplyClock({ standing, id }: { readonly standing: ReplyStanding; readonly id?: string }) {
  const now = useNow();
  if (standing.kind === 'open' || standing.kind === 'over') return null;
  const soon = standing.until - now <= lastHour;
  return (
    <span id={id} className={classNames('reply-clock', soon && 'reply-clock-soon')} title={standing.kind === 'free' ? words.window.freeMore : words.window.personMore}>
      <Clock className="icon-small" aria-hidden="true" />
      {standing.kind === 'free' ? words.window.free(words.timeLeft(standing.until - now)) : words.window.person(dayAndTime(standing.until, now))}
    </span>
  );
}
