import { useState } from 'react';
import type { ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import { askHub } from '../../../data/console/ask.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useNow } from '../../../data/now.ts';
import type { OpenConversation } from '../../../data/opened-conversation.ts';
import { SelectField } from '../../../ui/field.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { dayAndTime } from '../../../words/times.ts';
import { Question } from '../../console/question.tsx';
import { words as inboxWords } from '../words.ts';
import { ChoiceList } from './choice-list.tsx';
import { snippetOf } from './snippet.ts';
import { useOnline } from './use-online.ts';
import { words } from './words.ts';

export interface SplitDialogProps {
  readonly opened: OpenConversation;
  readonly onOpen: (id: ConversationId) => void;
  readonly onClose: () => void;
}

/** Messages get a conversation of their own: the newest first, as what has come last is what is split off most. */
export function SplitDialog({ opened, onOpen, onClose }: SplitDialogProps) {
  const desk = useDesk();
  const toast = useToast();
  const now = useNow();
  const online = useOnline();
  const messages = opened.messages.filter(({ kind, status }) => kind !== 'event' && status !== 'queued' && status !== 'conflict').toReversed();
  const [how, setHow] = useState<'from' | 'these'>('from');
  const [chosen, setChosen] = useState<ReadonlySet<MessageId>>(() => new Set(messages.slice(0, 1).map(({ id }) => id)));
  const split = async () => {
    const [first] = chosen;
    if (first === undefined) return { kind: 'refused', message: words.chooseOne } as const;
    const outcome = await askHub(desk.client, 'conversation.split', { conversation: opened.id, what: how === 'from' ? { kind: 'from', message: first } : { kind: 'these', messages: [...chosen] } });
    if (outcome.kind === 'done') {
      const { conversation } = outcome.value;
      toast({ words: words.splitDone, action: { words: words.open, run: () => onOpen(conversation) } });
      onClose();
    }
    return outcome;
  };
  return (
    <Question title={words.splitTitle} consequence={words.splitConsequence} confirm={words.splitConfirm} look="primary" onConfirm={split} onClose={onClose}>
      {!online && <p className="console-text">{words.offline}</p>}
      {messages.length === 0 ? (
        <p className="console-text">{words.noMessages}</p>
      ) : (
        <>
          <SelectField
            label={words.what}
            value={how}
            choices={[{ value: 'from', words: words.from }, { value: 'these', words: words.these }]}
            onChange={(event) => {
              setHow(event.target.value === 'these' ? 'these' : 'from');
              setChosen(new Set([...chosen].slice(0, 1)));
            }}
          />
          <ChoiceList
            label={words.messages}
            how={how === 'from' ? 'one' : 'many'}
            choices={messages.map(({ id, authorName, agentId, sentAt, text }) => ({ value: id, words: words.message(agentId === desk.agentId ? inboxWords.list.you : authorName, dayAndTime(sentAt, now), snippetOf(text)) }))}
            chosen={chosen}
            onChosen={setChosen}
          />
        </>
      )}
    </Question>
  );
}
