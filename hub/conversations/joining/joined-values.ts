import { maxCopies } from '../../../shared/domain/copies.ts';
import { mostFollowers, Priority } from '../../../shared/domain/conversation.ts';
import { mostTags, type Tag, withTag } from '../../../shared/domain/tag.ts';
import { Verification } from '../../../shared/domain/verification.ts';
import type { ConversationTable, MessageTable } from '../../store/tables/conversations.ts';
import type { ConversationChange, KeptOther } from '../conversations.ts';
import { followersOf } from '../follow.ts';

/** Of a conversation's content, what is joined. */
export interface Joined {
  readonly row: ConversationTable;
  readonly tags: readonly Tag[];
  readonly others: readonly KeptOther[];
}

/**
 * What the conversation that stays takes from those that go into it. Whoever has it keeps it; nobody's becomes theirs who had one of
 * the others. The customer has waited as long as in the one where they have waited longest. Of how far they are known, the least counts.
 */
export function joinedValues(into: Joined, from: readonly Joined[]): ConversationChange {
  const all = [into, ...from];
  const rows = all.map(({ row }) => row);
  const waiting = rows.filter((row) => row.waiting_since !== null).toSorted((one, other) => (one.waiting_since ?? 0) - (other.waiting_since ?? 0))[0];
  const answered = rows.some((row) => row.answered === 1) ? 1 : 0;
  const ends = rows.flatMap(({ reply_until }) => reply_until ?? []);
  return {
    status: rows.some(({ status }) => status === 'open') ? 'open' : into.row.status,
    assignee_id: into.row.assignee_id ?? from.find(({ row }) => row.assignee_id !== null)?.row.assignee_id ?? null,
    priority: rows.map(({ priority }) => priority).toSorted((one, other) => Priority.options.indexOf(other) - Priority.options.indexOf(one))[0] ?? into.row.priority,
    tags: all.flatMap(({ tags }) => tags).reduce<readonly Tag[]>((tags, tag) => withTag([...tags], tag) ?? tags, []).slice(0, mostTags),
    followers: [...new Set(rows.flatMap(followersOf))].slice(0, mostFollowers),
    verification: rows.map(({ verification }) => verification).toSorted((one, other) => Verification.options.indexOf(one) - Verification.options.indexOf(other))[0] ?? into.row.verification,
    others: all.flatMap(({ others }) => others).filter(({ address }, at, list) => list.findIndex((each) => each.address === address) === at).slice(0, maxCopies),
    waiting_since: waiting?.waiting_since ?? null,
    answered: waiting?.answered ?? answered,
    due_at: waiting?.due_at ?? null,
    reply_until: ends.length === 0 ? null : Math.max(...ends),
  };
}

/** Since when the customer waits in these messages, oldest first; null where somebody answered, or nobody asked. What programs send asks nothing. */
export function waitingIn(messages: readonly Pick<MessageTable, 'kind' | 'automatic' | 'sent_at'>[]): number | null {
  return messages.reduce<number | null>((since, { kind, automatic, sent_at }) => {
    if (automatic === 1 || kind === 'note' || kind === 'event') return since;
    return kind === 'outbound' ? null : (since ?? sent_at);
  }, null);
}
