import { Check, GitCompareArrows, PencilLine } from 'lucide-react';
import { memo } from 'react';
import type { ConversationRow } from '../../../shared/contract/ipc/inbox.ts';
import type { AgentId } from '../../../shared/domain/ids.ts';
import { dueState } from '../../../shared/domain/service-level.ts';
import { classNames } from '../../ui/class-names.ts';
import { shortTime, wholeTime } from '../../words/times.ts';
import { ChannelMark } from './channel-mark.tsx';
import { previewShown } from './findings/finding-words.ts';
import { RowPriority, RowStatus, RowTags } from './queue/row-sorting.tsx';
import { words as joiningWords } from './joining/words.ts';
import { words as queueWords } from './queue/words.ts';
import { RowPresence } from './together/who-is-here.tsx';
import { words } from './words.ts';

export interface ConversationRowViewProps {
  readonly row: ConversationRow;
  readonly roomy: boolean;
  readonly now: number;
  readonly me: AgentId;
  /** One of those that something is to be done to together. */
  readonly chosen: boolean;
}

/** One conversation in the list: who, on which channel, what about, when, and who has it. */
export const ConversationRowView = memo(function ConversationRowView({ row, roomy, now, me, chosen }: ConversationRowViewProps) {
  const subject = row.subject === '' ? null : previewShown(row.subject);
  const preview = row.mergedInto === null ? previewShown(row.preview) : joiningWords.row;
  const assignee = row.assigneeId === null ? null : row.assigneeId === me ? words.list.you : row.assigneeName;
  const onlyTagged = row.tags.length > 0 && row.status === 'open' && (row.dueAt === null || dueState(row.dueAt, now) === 'ahead');
  const marks = (
    <span className="row-marks">
      <RowPresence id={row.id} />
      {row.hasConflict && (
        <span className="row-conflict" title={words.list.conflict}>
          <GitCompareArrows className="icon-small" aria-hidden="true" />
          <span className="sr-only">{words.list.conflict}.</span>
        </span>
      )}
      {row.hasDraft && (
        <span className="row-draft" title={words.list.draft}>
          <PencilLine className="icon-small" aria-hidden="true" />
          <span className="sr-only">{words.list.draft}.</span>
        </span>
      )}
      <RowPriority row={row} />
      {roomy && <RowTags row={row} />}
      {roomy && <RowStatus row={row} now={now} />}
      {assignee !== null && <span className="row-assignee">{assignee}</span>}
    </span>
  );
  return (
    <div className={classNames('row', roomy && 'row-roomy', row.unread && 'row-unread', chosen && 'row-chosen')}>
      <span className="row-unread-mark" aria-hidden="true" />
      {chosen ? <Check className="icon row-chosen-mark" aria-hidden="true" /> : <ChannelMark channel={row.channel} />}
      <span className="row-name">
        {chosen && <span className="sr-only">{queueWords.many.row} </span>}
        {row.unread && <span className="sr-only">{words.list.unread} </span>}
        {row.customerName}
      </span>
      {!roomy && marks}
      <time className="row-time" dateTime={new Date(row.lastMessageAt).toISOString()} title={wholeTime(row.lastMessageAt)}>
        {shortTime(row.lastMessageAt, now)}
      </time>
      {roomy ? (
        <>
          {subject !== null && <span className="row-subject">{subject}</span>}
          <span className={classNames('row-last', subject === null && 'row-last-tall', onlyTagged && 'row-last-tagged')}>
            <span className="row-preview">{preview}</span>
            {marks}
          </span>
        </>
      ) : (
        <span className="row-last">
          <span className="row-preview">
            {subject !== null && <span className="row-subject-inline">{subject} </span>}
            {preview}
          </span>
          {(row.tags.length > 0 || row.status !== 'open') && (
            <span className="row-marks">
              <RowTags row={row} />
              <RowStatus row={row} now={now} />
            </span>
          )}
        </span>
      )}
    </div>
  );
});
