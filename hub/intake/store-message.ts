import type { HubEvent } from '../../shared/contract/wire/index.ts';
import { ConversationId, CustomerId, MessageId } from '../../shared/domain/ids.ts';
import { nameFiles, storeFiles } from '../conversations/attachments.ts';
import { newsOf } from '../conversations/audience.ts';
import { changeConversation, conversationEvent, openConversation } from '../conversations/conversations.ts';
import { settleIdentity } from '../conversations/changed-identity.ts';
import { takeProfileName, tellName, writeRenamed } from '../conversations/profile-names.ts';
import { insertMessage, openContent, replaceContent, toMessage } from '../conversations/messages.ts';
import { othersOf } from '../conversations/outbound/copies.ts';
import { freeOfLeaver } from '../conversations/leavers.ts';
import { pastOf } from '../conversations/past.ts';
import { sealdeskItself, writeLine } from '../conversations/reassign.ts';
import { snoozeEnded } from '../conversations/snooze.ts';
import { leavePattern, type RedactionPolicy } from '../../shared/redaction/index.ts';
import { replyUntilAfter, replyWindows } from '../../shared/domain/reply-window.ts';
import type { FanOut, MessagePolicy, Tx } from '../ports.ts';
import type { MessageTable } from '../store/tables/conversations.ts';
import { arrivalId } from './arrival-id.ts';
import { riskOf } from './assess.ts';
import { authorOf, begin, type BeginDeps, type Origin, sayRouted } from './begin.ts';
import { redactAcross, sequenceLength } from './join-sequence.ts';
import { destroyedElsewhere } from './destroyed-elsewhere.ts';
import { recordBegun, recordStatus } from '../numbers/ledger.ts';
import { keepRecoverable } from '../reveal/recoverable.ts';
import { answerClock } from '../routing/answer-clock.ts';
import type { Assessed, Authentication, KeptFinding } from './stages.ts';
import { thread } from './thread.ts';
import { levelAfter } from './verify.ts';

export interface StoreDeps extends BeginDeps {
  readonly fanOut: FanOut;
  readonly policy: MessagePolicy;
}

/**
 * thread, store and fan out, in one transaction with the end of the spool entry: after a crash either
 * all of it happened or none.
 * @returns the conversation's id.
 */
export async function storeMessage(tx: Tx, deps: StoreDeps, channel: Origin, message: Assessed, authentication: Authentication | null, policy: RedactionPolicy): Promise<string> {
  const { envelope, fanOut, clock } = deps;
  const sender = message.identity === null ? null : await settleIdentity(tx, envelope, message.identity, clock.now());
  const found = await thread(tx, envelope, channel.id, message, sender, clock.now());
  const blocked = message.identity !== null && (await deps.arrivals.isBlocked(tx, message.identity));
  const begun = found.conversation === null ? await begin(tx, deps, { channel, message, sender, authentication, blocked }) : null;
  const reopens = found.conversation?.status === 'resolved' && !message.automatic && !blocked;
  const known = found.conversation !== null && reopens ? await freeOfLeaver(tx, deps, found.conversation) : found.conversation;
  const before = known ?? begun?.conversation ?? null;
  if (before === null) throw new TypeError('A message is in a conversation, or begins one.');
  const customerId = CustomerId.parse(before.customer_id);
  const conversationId = ConversationId.parse(before.id);

  const renamed = message.identity !== null && message.named === true ? await takeProfileName(tx, envelope, message.identity, message.authorName) : null;
  const earlier = await earlierInARow(tx, conversationId);
  const opened = await Promise.all(earlier.map(async (row) => ({ row, ...(await openContent(tx, envelope, row)) })));
  const pieces = [...opened, message];
  const joined = redactAcross(pieces, leaving(policy, opened.flatMap(({ restored }) => restored ?? [])));
  const replaced: MessageTable[] = [];
  for (const [index, { row, ...content }] of opened.entries()) {
    const piece = joined[index];
    if (piece === undefined || piece === pieces[index]) continue;
    // The HTML still holds what the text no longer does, so only the text stays.
    replaced.push(await replaceContent(tx, envelope, row, { ...content, text: piece.text, findings: [...piece.findings], html: null }));
  }
  const last = joined.at(-1) ?? message;
  const { mistakes, release } = await deps.policy(tx);
  const named = nameFiles(message.attachments, clock.now() + release.hoursKept * 3_600_000);
  const until = clock.now() + mistakes.minutes * 60_000;
  const findings = last.findings.map((finding) => recoverableUntil(finding, until > clock.now() ? until : null));
  const elsewhere = until > clock.now() ? destroyedElsewhere(message) : [];
  const row = await insertMessage(tx, envelope, {
    id: MessageId.parse(arrivalId(clock.now())),
    conversationId,
    customerId,
    kind: 'inbound',
    agentId: null,
    content: {
      authorName: authorOf(message),
      subject: message.subject,
      text: last.text,
      html: last === message ? message.html : null,
      findings,
      risk: mergedRisk(message, found.reasons),
      attachments: named.map(({ attachment }) => attachment),
      ...(elsewhere.length === 0 ? {} : { elsewhere: elsewhere.map(({ place, found }) => ({ ...place, id: found.id, until, type: found.type, mask: found.mask, start: found.start })) }),
    },
    status: 'received',
    sentAt: message.sentAt,
    messageId: message.messageId,
    automatic: message.automatic,
    authentication,
  });
  await storeFiles(tx, row, named);
  const listed = new Set(findings.flatMap(({ recoverable }) => (recoverable ? [recoverable.id] : [])));
  await keepRecoverable(tx, envelope, { id: MessageId.parse(row.id), conversationId }, [...message.destroyed.filter(({ id }) => listed.has(id)), ...elsewhere.map(({ found }) => found)], until);
  const conversation = await changeConversation(tx, envelope, before, {
    // A program's note of absence opens nothing again, nor does who is blocked.
    status: message.automatic || blocked || begun?.routed?.setAside === true ? before.status : 'open',
    // Nobody owes an answer to a program, nor to what is out of the way.
    ...(message.automatic || blocked || begun?.routed?.setAside === true ? {} : await answerClock.asked(tx, deps.arrivals, before, clock.now())),
    last_message_at: Math.max(before.last_message_at, message.sentAt),
    verification: levelAfter(before.verification, message.identity, authentication, found.conversation === null || sender === customerId),
    ...(message.automatic ? {} : { reply_until: laterOf(before.reply_until, replyUntilAfter(replyWindows[channel.kind], message.sentAt)) }),
    // Whom a forger names gets nothing: only the customer's own mail says who else is to be answered.
    ...(message.identity?.kind === 'email' && !message.automatic && (found.conversation === null || sender === customerId) ? { others: await othersOf(tx, envelope, customerId, message.others ?? [], (await openConversation(tx, envelope, before)).others) } : {}),
    newest: last.text,
  });
  // What nobody is to look at is counted by nobody, until somebody opens it.
  if (begun !== null && begun.conversation.status !== 'resolved') await recordBegun(tx, deps, begun.conversation);
  await recordStatus(tx, deps, before, conversation, null);
  const events: HubEvent[] = [await conversationEvent(tx, envelope, conversation)];
  if (before.status === 'snoozed' && conversation.status === 'open') events.push(await writeLine(tx, deps, conversation, sealdeskItself, snoozeEnded));
  for (const changed of replaced) events.push({ e: 'message.replaced', message: await toMessage(tx, envelope, changed, conversation.channel) });
  if (found.conversation?.status === 'resolved') {
    // Devices keep resolved conversations for a while only: they may not have the past of this one.
    events.push(...(await pastOf(tx, envelope, conversation)));
  } else {
    events.push({ e: 'message', message: await toMessage(tx, envelope, row, conversation.channel) });
  }
  if (begun !== null) events.push(...(await sayRouted(tx, deps, conversation, begun.routed, { message, authentication, blocked })));
  if (renamed !== null && renamed.before !== null) events.push(await writeRenamed(tx, deps, conversation, renamed.before, message.authorName));
  await fanOut.publish(tx, newsOf(conversation, events));
  if (renamed !== null) for (const { row: other, event } of await tellName(tx, envelope, renamed.customerId, conversation.id)) await fanOut.publish(tx, newsOf(other, [event]));
  if (message.identity?.kind === 'webchat') {
    await tx.updateTable('webchat_visitors').set({ conversation_id: conversationId, last_seen_at: clock.now() }).where('id', '=', message.identity.value).execute();
  }
  return conversationId;
}

/** Messages come in any order; what is the later end stays. */
function laterOf(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

/** The policy, but for texts that were brought back by hand. */
export function leaving(policy: RedactionPolicy, restored: readonly string[]): RedactionPolicy {
  return restored.length === 0 ? policy : { ...policy, patterns: [...policy.patterns, ...restored.map(leavePattern)] };
}

/** @param until null: the policy lets nothing be brought back. */
export function recoverableUntil(finding: KeptFinding, until: number | null): KeptFinding {
  const { recoverable, ...rest } = finding;
  if (recoverable === undefined) return finding;
  return until === null ? rest : { ...rest, recoverable: { id: recoverable.id, until } };
}

/**
 * The customer's messages since anybody else said something, oldest first. A line that says what was done is nobody's word,
 * nor is an automatic answer: a number goes on behind it.
 */
async function earlierInARow(tx: Tx, conversationId: string): Promise<MessageTable[]> {
  const newest = await tx.selectFrom('messages').selectAll().where('conversation_id', '=', conversationId).where('kind', '!=', 'event').where((e) => e.or([e('kind', '!=', 'outbound'), e('automatic', '=', 0)])).orderBy('position', 'desc').limit(sequenceLength - 1).execute();
  const rows = newest.toReversed();
  const other = rows.findLastIndex(({ kind }) => kind !== 'inbound');
  return rows.slice(other + 1);
}

function mergedRisk({ risk }: Assessed, reasons: Parameters<typeof riskOf>[0]) {
  const level = risk.level === 'none' ? 'caution' : risk.level;
  return riskOf([...risk.reasons.map((reason) => ({ level, reason })), ...reasons]);
}
