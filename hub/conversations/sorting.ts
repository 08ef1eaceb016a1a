import type { Command } from '../../shared/contract/wire/index.ts';
import { CustomerId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { mostTags, tagKey, withoutTag, withTag } from '../../shared/domain/tag.ts';
import { inspectText, policyIn } from '../../shared/redaction/index.ts';
import type { Tx } from '../ports.ts';
import { answerClock } from '../routing/answer-clock.ts';
import type { ConversationTable } from '../store/tables/conversations.ts';
import { changeConversation, openConversation } from './conversations.ts';
import { readCustomer } from './customers.ts';
import { type CommandDeps, conflict, done, nameOf, type Outcome, publish, refused } from './outcome.ts';
import { writeLine } from './reassign.ts';

type Of<Do extends Command['do']> = Extract<Command, { do: Do }>;

export async function setPriority(tx: Tx, deps: CommandDeps, agent: Agent, conversation: ConversationTable, { priority, was }: Of<'priority'>): Promise<Outcome> {
  if (priority === conversation.priority) return done;
  if (was !== conversation.priority && conversation.priority_by !== agent.id) return conflict('changed', await nameOf(tx, deps, conversation.priority_by));
  const changed = await changeConversation(tx, deps.envelope, conversation, { priority, priority_by: agent.id, ...(await answerClock.prioritised(tx, deps.arrivals, conversation, priority)) });
  await publish(tx, deps, changed, [await writeLine(tx, deps, changed, agent, `${agent.name} set the priority to ${priority}.`)]);
  return done;
}

/** Gives a conversation a tag or takes it away. No conflict: what two agents do about different tags stands beside each other. */
export async function changeTag(tx: Tx, deps: CommandDeps, agent: Agent, conversation: ConversationTable, { tag, change }: Of<'tag'>): Promise<Outcome> {
  const { tags } = await openConversation(tx, deps.envelope, conversation);
  const there = tags.find((one) => tagKey(one) === tagKey(tag));
  if ((change === 'add') === (there !== undefined)) return done;
  const problem = change === 'add' ? await tagProblem(tx, deps, conversation, tag) : null;
  if (problem !== null) return refused(problem);
  const next = change === 'add' ? withTag(tags, tag) : withoutTag(tags, tag);
  if (next === null) return refused(`A conversation has at most ${mostTags} tags. Remove one first.`);
  const changed = await changeConversation(tx, deps.envelope, conversation, { tags: next });
  const line = change === 'add' ? `${agent.name} added the tag “${tag}”.` : `${agent.name} removed the tag “${there ?? tag}”.`;
  await publish(tx, deps, changed, [await writeLine(tx, deps, changed, agent, line)]);
  return done;
}

/** A tag is seen by everybody, in lists and in filters: nothing that redaction knows, under whatever treatment, and not the customer's name. */
async function tagProblem(tx: Tx, deps: CommandDeps, conversation: ConversationTable, tag: string): Promise<string | null> {
  const { redaction } = await deps.policy(tx);
  if (inspectText(tag, policyIn(redaction, {})).findings.length > 0) return 'The tag was not added: it contains personal data. Use a word that tells what this is about.';
  const { name } = await readCustomer(tx, deps.envelope, CustomerId.parse(conversation.customer_id));
  const named = name.trim() !== '' && tagKey(tag).includes(tagKey(name.trim()));
  return named ? 'The tag was not added: it contains the customer’s name. Use a word that tells what this is about.' : null;
}
