import type { HubEvent } from '../../shared/contract/wire/mail.ts';
import { keepCanned, setSignature, storeCanned } from './canned.ts';
import type { Change } from './change.ts';
import { settleCommand } from './outbox.ts';
import { replaceChannels } from './start-choices.ts';
import { setBackfill } from './position.ts';

/** Applies what the hub tells, in its order. Every effect may come again and then changes nothing. */
export function applyHubEvents(change: Change, events: readonly HubEvent[], now: number): void {
  for (const event of events) applyHubEvent(change, event, now);
}

function applyHubEvent(change: Change, event: HubEvent, now: number): void {
  switch (event.e) {
    case 'conversation':
      change.storeConversation(event.conversation, event.customer);
      return;
    case 'message':
    case 'message.replaced':
      change.storeMessage(event.message);
      return;
    case 'message.status':
      change.setMessageStatus(event.messageId, event.status, event.failure);
      return;
    case 'conversation.purged':
      change.purge(event.conversationId);
      return;
    case 'channels':
      replaceChannels(change.database, event.channels);
      return;
    case 'agents':
      change.replaceAgents(event.agents);
      // A hub of before tells of none.
      if (event.teams !== undefined) change.replaceTeams(event.teams);
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
    case 'command.result':
      settleCommand(change, event.key, event.outcome, now);
      return;
    case 'backfill.page':
      setBackfill(change.database, event.next);
      if (event.next === null) change.purgeUnnamed();
      return;
  }
}
