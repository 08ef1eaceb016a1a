import { mostForwarded, type ForwardWish } from '../../../shared/contract/console/forwarding.ts';
import type { Clock } from '../../../shared/domain/clock.ts';
import { maxMessageText, maxReplyText } from '../../../shared/domain/conversation.ts';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import { CustomerId, type DeviceId } from '../../../shared/domain/ids.ts';
import { maskedIdentity } from '../../../shared/domain/masked-identity.ts';
import type { Agent } from '../../../shared/domain/people.ts';
import { speakerOf, wordsIn } from '../../../shared/customer-words/words.ts';
import { type WrittenText, writtenText } from '../../../shared/marks/written-text.ts';
import type { RedactionPolicy } from '../../../shared/redaction/index.ts';
import { hiddenLine, hideAgain, policyForPaper, runsOf, type Written } from '../../../shared/transcript/hide-again.ts';
import { readChannels } from '../../channels/channel-records.ts';
import { makeMessageId } from '../../channels/email/message-id.ts';
import { mayNotLeave } from '../../delivery/data-loss.ts';
import { queueDelivery } from '../../delivery/queue.ts';
import { languageOfConversation } from '../../languages/language-of-conversation.ts';
import type { Audit, Envelope, FanOut, MessagePolicy, Tx } from '../../ports.ts';
import type { ConversationTable, MessageTable } from '../../store/tables/conversations.ts';
import { maySee } from '../audience.ts';
import { idTaken, notTheirs } from '../commands.ts';
import { changeConversation, openConversation, readConversation } from '../conversations.ts';
import { inTime } from '../joining/move-messages.ts';
import { insertMessage, toMessage } from '../messages.ts';
import { publish } from '../outcome.ts';
import { withheldInMarks } from '../withheld-in-marks.ts';
import { addressMayReceive } from './forward-recipient.ts';

export class ForwardError extends SealdeskError<'forward-refused'> {}

export interface ForwardDeps {
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly fanOut: FanOut;
  readonly policy: MessagePolicy;
  readonly clock: Clock;
  /** The laptop that asks; null where it is none. */
  readonly deviceId: DeviceId | null;
}

const refuse = (message: string) => new ForwardError('forward-refused', message);

/**
 * Sends messages of a conversation by e-mail to somebody outside of it: what customer and company wrote to each other, as it is
 * shown, hidden once more under the policy of now. Notes, lines and files stay. In the conversation a note says what went where.
 * @throws ForwardError
 */
export async function forward(tx: Tx, deps: ForwardDeps, agent: Agent, wish: ForwardWish): Promise<void> {
  const { envelope, clock } = deps;
  const conversation = await readConversation(tx, wish.conversation);
  if (conversation === null || !maySee(agent, conversation)) throw refuse(notTheirs);
  if ((await idTaken(tx, wish.messageId)) !== null) throw refuse('This was forwarded already.');
  const policy = await deps.policy(tx);
  const receives = await addressMayReceive(tx, envelope, wish.to, policy.forwardDomains);
  if (!receives.may) throw refuse(receives.why);
  const channel = await sendingChannel(tx, envelope, conversation);
  const rows = await chosen(tx, conversation.id, wish.messages);
  const { subject } = await openConversation(tx, envelope, conversation);
  const own = writtenText(wish);
  const text = await forwardedText(tx, envelope, conversation, rows, own.text, policy.redaction);
  const customerId = CustomerId.parse(conversation.customer_id);
  const title = `Fwd: ${hiddenLine(subject, policyForPaper(policy.redaction, conversation.channel, 'company'))}`.slice(0, 300).trim();
  const problem = (await mayNotLeave(tx, deps, customerId, `${title}\n\n${text}`)) ?? withheldInMarks(own, policy.redaction);
  if (problem !== null) throw refuse(problem);
  const row = await insertMessage(tx, envelope, {
    id: wish.messageId,
    conversationId: wish.conversation,
    customerId,
    kind: 'note',
    agentId: agent.id,
    content: {
      authorName: agent.name, ...(deps.deviceId === null ? {} : { writtenOn: deps.deviceId }), subject: null, html: null, findings: [], risk: { level: 'none', reasons: [] }, attachments: [],
      ...below(`Forwarded to ${maskedIdentity('email', wish.to)} (${rows.length === 1 ? '1 message' : `${rows.length} messages`}).`, own),
      // Only the agent's own words have marks: what is quoted below them is as it was written.
      forward: { to: wish.to, subject: title, text, ...(own.marked === undefined ? {} : { marked: own.marked }) },
    },
    status: 'accepted',
    sentAt: clock.now(),
    messageId: makeMessageId(envelope, wish.messageId, channel.domain),
    automatic: false,
    authentication: null,
  });
  await queueDelivery(tx, { messageId: row.id, conversationId: conversation.id, channelId: channel.id, now: clock.now() });
  const changed = await changeConversation(tx, envelope, conversation, {});
  await publish(tx, deps, changed, [{ e: 'message', message: await toMessage(tx, envelope, row, changed.channel) }]);
  await deps.audit.append(tx, { actor: `agent:${agent.id}`, action: 'conversation.forwarded', subject: conversation.id, detail: { message: row.id, messages: rows.length, to: receives.toldAs } });
}

/** What the note says: the line, and the agent's own words under it, with their marks where the note has room for them. */
function below(line: string, { text, marked }: WrittenText): WrittenText {
  if (text === '') return { text: line };
  const whole = marked === undefined ? '' : `${line}\n\n${marked}`;
  return { text: `${line}\n\n${text}`, ...(whole === '' || whole.length > maxReplyText ? {} : { marked: whole }) };
}

/** The mailbox of the conversation; where it came another way, the first that its team sends from. */
async function sendingChannel(tx: Tx, envelope: Envelope, { channel_id, team_id }: ConversationTable): Promise<{ readonly id: string; readonly domain: string }> {
  const mailboxes = (await readChannels(tx, envelope)).flatMap((channel) => (channel.kind === 'email' ? [channel] : []));
  const channel = mailboxes.find(({ id }) => id === channel_id) ?? mailboxes.find(({ teamId }) => teamId === null || teamId === team_id);
  if (channel === undefined) throw refuse('There is no mailbox that this could be sent from. Ask IT.');
  return { id: channel.id, domain: channel.settings.address.slice(channel.settings.address.lastIndexOf('@') + 1) };
}

async function chosen(tx: Tx, conversationId: string, ids: ForwardWish['messages']): Promise<MessageTable[]> {
  const all = tx.selectFrom('messages').selectAll().where('conversation_id', '=', conversationId).where('kind', 'in', ['inbound', 'outbound']);
  const rows = await (ids === null ? all : all.where('id', 'in', [...ids])).execute();
  if (rows.length === 0 || (ids !== null && rows.length !== new Set(ids).size)) throw refuse('Only what the customer and the company wrote to each other can be forwarded, and something that was chosen is no longer here. Choose again.');
  if (rows.length > mostForwarded) throw refuse(`At most ${mostForwarded} messages are forwarded at once. Choose some of them.`);
  return rows.toSorted(inTime);
}

/** Its own words are in the language of what is forwarded: there is nobody known who reads it. */
async function forwardedText(tx: Tx, envelope: Envelope, conversation: ConversationTable, rows: readonly MessageTable[], own: string, policy: RedactionPolicy): Promise<string> {
  const { channel } = conversation;
  const language = await languageOfConversation(tx, envelope, conversation);
  const [{ forwarded: words }, say] = [wordsIn(language), speakerOf(language)];
  const messages: Written[] = [];
  for (const row of rows) messages.push(await toMessage(tx, envelope, row, channel));
  const quoted = runsOf(messages)
    .flatMap((run) => hideAgain(run, policy, channel))
    .map(({ author, at, text, attachments }) => [
      words.begins,
      say(words.from, { name: author }),
      say(words.date, { when: at }),
      ...(attachments.length === 0 ? [] : [say(words.files, { n: attachments.length })]),
      '',
      text.trim(),
    ].join('\n'));
  const whole = [...(own === '' ? [] : [own]), ...quoted].join('\n\n');
  if (whole.length > maxMessageText) throw refuse('This is too long for one mail. Choose fewer messages.');
  return whole;
}
