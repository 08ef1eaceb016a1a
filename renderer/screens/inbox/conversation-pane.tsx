import { MessagesSquare } from 'lucide-react';
import { useCallback, useEffect, useImperativeHandle, useMemo, useRef, type Ref, type RefObject } from 'react';
import type { ConversationStatus } from '../../../shared/domain/conversation.ts';
import type { AgentId } from '../../../shared/domain/ids.ts';
import type { Permission } from '../../../shared/domain/permission.ts';
import { type Desk, DeskProvider, useDesk } from '../../data/desk.tsx';
import type { OpenConversation } from '../../data/opened-conversation.ts';
import type { HeldReply } from '../../data/sending.ts';
import { useStore } from '../../data/store.ts';
import type { ActionMenuHandle } from '../../ui/action-menu.tsx';
import { afterPainting } from '../../ui/after-painting.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { Skeleton } from '../../ui/spinner.tsx';
import { useToast } from '../../ui/toast.tsx';
import { failureWords } from '../../words/failures.ts';
import { Composer, type ComposerHandle } from './composer.tsx';
import { ConflictList } from './conflict-list.tsx';
import { ConversationHead } from './conversation-head.tsx';
import './conversation-pane.css';
import { CustomerTyping } from './customer-typing.tsx';
import { CustomerPanel } from './customer-panel.tsx';
import type { JoiningWish } from './joining/joining-menu.tsx';
import { MergedNote } from './joining/merged-note.tsx';
import { MessageList, type MessageListHandle } from './message-list.tsx';
import { SortingRow, type SortingHandle } from './queue/sorting-row.tsx';
import type { TakenBack } from './outbound/outgoing-form.ts';
import { RefusedStart } from './outbound/refused-start.tsx';
import { LookIn } from './together/look-in.tsx';
import { Whispers } from './together/whispers.tsx';
import { words as togetherWords } from './together/words.ts';
import { useFailedReply } from './failed-reply.ts';
import { HandOverBrief } from './together/hand-over-brief.tsx';
import { leftWhileStale, Shield, useTextFirst } from './text-first.tsx';
import { useUndoReply } from './undo-reply.ts';
import { words } from './words.ts';
import { useKeysShown } from '../workstation/keys-shown.ts';

export interface ConversationPaneProps {
  readonly customerShown: boolean;
  readonly onCustomer: (shown: boolean) => void;
  readonly onHandOver: () => void;
  readonly onBack: () => void;
  readonly composer: RefObject<ComposerHandle | null>;
  readonly messages: Ref<MessageListHandle>;
  readonly transcript: Ref<ActionMenuHandle>;
  readonly sorting: Ref<SortingHandle>;
  /** The conversation as a whole is to be merged or split. */
  readonly onWish: (wish: JoiningWish) => void;
  /** What the hub had refused is written anew. */
  readonly onAgain: (again: TakenBack) => void;
}

/** What nobody does who only looks in; a whisper is a note, and stays. */
const changing: ReadonlySet<Permission> = new Set(['conversation.reply', 'conversation.assign', 'conversation.status', 'customer.note', 'customer.verify', 'customer.identify', 'customer.merge', 'sender.block', 'mistake.report', 'reveal.request']);

/** The right pane: the conversation that is open, or why there is none. */
export function ConversationPane(props: ConversationPaneProps) {
  const desk = useDesk();
  const shown = useKeysShown();
  const opened = useStore(desk.opened.state);
  switch (opened.kind) {
    case 'none':
      return (
        <div className="conversation-pane">
          <div className="conversation">
            <EmptyState icon={<MessagesSquare aria-hidden="true" />} title={words.conversation.none}>
              <p>
                {words.conversation.noneMore} <Kbd>{shown('next') || shown('enter')}</Kbd>
              </p>
            </EmptyState>
          </div>
        </div>
      );
    case 'loading':
      return (
        <div className="conversation-pane">
          <output className="conversation" aria-label={words.conversation.loading}>
            <Skeleton lines={9} />
          </output>
        </div>
      );
    case 'gone':
    case 'failed':
      return (
        <div className="conversation-pane">
          <div className="conversation">
            <EmptyState title={opened.kind === 'gone' ? words.conversation.gone : words.conversation.failed}>
              {opened.kind === 'gone' ? <p>{words.conversation.goneMore}</p> : <Button onClick={() => desk.opened.open(opened.id)}>{words.list.tryAgain}</Button>}
            </EmptyState>
          </div>
        </div>
      );
    case 'open':
      return <OpenPane opened={opened} {...props} />;
  }
}

function OpenPane({ opened, customerShown, onCustomer, onHandOver, onBack, composer, messages, transcript, sorting, onWish, onAgain }: ConversationPaneProps & { readonly opened: OpenConversation }) {
  const desk = useDesk();
  const changeStatus = useChangeStatus();
  const assign = useAssign();
  const undo = useUndoReply(composer);
  const lookedInto = useStore(desk.lookingIn);
  const looking = lookedInto === opened.id && opened.conversation.assigneeId !== null ? { id: opened.conversation.assigneeId, name: opened.conversation.assigneeName ?? togetherWords.colleague } : null;
  const watching = looking !== null;
  const seen = useMemo((): Desk => (watching ? { ...desk, may: (permission) => !changing.has(permission) && desk.may(permission) } : desk), [desk, watching]);
  const take = useFailedReply(opened, composer);
  useMarkRead(watching ? null : opened);
  const following = useTextFirst(opened);
  const { opened: beside, stale, settle } = following;
  const field = useRef<ComposerHandle>(null);
  useImperativeHandle(composer, () => ({
    write(mode) {
      settle();
      field.current?.write(mode);
    },
  }));
  return (
    <DeskProvider value={seen}>
      <div className="conversation-pane">
        {/* Each is of one conversation: what was begun in the one before is not to stay. */}
        <section className="conversation" aria-label={words.conversation.label(opened.conversation.customerName)}>
          <ConversationHead
            opened={opened}
            beside={following}
            customerShown={customerShown}
            onCustomer={onCustomer}
            onStatus={(of, status) => void changeStatus(of, status)}
            onAssign={(of, agent) => void assign(of, agent)}
            onBack={onBack}
          />
          <Sorting key={`sorting ${beside.id}`} stale={stale} ref={sorting} opened={beside} onWish={onWish} onHandOver={onHandOver} transcript={transcript} />
          <HandOverBrief key={`brief ${opened.id}`} opened={opened} />
          <MessageList key={`messages ${opened.id}`} ref={messages} opened={opened} onUndo={undo} onTake={watching ? null : take} />
          <CustomerTyping key={`typing ${opened.id}`} opened={opened} />
          <RefusedStart key={`refused ${opened.id}`} opened={opened} onAgain={onAgain} />
          <ConflictList key={`conflicts ${opened.id}`} opened={opened} onEdit={() => composer.current?.write('reply')} />
          <Whispers key={`whispers ${opened.id}`} opened={opened} />
          <Foot key={`foot ${beside.id}`} stale={stale} opened={beside} looking={looking} composer={field} onLeave={onBack} onUndo={undo} onLookedIn={() => desk.lookingIn.set(null)} />
        </section>
        {customerShown && <Customer key={`customer ${beside.id}`} stale={stale} opened={beside} onClose={() => onCustomer(false)} />}
        <Shield stale={stale} />
      </div>
    </DeskProvider>
  );
}

interface FootProps {
  readonly opened: OpenConversation;
  readonly looking: { readonly id: AgentId; readonly name: string } | null;
  readonly composer: Ref<ComposerHandle>;
  readonly onLeave: () => void;
  readonly onUndo: (reply: HeldReply) => void;
  readonly onLookedIn: () => void;
}

const Foot = leftWhileStale(({ opened, looking, composer, onLeave, onUndo, onLookedIn }: FootProps) =>
  looking !== null ? (
    <LookIn opened={opened} with={looking} onEnd={onLookedIn} />
  ) : opened.conversation.mergedInto === null ? (
    <Composer ref={composer} opened={opened} onLeave={onLeave} onUndo={onUndo} />
  ) : (
    <MergedNote id={opened.id} into={opened.conversation.mergedInto} />
  ),
);
const Sorting = leftWhileStale(SortingRow);
const Customer = leftWhileStale(CustomerPanel);

/** Changes where a conversation stands, and offers the way back. */
export function useChangeStatus(): (opened: OpenConversation, status: ConversationStatus) => Promise<void> {
  const desk = useDesk();
  const toast = useToast();
  return useCallback(
    async ({ id, conversation }, status) => {
      const before = conversation.status;
      if (before === status) return;
      const set = async (to: ConversationStatus): Promise<boolean> => {
        const answer = await desk.client.call('conversation.status', { id, status: to });
        if (!answer.ok) toast({ words: failureWords(answer.error) });
        desk.opened.refresh();
        desk.list.refresh();
        desk.counts.refresh();
        return answer.ok;
      };
      if (!(await set(status))) return;
      if (status === 'resolved') toast({ words: words.conversation.resolved, action: { words: words.conversation.reopen, run: () => void set(before) } });
      else if (before === 'resolved') toast({ words: words.conversation.reopened });
    },
    [desk, toast],
  );
}

/** Gives the open conversation to somebody, or to nobody. */
export function useAssign(): (opened: OpenConversation, agent: AgentId | null) => Promise<void> {
  const desk = useDesk();
  const toast = useToast();
  return useCallback(
    async ({ id }, assigneeId) => {
      const answer = await desk.client.call('conversation.assign', { id, assigneeId });
      if (!answer.ok) toast({ words: failureWords(answer.error) });
      desk.opened.refresh();
      desk.list.refresh();
      desk.counts.refresh();
    },
    [desk, toast],
  );
}

/** A conversation passed over with the keys is not read: only one that stays open for a moment, in a window being looked at. */
const readAfter = 500;

function useMarkRead(opened: OpenConversation | null): void {
  const desk = useDesk();
  /** What is done when the window is looked at again. */
  const looked = useRef<(() => void) | null>(null);
  const id = opened?.id;
  const upTo = opened?.messages.at(-1)?.sentAt;
  const newest = opened?.messages.at(-1);
  // A colleague's answer leaves nothing unread, and who has seen it contradicts nobody who answers after it.
  const unread = opened?.conversation.unread === true || opened?.conversation.called === true || (newest?.kind === 'outbound' && newest.agentId !== desk.agentId);
  useEffect(() => {
    if (id === undefined || upTo === undefined || !unread) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const mark = (): void => {
      clearTimeout(timer);
      // Behind another program's window it is on screen, and nobody reads it.
      if (document.visibilityState !== 'visible' || !document.hasFocus()) return;
      timer = setTimeout(() => {
        void desk.client.call('conversation.read', { id, upTo }).then((answer) => {
          if (!answer.ok) return;
          desk.list.seen(id);
          desk.counts.refresh();
        });
      }, readAfter);
    };
    looked.current = mark;
    const cancel = afterPainting(mark);
    return () => {
      cancel();
      clearTimeout(timer);
      looked.current = null;
    };
  }, [desk, id, upTo, unread]);
  useEffect(() => {
    const again = (): void => looked.current?.();
    document.addEventListener('visibilitychange', again);
    window.addEventListener('focus', again);
    return () => {
      document.removeEventListener('visibilitychange', again);
      window.removeEventListener('focus', again);
    };
  }, []);
}
