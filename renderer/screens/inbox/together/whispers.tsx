import { Speech, X } from 'lucide-react';
import { useState } from 'react';
import type { ShownMessage } from '../../../../shared/contract/ipc/attachments.ts';
import type { AgentId, MessageId } from '../../../../shared/domain/ids.ts';
import { useDesk } from '../../../data/desk.tsx';
import type { OpenConversation } from '../../../data/opened-conversation.ts';
import { IconButton } from '../../../ui/button.tsx';
import { NoteText } from '../marks/note-text.tsx';
import './together.css';
import { words } from './words.ts';

/** What was whispered to this agent since their last answer. */
export function whispersFor(me: AgentId, messages: readonly ShownMessage[]): readonly ShownMessage[] {
  const answered = messages.findLastIndex(({ kind, agentId }) => kind === 'outbound' && agentId === me);
  return messages.slice(answered + 1).filter(({ kind, whisperTo, agentId }) => kind === 'note' && whisperTo === me && agentId !== me);
}

/** Beside the composer: what a lead whispers, until the agent has answered or put it away. Said aloud when it comes. */
export function Whispers({ opened }: { readonly opened: OpenConversation }) {
  const desk = useDesk();
  const [away, setAway] = useState<ReadonlySet<MessageId>>(new Set());
  const shown = whispersFor(desk.agentId, opened.messages).filter(({ id }) => !away.has(id));
  return (
    <output className="whispers">
      {shown.map((message) => (
        <div key={message.id} className="whisper">
          <Speech className="icon-small icon-turns" aria-hidden="true" />
          <div className="whisper-words" dir="auto">
            <b>{words.look.from(message.authorName)}:</b> <NoteText note={message} />
          </div>
          <IconButton label={words.look.away} onClick={() => setAway((before) => new Set(before).add(message.id))}>
            <X className="icon-small" />
          </IconButton>
        </div>
      ))}
    </output>
  );
}
