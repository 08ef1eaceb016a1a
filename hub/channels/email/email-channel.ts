import type { Clock } from '../../../shared/domain/clock.ts';
import type { Envelope, Log } from '../../ports.ts';
import type { Store } from '../../store/database.ts';
import type { ChannelAdapter, ChannelHealth } from '../channel.ts';
import type { EmailSettings } from '../settings.ts';
import { followInbox, type ImapInbox } from './imap-inbox.ts';
import { AccessTokens } from './oauth/access-tokens.ts';
import { replyAddress } from './reply-token.ts';
import { createOutbox } from './smtp-outbox.ts';

export interface EmailChannelDeps {
  readonly channelId: string;
  readonly settings: EmailSettings;
  readonly db: Store;
  readonly envelope: Envelope;
  readonly clock: Clock;
  readonly log: Log;
  /** Another refresh token took the place of one. */
  readonly keepSignIn: (before: string, now: string) => Promise<void>;
}

/** A mailbox: IMAP in, SMTP out. */
export function createEmailChannel(deps: EmailChannelDeps): ChannelAdapter {
  const { channelId, settings, envelope, clock } = deps;
  const tokens = settings.oauth === null ? null : new AccessTokens({ ...deps, oauth: settings.oauth, keep: deps.keepSignIn });
  const outbox = createOutbox(settings, tokens, ({ joins, conversationId, to }) =>
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
        tokens,
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
    health: () => {
      // Said while the connection of before still stands, too.
      const problem = tokens?.problem ?? null;
      return problem === null ? health : { ...health, state: 'failing', problem };
    },
    async stop() {
      await inbox?.stop();
      outbox.close();
      tokens?.stop();
      health = { ...health, state: 'stopped' };
    },
  };
}
