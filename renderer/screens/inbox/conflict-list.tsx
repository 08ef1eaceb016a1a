import { GitCompareArrows } from 'lucide-react';
import { useState } from 'react';
import type { ConflictShown, SettleHow } from '../../../shared/contract/ipc/inbox.ts';
import { useDesk } from '../../data/desk.tsx';
import { useNow } from '../../data/now.ts';
import type { OpenConversation } from '../../data/opened-conversation.ts';
import { Button } from '../../ui/button.tsx';
import { failureWords } from '../../words/failures.ts';
import { dayAndTime, wholeTime } from '../../words/times.ts';
import './conflict-list.css';
import { words } from './words.ts';

/** What came back from the hub because something else had happened meanwhile: both sides, and what may become of it. */
export function ConflictList({ opened, onEdit }: { readonly opened: OpenConversation; readonly onEdit: () => void }) {
  if (opened.conflicts.length === 0) return null;
  return (
    <section className="conflicts" aria-label={words.conflict.label}>
      {opened.conflicts.map((conflict) => (
        <ConflictItem key={conflict.key} opened={opened} conflict={conflict} onEdit={onEdit} />
      ))}
    </section>
  );
}

function ConflictItem({ opened, conflict, onEdit }: { readonly opened: OpenConversation; readonly conflict: ConflictShown; readonly onEdit: () => void }) {
  const desk = useDesk();
  const [busy, setBusy] = useState<SettleHow | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const settle = async (how: SettleHow): Promise<void> => {
    if (busy !== null) return;
    setBusy(how);
    setProblem(null);
    // What is being typed just now is part of the draft that the answer goes back to.
    if (how === 'edit') await desk.drafts.flush();
    const answer = await desk.client.call('conversation.settle', { id: opened.id, key: conflict.key, how });
    setBusy(null);
    if (!answer.ok) {
      setProblem(failureWords(answer.error));
      return;
    }
    if (answer.value.draft !== null) {
      desk.drafts.type(opened.id, 'reply', answer.value.draft);
      onEdit();
    }
    desk.opened.refresh();
    desk.list.refresh();
    desk.counts.refresh();
  };

  return (
    <article className="conflict">
      <h3 className="conflict-title">
        <GitCompareArrows className="icon" aria-hidden="true" />
        {titleOf(conflict)}
      </h3>
      {conflict.about === 'reply' ? <BothAnswers conflict={conflict} /> : <p className="conflict-reason">{reasonOf(conflict)}</p>}
      <div className="conflict-actions">
        <output className="conflict-problem">{problem}</output>
        <Button look="quiet" busy={busy === 'discard'} onClick={() => void settle('discard')}>
          {conflict.about === 'reply' ? words.conflict.discard : words.conflict.leave}
        </Button>
        {conflict.about === 'reply' && (
          <Button busy={busy === 'edit'} onClick={() => void settle('edit')}>
            {words.conflict.edit}
          </Button>
        )}
        <Button busy={busy === 'again'} onClick={() => void settle('again')}>
          {againOf(conflict)}
        </Button>
      </div>
    </article>
  );
}

function BothAnswers({ conflict }: { readonly conflict: Extract<ConflictShown, { about: 'reply' }> }) {
  const { theirs } = conflict;
  const now = useNow();
  return (
    <div className="conflict-both">
      <figure className="conflict-side">
        <figcaption>
          {words.conflict.theirs(theirs?.authorName ?? conflict.by ?? words.conflict.somebody)}
          {theirs !== null && <time dateTime={new Date(theirs.sentAt).toISOString()} title={wholeTime(theirs.sentAt)}>, {dayAndTime(theirs.sentAt, now)}</time>}
        </figcaption>
        {/* It may be long, and then it scrolls: by keyboard too. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <blockquote className="conflict-text" dir="auto" tabIndex={0}>
          {theirs?.text ?? words.conflict.notHere}
        </blockquote>
      </figure>
      <figure className="conflict-side">
        <figcaption>{words.conflict.mine}</figcaption>
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <blockquote className="conflict-text" dir="auto" tabIndex={0}>
          {conflict.text}
        </blockquote>
      </figure>
    </div>
  );
}

function titleOf(conflict: ConflictShown): string {
  const by = conflict.by ?? words.conflict.somebody;
  if (conflict.about === 'reply') return words.conflict.answered(by);
  if (conflict.about === 'status') {
    const wanted = words.conversation.statuses[conflict.wanted];
    return conflict.held ? words.conflict.held(wanted) : words.conflict.statusNotSet(wanted);
  }
  if (conflict.about === 'priority') return words.conflict.statusNotSet(words.priorities[conflict.wanted]);
  return conflict.wanted === null ? words.conflict.notTakenBack : words.conflict.notAssigned(conflict.wanted);
}

function reasonOf(conflict: Exclude<ConflictShown, { about: 'reply' }>): string {
  if (conflict.about === 'assign' && conflict.held) return words.conflict.noteNotKept;
  if (conflict.about === 'assign') return words.conflict.assigneeNow(conflict.by, conflict.now ?? words.conflict.nobody);
  if (conflict.about === 'priority') return words.conflict.statusNow(conflict.by, words.priorities[conflict.now]);
  return conflict.held ? words.conflict.heldMore : words.conflict.statusNow(conflict.by, words.conversation.statuses[conflict.now]);
}

function againOf(conflict: ConflictShown): string {
  if (conflict.about === 'reply') return words.conflict.sendAnyway;
  if (conflict.about === 'status') return words.conflict.setAnyway(words.conversation.statuses[conflict.wanted]);
  if (conflict.about === 'priority') return words.conflict.setAnyway(words.priorities[conflict.wanted]);
  return conflict.wanted === null ? words.conflict.takeBackAnyway : words.conflict.assignAnyway(conflict.wanted);
}
