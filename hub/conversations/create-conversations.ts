import { fromBase64, toBase64, utf8 } from '../../shared/trust/bytes.ts';
import type { TranscriptReport } from '../../shared/contract/wire/index.ts';
import { AddressBuckets, type BucketTerms } from '../gateway/token-bucket.ts';
import type { Conversations } from '../ports.ts';
import { carryOut } from './commands.ts';
import type { CommandDeps, Outcome } from './outcome.ts';
import { carryOutOutbound, isOutbound } from './outbound/carry-out-outbound.ts';
import { page } from './page.ts';

/**
 * What one person's laptops may have carried out: so many at once, and in the long run so many an hour. Nobody works so much; each leaves an outcome and a line of the
 * audit log for good, and whoever has a laptop would fill the hub's disk with them.
 */
const commandRate: BucketTerms = { burst: 5_000, perSecond: 5_000 / 3_600 };
const tooMuch: Outcome = { kind: 'refused', message: 'The hub has carried out as much for you as it does in an hour for one person. This was not done. Wait a while, then do it again.' };

/** By what a file that is found is known again, and when the device says it was written. */
function fileDetail({ number, format, sha256, bytes, messages }: TranscriptReport, writtenAt: number): Record<string, string | number> {
  return { number, format, sha256, bytes, messages, writtenAt };
}

export interface ConversationsDeps extends CommandDeps {
  /** A reply was queued: delivery looks as soon as the transaction has committed. */
  readonly queued: () => void;
  /** A conversation was snoozed: it may be the one that wakes next. */
  readonly snoozed: () => void;
}

/** Implements the port: what a device's agent may see, and what agents ask to be done. */
export function createConversations(deps: ConversationsDeps, rate: BucketTerms = commandRate): Conversations {
  // A refusal may name a colleague.
  const context = (key: string) => `command_outcomes.outcome:${key}`;
  const sealed = (key: string, outcome: Outcome) => toBase64(deps.envelope.sealSystem(context(key), utf8(JSON.stringify(outcome))));
  const opened = (key: string, text: string) => JSON.parse(Buffer.from(deps.envelope.openSystem(context(key), fromBase64(text))).toString('utf8')) as Outcome;
  const commands = new AddressBuckets(rate, deps.clock);
  return {
    page: (tx, agent, options) => page(tx, deps.envelope, agent, options),
    async execute(tx, agent, deviceId, key, at, command) {
      const known = await tx.selectFrom('command_outcomes').select(['agent_id', 'outcome']).where('key', '=', key).executeTakeFirst();
      // Another agent's key tells nothing of that agent's command.
      if (known) return known.agent_id === agent.id ? opened(key, known.outcome) : { kind: 'refused', message: 'The hub has seen this request before. Try again.' };
      // Not remembered: it would be as much. Asked again, it is carried out then. Of files that were written is told beside all else: they are there.
      if (!commands.take(`${agent.id} ${command.do === 'transcript' ? 'transcript' : 'command'}`)) return tooMuch;
      const asked = { ...deps, deviceId };
      const outcome = isOutbound(command) ? await carryOutOutbound(tx, asked, agent, at, command) : await carryOut(tx, asked, agent, at, command);
      await tx.insertInto('command_outcomes').values({ key, agent_id: agent.id, outcome: sealed(key, outcome), at: deps.clock.now() }).execute();
      await deps.audit.append(tx, { actor: `agent:${agent.id}`, action: `conversation.${command.do}`, subject: command.conversationId, detail: { outcome: outcome.kind, device: deviceId, ...(command.do === 'transcript' ? fileDetail(command, at) : {}) } });
      if ((command.do === 'reply' || command.do === 'note' || isOutbound(command)) && outcome.kind === 'done') deps.queued();
      if (command.do === 'status' && command.status === 'snoozed' && outcome.kind === 'done') deps.snoozed();
      return outcome;
    },
  };
}
