import { ArrowRightLeft } from 'lucide-react';
import type { ShownMessage } from '../../../../shared/contract/ipc/attachments.ts';
import type { AgentId } from '../../../../shared/domain/ids.ts';
import { useDesk } from '../../../data/desk.tsx';
import type { OpenConversation } from '../../../data/opened-conversation.ts';
import { useNow } from '../../../data/now.ts';
import { dayAndTime, wholeTime } from '../../../words/times.ts';
import { NoteText } from '../marks/note-text.tsx';
import './together.css';
import { words } from './words.ts';

/** The note of the last hand-over, for whoever has to answer now; undefined once they have, or where it is not for them. */
export function briefFor(me: AgentId, { conversation, messages }: Pick<OpenConversation, 'conversation' | 'messages'>): ShownMessage | undefined {
  const note = messages.findLast(({ handedTo, status }) => handedTo !== undefined && status !== 'failed');
  if (note === undefined || note.agentId === me) return undefined;
  const mine = conversation.assigneeId === me || (conversation.assigneeId === null && note.handedTo?.kind === 'team');
  const answered = messages.slice(messages.indexOf(note) + 1).some(({ kind, agentId }) => kind === 'outbound' && agentId === me);
  return mine && !answered ? note : undefined;
}

/** At the top of a conversation that was handed over: where it stands, until whoever has it now has answered. */
export function HandOverBrief({ opened }: { readonly opened: OpenConversation }) {
  const desk = useDesk();
  const now = useNow();
  const note = briefFor(desk.agentId, opened);
  if (note === undefined) return null;
  const title = opened.conversation.assigneeId === desk.agentId ? words.brief.title(note.authorName) : words.brief.titleTeam(note.authorName);
  return (
    <section className="hand-over-brief" aria-label={words.brief.label}>
      <h3 className="hand-over-brief-title">
        <ArrowRightLeft className="icon-small icon-turns" aria-hidden="true" />
        {title}
        <time dateTime={new Date(note.sentAt).toISOString()} title={wholeTime(note.sentAt)}>
          {dayAndTime(note.sentAt, now)}
        </time>
      </h3>
      {/* It may be long, and then it scrolls: by keyboard too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="hand-over-brief-text" dir="auto" tabIndex={0}>
        <NoteText note={note} />
      </div>
    </section>
  );
}
