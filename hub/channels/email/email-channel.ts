import type { Clock } from '../../../shared/domain/clock.ts';
import type { Envelope, Log } from '../../ports.ts';
import type { Store } from '../../store/database.ts';
import type { ChannelAdapter, ChannelHealth } from '../channel.ts';
import type { EmailSettings } from '../settings.ts';
import { followInbox, type ImapInbox } from './imap-inbox.ts';
import { replyAddress } from './reply-token.ts';
import { createOutbox } from './smtp-outbox.ts';

export interface EmailChannelDeps {
  readonly channelId: string;
  readonly settings: EmailSettings;
  readonly db: Store;
  readonly envelope: Envelope;
  readonly clock: Clock;
  readonly log: Log;
}

/** A mailbox: IMAP in, SMTP out. */
export function createEmailChannel(deps: EmailChannelDeps): ChannelAdapter {
  const { channelId, settings, envelope, clock } = deps;
  const outbox = createOutbox(settings, ({ joins, conversationId, to }) =>
    settings.replyTokens && joins ? replyAddress(envelope, settings.address, conversationId, { channelId, address: to }, clock.now()) : null,
  );
  let inbox: ImapInbox | null = null;
  let health: ChannelHealth = { state: 'starting', problem: null, lastReceivedAt: null, lastSentAt: null };
  return {
    channelId,
    kind: 'email',
    // Bounces come back as mail and are followed by intake.
    capabilities: { subjects: true, html: false, maxText: 50_000, reports: ['failed'], settlesWithinMs: 0 },
    async receive(receiver) {
      inbox ??= followInbox({
        ...deps,
        receiver,
        changed: (state, problem) => {
          health = { ...health, state, problem };
        },
        received: () => {
          health = { ...health, lastReceivedAt: clock.now() };
        },
      });
    },
    async send(message) {
      const outcome = await outbox.send(message);
      if (outcome.kind === 'sent') health = { ...health, lastSentAt: clock.now() };
      return outcome;
    },
    status: () => undefined,
    health: () => health,
    async stop() {
      await inbox?.stop();
      outbox.close();
      health = { ...health, state: 'stopped' };
    },
  };
}
