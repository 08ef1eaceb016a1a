import { useEffect, useId, useRef, useState, type FormEvent } from 'react';
import type { IpcOutput } from '../../../../shared/contract/ipc/index.ts';
import type { HandedTo, maxReplyText } from '../../../../shared/domain/conversation.ts';
import { useDraftCheck } from '../../../data/draft-check.ts';
import { useDraft } from '../../../data/drafts.ts';
import { useDesk } from '../../../data/desk.tsx';
import type { OpenConversation } from '../../../data/opened-conversation.ts';
import { useStore } from '../../../data/store.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { SelectField, TextArea } from '../../../ui/field.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { failureWords } from '../../../words/failures.ts';
import { DraftFindings } from '../draft-findings.tsx';
import { kindsIn } from '../marks/edit-marks.ts';
import { MarksBar } from '../marks/marks-bar.tsx';
import { useMarks } from '../marks/use-marks.ts';
import { authorWords, words as inboxWords } from '../words.ts';
import { DraftElsewhere } from '../writing/draft-elsewhere.tsx';
import './together.css';
import { words } from './words.ts';

/** How many of the last messages stand beside the note. */
const lastShown = 3;

/** The contract's limit, as in the composer: the type alone keeps the two equal. */
const longestNote: typeof maxReplyText = 50_000;

/**
 * Gives the conversation to a colleague or a team, and says where it stands. What it says is the note of the conversation that the agent
 * has begun (docs/decisions/0068): closed, it stands in the composer, and on their other laptops.
 */
export function HandOverDialog({ opened, onClose }: { readonly opened: OpenConversation; readonly onClose: () => void }) {
  const desk = useDesk();
  const toast = useToast();
  const colleagues = useStore(desk.colleagues).filter(({ id }) => id !== desk.agentId && id !== opened.conversation.assigneeId);
  const [teams, setTeams] = useState<IpcOutput<'inbox.teams'>>([]);
  const [to, setTo] = useState('');
  const { drafts } = desk;
  const { note } = useDraft(drafts, opened.id);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<{ readonly of: 'to' | 'note'; readonly words: string } | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const marks = useMarks(area, kindsIn.all);
  const lastId = useId();
  const findings = useDraftCheck(desk.client, opened.id, 'note', note);
  const { client } = desk;
  const over = note.length - longestNote;
  const { id } = opened;
  // Where nothing else is begun in the composer, it shows what was begun here.
  useEffect(
    () => () => {
      const left = drafts.all.get().get(id);
      if (left !== undefined && left.note !== '' && left.reply === '') drafts.choose(id, 'note');
    },
    [drafts, id],
  );
  useEffect(() => {
    form.current?.querySelector('select')?.focus();
    void client.call('inbox.teams', null).then((answer) => {
      if (answer.ok) setTeams(answer.value);
    });
  }, [client]);

  const choices = [
    { value: '', words: words.handOver.choose, to: null, name: '' },
    ...colleagues.map(({ id, name }) => ({ value: `agent ${id}`, words: name, to: { kind: 'agent', id } as HandedTo, name })),
    ...teams.filter(({ id }) => id !== opened.conversation.teamId).map(({ id, name }) => ({ value: `team ${id}`, words: words.handOver.team(name), to: { kind: 'team', id } as HandedTo, name: words.handOver.team(name) })),
  ];

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const chosen = choices.find(({ value }) => value === to);
    if (busy || over > 0 || findings.some(({ stops }) => stops)) return;
    if (chosen === undefined || chosen.to === null) {
      setProblem({ of: 'to', words: words.handOver.chooseFirst });
      return;
    }
    setBusy(true);
    setProblem(null);
    const { to: taker } = chosen;
    const stamp = drafts.stampOf(id, 'note');
    const { answer } = await drafts.sending(id, 'note', note, async () => {
      const given = await client.call('conversation.hand-over', { id, to: taker, note, ...(stamp === undefined ? {} : { draftStamp: stamp }) });
      return { ok: given.ok && given.value.kind === 'handed-over', answer: given };
    });
    setBusy(false);
    if (!answer.ok) setProblem({ of: 'note', words: failureWords(answer.error) });
    else if (answer.value.kind === 'note-needed') setProblem({ of: 'note', words: words.handOver.noteNeeded });
    else if (answer.value.kind === 'must-not-leave') setProblem({ of: 'note', words: words.handOver.mustNotLeave });
    else {
      onClose();
      toast({ words: words.handOver.done(chosen.name) });
      desk.opened.refresh();
      desk.list.refresh();
      desk.counts.refresh();
    }
  };

  const last = opened.messages.filter(({ kind }) => kind !== 'event').slice(-lastShown);
  return (
    <Dialog title={words.handOver.title} onClose={onClose}>
      <form ref={form} className="hand-over" onSubmit={(event) => void submit(event)} noValidate>
        <SelectField
          label={words.handOver.to}
          choices={choices}
          value={to}
          problem={problem?.of === 'to' ? problem.words : null}
          onChange={(event) => {
            setTo(event.target.value);
            setProblem(null);
          }}
        />
        {last.length > 0 && (
          <section aria-labelledby={lastId}>
            <h3 className="hand-over-last-title" id={lastId}>
              {words.handOver.last}
            </h3>
            <ol className="hand-over-last">
              {last.map((message) => (
                <li key={message.id} dir="auto">
                  <b>{authorWords(message, desk.agentId)}:</b> {message.text.slice(0, 240)}
                </li>
              ))}
            </ol>
          </section>
        )}
        <TextArea
          ref={area}
          label={words.handOver.note}
          hint={words.handOver.noteHint}
          rows={4}
          dir="auto"
          value={note}
          problem={problem?.of === 'note' ? problem.words : over > 0 ? inboxWords.composer.tooLong(over) : null}
          onChange={(event) => {
            drafts.typeBeside(id, 'note', event.target.value);
            setProblem(null);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit(event);
            else marks.field.onKeyDown(event);
          }}
          onPaste={marks.field.onPaste}
        />
        <MarksBar kinds={kindsIn.all} onApply={marks.apply} preview={null} />
        <DraftElsewhere opened={opened} mode="note" text={note} area={area} />
        <DraftFindings
          findings={findings}
          text={note}
          onShow={(start, end) => {
            area.current?.focus();
            area.current?.setSelectionRange(start, end);
          }}
        />
        <div className="hand-over-buttons">
          <Button onClick={onClose}>{words.handOver.cancel}</Button>
          <Button type="submit" look="primary" busy={busy} disabled={!busy && (over > 0 || findings.some(({ stops }) => stops))}>
            {words.handOver.confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
