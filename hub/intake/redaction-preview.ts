import type { RedactionChange, RedactionPreview } from '../../shared/contract/console/policy.ts';
import type { Channel } from '../../shared/domain/conversation.ts';
import { inspectText, policyIn, type RedactionPolicy } from '../../shared/redaction/index.ts';
import { openContent, type MessageContent } from '../conversations/messages.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { Store } from '../store/database.ts';

/** The newest messages of customers that a preview looks at. */
const looked = 500;
/** So many between two breaths: devices and the chat must not wait. */
const atOnce = 10;

/**
 * What another redaction policy would have made of the newest messages of customers, in numbers alone: nobody reads a
 * message for it. What was masked or sealed is looked at as it came; what was destroyed is gone, and counts neither way.
 */
export async function previewRedaction(store: Store, envelope: Envelope, before: RedactionPolicy, after: RedactionPolicy): Promise<RedactionPreview> {
  const messages = await store.transaction().execute((tx) => newestTexts(tx, envelope));
  const counts = new Map<string, RedactionChange>();
  for (const [index, { channel, text }] of messages.entries()) {
    if (index % atOnce === 0) await new Promise((resolve) => setImmediate(resolve));
    for (const [when, policy] of [['before', before], ['after', after]] as const) {
      for (const { type, action } of inspectText(text, policyIn(policy, { channel, direction: 'in' })).findings) {
        if (action === 'warn') continue;
        const count = counts.get(type) ?? { type, before: 0, after: 0 };
        counts.set(type, { ...count, [when]: count[when] + 1 });
      }
    }
  }
  return { messages: messages.length, changes: [...counts.values()].filter((count) => count.before !== count.after).sort((a, b) => b.after - b.before - (a.after - a.before)) };
}

async function newestTexts(tx: Tx, envelope: Envelope): Promise<{ readonly channel: Channel; readonly text: string }[]> {
  const rows = await tx
    .selectFrom('messages')
    .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
    .selectAll('messages')
    .select('conversations.channel')
    .where('messages.kind', '=', 'inbound')
    .orderBy('messages.sent_at', 'desc')
    .orderBy('messages.id', 'desc')
    .limit(looked)
    .execute();
  return Promise.all(rows.map(async (row) => ({ channel: row.channel, text: asItCame(await openContent(tx, envelope, row)) })));
}

/** With what the hub has kept of its findings in the place of their masks. */
function asItCame({ text, findings }: MessageContent): string {
  let came = '';
  let at = 0;
  for (const { start, end, value } of findings.toSorted((a, b) => a.start - b.start)) {
    if (value === undefined || start < at) continue;
    came += text.slice(at, start) + value;
    at = end;
  }
  return came + text.slice(at);
}
