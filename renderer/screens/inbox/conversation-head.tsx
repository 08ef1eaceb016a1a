import { ArrowLeft, ChevronDown, CircleCheck, PanelRight } from 'lucide-react';
import type { ConversationStatus } from '../../../shared/domain/conversation.ts';
import type { AgentId } from '../../../shared/domain/ids.ts';
import { useDesk } from '../../data/desk.tsx';
import type { OpenConversation } from '../../data/opened-conversation.ts';
import { useNow } from '../../data/now.ts';
import { useStore } from '../../data/store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ChoiceMenu } from '../../ui/menu.tsx';
import { escapeKey, shortcutProps } from '../../ui/shortcut.ts';
import { useShortcutOf } from '../workstation/keys-shown.ts';
import { ChannelMark } from './channel-mark.tsx';
import './conversation-pane.css';
import { previewShown } from './findings/finding-words.ts';
import { DueClock } from './queue/due-clock.tsx';
import { leftWhileStale, type Beside } from './text-first.tsx';
import { VerificationMark } from './verification-mark.tsx';
import { words } from './words.ts';

export interface ConversationHeadProps {
  readonly opened: OpenConversation;
  readonly beside: Beside;
  readonly customerShown: boolean;
  readonly onCustomer: (shown: boolean) => void;
  readonly onStatus: (opened: OpenConversation, status: ConversationStatus) => void;
  readonly onAssign: (opened: OpenConversation, agent: AgentId | null) => void;
  readonly onBack: () => void;
}

const statuses = ['open', 'pending', 'resolved'] as const;
const nobody = 'nobody';
/** Drawn once. */
const arrowBack = <ArrowLeft className="icon icon-turns" />;

/** Who and what about, with the text; whose it is and where it stands, beside it. */
export function ConversationHead({ opened, beside, onBack, ...does }: ConversationHeadProps) {
  const now = useNow();
  const { conversation } = opened;
  return (
    <header className="conversation-head">
      <span className="conversation-back">
        <IconButton label={words.conversation.back} shortcut={escapeKey} onClick={onBack}>
          {arrowBack}
        </IconButton>
      </span>
      <div className="conversation-who">
        <div className="conversation-name">
          <ChannelMark channel={conversation.channel} />
          <h2 className="conversation-name-words">{conversation.customerName}</h2>
        </div>
        <div className="conversation-about">
          {conversation.subject !== '' && <p className="conversation-subject" title={previewShown(conversation.subject)}>{previewShown(conversation.subject)}</p>}
          <VerificationMark of={opened.id} level={conversation.verification} />
          <DueClock dueAt={conversation.dueAt} now={now} always />
        </div>
      </div>
      <Standing key={beside.opened.id} stale={beside.stale} opened={beside.opened} {...does} />
    </header>
  );
}

const Standing = leftWhileStale(({ opened, customerShown, onCustomer, onStatus, onAssign }: Omit<ConversationHeadProps, 'beside' | 'onBack'>) => {
  const desk = useDesk();
  const shortcutOf = useShortcutOf();
  const colleagues = useStore(desk.colleagues);
  const { conversation } = opened;
  const resolved = conversation.status === 'resolved';
  const merged = conversation.mergedInto !== null;
  const assignee = conversation.assigneeId ?? nobody;
  const assigneeName =
    conversation.assigneeId === null ? words.list.unassigned : conversation.assigneeId === desk.agentId ? words.list.you : (conversation.assigneeName ?? words.list.unassigned);
  const choices = [
    { value: desk.agentId as string, words: words.list.you },
    ...colleagues.filter((one) => one.id !== desk.agentId).map((one) => ({ value: one.id as string, words: one.name })),
    { value: nobody, words: words.list.unassigned },
  ];
  return (
    <>
      <ChoiceMenu
        label={words.conversation.assignee}
        value={assignee}
        choices={choices}
        disabled={merged || !desk.may('conversation.assign')}
        onChoose={(value) => onAssign(opened, value === nobody ? null : (value as AgentId))}
      >
        <span className="conversation-assignee">{assigneeName}</span>
        <ChevronDown className="icon-small" aria-hidden="true" />
      </ChoiceMenu>
      <ChoiceMenu
        label={words.conversation.status}
        value={conversation.status}
        choices={[...statuses, ...(conversation.status === 'snoozed' ? (['snoozed'] as const) : [])].map((value) => ({ value, words: words.conversation.statuses[value] }))}
        disabled={merged || !desk.may('conversation.status')}
        onChoose={(status) => onStatus(opened, status)}
      >
        {words.conversation.statuses[conversation.status]}
        <ChevronDown className="icon-small" aria-hidden="true" />
      </ChoiceMenu>
      <span className="conversation-resolve">
        <Button
          {...shortcutProps(resolved ? words.conversation.reopen : words.conversation.resolve, shortcutOf('resolve'))}
          disabled={merged || !desk.may('conversation.status')}
          onClick={() => onStatus(opened, resolved ? 'open' : 'resolved')}
        >
          <CircleCheck className="icon" aria-hidden="true" />
          <span className="conversation-resolve-words">{resolved ? words.conversation.reopen : words.conversation.resolve}</span>
        </Button>
      </span>
      <IconButton label={words.conversation.customer} pressed={customerShown} onClick={() => onCustomer(!customerShown)}>
        <PanelRight className="icon icon-turns" />
      </IconButton>
    </>
  );
});
