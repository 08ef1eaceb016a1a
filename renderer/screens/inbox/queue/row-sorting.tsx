import { AlarmClock } from 'lucide-react';
import type { ConversationRow } from '../../../../shared/contract/ipc/inbox.ts';
import { shortUntil, wholeTime } from '../../../words/times.ts';
import { words as inboxWords } from '../words.ts';
import { DueClock } from './due-clock.tsx';
import { PriorityIcon } from './priority-menu.tsx';
import './queue.css';
import { words } from './words.ts';

/** Tags that a row has room for. */
const shownTags = 2;

/** In a list's row: that it is urgent, what it is about, and until when it is snoozed or where else it stands. */
export function RowSorting({ row, now }: { readonly row: ConversationRow; readonly now: number }) {
  const more = row.tags.slice(shownTags);
  const mark = row.priority === 'high' || row.priority === 'urgent' ? words.priority.mark(inboxWords.priorities[row.priority]) : null;
  return (
    <>
      <DueClock dueAt={row.dueAt} now={now} />
      {mark !== null && (
        <span title={mark}>
          <PriorityIcon priority={row.priority} />
          <span className="sr-only">{mark}.</span>
        </span>
      )}
      {row.tags.slice(0, shownTags).map((tag) => (
        <span key={tag} className="row-tag">
          {tag}
        </span>
      ))}
      {more.length > 0 && (
        <span className="row-tag-more" title={words.tags.moreLong(more)}>
          <span aria-hidden="true">{words.tags.more(more.length)}</span>
          <span className="sr-only">{words.tags.moreLong(more)}.</span>
        </span>
      )}
      {row.snoozedUntil !== null ? (
        <span className="row-status row-snoozed" title={row.snoozedUntil <= now ? words.snooze.dueLong : wholeTime(row.snoozedUntil)}>
          <AlarmClock className="icon-small" aria-hidden="true" />
          <span className="sr-only">{inboxWords.conversation.statuses.snoozed} </span>
          {row.snoozedUntil <= now ? words.snooze.due : words.snooze.untilShort(shortUntil(row.snoozedUntil, now))}
        </span>
      ) : (
        row.status !== 'open' && <span className="row-status">{inboxWords.conversation.statuses[row.status]}</span>
      )}
    </>
  );
}
