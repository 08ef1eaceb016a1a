import type { Command } from '../../../shared/contract/wire/index.ts';
import { callLine, callWritten, statusAfterCall } from '../../../shared/domain/call-text.ts';
import type { Agent } from '../../../shared/domain/people.ts';
import { phoneDigits } from '../../../shared/domain/phone-number.ts';
import { policyIn, redactText } from '../../../shared/redaction/index.ts';
import { mayStartOn } from '../../channels/channels-event.ts';
import { readChannels } from '../../channels/channel-records.ts';
import { redact, redactName } from '../../intake/redact.ts';
import { recordBegun } from '../../numbers/ledger.ts';
import type { Tx } from '../../ports.ts';
import { idTaken } from '../commands.ts';
import { type CommandDeps, done, type Outcome, publish, refused } from '../outcome.ts';
import { changeConversation, createConversation, readConversation } from '../conversations.ts';
import { insertMessage, toMessage } from '../messages.ts';
import { customerOf, maySeeCustomer } from './recipient.ts';
import { hidesInAddress } from './recording-address.ts';
import { noSuchChannel, notYourCustomer } from './start-conversation.ts';

/** Writes a telephone call down as a conversation of its own. Its notes are redacted as a customer's message is: they are what the customer said. */
export async function logCall(tx: Tx, deps: CommandDeps, agent: Agent, at: number, command: Extract<Command, { do: 'call' }>): Promise<Outcome> {
  const { envelope, clock } = deps;
  const channel = (await readChannels(tx, envelope)).find(({ id }) => id === command.channelId);
  if (channel?.kind !== 'phone' || !mayStartOn(agent, channel.teamId)) return refused(noSuchChannel);
  const taken = (await idTaken(tx, command.messageId)) ?? ((await readConversation(tx, command.conversationId)) === null ? null : 'The hub already has a conversation with this id. Write the call down again.');
  if (taken !== null) return refused(taken);
  const { call, with: caller } = command;
  if (call.recording !== null && !channel.settings.recordingHosts.includes(new URL(call.recording).hostname)) return refused('The recording does not lie where your company keeps recordings. Leave the address out, or ask IT to allow its host.');
  if (caller.kind === 'customer' && !(await maySeeCustomer(tx, agent, caller.customerId))) return refused(notYourCustomer);
  const digits = caller.kind === 'number' ? phoneDigits(caller.number, channel.settings.country) : null;
  if (caller.kind === 'number' && digits === null) return refused('This is no telephone number. Type it with its country code, such as +49.');
  const policy = policyIn((await deps.policy(tx)).redaction, { channel: 'phone', direction: 'in' });
  if (call.recording !== null && hidesInAddress(call.recording, policy)) return refused('The recording’s address has data in it that is not kept, such as a card number, a password or a token. Leave the address out, or take one without it.');
  const { customerId, identityId } =
    caller.kind === 'customer' ? { customerId: caller.customerId, identityId: null } : await customerOf(tx, envelope, [{ kind: 'phone', value: digits ?? '' }, { kind: 'whatsapp', value: digits ?? '' }], redactName(caller.name, policy).text, clock.now());
  const written = callWritten({ ...call, recording: null }, { text: command.notes, format: command.format });
  const { text, findings } = redact(
    { identity: null, authorName: agent.name, subject: null, text: written.text, html: null, sentAt: at, attachments: [], messageId: null, answers: [], automatic: false, replyTo: null, bounce: null, cut: null },
    policy,
  );
  const { marked } = written;
  // Where anything was found, in what they read as or in the marks themselves, those are not kept.
  const formatted = marked !== undefined && text === written.text && findings.length === 0 && redactText(marked, policy).findings.length === 0;
  const begun = await createConversation(tx, envelope, {
    id: command.conversationId,
    customerId,
    channel: 'phone',
    channelId: channel.id,
    teamId: channel.teamId,
    subject: callLine(call),
    subjectIndex: null,
    verification: 'unverified',
    identityId,
    startedBy: agent.id,
    status: statusAfterCall(call.outcome),
    at: clock.now(),
  });
  await recordBegun(tx, deps, begun);
  const calledAt = Math.min(call.at, clock.now());
  const row = await insertMessage(tx, envelope, {
    id: command.messageId,
    conversationId: command.conversationId,
    customerId,
    kind: 'note',
    agentId: agent.id,
    content: {
      authorName: agent.name,
      subject: null,
      // An address at a host that IT has named, with nothing in it that redaction hides; it stands behind what was read, so that no finding moves.
      text: call.recording === null ? text : `${text}\n\nRecording: ${call.recording}`,
      ...(formatted ? { marked } : {}),
      html: null,
      // Nothing of it lies anywhere else, so what was destroyed cannot be brought back.
      findings: findings.map(({ recoverable: _never, ...finding }) => finding),
      risk: { level: 'none', reasons: [] },
      attachments: [],
    },
    status: 'accepted',
    sentAt: calledAt,
    messageId: null,
    automatic: false,
    authentication: null,
  });
  const conversation = await changeConversation(tx, envelope, begun, { last_message_at: calledAt, newest: text });
  await publish(tx, deps, conversation, [{ e: 'message', message: await toMessage(tx, envelope, row, conversation.channel) }]);
  return done;
}
