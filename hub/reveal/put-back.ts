import { newsOf } from '../conversations/audience.ts';
import { changeConversation, conversationEvent, openConversation, readConversation } from '../conversations/conversations.ts';
import { openContent, replaceContent, toMessage, type MessageContent } from '../conversations/messages.ts';
import type { Envelope, FanOut, News, Tx } from '../ports.ts';
import type { ConversationTable, MessageTable } from '../store/tables/conversations.ts';
import type { RecoverableFindingTable } from '../store/tables/hidden.ts';
import { inPlaceOfMask } from './in-place-of-mask.ts';
import { putBackElsewhere } from './put-back-elsewhere.ts';
import { renameEverywhere } from './rename-everywhere.ts';

/**
 * Puts what was destroyed by mistake back into its message, in the place of its mask, and tells every device: into its text, its subject, its author's
 * name, a file's name or what a file says. Where the subject is the conversation's and the name the customer's, there too.
 *
 * @returns false where the message does not have the finding any more: the customer took it back, or later redaction
 * found more around it.
 */
export async function putBack(tx: Tx, { envelope, fanOut }: { readonly envelope: Envelope; readonly fanOut: FanOut }, { id, message_id }: RecoverableFindingTable, value: string): Promise<boolean> {
  const row = await tx.selectFrom('messages').selectAll().where('id', '=', message_id).executeTakeFirst();
  const conversation = row && (await readConversation(tx, row.conversation_id));
  if (!row || !conversation) return false;
  const before = await openContent(tx, envelope, row);
  const after = putBackInText(before, id, value) ?? (await putBackElsewhere(tx, row, before, id, value));
  if (after === null) return false;
  const replaced = await replaceContent(tx, envelope, row, after);
  const news: News[] = before.authorName === after.authorName ? [] : await renameEverywhere(tx, envelope, row.customer_id, conversation.id, before.authorName, after.authorName);
  const changed = await inConversation(tx, envelope, conversation, row, before, after);
  news.push(newsOf(changed, [await conversationEvent(tx, envelope, changed), { e: 'message.replaced', message: await toMessage(tx, envelope, replaced, changed.channel) }]));
  await fanOut.publish(tx, (viewer) => news.flatMap((each) => each(viewer)));
  return true;
}

/** From the HTML it is missing still, so only the text stays. @returns null where the text does not have it */
function putBackInText(content: MessageContent, id: string, value: string): MessageContent | null {
  const finding = content.findings.find(({ recoverable }) => recoverable?.id === id);
  const text = finding === undefined ? null : inPlaceOfMask(content.text, finding, value);
  if (finding === undefined || text === null) return null;
  const grows = value.length - finding.mask.length;
  const findings = content.findings.filter((other) => other !== finding).map((other) => (other.start > finding.start ? { ...other, start: other.start + grows, end: other.end + grows } : other));
  return { ...content, text, findings, html: null, restored: [...(content.restored ?? []), value] };
}

/** Its preview is of the newest message, and its subject of the one it began with. */
async function inConversation(tx: Tx, envelope: Envelope, conversation: ConversationTable, row: MessageTable, before: MessageContent, after: MessageContent): Promise<ConversationTable> {
  const newest = await tx.selectFrom('messages').select('id').where('conversation_id', '=', conversation.id).where('kind', '!=', 'note').orderBy('position', 'desc').executeTakeFirst();
  const inPreview = newest?.id === row.id && before.text !== after.text;
  const inSubject = after.subject !== null && before.subject !== after.subject && (await openConversation(tx, envelope, conversation)).subject === before.subject;
  if (!inPreview && !inSubject && before.authorName === after.authorName) return conversation;
  return changeConversation(tx, envelope, conversation, { ...(inPreview ? { newest: after.text } : {}), ...(inSubject && after.subject !== null ? { subject: after.subject } : {}) });
}
