import { afterAll, describe, expect, it } from 'vitest';
import { cacheQueries } from '../../../../main/vault/cache-policy.ts';
import { orderQueries } from '../../../../main/vault/change.ts';
import { conflictQueries } from '../../../../main/vault/conflicts.ts';
import { tagQueries } from '../../../../main/vault/conversation-tags.ts';
import { filterQueries } from '../../../../main/vault/filtered-list.ts';
import { indexCheckQueries } from '../../../../main/vault/check/index-check.ts';
import { readThroughQueries } from '../../../../main/vault/check/read-through.ts';
import { draftStateQueries } from '../../../../main/vault/draft-states.ts';
import { heldQueries } from '../../../../main/vault/held-replies.ts';
import { outboxQueries } from '../../../../main/vault/outbox.ts';
import { uploadQueries } from '../../../../main/vault/outgoing/uploads.ts';
import { outgoingQueries } from '../../../../main/vault/outgoing/with-reply.ts';
import { ofConversation } from '../../../../main/vault/messages-of.ts';
import { openQueries, viewQueries } from '../../../../main/vault/inbox.ts';
import { narrowingQueries } from '../../../../main/vault/search/narrowing.ts';
import { nearQueries } from '../../../../main/vault/search/near-words.ts';
import { searchQueries } from '../../../../main/vault/search/search-messages.ts';
import { VaultFile } from './open-file.ts';

const file = new VaultFile();
afterAll(() => file.remove());

function plan(sql: string): string[] {
  const parameters = [...sql.matchAll(/\?/g)].map(() => null);
  return file.database.rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, parameters).map((row) => row.detail);
}

const listed = ['CORRELATED SCALAR SUBQUERY 1', 'SEARCH agents USING PRIMARY KEY (id=?)', 'CORRELATED SCALAR SUBQUERY 2', 'SEARCH drafts USING PRIMARY KEY (conversation_id=?)', 'CORRELATED SCALAR SUBQUERY 3', 'SEARCH conflicts USING COVERING INDEX conflicts_by_conversation (conversation_id=?)', 'CORRELATED SCALAR SUBQUERY 4', 'SEARCH calls USING PRIMARY KEY (conversation_id=?)'];

/** A sort of those alone that were sent in the same millisecond: the index stands in the order of time. */
const ofOneMoment = 'USE TEMP B-TREE FOR LAST 2 TERMS OF ORDER BY';

describe('drafts that the hub may not know all of', () => {
  it('are few, and found without the others: what has gone is not looked at', () => {
    const live = plan(draftStateQueries.live).filter((step) => !/COMPOUND|UNION|LEFT-MOST|TEMP B-TREE|MERGE|LEFT|RIGHT/.test(step));
    expect(live).toEqual([expect.stringMatching(/^SCAN drafts/), expect.stringMatching(/^S(CAN|EARCH) outgoing_files USING INDEX outgoing_files_/), 'SCAN draft_states USING COVERING INDEX draft_states_live']);
    expect(plan(draftStateQueries.one)).toEqual(['SEARCH draft_states USING PRIMARY KEY (conversation_id=? AND kind=?)']);
    expect(plan(draftStateQueries.files)).toEqual(['SEARCH outgoing_files USING INDEX outgoing_files_of (conversation_id=? AND message_id=?)']);
  });
});

describe('query plans: every hot query runs along an index, none sorts', () => {
  it('lists', () => {
    expect(plan(viewQueries.all.rows)).toEqual(['SEARCH c USING INDEX conversations_by_time ((last_message_at,id)<(?,?))', ...listed]);
    for (const view of ['open', 'pending', 'resolved'] as const) {
      expect(plan(viewQueries[view].rows)).toEqual(['SEARCH c USING INDEX conversations_by_status (status=? AND (last_message_at,id)<(?,?))', ...listed]);
    }
    expect(plan(viewQueries.snoozed.rows)).toEqual(['SEARCH c USING INDEX conversations_by_waking ((snoozed_until,id)>(?,?))', ...listed]);
    for (const view of ['mine', 'unassigned'] as const) {
      expect(plan(viewQueries[view].rows)).toEqual(['SEARCH c USING INDEX conversations_by_assignee (assignee_id=? AND active=? AND (last_message_at,id)<(?,?))', ...listed]);
    }
  });

  it('lists of what is followed, of calls and of a team', () => {
    const row = 'SEARCH c USING PRIMARY KEY (id=?)';
    expect(plan(viewQueries.following.rows)).toEqual(['SEARCH f USING PRIMARY KEY (agent_id=? AND (last_message_at,conversation_id)<(?,?))', row, ...listed]);
    expect(plan(viewQueries.mentions.rows)).toEqual(['SEARCH k USING COVERING INDEX calls_by_time ((at,conversation_id)<(?,?))', row, ...listed]);
    expect(plan(viewQueries.team.rows)).toEqual(['SEARCH c USING INDEX conversations_by_team (team_id=? AND active=? AND (last_message_at,id)<(?,?))', ...listed]);
    expect(plan(viewQueries.following.total)).toEqual(['SEARCH conversation_followers USING PRIMARY KEY (agent_id=?)']);
    expect(plan(viewQueries.team.total)).toEqual(['SEARCH c USING COVERING INDEX conversations_by_team (team_id=? AND active=?)']);
    expect(plan(viewQueries.team.unread)).toEqual(['SEARCH c USING COVERING INDEX conversations_unread_by_team (team_id=? AND active=?)']);
  });

  it('counts', () => {
    expect(plan(viewQueries.all.total)).toEqual(['SEARCH position USING INTEGER PRIMARY KEY (rowid=?)']);
    expect(plan(viewQueries.all.unread)).toEqual([expect.stringMatching(/^SCAN c USING COVERING INDEX conversations_unread_by_/)]);
    expect(plan(viewQueries.open.total)).toEqual(['SEARCH c USING COVERING INDEX conversations_by_status (status=?)']);
    expect(plan(viewQueries.open.unread)).toEqual(['SEARCH c USING COVERING INDEX conversations_unread_by_status (status=?)']);
    expect(plan(viewQueries.mine.total)).toEqual(['SEARCH c USING COVERING INDEX conversations_by_assignee (assignee_id=? AND active=?)']);
    expect(plan(viewQueries.mine.unread)).toEqual(['SEARCH c USING COVERING INDEX conversations_unread_by_assignee (assignee_id=? AND active=?)']);
  });

  it('lists with a filter: along one index, with no sort, each row asked whether it has the tag', () => {
    const fits = ['LIST SUBQUERY 1', 'SCAN teams', 'CREATE BLOOM FILTER', 'CORRELATED SCALAR SUBQUERY 2', 'SEARCH g USING PRIMARY KEY (tag=? AND last_message_at=? AND conversation_id=?)'];
    expect(plan(filterQueries.tag)).toEqual(['SEARCH t USING PRIMARY KEY (tag=? AND (last_message_at,conversation_id)<(?,?))', 'SEARCH c USING PRIMARY KEY (id=?)', ...fits]);
    expect(plan(filterQueries.priority)).toEqual(['SEARCH c USING INDEX conversations_by_priority (priority=? AND (last_message_at,id)<(?,?))', ...fits]);
    expect(plan(filterQueries.assignee)).toEqual(['SEARCH c USING INDEX conversations_by_assignee (assignee_id=? AND active=? AND (last_message_at,id)<(?,?))', ...fits]);
    expect(plan(filterQueries.team)).toEqual(['SEARCH c USING INDEX conversations_by_team (team_id=? AND active=? AND (last_message_at,id)<(?,?))', ...fits]);
    expect(plan(filterQueries.following)).toEqual(['SEARCH f USING PRIMARY KEY (agent_id=? AND (last_message_at,conversation_id)<(?,?))', 'SEARCH c USING PRIMARY KEY (id=?)', ...fits]);
    expect(plan(filterQueries.mentions)).toEqual(['SEARCH k USING COVERING INDEX calls_by_time ((at,conversation_id)<(?,?))', 'SEARCH c USING PRIMARY KEY (id=?)', ...fits]);
    expect(plan(filterQueries.status)).toEqual(['SEARCH c USING INDEX conversations_by_status (status=? AND (last_message_at,id)<(?,?))', ...fits]);
    expect(plan(filterQueries.all)).toEqual(['SEARCH c USING INDEX conversations_by_time ((last_message_at,id)<(?,?))', ...fits]);
    expect(plan(filterQueries.waking)).toEqual(['SEARCH c USING INDEX conversations_by_waking ((snoozed_until,id)>(?,?))', ...fits]);
    expect(plan(tagQueries.next)).toEqual(['SEARCH conversation_tags USING PRIMARY KEY (tag>?)']);
  });

  it('a conversation', () => {
    expect(plan(openQueries.conversation)).toEqual(['SEARCH c USING PRIMARY KEY (id=?)', ...listed]);
    expect(plan(openQueries.messages)).toEqual(['SEARCH messages USING INDEX messages_by_conversation (<expr>=? AND sent_at<?)', ofOneMoment]);
    expect(plan(orderQueries.newest)).toEqual(['SEARCH messages USING INDEX messages_by_conversation (<expr>=?)', ofOneMoment]);
    expect(plan(orderQueries.lastOwn)).toEqual(['SEARCH messages USING INDEX messages_only_here']);
    expect(plan(openQueries.customer)).toEqual(['SEARCH customers USING PRIMARY KEY (id=?)']);
    expect(plan(openQueries.ofCustomer)).toEqual(['SEARCH c USING INDEX conversations_of_customer (customer_id=?)', ...listed, 'USE TEMP B-TREE FOR ORDER BY']);
    expect(plan(openQueries.html)).toEqual(['SEARCH messages USING INDEX sqlite_autoindex_messages_1 (id=?)']);
    expect(plan(openQueries.drafts)).toEqual(['SEARCH drafts USING PRIMARY KEY (conversation_id=?)']);
  });

  it('what the policy no longer keeps', () => {
    expect(plan(cacheQueries.newest).join(' ')).toMatch(/USING INDEX conversations_by_time/);
    expect(plan(cacheQueries.outdated)[0]).toBe('SEARCH conversations USING INDEX conversations_by_status (status=? AND last_message_at<?)');
    expect(plan(`DELETE FROM messages WHERE ${ofConversation}`)).toEqual(['SEARCH messages USING INDEX messages_by_conversation (<expr>=?)']);
    expect(plan(conflictQueries.of)).toEqual(['SEARCH conflicts USING INDEX conflicts_by_conversation (conversation_id=?)']);
  });

  it('what looks for messages in the search index', () => {
    expect(plan(indexCheckQueries.messages)).toEqual(['SEARCH messages USING INTEGER PRIMARY KEY (rowid>?)']);
    expect(plan(indexCheckQueries.found)).toEqual(['SCAN search VIRTUAL TABLE INDEX 0:=M4']);
  });

  it('what is queued and what of it is held', () => {
    expect(plan(outboxQueries.after)).toEqual(['SEARCH outbox USING INTEGER PRIMARY KEY (rowid>?)', 'CORRELATED SCALAR SUBQUERY 1', 'SEARCH begun USING INDEX outbox_by_conversation (conversation_id=? AND verb=?)', 'CORRELATED SCALAR SUBQUERY 2', 'SEARCH held USING INDEX outbox_held (conversation_id=? AND number<?)', 'CORRELATED SCALAR SUBQUERY 3', 'SEARCH held USING INDEX outbox_waiting (conversation_id=? AND number<?)']);
    expect(plan(uploadQueries.waiting)).toEqual(['SCAN outbox']);
    expect(plan(outgoingQueries.inDraft)).toEqual(['SEARCH outgoing_files USING INDEX outgoing_files_of (conversation_id=? AND message_id=?)']);
    expect(plan(outgoingQueries.one)).toEqual(['SEARCH outgoing_files USING PRIMARY KEY (id=?)']);
    expect(plan(heldQueries.of)).toEqual(['SEARCH outbox USING INDEX outbox_held (conversation_id=?)']);
    expect(plan(heldQueries.all)).toEqual(['SCAN outbox USING INDEX outbox_held']);
  });

  it('search', () => {
    expect(plan(searchQueries.matching)).toEqual([expect.stringMatching(/^SCAN search VIRTUAL TABLE INDEX \d+:.*M/)]);
    expect(plan(searchQueries.all)).toEqual(['SEARCH messages USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)']);
    const one = ['SEARCH m USING INTEGER PRIMARY KEY (rowid=?)', 'SEARCH c USING PRIMARY KEY (id=?)'];
    expect(plan(searchQueries.row)).toEqual(one);
    expect(plan(searchQueries.fitting)).toEqual([...one, 'CORRELATED SCALAR SUBQUERY 1', 'SEARCH g USING PRIMARY KEY (tag=? AND last_message_at=? AND conversation_id=?)']);
  });

  it('what narrows a search', () => {
    const theirMessages = 'SEARCH m USING COVERING INDEX messages_by_conversation (<expr>=?)';
    expect(plan(narrowingQueries.channel)).toEqual(['SEARCH messages USING COVERING INDEX messages_by_channel (channel=?)']);
    expect(plan(narrowingQueries.attachment)).toEqual(['SCAN messages USING INDEX messages_with_attachments']);
    expect(plan(narrowingQueries.status)).toEqual(['SEARCH c USING COVERING INDEX conversations_by_status (status=?)', theirMessages]);
    expect(plan(narrowingQueries.tag)).toEqual(['SEARCH t USING PRIMARY KEY (tag=?)', theirMessages]);
    expect(plan(narrowingQueries.priority)).toEqual(['SEARCH c USING COVERING INDEX conversations_by_priority (priority=?)', theirMessages]);
    expect(plan(narrowingQueries.assignee)).toEqual(['SEARCH c USING COVERING INDEX conversations_by_assignee (assignee_id=?)', theirMessages]);
    expect(plan(narrowingQueries.unread)).toEqual([expect.stringMatching(/^SCAN c USING COVERING INDEX conversations_unread_by_/), theirMessages]);
  });

  it('reading it through: each step goes on where the last one stopped', () => {
    for (const sql of readThroughQueries) expect(plan(sql), sql).toEqual([expect.stringMatching(/^SEARCH /)]);
  });

  it('the words indexed', () => {
    // 513: one argument, a lower bound for the term (fts5_vocab.c); without, it would read every word.
    expect(plan(nearQueries.from)).toEqual(['SCAN search_words VIRTUAL TABLE INDEX 513:']);
  });

  it('what every mail does', () => {
    expect(plan('SELECT * FROM messages WHERE id = ?')).toEqual(['SEARCH messages USING INDEX sqlite_autoindex_messages_1 (id=?)']);
    expect(plan('SELECT verb, value FROM outbox WHERE conversation_id = ? ORDER BY verb, number')).toEqual([
      'SEARCH outbox USING INDEX outbox_by_conversation (conversation_id=?)',
    ]);
    expect(plan('SELECT max(position) AS last FROM messages WHERE position >= ? AND position < ?')).toEqual(['SEARCH messages USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)']);
  });
});
