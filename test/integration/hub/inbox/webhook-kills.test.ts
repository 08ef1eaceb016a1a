import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AddedHook } from '../../../../hub/channels/admin.ts';
import type { ChannelCard } from '../../../../shared/contract/console/channels.ts';
import { arrivalsOf } from '../../../../hub/routing/arrivals.ts';
import { createConversations } from '../../../../hub/conversations/create-conversations.ts';
import { openContent } from '../../../../hub/conversations/messages.ts';
import { openRooms, type Rooms } from '../../../../hub/rooms.ts';
import { systemClock } from '../../../../shared/domain/clock.ts';
import { ConversationId, DeviceId, IdempotencyKey, MessageId } from '../../../../shared/domain/ids.ts';
import { FreshHub } from '../../../doubles/fresh-hub.ts';
import { kills } from '../../../doubles/how-often.ts';
import { businessId, MetaProvider, numberId, textOf, whatsAppMessage, whatsAppMessages } from '../../../doubles/meta-provider.ts';

const messagesPerKill = 20;
const repliesPerKill = 4;

let hub: FreshHub;
let provider: MetaProvider;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sealdesk-kills-'));
  provider = await MetaProvider.start();
  hub = await FreshHub.make('ada@nordlicht.example', 'Ada');
  const file = (name: string, secret: string) => {
    writeFileSync(join(folder, name), `${secret}\n`, { mode: 0o600 });
    return join(folder, name);
  };
  const { path } = await hub.command<AddedHook>(
    'channel', 'add', 'whatsapp', '--name', 'Shop', '--phone-number-id', numberId, '--account-id', businessId, '--api-base', provider.base,
    '--app-secret-file', file('secret', provider.appSecret), '--token-file', file('token', provider.token),
  );
  await hub.start();
  provider.hook = `${new URL(hub.chat).origin}${path}`;
});
afterEach(async () => {
  await hub.remove();
  await provider.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Works on the data of a hub that is not running, as the hub itself would. */
async function within<T>(work: (rooms: Rooms) => Promise<T>): Promise<T> {
  const rooms = await openRooms(hub.data, systemClock);
  try {
    return await work(rooms);
  } finally {
    await rooms.store.destroy();
  }
}

/** Answers conversations that nobody has answered yet. */
const answer = (replies: Map<string, string>) =>
  within(async (rooms) => {
    const { store, envelope, audit, mailboxes: fanOut, agents: people } = rooms;
    const conversations = createConversations({ envelope, policy: async (tx) => (await rooms.policies.current(tx)).policy, arrivals: arrivalsOf(rooms), audit, fanOut, people, teams: (tx) => rooms.teams.list(tx), clock: systemClock, mailDomainOf: () => null, queued: () => undefined, snoozed: () => undefined });
    const rows = await store.selectFrom('conversations').select('id').where('id', 'not in', store.selectFrom('deliveries').select('conversation_id')).where('channel', '=', 'whatsapp').limit(repliesPerKill).execute();
    for (const { id } of rows) {
      const messageId = MessageId.parse(randomUUID());
      replies.set(messageId, `reply ${replies.size}`);
      const [agent] = await store.transaction().execute((tx) => people.active(tx));
      if (agent === undefined) throw new Error('Nobody works here.');
      const command = { do: 'reply', conversationId: ConversationId.parse(id), messageId, text: replies.get(messageId) ?? '', seen: null } as const;
      expect(await store.transaction().execute((tx) => conversations.execute(tx, agent, DeviceId.parse(randomUUID()), IdempotencyKey.parse(randomUUID()), Date.now(), command))).toEqual({ kind: 'done' });
    }
  });

it('a hub that is killed at random while messages arrive and replies leave has each once', async () => {
  const written: string[] = [];
  const replies = new Map<string, string>();
  const delivering: Promise<void>[] = [];
  for (let kill = 0; kill < kills(2); kill += 1) {
    for (let n = 0; n < messagesPerKill; n += 1) {
      const text = `message ${written.length}`;
      written.push(text);
      delivering.push(provider.deliver(whatsAppMessages([whatsAppMessage({ userId: `DE.${1000 + written.length}`, phone: null, name: 'Customer' }, textOf(text))])));
    }
    await pause(Math.random() * 600);
    await hub.crash();
    await answer(replies);
    await hub.start();
  }
  await Promise.all(delivering);
  // A reply that was on its way at a kill, and that WhatsApp never got, waits half a minute for its status.
  await vi.waitFor(
    async () => {
      const channels = await hub.command<ChannelCard[]>('channel', 'list');
      expect(channels.find(({ kind }) => kind === 'whatsapp')).toMatchObject({ waitingIn: 0, waitingOut: 0, quarantined: 0 });
      expect(provider.taken).toHaveLength(replies.size);
    },
    { timeout: 240_000, interval: 1_000 },
  );
  expect(await hub.stop()).toBe(0);
  await within(async ({ store, envelope }) => {
    const rows = await store.selectFrom('messages').selectAll().execute();
    const texts = await store.transaction().execute(async (tx) => {
      const all: { readonly kind: string; readonly text: string }[] = [];
      for (const row of rows) all.push({ kind: row.kind, text: (await openContent(tx, envelope, row)).text });
      return all;
    });
    const inbound = texts.filter(({ kind }) => kind === 'inbound').map(({ text }) => text);
    expect(inbound.sort()).toEqual([...written].sort());
    expect(rows.filter(({ kind }) => kind === 'outbound').map(({ status }) => status)).toEqual(Array.from(replies, () => expect.stringMatching(/^(?:sent|delivered)$/)));
  });
  expect(provider.taken.map(({ text }) => text).sort()).toEqual([...replies.values()].sort());
}, 3_600_000);
