import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Change } from '../../main/vault/change.ts';
import { applyHubEvents } from '../../main/vault/hub-events.ts';
import { openConversation } from '../../main/vault/inbox.ts';
import { openReadable, openWritable } from '../../main/vault/open-database.ts';
import { openVault } from '../../main/vault/open-vault.ts';
import { ftsExpression, parseSearchQuery } from '../../main/vault/search/search-query.ts';
import { searchMessages, searchQueries } from '../../main/vault/search/search-messages.ts';
import type { Conversation, Message } from '../../shared/domain/conversation.ts';
import { DeviceId } from '../../shared/domain/ids.ts';
import type { Customer } from '../../shared/domain/people.ts';
import { HubSignalPeer } from '../doubles/hub-signal-peer.ts';
import { conversationEvent, messageEvent } from '../doubles/hub-news.ts';
import { BareDevice } from './bare-device.ts';
import { interleaved, median, timedAsync, type Measure, type Suite } from './measure.ts';
import { plainReader, PlainPeer } from './plain-peer.ts';
import { SupportMail } from './support-mail.ts';

/** Messages; the figures are for 100,000 (write) and 1,000,000 (search). */
const count = Number(process.env['BENCH_N'] ?? 20_000);
/** Messages in one transaction: about what one mail of the back-fill carries (1 MiB). */
const batch = 500;
const mails = Math.min(2000, Math.ceil(count / 10));

interface News {
  readonly conversation: Conversation;
  readonly customer: Customer;
  readonly message: Message;
}

/** The vault against the same without encryption, and against bare libsignal. */
export const vaultSuite: Suite = async (say) => {
  const folder = mkdtempSync(join(tmpdir(), 'sealdesk-bench-'));
  try {
    const stored = await storedMeasures(folder, say);
    return [...stored, await receiveMeasure(folder, say)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

function storedMeasures(folder: string, say: (text: string) => void): Promise<Measure[]> {
  const mail = new SupportMail();
  const key = randomBytes(32);
  const file = join(folder, 'ours.db');
  const ours = openWritable(file, key, true);
  const peer = new PlainPeer(join(folder, 'peer.db'));
  const batches = newsOf(mail);

  say(`writing ${count} messages in transactions of ${batch}`);
  const wrote = interleaved(
    batches.length,
    (index) => {
      const events = (batches[index] ?? []).flatMap((news) => [{ ...conversationEvent(news.conversation), customer: news.customer }, messageEvent(news.message)]);
      Change.run(ours, (change) => applyHubEvents(change, events, 0));
    },
    (index) => peer.write(batches[index] ?? []),
  );
  const checkpoint = interleaved(
    1,
    () => void ours.rows('PRAGMA wal_checkpoint(TRUNCATE)'),
    () => void peer.database.pragma('wal_checkpoint(TRUNCATE)'),
  );
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

  const reader = openReadable(file, key);
  const long = batches[0]?.[0]?.conversation.id;
  if (long === undefined) throw new Error('There is nothing to open.');
  say('opening a conversation of 1,000 messages');
  const plain = plainReader(peer.database);
  const opened = interleaved(
    400,
    () => void openConversation(reader, { id: long, before: null, limit: 50 }),
    () => void openConversation(plain, { id: long, before: null, limit: 50 }),
  );

  const typed = queriesTyped(mail);
  say(`searching as ${typed.length} letters are typed`);
  const raw = peer.database.prepare(searchQueries.matching);
  const row = peer.database.prepare(searchQueries.row);
  const searched = interleaved(
    typed.length,
    (index) => void searchMessages(reader, { query: typed[index] ?? '', limit: 20 }),
    (index) => {
      const expression = ftsExpression(parseSearchQuery(typed[index] ?? ''), false);
      if (expression === null) return;
      for (const hit of raw.all(expression, Number.MAX_SAFE_INTEGER, 21) as { position: number }[]) row.get(hit.position);
    },
  );
  say(`search p95: ours ${percentile(searched.ours, 95).toFixed(2)} ms, peer ${percentile(searched.peer, 95).toFixed(2)} ms`);
  reader.close();
  ours.close();
  peer.database.close();

  const against = 'better-sqlite3, plain, same schema';
  return Promise.resolve([
    { name: 'write', against, ours: sum(wrote.ours) + sum(checkpoint.ours), peer: sum(wrote.peer) + sum(checkpoint.peer), unit: 'ms', bar: 1.3, better: 'less' },
    { name: 'open-conversation', against: 'the same code on better-sqlite3, plain', ours: median(opened.ours), peer: median(opened.peer), unit: 'ms', bar: 1.5, better: 'less' },
    { name: 'search', against: 'raw FTS5, plain', ours: median(searched.ours), peer: median(searched.peer), unit: 'ms', bar: 1.5, better: 'less' },
  ]);
}

/** One conversation of 1,000 messages among many short ones, all interleaved, in order of time. */
function newsOf(mail: SupportMail): News[][] {
  const conversations = Array.from({ length: Math.max(2, Math.ceil(count / 20)) }, () => mail.conversation());
  const [long, ...short] = conversations;
  const longEvery = Math.max(1, Math.floor(count / 1000));
  const revisions = new Map<string, number>();
  const news = Array.from({ length: count }, (_, index): News => {
    const about = (index % longEvery === 0 ? long : short[Math.floor(mail.random() ** 2 * short.length)]) ?? mail.conversation();
    const sentAt = 1_700_000_000_000 + index * 30_000;
    const revision = (revisions.get(about.id) ?? 0) + 1;
    revisions.set(about.id, revision);
    return { conversation: { ...about, lastMessageAt: sentAt, revision }, customer: mail.customer(about), message: mail.message(about, sentAt) };
  });
  return Array.from({ length: Math.ceil(count / batch) }, (_, index) => news.slice(index * batch, (index + 1) * batch));
}

/** Words of the mail as they grow under the agent's fingers, some after a first word. */
function queriesTyped(mail: SupportMail): string[] {
  return Array.from({ length: 200 }, (_, index) => {
    const word = mail.word();
    const first = index % 3 === 0 ? `${mail.word()} ` : '';
    return Array.from({ length: Math.max(1, word.length - 1) }, (_each, length) => first + word.slice(0, length + 2));
  }).flat();
}

function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? NaN;
}

async function receiveMeasure(folder: string, say: (text: string) => void): Promise<Measure> {
  const mail = new SupportMail(7);
  const deviceId = DeviceId.parse(randomUUID());
  const hub = new HubSignalPeer(deviceId);
  const entry = (name: string): string => fileURLToPath(new URL(`../../main/${name}.ts`, import.meta.url));
  const vault = await openVault({
    file: join(folder, 'receive.db'),
    key: randomBytes(32),
    deviceId,
    hubSignalIdentity: hub.identityKey,
    agent: { id: randomUUID(), name: 'Bench' },
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    send: () => undefined,
    inboxChanged: () => undefined,
    syncChanged: () => undefined,
    failed: (problem) => {
      throw new Error(problem);
    },
    create: true,
    workers: { writer: entry('vault-writer'), reader: entry('vault-reader') },
  });
  const bareHub = new HubSignalPeer(deviceId);
  const bare = new BareDevice(deviceId);

  await vault.goLive();
  await hub.start(await vault.newSession());
  await vault.receive(await hub.mail([]));
  await bareHub.start(bare.preKeys());
  await bare.decrypt(await bareHub.mail([]));
  // Both sessions have been answered once: from here on plain ratchet messages.
  await bareHub.read(await bare.encrypt('{"m":"ack","seq":1}'));

  say(`receiving ${mails} mails`);
  const conversations = Array.from({ length: 100 }, () => mail.conversation());
  const ours: number[] = [];
  const peer: number[] = [];
  const perRound = Math.max(1, Math.floor(mails / 8));
  for (let round = 0; round < 8; round += 1) {
    const events = Array.from({ length: perRound }, (_, index) => {
      const about = conversations[Math.floor(mail.random() * conversations.length)] ?? mail.conversation();
      const sentAt = 1_700_000_000_000 + (round * perRound + index) * 1000;
      const now = { ...about, lastMessageAt: sentAt, revision: round * perRound + index + 1 };
      return [conversationEvent(now), messageEvent(mail.message(now, sentAt))];
    });
    const [toVault, toBare] = [[], []] as [Awaited<ReturnType<typeof hub.mail>>[], Awaited<ReturnType<typeof hub.mail>>[]];
    for (const each of events) {
      toVault.push(await hub.mail(each));
      toBare.push(await bareHub.mail(each));
    }
    const ourTurn = async (): Promise<void> => {
      ours.push(await timedAsync(() => Promise.all(toVault.map((each) => vault.receive(each)))));
    };
    if (round % 2 === 0) await ourTurn();
    peer.push(
      await timedAsync(async () => {
        for (const each of toBare) await bare.decrypt(each);
      }),
    );
    if (round % 2 === 1) await ourTurn();
  }
  await vault.close();
  const rate = (times: readonly number[]): number => (perRound * 1000) / median(times);
  return { name: 'receive', against: 'libsignal decryption alone', ours: rate(ours), peer: rate(peer), unit: 'mails/s', bar: 0.6, better: 'more' };
}
