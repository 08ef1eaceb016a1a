import { z } from 'zod';
import { Channel, ConversationStatus, Priority } from './conversation.ts';
import { AgentId, SavedViewId, TeamId } from './ids.ts';
import { Tag } from './tag.ts';

/**
 * The lists that every agent has. `following`: what the agent follows. `mentions`: where a note calls the agent, until it is read. `team`: what is with
 * the agent's teams.
 */
export const View = z.enum(['mine', 'following', 'mentions', 'team', 'unassigned', 'open', 'pending', 'snoozed', 'resolved', 'all']);
export type View = z.infer<typeof View>;

/** Whose: of whoever is at this device, of nobody, or of somebody. */
export const AssigneeFilter = z.discriminatedUnion('is', [z.object({ is: z.literal('me') }), z.object({ is: z.literal('nobody') }), z.object({ is: z.literal('agent'), id: AgentId })]);
export type AssigneeFilter = z.infer<typeof AssigneeFilter>;

/** With which team: one of whoever is at this device, none, or a certain one. */
export const TeamFilter = z.discriminatedUnion('is', [z.object({ is: z.literal('mine') }), z.object({ is: z.literal('none') }), z.object({ is: z.literal('team'), id: TeamId })]);
export type TeamFilter = z.infer<typeof TeamFilter>;

/** What narrows a list: a conversation has to fit every part that is not null. */
export const Filter = z.object({
  status: ConversationStatus.nullable(),
  channel: Channel.nullable(),
  assignee: AssigneeFilter.nullable(),
  /** Not said by views that were saved before there was such a part. */
  team: TeamFilter.nullable().default(null),
  priority: Priority.nullable(),
  tag: Tag.nullable(),
  /** Only those not read to their end. */
  unread: z.boolean(),
});
export type Filter = z.infer<typeof Filter>;

export const noFilter: Filter = { status: null, channel: null, assignee: null, team: null, priority: null, tag: null, unread: false };

export function isFiltering(filter: Filter): boolean {
  return filter.unread || filter.status !== null || filter.channel !== null || filter.assignee !== null || filter.team !== null || filter.priority !== null || filter.tag !== null;
}

/** Most saved views of one device: they stand in the sidebar. */
export const mostSavedViews = 30;

/** A list with a filter, under a name that the agent gave it. */
export const SavedView = z.object({
  id: SavedViewId,
  name: z.string().trim().min(1).max(60),
  view: View,
  filter: Filter,
});
export type SavedView = z.infer<typeof SavedView>;
