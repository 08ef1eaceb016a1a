import { AlarmClock } from 'lucide-react';
import type { ConversationRow } from '../../../../shared/contract/ipc/inbox.ts';
import { shortUntil, wholeTime } from '../../../words/times.ts';
import { words as inboxWords } from '../words.ts';
import { DueClock } from './due-clock.tsx';
import { PriorityIcon } from './priority-menu.tsx';
import './queue.css';
import { words } from './words.ts';

/** Tags that a row has room for: what the customer wrote is to be read beside them. Beside the time of waking there is none. */
const shownTags = 1;

/** In a list's row: what it is about. */
export function RowTags({ row }: { readonly row: ConversationRow }) {
  const shown = row.snoozedUntil === null ? shownTags : shownTags - 1;
  const more = row.tags.slice(shown);
  return (
    <>
      {row.tags.slice(0, shown).map((tag) => (
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
    </>
  );
}

/** In a list's row: that it is urgent. */
export function RowPriority({ row }: { readonly row: ConversationRow }) {
  if (row.priority !== 'high' && row.priority !== 'urgent') return null;
  const mark = words.priority.mark(inboxWords.priorities[row.priority]);
  return (
    <span title={mark}>
      <PriorityIcon priority={row.priority} />
      <span className="sr-only">{mark}.</span>
    </span>
  );
}

/** In a list's row: until when it is snoozed, or where else it stands; of an open one, that an answer presses. */
export function RowStatus({ row, now }: { readonly row: ConversationRow; readonly now: number }) {
  if (row.snoozedUntil !== null) {
    const due = row.snoozedUntil <= now;
    return (
      <span className="row-status row-snoozed" title={due ? words.snooze.dueLong : wholeTime(row.snoozedUntil)}>
        <AlarmClock className="icon-small" aria-hidden="true" />
        <span className="sr-only">{inboxWords.conversation.statuses.snoozed} </span>
        {due ? words.snooze.due : words.snooze.untilShort(shortUntil(row.snoozedUntil, now))}
      </span>
    );
  }
  return row.status === 'open' ? <DueClock dueAt={row.dueAt} now={now} /> : <span className="row-status">{inboxWords.conversation.statuses[row.status]}</span>;
}
