import { newsOf } from '../conversations/audience.ts';
import { changeConversation, conversationEvent, readConversation } from '../conversations/conversations.ts';
import { openContent, replaceContent, toMessage } from '../conversations/messages.ts';
import { ConversationId, MessageId } from '../../shared/domain/ids.ts';
import type { RedactionPolicy } from '../../shared/redaction/index.ts';
import type { Tx } from '../ports.ts';
import { destroyRecoverableOf, keepRecoverable } from '../reveal/recoverable.ts';
import type { MessageTable } from '../store/tables/conversations.ts';
import { isRemoved, newestSaid, stored } from './apply-news.ts';
import type { Origin } from './begin.ts';
import { redactAcross, sequenceLength } from './join-sequence.ts';
import type { Assessed, Edit } from './stages.ts';
import { leaving, recoverableUntil, type StoreDeps } from './store-message.ts';

/** How often an edit waits for a message that is not there yet, before it is let go. */
export const patienceWithEdits = 5;

/**
 * Puts an author's new words in the place of the former ones, which go with everything that was found in them: whoever
 * changes what they wrote has taken a part of it back. A second time, or after a newer one, it changes nothing; what was
 * taken back whole stays so.
 * @param policy what is hidden: a number may be whole only beside what was written before and after
 * @returns `not-known` while the message is not here
 */
export async function editMessage(tx: Tx, deps: StoreDeps, channel: Origin, edit: Omit<Edit, 'message'> & { readonly message: Assessed }, policy: RedactionPolicy): Promise<'done' | 'not-known'> {
  const { envelope, fanOut, clock } = deps;
  const { message } = edit;
  const row = await stored(tx, deps, channel, edit.remoteId, edit.by === 'customer' ? 'inbound' : 'outbound');
  const conversation = row && (await readConversation(tx, row.conversation_id));
  if (!row || !conversation) return 'not-known';
  const before = await openContent(tx, envelope, row);
  if (isRemoved(before.text) || (before.edited !== undefined && before.edited.order >= edit.order)) return 'done';

  const around = edit.by === 'customer' ? await inARow(tx, row) : { earlier: [], later: [] };
  const opened = async (rows: readonly MessageTable[]) => Promise.all(rows.map(async (each) => ({ row: each, content: await openContent(tx, envelope, each) })));
  const earlier = await opened(around.earlier);
  const later = await opened(around.later);
  const others = [...earlier, ...later];
  const pieces = [...earlier.map(({ content }) => content), message, ...later.map(({ content }) => content)];
  const joined = redactAcross(pieces, leaving(policy, others.flatMap(({ content }) => content.restored ?? [])));
  const replaced: MessageTable[] = [];
  for (const [index, { row: other, content }] of others.entries()) {
    const at = index < earlier.length ? index : index + 1;
    const piece = joined[at];
    if (piece === undefined || piece === pieces[at]) continue;
    replaced.push(await replaceContent(tx, envelope, other, { ...content, text: piece.text, findings: [...piece.findings], html: null }));
  }
  const said = joined[earlier.length] ?? message;
  const { mistakes } = await deps.policy(tx);
  const until = clock.now() + mistakes.minutes * 60_000;
  const findings = said.findings.map((finding) => recoverableUntil(finding, until > clock.now() ? until : null));
  const { restored: _former, ...kept } = before;
  const changedRow = await replaceContent(tx, envelope, row, { ...kept, text: said.text, html: null, findings, risk: message.risk, edited: { at: message.sentAt, order: edit.order } });
  await destroyRecoverableOf(tx, row.id);
  const listed = new Set(findings.flatMap(({ recoverable }) => (recoverable ? [recoverable.id] : [])));
  await keepRecoverable(tx, envelope, { id: MessageId.parse(row.id), conversationId: ConversationId.parse(conversation.id) }, message.destroyed.filter(({ id }) => listed.has(id)), until);

  replaced.push(changedRow);
  const newest = await newestSaid(tx, conversation.id);
  const changed = newest !== undefined && replaced.some(({ id }) => id === newest.id) ? await changeConversation(tx, envelope, conversation, { newest: (await openContent(tx, envelope, newest)).text }) : conversation;
  const events = [];
  for (const each of replaced) events.push({ e: 'message.replaced' as const, message: await toMessage(tx, envelope, each, changed.channel) });
  await fanOut.publish(tx, newsOf(changed, [await conversationEvent(tx, envelope, changed), ...events]));
  return 'done';
}

/** The customer's messages around one of theirs, up to what anybody else said, oldest first: automatic answers and lines are nobody's word. */
async function inARow(tx: Tx, row: MessageTable): Promise<{ readonly earlier: readonly MessageTable[]; readonly later: readonly MessageTable[] }> {
  const said = tx.selectFrom('messages').selectAll().where('conversation_id', '=', row.conversation_id).where('kind', '!=', 'event').where((e) => e.or([e('kind', '!=', 'outbound'), e('automatic', '=', 0)])).limit(sequenceLength - 1);
  const before = await said.where('position', '<', row.position).orderBy('position', 'desc').execute();
  const after = await said.where('position', '>', row.position).orderBy('position').execute();
  return { earlier: untilAnother(before).toReversed(), later: untilAnother(after) };
}

function untilAnother(rows: readonly MessageTable[]): readonly MessageTable[] {
  const other = rows.findIndex(({ kind }) => kind !== 'inbound');
  return other === -1 ? rows : rows.slice(0, other);
}
