import { MessageSquareQuote, X } from 'lucide-react';
import { memo, useId, useImperativeHandle, useMemo, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import type { Channel, maxReplyText, WrittenKind } from '../../../shared/domain/conversation.ts';
import { channelFormat, longestReply } from '../../../shared/domain/channel-format.ts';
import { hasMarks, plainReading } from '../../../shared/marks/plain-reading.ts';
import { whatsappReading } from '../../../shared/marks/whatsapp-reading.ts';
import type { Afterwards } from '../../../shared/domain/canned-reply.ts';
import type { OpenConversation } from '../../data/opened-conversation.ts';
import { useDraftCheck } from '../../data/draft-check.ts';
import { useDraft } from '../../data/drafts.ts';
import { fileTerms } from '../../../shared/domain/outgoing-file.ts';
import { useDesk } from '../../data/desk.tsx';
import { useSpelling, useSpellingLanguage } from '../../data/spelling.ts';
import type { HeldReply } from '../../data/sending.ts';
import { useStore } from '../../data/store.ts';
import { useTellTyping } from '../../data/typing.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { sameShortcut } from '../../ui/shortcut.ts';
import { useSteady } from '../../ui/use-steady.ts';
import { useKeysShown } from '../workstation/keys-shown.ts';
import { failureWords } from '../../words/failures.ts';
import './composer.css';
import { ComposerHead } from './composer-head.tsx';
import { thenWords } from './writing/canned-preview.tsx';
import { mentionsIn } from './writing/mentions.ts';
import { AttachFiles, pastedFiles, useDroppedFiles } from './writing/attach-files.tsx';
import { DraftElsewhere } from './writing/draft-elsewhere.tsx';
import { DraftFileList } from './writing/draft-file-list.tsx';
import { AddSignature, Signature } from './writing/signature.tsx';
import { useDraftFiles } from './writing/use-draft-files.ts';
import { useSuggestions } from './writing/use-suggestions.tsx';
import { words as writingWords } from './writing/words.ts';
import { SpellingFoot } from './spelling/spelling-foot.tsx';
import { SpellingMarks } from './spelling/spelling-marks.tsx';
import { useSpellingMenu } from './spelling/use-spelling-menu.tsx';
import { DraftFindings } from './draft-findings.tsx';
import { AddCopies, CopiesLine, type ChosenCopy, type CopyWay } from './outbound/copies-line.tsx';
import { ReplyClock, useReplyStanding } from './outbound/reply-clock.tsx';
import { words as attachmentWords } from './attachments/words.ts';
import { ReplyOver } from './outbound/reply-over.tsx';
import { SecondReplyNotice } from './together/second-reply-notice.tsx';
import { useSecondReply } from './together/use-second-reply.ts';
import { words as togetherWords } from './together/words.ts';
import { kindsIn } from './marks/edit-marks.ts';
import { MarksBar } from './marks/marks-bar.tsx';
import { MarksPreview } from './marks/marks-preview.tsx';
import { useMarks } from './marks/use-marks.ts';
import { words as markWords } from './marks/words.ts';
import { words } from './words.ts';

export interface ComposerHandle {
  readonly write: (mode: WrittenKind) => void;
}

/** The contract's limit. Its file brings the schema library, which a page without eval has no use for: the type alone keeps the two equal. */
const longestText: typeof maxReplyText = 50_000;

/** From so many characters on, what is left is said. */
const soonFull = 200;

export interface ComposerProps {
  readonly opened: OpenConversation;
  readonly onLeave: () => void;
  readonly onUndo: (reply: HeldReply) => void;
  readonly ref?: Ref<ComposerHandle>;
}

/** Docked below the messages: the reply or the note in the making, and the way it will go. */
export function Composer({ opened, onLeave, onUndo, ref }: ComposerProps) {
  const desk = useDesk();
  const undoKeys = useKeysShown()('undo');
  const { id, conversation, customer } = opened;
  const draft = useDraft(desk.drafts, id);
  const { state: sync } = useStore(desk.sync.connection);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [copies, setCopies] = useState<readonly ChosenCopy[]>([]);
  const [adding, setAdding] = useState<CopyWay | null>(null);
  /** Sent from here, with nothing typed since. */
  const [held, setHeld] = useState<HeldReply | null>(null);
  const stillHeld = held !== null && opened.held.some(({ messageId }) => messageId === held.messageId);
  const { channel } = conversation;
  const mayReply = desk.may('conversation.reply') && channel !== 'phone';
  const mayNote = desk.may('conversation.note');
  const mode: WrittenKind = mayReply && !(draft.mode === 'note' && mayNote) ? 'reply' : 'note';
  const text = draft[mode];
  const area = useRef<HTMLTextAreaElement>(null);
  const standing = useReplyStanding(conversation);
  const byMail = mode === 'reply' && channel === 'email';
  const section = useRef<HTMLElement>(null);
  const descriptionId = useId();
  const way = mode === 'note' ? mode : channel;
  const filesOf = { reply: useDraftFiles(opened, 'reply'), note: useDraftFiles(opened, 'note') };
  const draftFiles = filesOf[mode];
  const { files } = draftFiles;
  const format = mode === 'reply' ? channelFormat[channel] : 'all';
  const kinds = kindsIn[format];
  const marked = hasMarks(text);
  const marks = useMarks(area, kinds);
  const [previewing, setPreviewing] = useState(false);
  const preview = useMemo(() => ({ shown: previewing, onChange: setPreviewing }), [previewing]);
  const longestOf = mode === 'reply' ? longestReply[channel] : longestText;
  const longest = files.length === 0 ? longestOf : Math.min(fileTerms[way]?.mostText ?? longestOf, longestOf);
  // As it goes out, which is what the channel counts; and as it stands, which is what the hub takes.
  const left = Math.min(longest - (marked && mode === 'reply' ? goesOutAs(channel, text.trim()) : text).length, longestText - text.length);
  const over = -left;
  const tooLong = over <= 0 ? null : files.length > 0 && longest < longestOf ? attachmentWords.draft.longText(words.channels[channel], longest) : words.composer.tooLong(over);
  const fileWords = draftFiles.problem;
  /** Files that are not sealed yet, or are more than goes. */
  const unready = draftFiles.adding.length > 0 || draftFiles.tooMuch;
  /** Who may answer customers may add files, to notes as well. */
  const mayAttach = desk.may('conversation.reply') && (mode === 'note' || standing.kind !== 'over');
  const findings = useDraftCheck(desk.client, id, mode, text);
  const stopped = findings.some(({ stops }) => stops);
  const name = customer.name === '' ? conversation.customerName : customer.name;

  const [spellingLanguage, chooseSpelling] = useSpellingLanguage(desk.client, id);
  const spelling = useSpelling(desk.client, spellingLanguage, text);
  const misspelt = useRef<HTMLDivElement>(null);
  const spellingMenu = useSpellingMenu({ client: desk.client, language: spellingLanguage, text, spelling, area, marks: misspelt });
  const tellTyping = useTellTyping(desk.client, id, mode === 'reply' && channel === 'webchat');
  const suggestions = useSuggestions(opened, mode, text, area);
  const second = useSecondReply(opened);
  const afterwards = useStore(desk.writing.afterwards).get(id) ?? null;

  const choose = (next: WrittenKind): void => {
    if (next === 'reply' ? !mayReply : !mayNote) return;
    desk.drafts.choose(id, next);
    setProblem(null);
    area.current?.focus();
  };
  const addFiles = (chosen: readonly File[]): void => {
    if (chosen.length === 0 || !mayAttach) return;
    choose(mode);
    draftFiles.add(chosen);
  };
  const dropping = useDroppedFiles(section, mayAttach, addFiles);
  useImperativeHandle(ref, () => ({ write: choose }));
  // What is the same whatever is written is not drawn anew with every key.
  const does = useSteady({ choose, addFiles, chooseSpelling, next: spellingMenu.next, begin: suggestions.begin });
  const clock = useMemo(() => mode === 'reply' && <ReplyClock standing={standing} id={`${descriptionId}-clock`} />, [mode, standing, descriptionId]);
  const adds = useMemo(() => byMail && standing.kind !== 'over' && adding === null && <AddCopies onAdding={setAdding} />, [byMail, standing, adding]);

  const send = async (): Promise<void> => {
    const whole = text.trim();
    if (busy || whole === '' || over > 0 || stopped || unready) return;
    if (mode === 'reply' && !second.mayGo()) return;
    setBusy(true);
    setProblem(null);
    const stamp = desk.drafts.stampOf(id, mode);
    const draftStamp = stamp === undefined ? {} : { draftStamp: stamp };
    const answer =
      mode === 'reply'
        ? await desk.drafts.sending(id, mode, whole, () => desk.client.call('conversation.reply', { id, text: whole, copies: copies.map(({ copy }) => copy), ...(second.beside === null ? {} : { beside: second.beside }), files: files.map((file) => file.id), ...draftStamp }))
        : await desk.drafts.sending(id, mode, whole, () => desk.client.call('conversation.note', { id, text: whole, mentions: mentionsIn(plainReading(whole), desk.colleagues.get()), ...draftStamp, files: files.map((file) => file.id) }));
    setBusy(false);
    if (!answer.ok) {
      setProblem(failureWords(answer.error));
      return;
    }
    draftFiles.sent();
    if (mode === 'reply') {
      setCopies([]);
      second.sent();
      desk.presence.rested();
    }
    if ('until' in answer.value && answer.value.until !== null) {
      const reply = { id, messageId: answer.value.messageId };
      desk.sending.sent(reply);
      setHeld(reply);
    }
    if (mode === 'reply' && afterwards !== null) await doThen(afterwards);
    desk.opened.refresh();
  };

  /** What the canned reply wants done, now that it was sent. */
  const doThen = async ({ status, assignToMe }: Afterwards): Promise<void> => {
    desk.writing.setAfterwards(id, null);
    const assigned = !assignToMe || conversation.assigneeId === desk.agentId ? null : await desk.client.call('conversation.assign', { id, assigneeId: desk.agentId });
    const set = status === null || status === conversation.status ? null : await desk.client.call('conversation.status', { id, status });
    for (const done of [assigned, set]) if (done?.ok === false) setProblem(failureWords(done.error));
    desk.list.refresh();
    desk.counts.refresh();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (suggestions.onKeyDown(event)) {
      // The list had a use for it.
    } else if (spellingMenu.onKeyDown(event)) {
      // The next word that is not known.
    } else if (marks.onKeyDown(event)) {
      // Formatting.
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
    else if (event.key === 'Escape') onLeave();
    // An empty field has nothing of its own to undo.
    else if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z' && held !== null && text === '') onUndo(held);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  if (!mayReply && !mayNote) return <p className="composer composer-closed">{words.composer.notAllowed}</p>;
  const offline = sync !== null && sync.connection !== 'online';
  return (
    <section ref={section} className={classNames('composer', `composer-${mode}`, dropping && 'composer-dropping')} aria-label={words.composer.label}>
      <ComposerHead
        mode={mode}
        mayReply={mayReply}
        mayNote={mayNote}
        onChoose={does.choose}
        way={mode === 'reply' ? words.composer.goesOut(words.channels[channel], wayTo(channel, customer.identities)) : channel === 'phone' ? words.composer.phoneOnly : words.composer.noteStays}
        wayId={`${descriptionId}-way`}
        clock={clock}
        copies={adds}
      />
      {mode === 'reply' && <SecondReplyNotice second={second} shown={text !== '' || standing.kind === 'over'} />}
      {mode === 'reply' && standing.kind === 'over' ? (
        <ReplyOver opened={opened} onLeave={onLeave} />
      ) : (
        <>
          {byMail && <CopiesLine others={conversation.others} chosen={copies} adding={adding} onAdding={setAdding} onChange={setCopies} />}
          <div className="spelling-field">
            <SpellingMarks text={text} places={spelling.places} area={area} ref={misspelt} />
            <textarea
              ref={area}
              className="composer-text"
              aria-label={mode === 'reply' ? words.composer.reply : words.composer.note}
              // Where it goes, for how long the channel takes it, and what is wrong with it.
              aria-describedby={`${descriptionId}-way ${descriptionId}-clock ${descriptionId}-state`}
              aria-invalid={over > 0 || stopped || undefined}
              placeholder={mode === 'reply' ? words.composer.replyPlaceholder(name) : words.composer.notePlaceholder}
              rows={2}
              dir="auto"
              lang={spellingLanguage === 'off' ? undefined : spellingLanguage}
              spellCheck={false}
              value={text}
              {...suggestions.field}
              onChange={(event) => {
                desk.drafts.type(id, mode, event.target.value);
                second.typed();
                desk.presence.typed(mode === 'reply' ? event.target.value : '');
                tellTyping(event.target.value);
                setProblem(null);
                setHeld(null);
                // Nothing is left of the canned reply that wanted it.
                if (mode === 'reply' && event.target.value === '') desk.writing.setAfterwards(id, null);
              }}
              onKeyDown={onKeyDown}
              onPaste={(event) => {
                const pasted = pastedFiles(event);
                if (pasted.length === 0 || !mayAttach) {
                  if (marks.onPaste(event)) event.preventDefault();
                  return;
                }
                event.preventDefault();
                addFiles(pasted);
              }}
              onContextMenu={spellingMenu.onContextMenu}
            />
          </div>
          <DraftElsewhere opened={opened} mode={mode} text={text} area={area} />
          {spellingMenu.menu}
          {suggestions.list}
          {(kinds.length > 0 || marked) && <MarksBar kinds={kinds} onApply={marks.apply} preview={preview} />}
          {previewing && text.trim() !== '' && <MarksPreview where={way} text={text} />}
          <DraftFindings findings={findings} text={text} onShow={(start, end) => {
            area.current?.focus();
            area.current?.setSelectionRange(start, end);
          }} />
          <DraftFileList kind={mode} {...draftFiles} />
          {mode === 'reply' && afterwards !== null && (
            <p className="composer-then">
              {writingWords.whenSent(thenWords(afterwards))}
              <IconButton label={writingWords.notThen} onClick={() => desk.writing.setAfterwards(id, null)}>
                <X className="icon-small" />
              </IconButton>
            </p>
          )}
          {byMail && <Signature />}
          <div className="composer-foot">
            {mode === 'reply' && <CannedButton onBegin={does.begin} />}
            <SpellingFoot language={spellingLanguage} found={spelling.places.length} onChoose={does.chooseSpelling} onNext={does.next} />
            {mayAttach && <AttachFiles way={way} onFiles={does.addFiles} />}
            {byMail && <AddSignature />}
            <ComposerState id={`${descriptionId}-state`} wrong={problem !== null || fileWords !== null || over > 0}>
              {dropping ? attachmentWords.draft.drop : (problem ?? fileWords ?? tooLong ?? (offline && mode === 'reply' ? words.composer.offline : ''))}
              {problem === null && fileWords === null && !dropping && !offline && longest < longestText && left >= 0 && left <= soonFull ? markWords.left(left) : ''}
              {problem === null && tooLong === null && stillHeld ? words.sending.held(undoKeys) : ''}
            </ComposerState>
            <span className="composer-keys">
              <Kbd>{words.composer.sendKeys}</Kbd>
            </span>
            <Button look="primary" aria-keyshortcuts="Control+Enter" busy={busy} disabled={!busy && (text.trim() === '' || over > 0 || stopped || unready)} onClick={() => void send()}>
              {mode === 'note' ? words.composer.addNote : second.asked ? togetherWords.sendAnyway : words.composer.sendReply}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

/** What is said of what is being written: beside the buttons, or above them where there it would be a column of single words. */
function ComposerState({ id, wrong, children }: { readonly id: string; readonly wrong: boolean; readonly children: readonly string[] }) {
  const said = children.filter((part) => part !== '').join(' ');
  return (
    <output className={classNames('composer-state', said !== '' && 'composer-said', wrong && 'composer-problem')}>
      <span id={id}>{said}</span>
    </output>
  );
}

const CannedButton = memo(function CannedButton({ onBegin }: { readonly onBegin: () => void }) {
  return (
    <IconButton label={writingWords.canned} shortcut={sameShortcut('/')} onClick={onBegin}>
      <MessageSquareQuote className="icon" />
    </IconButton>
  );
});

/** The text that the channel gets. */
const goesOutAs = (channel: Channel, text: string): string => (channel === 'whatsapp' ? whatsappReading({ text: plainReading(text), marked: text }) : plainReading(text));

/** The customer's (masked) address on the channel, if the hub has told one. On the chat page nobody has one. */
function wayTo(channel: Channel, identities: readonly { readonly kind: string; readonly shown: string }[]): string | null {
  if (channel === 'webchat') return null;
  return identities.find((identity) => identity.kind === channel)?.shown ?? null;
}
