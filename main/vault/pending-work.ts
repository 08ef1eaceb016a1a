import { z } from 'zod';
import type { Command } from '../../shared/contract/wire/mail.ts';
import { ConversationStatus, mostFollowers, Priority } from '../../shared/domain/conversation.ts';
import { AgentId } from '../../shared/domain/ids.ts';
import { Tags, withoutTag, withTag } from '../../shared/domain/tag.ts';

/** Work of this agent on a conversation that the hub has not answered yet, as the outbox lists it. */
export interface PendingWork {
  readonly verb: Command['do'];
  readonly value: string | null;
}

/** Of a conversation's row, what agents sort by: as the hub has said, or as the agent sees it. */
interface Sorted {
  readonly status: ConversationStatus;
  readonly snoozed_until: number;
  readonly assignee_id: string | null;
  readonly priority: Priority;
  readonly tags: string;
  readonly followers: string;
}

/**
 * A command's value, by which its effect is shown before the hub answers: the assignee, the priority, the status (with the
 * time for `snoozed`), a tag or who follows with + or - before it. Null for what changes no list.
 */
export function valueOf(command: Command): string | null {
  switch (command.do) {
    case 'status':
      return command.until === undefined ? command.status : `${command.status} ${command.until}`;
    case 'assign':
      return command.assigneeId;
    case 'priority':
      return command.priority;
    case 'tag':
      return `${command.change === 'add' ? '+' : '-'}${command.tag}`;
    case 'follow':
      return `${command.change === 'add' ? '+' : '-'}${command.agentId}`;
    case 'reply':
    case 'note':
    case 'template':
    case 'start':
    case 'call':
    case 'transcript':
      return null;
  }
}

/** The conversation with the queued work done, oldest first within each verb: a later status, assignee or priority replaces an earlier one; tags add up. */
export function withPending(hub: Sorted, pending: readonly PendingWork[]): Sorted {
  return pending.reduce(withWork, hub);
}

function withWork(before: Sorted, { verb, value }: PendingWork): Sorted {
  switch (verb) {
    case 'status':
      return { ...before, ...statusFrom(value ?? '') };
    case 'assign':
      return { ...before, assignee_id: value };
    case 'priority':
      return { ...before, priority: Priority.parse(value) };
    case 'tag':
      return { ...before, tags: tagsAfter(before.tags, value?.startsWith('+') === true ? 'add' : 'remove', value?.slice(1) ?? '') };
    case 'follow':
      return { ...before, followers: followersAfter(before.followers, value?.startsWith('+') === true ? 'add' : 'remove', value?.slice(1) ?? '') };
    case 'reply':
    case 'note':
    case 'template':
    case 'start':
    case 'call':
    case 'transcript':
      return before;
  }
}

function statusFrom(value: string): Pick<Sorted, 'status' | 'snoozed_until'> {
  const [status, until] = value.split(' ');
  return { status: ConversationStatus.parse(status), snoozed_until: until === undefined ? 0 : z.coerce.number().int().min(0).parse(until) };
}

/** Tags as a conversation's row has them, and as the domain does. */
export function tagsIn(json: string): Tags {
  return Tags.parse(JSON.parse(json));
}

/** @param json tags as the conversation's row has them, before and after. One too many is not shown: the hub will refuse it. */
export function tagsAfter(json: string, change: 'add' | 'remove', tag: string): string {
  const tags = tagsIn(json);
  return JSON.stringify(change === 'add' ? (withTag(tags, tag) ?? tags) : withoutTag(tags, tag));
}

/** Who follows, as a conversation's row has them. */
export function followersIn(json: string): AgentId[] {
  return z.array(AgentId).parse(JSON.parse(json));
}

/** As `tagsAfter`, of who follows. */
export function followersAfter(json: string, change: 'add' | 'remove', agentId: string): string {
  const others = followersIn(json).filter((id) => id !== agentId);
  return JSON.stringify(change === 'add' ? [...others, agentId].slice(0, mostFollowers) : others);
}
