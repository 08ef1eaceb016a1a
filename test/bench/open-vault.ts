import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Change } from '../../main/vault/change.ts';
import { applyHubEvents } from '../../main/vault/hub-events.ts';
import { openWritable } from '../../main/vault/open-database.ts';
import { openVault } from '../../main/vault/open-vault.ts';
import { DeviceId } from '../../shared/domain/ids.ts';
import { HubSignalPeer } from '../doubles/hub-signal-peer.ts';
import { median, spread, timedAsync, type Measure, type Say } from './measure.ts';
import { SupportMail } from './support-mail.ts';
import { eventsOf, newsInBatches } from './vault-news.ts';

const few = 1000;
const times = 15;
const entry = (name: string): string => fileURLToPath(new URL(`../../main/${name}.ts`, import.meta.url));

/** A vault as the vault process opens it: two threads on one file. */
export function benchVault(file: string, key: Uint8Array, hub: HubSignalPeer, deviceId: DeviceId, create: boolean): ReturnType<typeof openVault> {
  return openVault({
    file,
    key,
    deviceId,
    hubSignalIdentity: hub.identityKey,
    keepResolvedDays: 36_500,
    limits: { messages: 0, mebibytes: 0 },
    undoSeconds: 0,
    agent: { id: randomUUID(), name: 'Bench' },
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    send: () => undefined,
    inboxChanged: () => undefined,
    filesWait: () => undefined,
    syncChanged: () => undefined,
    lentNoMore: () => undefined,
    failed: (problem) => {
      throw new Error(problem);
    },
    create,
    workers: { writer: entry('vault-writer'), reader: entry('vault-reader'), ratchet: entry('vault-ratchet') },
  });
}

/** From the key to the first page of the inbox and its counts, against the same with a thousand messages. */
export async function openMeasure(of: { readonly folder: string; readonly key: Uint8Array; readonly file: string; readonly count: number; readonly say: Say }): Promise<Measure> {
  const small = join(of.folder, 'small.db');
  const database = openWritable(small, of.key, true);
  for (const news of newsInBatches(new SupportMail(3), few)) Change.run(database, (change) => applyHubEvents(change, eventsOf(news), 0));
  database.close();

  of.say(`opening the vault ${times} times, and one of ${few} messages as often`);
  const deviceId = DeviceId.parse(randomUUID());
  const hub = new HubSignalPeer(deviceId);
  const open = async (file: string): Promise<number> => {
    let vault: Awaited<ReturnType<typeof benchVault>> | undefined;
    const took = await timedAsync(async () => {
      vault = await benchVault(file, of.key, hub, deviceId, false);
      await Promise.all([vault.query('inbox.list', { view: 'open', after: null, limit: 50 }), vault.query('inbox.counts', null), vault.state()]);
    });
    await vault?.close();
    return took;
  };
  const took = { ours: [] as number[], peer: [] as number[] };
  for (let index = -1; index < times; index += 1) {
    for (const name of index % 2 === 0 ? (['ours', 'peer'] as const) : (['peer', 'ours'] as const)) {
      const ms = await open(name === 'ours' ? of.file : small);
      if (index >= 0) took[name].push(ms);
    }
  }
  of.say(`opened in ${spread(took.ours)}; with ${few}: ${spread(took.peer)}`);
  return { name: 'open-vault', against: `the same with ${few} messages`, ours: median(took.ours), peer: median(took.peer), unit: 'ms', bar: 1.2, better: 'less' };
}
