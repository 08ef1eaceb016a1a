import type { HubEvent } from '../../shared/contract/wire/mail.ts';
import { keepCanned, setSignature, storeCanned } from './canned.ts';
import type { Message } from '../../shared/domain/conversation.ts';
import type { Change } from './change.ts';
import { applyBeginningEvent } from './beginnings.ts';
import { applyDraftEvent } from './drafts-in-common.ts';
import { settleCommand } from './outbox.ts';
import { replaceChannels } from './start-choices.ts';
import { setBackfill } from './position.ts';
import { replaceTeams } from './teams.ts';

/**
 * Applies what the hub tells, in its order. Every effect may come again and then changes nothing.
 * @param agentId of whoever works at this device; null where notes call nobody there
 */
export function applyHubEvents(change: Change, events: readonly HubEvent[], now: number, agentId: string | null = null): void {
  const past = events.some(({ e }) => e === 'backfill.page');
  for (const event of events) applyHubEvent(change, event, now, { agentId, past });
}

/** Whom notes call here; and whether the mail brings what was before, which calls nobody a second time. */
interface Called {
  readonly agentId: string | null;
  readonly past: boolean;
}

function applyHubEvent(change: Change, event: HubEvent, now: number, { agentId, past }: Called): void {
  switch (event.e) {
    case 'conversation':
      change.storeConversation(event.conversation, event.customer);
      return;
    case 'message':
    case 'message.replaced':
      change.storeMessage(event.message, agentId !== null && calls(event.message, agentId) ? { readToo: !past } : null);
      return;
    case 'message.status':
      change.setMessageStatus(event.messageId, event.status, event.failure);
      return;
    case 'message.removed':
      change.removeMessage(event.messageId);
      return;
    case 'beginning':
    case 'beginning.kept':
    case 'beginning.stays':
      applyBeginningEvent(change, event, now);
      return;
    case 'conversation.purged':
      change.lose(event.conversationId, event.erased ?? null);
      return;
    case 'channels':
      replaceChannels(change.database, event.channels);
      return;
    case 'agents':
      change.replaceAgents(event.agents);
      // A hub of before tells of none.
      return;
    case 'teams':
      replaceTeams(change.database, event.teams);
      return;
    case 'canned':
      storeCanned(change.database, event.reply);
      return;
    case 'canned.kept':
      keepCanned(change.database, event.ids);
      return;
    case 'signature':
      setSignature(change.database, event.text);
      return;
    case 'draft':
    case 'draft.kept':
    case 'draft.stays':
      applyDraftEvent(change, event, now);
      return;
    case 'command.result':
      settleCommand(change, event.key, event.outcome, now);
      return;
    case 'backfill.page':
      setBackfill(change.database, event.next);
      if (event.next === null) change.purgeUnnamed();
      return;
  }
}

/** Whether a colleague's note calls that agent by name. */
export function calls({ kind, mentions, agentId }: Message, called: string): boolean {
  return kind === 'note' && agentId !== called && mentions?.some((id) => id === called) === true;
}
