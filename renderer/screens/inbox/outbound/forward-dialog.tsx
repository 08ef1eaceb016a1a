import { useMemo, useRef, useState } from 'react';
import type { MessageId } from '../../../../shared/domain/ids.ts';
import { EmailAddress } from '../../../../shared/domain/people.ts';
import { hasMarks } from '../../../../shared/marks/plain-reading.ts';
import { askHub } from '../../../data/console/ask.ts';
import { useDesk } from '../../../data/desk.tsx';
import { freshMessageId } from '../../../data/fresh-id.ts';
import { useNow } from '../../../data/now.ts';
import type { OpenConversation } from '../../../data/opened-conversation.ts';
import { SelectField, TextArea, TextField } from '../../../ui/field.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { dayAndTime } from '../../../words/times.ts';
import { Question } from '../../console/question.tsx';
import { words as inboxWords } from '../words.ts';
import { ChoiceList } from '../joining/choice-list.tsx';
import { snippetOf } from '../joining/snippet.ts';
import { useOnline } from '../joining/use-online.ts';
import { words as joiningWords } from '../joining/words.ts';
import { kindsIn } from '../marks/edit-marks.ts';
import { MarksBar } from '../marks/marks-bar.tsx';
import { MarksPreview } from '../marks/marks-preview.tsx';
import { useMarks } from '../marks/use-marks.ts';
import { forwardWords as words } from './forward-words.ts';

/** Messages go by e-mail to somebody outside of the conversation, as they are shown here. */
export function ForwardDialog({ opened, onClose }: { readonly opened: OpenConversation; readonly onClose: () => void }) {
  const desk = useDesk();
  const toast = useToast();
  const now = useNow();
  const online = useOnline();
  const [messageId] = useState(freshMessageId);
  const messages = opened.messages.filter(({ kind, status }) => (kind === 'inbound' || kind === 'outbound') && status !== 'queued' && status !== 'conflict').toReversed();
  const [how, setHow] = useState<'these' | 'all'>('these');
  const [chosen, setChosen] = useState<ReadonlySet<MessageId>>(() => new Set(messages.slice(0, 1).map(({ id }) => id)));
  const [to, setTo] = useState('');
  const [text, setText] = useState('');
  const area = useRef<HTMLTextAreaElement>(null);
  const marks = useMarks(area, kindsIn.all);
  const [previewing, setPreviewing] = useState(false);
  const preview = useMemo(() => ({ shown: previewing, onChange: setPreviewing }), [previewing]);
  const forward = async () => {
    const address = EmailAddress.safeParse(to.trim());
    if (!address.success) return { kind: 'refused', message: words.noAddress } as const;
    if (how === 'these' && chosen.size === 0) return { kind: 'refused', message: joiningWords.chooseOne } as const;
    const outcome = await askHub(desk.client, 'conversation.forward', { conversation: opened.id, messageId, messages: how === 'all' ? null : [...chosen], to: address.data, text, ...(hasMarks(text.trim()) ? { format: 'marked' } : {}) });
    if (outcome.kind === 'done') {
      toast({ words: words.done });
      onClose();
    }
    return outcome;
  };
  return (
    <Question title={words.title} consequence={words.consequence} confirm={words.confirm} look="primary" onConfirm={forward} onClose={onClose}>
      {!online && <p className="console-text">{joiningWords.offline}</p>}
      <TextField
        label={words.to}
        hint={words.toHint}
        inputMode="email"
        maxLength={254}
        value={to}
        onChange={(event) => setTo(event.target.value)}
      />
      <SelectField label={words.what} value={how} choices={[{ value: 'these', words: joiningWords.these }, { value: 'all', words: words.all }]} onChange={(event) => setHow(event.target.value === 'all' ? 'all' : 'these')} />
      {how === 'these' && (
        <ChoiceList
          label={joiningWords.messages}
          how="many"
          choices={messages.map(({ id, authorName, agentId, sentAt, text: said }) => ({ value: id, words: joiningWords.message(agentId === desk.agentId ? inboxWords.list.you : authorName, dayAndTime(sentAt, now), snippetOf(said)) }))}
          chosen={chosen}
          onChosen={setChosen}
        />
      )}
      <TextArea ref={area} label={words.own} rows={4} dir="auto" value={text} onChange={(event) => setText(event.target.value)} {...marks.field} />
      <MarksBar kinds={kindsIn.all} onApply={marks.apply} preview={preview} />
      {previewing && text.trim() !== '' && <MarksPreview where="email" text={text} />}
    </Question>
  );
}
