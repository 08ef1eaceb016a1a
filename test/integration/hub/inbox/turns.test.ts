import { randomUUID } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { insertMessage } from '../../../../hub/conversations/messages.ts';
import { queueDelivery } from '../../../../hub/delivery/queue.ts';
import { ConversationId, CustomerId, MessageId } from '../../../../shared/domain/ids.ts';
import { instagramBody, instagramMessage, textOf, whatsAppMessage, whatsAppMessages } from '../../../doubles/meta-provider.ts';
import { type MetaHub, openMetaHub, waiting } from './meta-hub.ts';

const anna = { userId: 'DE.13491208655302741918', phone: '491700000001', name: 'Anna' };

let hub: MetaHub;
afterEach(() => hub.end());

it('replies of one millisecond leave in the order in which they were written, however they lie in the queue', async () => {
  hub = await openMetaHub('instagram');
  await hub.provider.deliver(instagramBody([instagramMessage('1789456123', { text: 'Hello?' })]));
  await hub.arrived(1);
  await hub.channels.stop();
  const { id, customer_id } = await hub.db.selectFrom('conversations').selectAll().executeTakeFirstOrThrow();
  const now = hub.clock.now();
  await hub.db.transaction().execute(async (tx) => {
    const written: MessageId[] = [];
    for (const text of ['first', 'second', 'third']) {
      const messageId = MessageId.parse(randomUUID());
      written.push(messageId);
      await insertMessage(tx, hub.envelope, { id: messageId, conversationId: ConversationId.parse(id), customerId: CustomerId.parse(customer_id), kind: 'outbound', agentId: hub.agent.id, content: { authorName: 'Ada', subject: null, text, html: null, findings: [], risk: { level: 'none', reasons: [] }, attachments: [] }, status: 'accepted', sentAt: now, messageId: null, automatic: false, authentication: null });
    }
    for (const messageId of written.toReversed()) await queueDelivery(tx, { messageId, conversationId: id, channelId: hub.hook.id, now });
  });
  await hub.channels.start();
  await vi.waitFor(() => expect(hub.provider.taken.map(({ text }) => text)).toEqual(['first', 'second', 'third']), waiting);
});

it('a reply answers the newest of what the customer wrote within one second', async () => {
  hub = await openMetaHub('whatsapp');
  const timestamp = String(Math.floor(Date.now() / 1000) - 60);
  for (const [index, text] of ['One', 'Two', 'Three'].entries()) {
    await hub.provider.deliver(whatsAppMessages([whatsAppMessage(anna, { ...textOf(text), timestamp }, `wamid.${index}`)]));
    await hub.arrived(index + 1);
  }
  await hub.reply('To all of it');
  await vi.waitFor(() => expect(hub.provider.taken).toMatchObject([{ answers: 'wamid.2' }]), waiting);
});
