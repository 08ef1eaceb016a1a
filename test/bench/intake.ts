import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { AddedHook } from '../../hub/channels/admin.ts';
import type { ChannelCard } from '../../shared/contract/console/channels.ts';
import { businessId, MetaProvider, numberId } from '../doubles/meta-provider.ts';
import { Fleet } from '../soak/scene/fleet.ts';
import { BareEndpoint, Caller } from './intake/beside.ts';
import { type Measure, median, percentile, type Suite } from './measure.ts';

const devices = 50;
/** Of them, those who may see what comes in. */
const seeing = 10;
const perSecond = 200;
const seconds = Number(process.env['BENCH_SECONDS'] ?? 60);
/** Webhooks at a time, and how often hub and peer take turns. */
const [burst, turns, connections] = [500, 7, 64] as const;
/** What the issue asks for, in milliseconds and seconds. */
const [acknowledgedWithin, goneWithin] = [250, 10] as const;
const patienceSeconds = 600;

/** Webhooks taken in: how many against an endpoint that keeps nothing, how soon at a steady rate, and how long until all is stored and delivered. */
export const intakeSuite: Suite = async (say) => {
  const provider = await MetaProvider.start();
  const fleet = await Fleet.open();
  const caller = new Caller(provider.appSecret);
  const bare = await BareEndpoint.start(provider.appSecret);
  try {
    say(`enrolling ${devices} devices, ${seeing} of which may see the channel`);
    const url = await addChannel(fleet, provider);
    await fleet.enrol(devices, say, (n) => (n < seeing ? shop : others));
    const accepted = await acceptedMeasure(fleet, caller, url, bare.url, say);
    return [accepted, ...(await steadyMeasures(fleet, caller, url, say))];
  } finally {
    bare.stop();
    caller.stop();
    await fleet.close();
    await provider.stop();
  }
};

const [shop, others] = ['Shop', 'Others'] as const;

/** @returns where the provider calls. */
async function addChannel(fleet: Fleet, provider: MetaProvider): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sealdesk-bench-'));
  const file = (name: string, secret: string) => {
    writeFileSync(join(folder, name), `${secret}\n`, { mode: 0o600 });
    return join(folder, name);
  };
  const { id } = await fleet.hub.command<{ id: string }>('team', 'add', shop);
  await fleet.hub.run('team', 'add', others);
  const { path } = await fleet.hub.command<AddedHook>(
    'channel', 'add', 'whatsapp', '--name', 'Shop', '--team', id, '--phone-number-id', numberId, '--account-id', businessId, '--api-base', provider.base,
    '--app-secret-file', file('secret', provider.appSecret), '--token-file', file('token', provider.token),
  );
  rmSync(folder, { recursive: true });
  return `${new URL(fleet.hub.chat).origin}${path}`;
}

async function acceptedMeasure(fleet: Fleet, caller: Caller, url: string, bareUrl: string, say: (text: string) => void): Promise<Measure> {
  const rates = { ours: [] as number[], peer: [] as number[] };
  const rate = async (at: string): Promise<number> => burst / (await caller.call({ url: at, count: burst, connections, perSecond: null })).seconds;
  say(`${turns} times ${burst} webhooks over ${connections} connections, and as many to a bare endpoint`);
  for (let turn = -1; turn < turns; turn += 1) {
    const ours = await rate(url);
    // Nothing of what the hub has just taken in is left to do when it is the peer's turn.
    await untilGone(fleet);
    const peer = await rate(bareUrl);
    if (turn >= 0) {
      rates.ours.push(ours);
      rates.peer.push(peer);
    }
  }
  say(`accepted a second: ${median(rates.ours).toFixed(0)}; bare endpoint: ${median(rates.peer).toFixed(0)}`);
  return { name: 'accepted', against: 'bare Fastify that checks the signature and keeps nothing', ours: median(rates.ours), peer: median(rates.peer), unit: 'a second', bar: 0.5, better: 'more' };
}

async function steadyMeasures(fleet: Fleet, caller: Caller, url: string, say: (text: string) => void): Promise<Measure[]> {
  const eyes = fleet.devices.filter((device) => device.messages.size > 0);
  if (eyes.length !== seeing) throw new Error(`${eyes.length} devices see the channel.`);
  const count = perSecond * seconds;
  const before = eyes.map((device) => device.messages.size);
  say(`${perSecond} a second for ${seconds} seconds`);
  const { waits } = await caller.call({ url, count, connections: 64, perSecond });
  const last = performance.now();
  await untilGone(fleet);
  while (eyes.some((device, index) => device.messages.size < (before[index] ?? 0) + count)) {
    if (performance.now() - last > patienceSeconds * 1000) throw new Error('Not every device has every message.');
    await pause(100);
  }
  const gone = (performance.now() - last) / 1000;
  const p99 = percentile(waits, 99);
  say(`acknowledged after ${median(waits).toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, at most ${Math.max(...waits).toFixed(0)} ms; on every device ${gone.toFixed(1)} s after the last`);
  return [
    { name: 'acknowledged-p99', against: `${acknowledgedWithin} ms, at ${perSecond} a second for ${seconds} s`, ours: p99, peer: acknowledgedWithin, unit: 'ms', bar: 1, better: 'less' },
    { name: 'backlog-gone', against: `${goneWithin} s after the last`, ours: gone, peer: goneWithin, unit: 's', bar: 1, better: 'less' },
  ];
}

/** Until nothing waits to be stored. */
async function untilGone(fleet: Fleet): Promise<void> {
  const started = performance.now();
  for (;;) {
    const channels: readonly ChannelCard[] = await fleet.ask('channel.list', null);
    if (channels.every(({ waitingIn }) => waitingIn === 0)) return;
    if (performance.now() - started > patienceSeconds * 1000) throw new Error('The backlog does not go.');
    await pause(100);
  }
}
