import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';
import { addInstagramChannel, addWhatsAppChannel } from '../../../../hub/channels/admin.ts';
import { Listener } from '../../../../hub/http/listener.ts';
import { ConversationId, MessageId } from '../../../../shared/domain/ids.ts';
import { businessId, instagramId, MetaProvider, numberId } from '../../../doubles/meta-provider.ts';
import { openOrganisation } from '../../../unit/hub/inbox/organisation.ts';

export const waiting = { timeout: 60_000, interval: 30 };

/** An inbox with one channel of a provider that runs beside it, behind the hub's own listener. */
export async function openMetaHub(kind: 'whatsapp' | 'instagram') {
  const provider = await MetaProvider.start();
  const hub = await openOrganisation();
  const common = { name: 'Shop', appSecret: provider.appSecret, accessToken: provider.token, apiBase: provider.base };
  const hook =
    kind === 'whatsapp' ? await addWhatsAppChannel(hub.admin, { ...common, phoneNumberId: numberId, businessAccountId: businessId }, 'test') : await addInstagramChannel(hub.admin, { ...common, accountId: instagramId }, 'test');
  const agent = await hub.addAgent({ name: 'Ada' });
  await hub.channels.start();
  const listener = await Listener.open({ host: '127.0.0.1', port: 0, tls: null, routes: [hub.channels.webhookRoute, hub.channels.fileRoute] }, { info: () => undefined, warn: (event, detail) => void hub.logged.push({ event, detail }) });
  provider.hook = `http://127.0.0.1:${listener.port}${hook.path}`;
  // Instagram's token is made anew at the start: a question that is on its way with the former one would be refused.
  if (kind === 'instagram') await vi.waitFor(() => expect(hub.channels.health(hook.id)?.tokenExpiresAt ?? null).not.toBeNull(), waiting);
  return {
    ...hub,
    provider,
    hook,
    /** Where the provider reaches the hub. */
    origin: `http://127.0.0.1:${listener.port}`,
    agent,
    inbound: () => hub.messages().filter((message) => message.kind === 'inbound'),
    replaced: () => hub.heard.flatMap(({ event }) => (event.e === 'message.replaced' ? [event.message] : [])),
    statusesOf: (id: string) => hub.heard.flatMap(({ event }) => (event.e === 'message.status' && event.messageId === id ? [event] : [])),
    /** Waits for so many of the customers' messages. */
    arrived: (count: number) => vi.waitFor(() => expect(hub.messages().filter(({ kind: which }) => which === 'inbound')).toHaveLength(count), waiting),
    /** Answers the conversation of a message; what the hub said to the command must be yes. */
    async reply(text: string, to = hub.messages().at(-1), format?: 'marked'): Promise<MessageId> {
      const messageId = MessageId.parse(randomUUID());
      expect(await hub.execute(agent, { do: 'reply', conversationId: ConversationId.parse(to?.conversationId), messageId, text, ...(format === undefined ? {} : { format }), seen: to?.id ?? null })).toEqual({ kind: 'done' });
      return messageId;
    },
    /** Whatever waits for its time is due now. */
    async hurry(): Promise<void> {
      await hub.db.updateTable('intake_spool').set({ next_try_at: 0 }).execute();
      await hub.db.updateTable('deliveries').set({ next_try_at: 0 }).where('state', '=', 'waiting').execute();
      hub.channels.queued();
      await hub.channels.reload();
    },
    async end(): Promise<void> {
      await listener.close();
      await hub.close();
      await provider.stop();
    },
  };
}
export type MetaHub = Awaited<ReturnType<typeof openMetaHub>>;
