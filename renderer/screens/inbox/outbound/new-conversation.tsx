import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { CallOutcome, ChannelChoice } from '../../../../shared/domain/outgoing.ts';
import type { ConversationId } from '../../../../shared/domain/ids.ts';
import { useDesk } from '../../../data/desk.tsx';
import { useNow } from '../../../data/now.ts';
import { useStore } from '../../../data/store.ts';
import { Button } from '../../../ui/button.tsx';
import { SelectField, TextArea, TextField } from '../../../ui/field.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { fieldTime } from '../../../ui/field-time.ts';
import { failureWords } from '../../../words/failures.ts';
import { kindsIn } from '../marks/edit-marks.ts';
import { words as attachmentWords } from '../attachments/words.ts';
import { AttachFiles, pastedFiles, useDroppedFiles } from '../writing/attach-files.tsx';
import { DraftFileList } from '../writing/draft-file-list.tsx';
import { AddSignature, Signature } from '../writing/signature.tsx';
import { MarksBar } from '../marks/marks-bar.tsx';
import { MarksPreview } from '../marks/marks-preview.tsx';
import { useMarks } from '../marks/use-marks.ts';
import './new-conversation.css';
import { newWords as words } from './new-conversation-words.ts';
import { useFilesToStart } from './use-files-to-start.ts';
import { beginningOf, formOf, type OutgoingField, type OutgoingForm, readOutgoing } from './outgoing-form.ts';
import { DiscardButton } from './discard-button.tsx';
import { UnfinishedList } from './unfinished-list.tsx';
import { UnfinishedState } from './unfinished-state.tsx';
import { WhoPicker } from './who-picker.tsx';

export interface NewConversationProps {
  readonly onClose: () => void;
  /** It is in the list. */
  readonly onBegun: (id: ConversationId) => void;
}

const outcomes = Object.keys(words.outcomes) as CallOutcome[];

/** Writes to somebody first, or writes a call down. */
export function NewConversation({ onClose, onBegun }: NewConversationProps) {
  const desk = useDesk();
  const now = useNow();
  const { state: sync } = useStore(desk.sync.connection);
  const [channels, setChannels] = useState<readonly ChannelChoice[] | null>(null);
  const { beginnings } = desk;
  const open = useStore(beginnings.open);
  const [form, setForm] = useState<OutgoingForm>(() => formOf(open.content, open.customer, now));
  const [wrong, setWrong] = useState<readonly OutgoingField[]>([]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    let over = false;
    void desk.client.call('inbox.channels', null).then((answer) => {
      if (over) return;
      setChannels(answer.ok ? answer.value : []);
    });
    return () => {
      over = true;
    };
  }, [desk]);
  // Whom it is with comes first; where that is known, what is to be said. The sheet, once it is open, has given its title the focus.
  useEffect(() => (who.current?.value === '' ? who.current : area.current)?.focus(), []);

  // What was chosen, or else the first of the kind that was written for.
  const channel = channels?.find(({ id }) => id === form.channelId) ?? channels?.find(({ kind }) => kind === open.content?.way) ?? channels?.[0];
  const way = channel?.kind ?? 'email';
  const area = useRef<HTMLTextAreaElement>(null);
  const who = useRef<HTMLInputElement>(null);
  /** A call is written down without files; those of a mail wait in case it becomes one again. */
  const byMail = way === 'email';
  const draftFiles = useFilesToStart(open.files);
  const dropping = useDroppedFiles(area, byMail && channel !== undefined, draftFiles.add);
  const kinds = kindsIn.all;
  const marks = useMarks(area, kinds);
  const [previewing, setPreviewing] = useState(false);
  const preview = useMemo(() => ({ shown: previewing, onChange: setPreviewing }), [previewing]);
  const edit = (part: Partial<OutgoingForm>): void => {
    const next = { ...form, ...part };
    setForm(next);
    setProblem(null);
    setWrong([]);
    beginnings.write(beginningOf(next, channels?.find(({ id }) => id === next.channelId) ?? channel), next.who?.kind === 'customer' ? next.who.customer : null);
  };
  // Another one is in the form: chosen from the list, or as the other laptop has it.
  const [turn, setTurn] = useState(open.turn);
  if (turn !== open.turn) {
    setTurn(open.turn);
    setForm(formOf(open.content, open.customer, now));
    setProblem(null);
    setWrong([]);
  }
  const close = (): void => {
    void beginnings.leave();
    onClose();
  };
  const said = (field: OutgoingField): string | null => (wrong.includes(field) ? words.missing[field] : null);

  /** Files that are not sealed yet, or are more than goes. */
  const unready = draftFiles.adding.length > 0 || draftFiles.tooMuch;

  const submit = async (): Promise<void> => {
    if (busy) return;
    if (byMail && unready) return;
    const read = readOutgoing(form, channel, Date.now(), { id: open.files, files: draftFiles.files.map((file) => file.id) });
    if (read.kind === 'missing') {
      setWrong(read.fields);
      return;
    }
    setBusy(true);
    const answer = await beginnings.sending(
      (beginning) => {
        const as = beginning === undefined ? {} : { beginning };
        return read.kind === 'mail' ? desk.client.call('conversation.start', { ...read.input, ...as }) : desk.client.call('conversation.log-call', { ...read.input, ...as });
      },
      (given) => given.ok && given.value.kind === 'begun',
    );
    setBusy(false);
    if (!answer.ok) setProblem(failureWords(answer.error));
    else if (answer.value.kind === 'refused') setProblem(words.why[answer.value.why]);
    else {
      // What was added while it was to be a mail goes with nothing.
      if (read.kind === 'call') for (const file of draftFiles.files) draftFiles.remove(file);
      onBegun(answer.value.conversationId);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void submit();
  };

  const offline = sync !== null && sync.connection !== 'online';
  const wrongNow = problem ?? (byMail ? draftFiles.problem : null);
  return (
    <Sheet
      title={way === 'phone' ? words.callTitle : words.mailTitle}
      onClose={close}
      foot={
        channels?.length === 0 ? undefined : (
          <>
            {byMail && <AttachFiles way="email" onFiles={draftFiles.add} />}
            {byMail && <AddSignature />}
            <output className={wrongNow === null || dropping ? 'outgoing-offline' : 'outgoing-problem'}>{dropping ? attachmentWords.draft.drop : (wrongNow ?? (offline ? words.offline : ''))}</output>
            {open.content !== null && <DiscardButton onDiscarded={onClose} />}
            <Button look="primary" busy={busy} disabled={channels === null || (byMail && unready)} onClick={() => void submit()}>
              {way === 'phone' ? words.keep : words.send}
            </Button>
          </>
        )
      }
    >
      {channels?.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <>
          {/* Keys that send the whole, from whichever field has the focus. */}
          {/* eslint-disable-next-line jsx-a11y/no-static-element-interactions */}
          <div className="outgoing-form" onKeyDown={onKeyDown}>
            <UnfinishedList onShown={() => area.current?.focus()} />
            <UnfinishedState />
            <SelectField
              label={words.channel[way]}
              problem={said('channel')}
              choices={(channels ?? []).map(({ id, kind, name, address }) => ({ value: id, words: kind === 'phone' ? words.phone(name) : words.mail(name, address ?? '') }))}
              value={channel?.id ?? ''}
              onChange={(event) => edit({ channelId: event.target.value, who: null })}
            />
            <WhoPicker key={way} ref={who} way={way} chosen={form.who} onChoose={(who) => edit({ who })} problem={said(way === 'phone' ? 'caller' : 'who')} />
            {form.who?.kind === 'typed' && <TextField label={words.name} hint={words.nameHint} value={form.name} maxLength={120} dir="auto" onChange={(event) => edit({ name: event.target.value })} />}
            {way === 'email' ? (
              <TextField label={words.subject} problem={said('subject')} value={form.subject} maxLength={300} dir="auto" onChange={(event) => edit({ subject: event.target.value })} />
            ) : (
              <>
                <div className="outgoing-row">
                  <SelectField label={words.direction} choices={(['in', 'out'] as const).map((value) => ({ value, words: words.directions[value] }))} value={form.direction} onChange={(event) => edit({ direction: event.target.value === 'out' ? 'out' : 'in' })} />
                  <SelectField label={words.outcome} choices={outcomes.map((value) => ({ value, words: words.outcomes[value] }))} value={form.outcome} onChange={(event) => edit({ outcome: outcomes.find((one) => one === event.target.value) ?? 'answered' })} />
                </div>
                <div className="outgoing-row">
                  <TextField type="datetime-local" label={words.when} problem={said('when')} value={form.when} max={fieldTime(now)} onChange={(event) => edit({ when: event.target.value })} />
                  <TextField inputMode="numeric" label={words.minutes} problem={said('minutes')} value={form.minutes} maxLength={4} onChange={(event) => edit({ minutes: event.target.value })} />
                </div>
              </>
            )}
            <TextArea
              ref={area}
              label={way === 'phone' ? words.notes : words.text}
              {...(way === 'phone' ? { hint: words.notesHint } : {})}
              onKeyDown={(event) => {
                if (!marks.onKeyDown(event)) return;
                event.preventDefault();
                event.stopPropagation();
              }}
              onPaste={(event) => {
                const pasted = byMail ? pastedFiles(event) : [];
                if (pasted.length === 0) {
                  if (marks.onPaste(event)) event.preventDefault();
                  return;
                }
                event.preventDefault();
                draftFiles.add(pasted);
              }}
              problem={said('text')} rows={8} value={form.text} maxLength={50_000} dir="auto" onChange={(event) => edit({ text: event.target.value })}
            />
            <MarksBar kinds={kinds} onApply={marks.apply} preview={preview} />
            {previewing && form.text.trim() !== '' && <MarksPreview where={way === 'email' ? 'email' : 'note'} text={form.text} />}
            {byMail && <DraftFileList kind="start" {...draftFiles} />}
            {way === 'phone' && <TextField label={words.recording} hint={words.recordingHint} problem={said('recording')} value={form.recording} maxLength={2_000} onChange={(event) => edit({ recording: event.target.value })} />}
          </div>
          {/* Outside of the form: the keys that send it are the field's own where the signature is written. */}
          {byMail && <Signature />}
        </>
      )}
    </Sheet>
  );
}
