import type { Command } from '../../../shared/contract/wire/index.ts';
import { CustomerId } from '../../../shared/domain/ids.ts';
import type { Agent } from '../../../shared/domain/people.ts';
import { maxTemplateValue } from '../../../shared/domain/template.ts';
import { isFilled, templateText } from '../../../shared/template/fill-template.ts';
import { keptTemplates } from '../../channels/whatsapp/template-shelf.ts';
import { mayNotLeave } from '../../delivery/data-loss.ts';
import { queueDelivery } from '../../delivery/queue.ts';
import type { Tx } from '../../ports.ts';
import type { ConversationTable } from '../../store/tables/conversations.ts';
import { hasHeaderFile } from '../../../shared/template/header-file.ts';
import { storeSentFiles, takeFiles } from '../sent-files.ts';
import { answeredSince, idTaken, write } from '../commands.ts';
import { type AskedDeps, done, nameOf, type Outcome, refused } from '../outcome.ts';

/** Stores an approved template with its values as an answer, and queues it; whether it may go is for the channel to say, as for replies. */
export async function sendTemplate(tx: Tx, deps: AskedDeps, agent: Agent, at: number, conversation: ConversationTable, command: Extract<Command, { do: 'template' }>): Promise<Outcome> {
  const kept = conversation.channel === 'whatsapp' ? await keptTemplates(tx, conversation.channel_id) : null;
  const template = kept?.templates.find(({ name, language }) => name === command.name && language === command.language);
  if (template === undefined) return refused('There is no approved template of that name in that language any more. Choose another one.');
  if (!isFilled(template, command.values, maxTemplateValue)) return refused('The template needs other values than were given. Fill it in once more.');
  const text = templateText(template, command.values);
  if (text !== command.text) return refused('The template has been changed since you saw it. Look at it, and send it again.');
  // Values of a button stand in an address, which the text shows; each is also looked at by itself.
  const problem = (await mayNotLeave(tx, deps, CustomerId.parse(conversation.customer_id), [text, ...command.values.map(({ value }) => value)].join('\n\n'))) ?? (await idTaken(tx, command.messageId));
  if (problem !== null) return refused(problem);
  const other = await answeredSince(tx, conversation.id, agent.id, command.seen);
  if (other !== null) return refused(`${(await nameOf(tx, deps, other.agent_id)) ?? 'Somebody else'} answered before your template went out. Look at the answer, and send the template again if it is still wanted.`);
  const channel = await tx.selectFrom('channels').select('id').where('id', '=', conversation.channel_id).where('removed_at', 'is', null).executeTakeFirst();
  if (!channel) return refused('The channel of this conversation has been removed. Answer another way, or ask IT.');
  const values = template.fields.map(({ key, part, name, button }) => ({ part, name, button, value: command.values.find((value) => value.key === key)?.value ?? '' }));
  const attachments = await takeFiles(tx, { agent, conversationId: command.conversationId, way: 'whatsapp', text }, command.files ?? [], await deps.policy(tx));
  if (typeof attachments === 'string') return refused(attachments);
  if (!hasHeaderFile(template.media, attachments)) return refused('The template begins with another file than was given, or with none. Look at it, and send it again.');
  const row = await write(tx, deps, agent, at, conversation, { messageId: command.messageId, text, attachments }, { kind: 'outbound', status: 'accepted', messageId: null, template: { name: template.name, language: template.language, values } });
  await storeSentFiles(tx, row, attachments);
  await queueDelivery(tx, { messageId: row.id, conversationId: conversation.id, channelId: conversation.channel_id, now: deps.clock.now() });
  return done;
}
