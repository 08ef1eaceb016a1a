import { z } from 'zod';
import { Priority } from '../../domain/conversation.ts';
import { Filter, SavedView, View } from '../../domain/filter.ts';
import { AgentId, ConversationId, SavedViewId } from '../../domain/ids.ts';
import { Tag } from '../../domain/tag.ts';
import { call } from './call.ts';
import { statusWish } from './inbox.ts';

const unlocked = ['unlocked'] as const;

/** Most conversations that are changed at once. */
export const mostAtOnce = 200;

const ids = z.array(ConversationId).min(1).max(mostAtOnce);

/** What is done to many conversations: to each the command that it would be to one. */
export const ManyChange = z.discriminatedUnion('do', [
  z.object({ do: z.literal('status'), ...statusWish }),
  z.object({ do: z.literal('priority'), priority: Priority }),
  z.object({ do: z.literal('tag'), tag: Tag, change: z.enum(['add', 'remove']) }),
]);
export type ManyChange = z.infer<typeof ManyChange>;

/** `notDone`: they are no longer on this laptop. What the hub then refuses is said in each conversation, as always. */
const ManyDone = z.object({ done: z.number().int().min(0), notDone: z.array(ConversationId) });
export type ManyDone = z.infer<typeof ManyDone>;

/** `count` of what was looked through in the time there is for it; `whole`: that was all. */
export const CountedView = SavedView.extend({ count: z.number().int().min(0), whole: z.boolean() });
export type CountedView = z.infer<typeof CountedView>;

/** Working a queue: sorting, many at a time, and views of one's own. */
export const queueCalls = {
  'conversation.priority': call({
    states: unlocked,
    permission: 'conversation.status',
    input: z.object({ id: ConversationId, priority: Priority }),
    output: z.null(),
  }),
  'conversation.tag': call({
    states: unlocked,
    permission: 'conversation.status',
    input: z.object({ id: ConversationId, tag: Tag, change: z.enum(['add', 'remove']) }),
    output: z.null(),
  }),
  /** The agent follows it, or ceases to. Every role that sees a conversation may. */
  'conversation.follow': call({
    states: unlocked,
    permission: 'conversation.read.assigned',
    input: z.object({ id: ConversationId, change: z.enum(['add', 'remove']) }),
    output: z.null(),
  }),
  /** As one after the other, in one call and one transaction. */
  'inbox.change': call({
    states: unlocked,
    permission: 'conversation.status',
    input: z.object({ ids, change: ManyChange }),
    output: ManyDone,
  }),
  /** Apart from the others, since it needs another permission. */
  'inbox.assign': call({
    states: unlocked,
    permission: 'conversation.assign',
    input: z.object({ ids, assigneeId: AgentId.nullable() }),
    output: ManyDone,
  }),
  /** The tags of the conversations on this laptop, in the order of the alphabet; at most 500. */
  'inbox.tags': call({
    states: unlocked,
    permission: 'conversation.read.assigned',
    input: z.null(),
    output: z.array(Tag),
  }),
  'views.list': call({
    states: unlocked,
    permission: 'conversation.read.assigned',
    input: z.null(),
    output: z.array(CountedView),
  }),
  /** Kept in the vault of this laptop, and never leaves it. */
  'views.save': call({
    states: unlocked,
    permission: 'conversation.read.assigned',
    input: z.object({ name: SavedView.shape.name, view: View, filter: Filter }),
    output: z.object({ id: SavedViewId }),
  }),
  'views.rename': call({
    states: unlocked,
    permission: 'conversation.read.assigned',
    input: z.object({ id: SavedViewId, name: SavedView.shape.name }),
    output: z.null(),
  }),
  'views.remove': call({
    states: unlocked,
    permission: 'conversation.read.assigned',
    input: z.object({ id: SavedViewId }),
    output: z.null(),
  }),
};
