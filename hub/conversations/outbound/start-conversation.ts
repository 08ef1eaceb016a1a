import type { Command } from '../../../shared/contract/wire/index.ts';
import { CustomerId } from '../../../shared/domain/ids.ts';
import type { Agent } from '../../../shared/domain/people.ts';
import { writtenText } from '../../../shared/marks/written-text.ts';
import { policyIn } from '../../../shared/redaction/index.ts';
import { mayStartOn } from '../../channels/channels-event.ts';
import { makeMessageId } from '../../channels/email/message-id.ts';
import { mayNotLeave } from '../../delivery/data-loss.ts';
import { asFirstMail } from '../../delivery/files/let-out.ts';
import { queueDelivery } from '../../delivery/queue.ts';
import { redactName } from '../../intake/redact.ts';
import { subjectIndex } from '../../intake/thread.ts';
import { recordBegun } from '../../numbers/ledger.ts';
import type { Tx } from '../../ports.ts';
import { signatureOf, signed } from '../../writing/signatures.ts';
import { idTaken } from '../commands.ts';
import { type AskedDeps, done, type Outcome, publish, refused } from '../outcome.ts';
import { answerClock } from '../../routing/answer-clock.ts';
import { changeConversation, createConversation, readConversation } from '../conversations.ts';
import { addressOf, findCustomer } from '../customers.ts';
import { insertMessage, toMessage } from '../messages.ts';
import { ownAddresses } from './copies.ts';
import { storeSentFiles, takeFiles } from '../sent-files.ts';
import { withheldInMarks } from '../withheld-in-marks.ts';
import { customerOf, maySeeCustomer } from './recipient.ts';

const hour = 3_600_000;
export const noSuchChannel = 'This channel has been removed, or is not one of your team’s. Choose another one.';
export const notYourCustomer = 'This customer is not among those you can see. Type the address instead.';

/** The first word to somebody: customer, conversation and message come to be, and the message is queued, or nothing happens. */
export async function startConversation(tx: Tx, deps: AskedDeps, agent: Agent, at: number, command: Extract<Command, { do: 'start' }>): Promise<Outcome> {
  const { envelope, clock } = deps;
  const { startConversations, startsPerHour } = await deps.policy(tx);
  if (startConversations === 'refuse') return refused('Your company lets nobody write to a customer first. Wait until they write, or ask your lead.');
  const channel = await tx.selectFrom('channels').select(['kind', 'team_id']).where('id', '=', command.channelId).where('removed_at', 'is', null).executeTakeFirst();
  const domain = channel?.kind === 'email' ? deps.mailDomainOf(command.channelId) : null;
  if (!channel || domain === null || !mayStartOn(agent, channel.team_id)) return refused(noSuchChannel);
  const taken = (await idTaken(tx, command.messageId)) ?? ((await readConversation(tx, command.conversationId)) === null ? null : 'It was not sent: the hub already has a conversation with this id. Write it again.');
  if (taken !== null) return refused(taken);
  const { started } = await tx
    .selectFrom('conversations')
    .select((e) => e.fn.countAll<number>().as('started'))
    .where('started_by', '=', agent.id)
    .where('channel', '=', 'email')
    .where('created_at', '>', clock.now() - hour)
    .executeTakeFirstOrThrow();
  if (started >= startsPerHour) return refused('You have begun as many conversations in this hour as your company allows. Try again later, or ask your lead.');
  const { to, subject } = command;
  // As under a reply: what is checked, stored and shown is what the customer gets.
  const written = signed(writtenText(command), await signatureOf(tx, envelope, agent.id));
  const { text } = written;
  if (to.kind === 'address' && (await ownAddresses(tx, envelope, [to.address])).size > 0) return refused('This is one of the company’s own addresses. Choose another one.');
  if (to.kind === 'customer' && !(await maySeeCustomer(tx, agent, to.customerId))) return refused(notYourCustomer);
  // Whom it goes to is settled before anything is written: what is refused leaves nobody new behind.
  const known = to.kind === 'customer' ? to.customerId : await findCustomer(tx, envelope, { kind: 'email', value: to.address });
  const problem = (await mayNotLeave(tx, deps, known ?? nobody, `${subject}\n\n${text}`)) ?? withheldInMarks(written, (await deps.policy(tx)).redaction);
  if (problem !== null) return refused(problem);
  const attachments = await takeFiles(tx, { agent, conversationId: command.conversationId, way: 'email', text }, command.files ?? [], await deps.policy(tx));
  if (typeof attachments === 'string') return refused(asFirstMail(attachments));
  const named = to.kind === 'customer' ? '' : redactName(to.name, policyIn((await deps.policy(tx)).redaction, { channel: 'email', direction: 'in' })).text;
  const { customerId, identityId } = to.kind === 'customer' ? { customerId: to.customerId, identityId: null } : await customerOf(tx, envelope, [{ kind: 'email', value: to.address }], named, clock.now());
  if ((await addressOf(tx, envelope, customerId, 'email', identityId)) === null) return refused('This customer has no e-mail address that the company knows. Type one.');
  const begun = await createConversation(tx, envelope, {
    id: command.conversationId,
    customerId,
    channel: 'email',
    channelId: command.channelId,
    teamId: channel.team_id,
    subject,
    subjectIndex: subjectIndex(envelope, customerId, subject),
    verification: 'unverified',
    identityId,
    startedBy: agent.id,
    at: clock.now(),
  });
  await recordBegun(tx, deps, begun);
  const row = await insertMessage(tx, envelope, {
    id: command.messageId,
    conversationId: command.conversationId,
    customerId,
    kind: 'outbound',
    agentId: agent.id,
    content: { authorName: agent.name, writtenOn: deps.deviceId, subject, ...written, html: null, findings: [], risk: { level: 'none', reasons: [] }, attachments: [...attachments] },
    status: 'accepted',
    sentAt: at,
    messageId: makeMessageId(envelope, command.messageId, domain),
    automatic: false,
    authentication: null,
  });
  await storeSentFiles(tx, row, attachments);
  await queueDelivery(tx, { messageId: row.id, conversationId: begun.id, channelId: command.channelId, now: clock.now() });
  const conversation = await changeConversation(tx, envelope, begun, { ...answerClock.answered(), last_message_at: at, newest: text });
  await publish(tx, deps, conversation, [{ e: 'message', message: await toMessage(tx, envelope, row, conversation.channel) }]);
  return done;
}

/** No customer's: everybody else's data is another's then. */
const nobody = CustomerId.parse('00000000-0000-4000-8000-000000000000');
