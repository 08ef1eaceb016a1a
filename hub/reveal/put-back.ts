import { newsOf } from '../conversations/audience.ts';
import { changeConversation, conversationEvent, readConversation } from '../conversations/conversations.ts';
import { openContent, replaceContent, toMessage } from '../conversations/messages.ts';
import type { Envelope, FanOut, Tx } from '../ports.ts';
import type { RecoverableFindingTable } from '../store/tables/hidden.ts';

/**
 * Puts what was destroyed by mistake back into its message, in the place of its mask, and tells every device. From the
 * HTML it is missing still, so only the text stays.
 *
 * @returns false where the message does not have the finding any more: the customer took it back, or later redaction
 * found more around it.
 */
export async function putBack(tx: Tx, { envelope, fanOut }: { readonly envelope: Envelope; readonly fanOut: FanOut }, { id, message_id }: RecoverableFindingTable, value: string): Promise<boolean> {
  const row = await tx.selectFrom('messages').selectAll().where('id', '=', message_id).executeTakeFirst();
  const conversation = row && (await readConversation(tx, row.conversation_id));
  if (!row || !conversation) return false;
  const content = await openContent(tx, envelope, row);
  const finding = content.findings.find(({ recoverable }) => recoverable?.id === id);
  if (!finding || content.text.slice(finding.start, finding.end) !== finding.mask) return false;
  const grows = value.length - finding.mask.length;
  const text = content.text.slice(0, finding.start) + value + content.text.slice(finding.end);
  const findings = content.findings.filter((other) => other !== finding).map((other) => (other.start > finding.start ? { ...other, start: other.start + grows, end: other.end + grows } : other));
  const replaced = await replaceContent(tx, envelope, row, { ...content, text, findings, html: null, restored: [...(content.restored ?? []), value] });
  const newest = await tx.selectFrom('messages').select('id').where('conversation_id', '=', conversation.id).where('kind', '!=', 'note').orderBy('position', 'desc').executeTakeFirst();
  const changed = newest?.id === row.id ? await changeConversation(tx, envelope, conversation, { newest: text }) : conversation;
  await fanOut.publish(tx, newsOf(changed, [await conversationEvent(tx, envelope, changed), { e: 'message.replaced', message: await toMessage(tx, envelope, replaced, changed.channel) }]));
  return true;
}
