import { setTimeout as pause } from 'node:timers/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { AdminCallName, AdminInput, AdminOutput } from '../../../hub/admin/admin-api.ts';
import { askRunningHub } from '../../../hub/admin/ask-hub.ts';
import { FreshHub } from '../../doubles/fresh-hub.ts';
import { SimulatedDevice } from '../../doubles/simulated-device.ts';

const it = 'ines@nordlicht.example';
/** So many devices belong to one agent. */
const devicesPerAgent = 10;
/** Devices set up at the same time, as when IT hands out laptops. */
const setUpAtOnce = 20;
/** While the fleet is being set up on a busy machine, an answer may take this long, in milliseconds. */
const patience = 120_000;

/** The laptops of a whole company, before a real hub in a process of its own, over real sockets and TLS. */
export class Fleet {
  readonly hub: FreshHub;
  readonly devices: SimulatedDevice[] = [];
  /** Looks at the console all the time. */
  console: SimulatedDevice | null = null;
  /** How late this process's own timers are: above some tens of milliseconds it measures itself. */
  readonly #lag = monitorEventLoopDelay({ resolution: 5 });
  #stopping = false;
  #renewals = 0;
  #lists = 0;

  private constructor(hub: FreshHub) {
    this.hub = hub;
  }

  static async open(): Promise<Fleet> {
    const hub = await FreshHub.make('nora@nordlicht.example', 'Nora Lind');
    await hub.run('agent', 'add', '--email', it, '--name', 'Ines Admin', '--role', 'it');
    await hub.start();
    return new Fleet(hub);
  }

  get renewals(): number {
    return this.#renewals;
  }

  get lists(): number {
    return this.#lists;
  }

  /** Milliseconds that 99 of 100 timers of this process were late at most. */
  get lag(): number {
    return this.#lag.percentile(99) / 1e6;
  }

  /** As `sealdesk` asks. */
  async ask<N extends AdminCallName>(call: N, input: AdminInput<N>): Promise<AdminOutput<N>> {
    const answer = await askRunningHub(this.hub.data, call, input);
    if (!answer?.ok) throw new Error(`${call}: ${answer ? answer.error.message : 'the hub is not running'}`);
    return answer.value as AdminOutput<N>;
  }

  /**
   * Enrols so many devices, approves them and opens their sessions.
   * @param teamOf the team of each device's agent, who then has no other device; without it an agent has several, and no team.
   */
  async enrol(count: number, say: (line: string) => void, teamOf: ((n: number) => string) | null = null): Promise<void> {
    const agents = Array.from({ length: teamOf === null ? Math.ceil(count / devicesPerAgent) : count }, (_, n) => `agent${n}@nordlicht.example`);
    await this.ask('agent.import', { csv: `name,email,roles,teams\n${agents.map((email, n) => `Agent ${n},${email},agent,${teamOf?.(n) ?? ''}`).join('\n')}\n` });
    this.console = await this.#setUp(it);
    await atOnce(setUpAtOnce, Array.from({ length: count }, (_, n) => n), async (n) => {
      this.devices.push(await this.#setUp(agents[n % agents.length] ?? it));
      if (this.devices.length % 100 === 0) say(`${this.devices.length} devices at work`);
    });
  }

  /** Everybody loses the network at once and is back at once. @returns milliseconds until the last session was taken up. */
  async storm(): Promise<number> {
    for (const device of this.devices) device.drop();
    const started = performance.now();
    await Promise.all(this.devices.map(async (device) => {
      await device.connect();
      await device.resumeSession();
    }));
    return performance.now() - started;
  }

  /** From now on every device renews its lease once in so many milliseconds, and the console shows what there is whenever something changed. */
  work(renewEvery: number): Promise<void>[] {
    this.#lag.enable();
    const looking = this.console === null ? [] : [this.#look(this.console)];
    return [...looking, ...this.devices.map((device) => this.#renew(device, renewEvery))];
  }

  /** Ends the work. */
  stop(): void {
    this.#stopping = true;
    this.#lag.disable();
  }

  /** @returns milliseconds from the call, and from its answer, until the device was told and its connection ended. */
  async revoke(device: SimulatedDevice): Promise<{ readonly sinceCall: number; readonly sinceAnswer: number }> {
    const cutOff = device.hears('revoked').then(async () => {
      await device.until(() => !device.connected, 'the end of the connection', patience);
      return performance.now();
    });
    const called = performance.now();
    await this.ask('device.revoke', { device: device.deviceId, reason: 'load test' });
    const answered = performance.now();
    const at = await cutOff;
    return { sinceCall: at - called, sinceAnswer: Math.max(0, at - answered) };
  }

  async close(): Promise<void> {
    this.stop();
    for (const device of [...this.devices, this.console]) device?.drop();
    await this.hub.remove();
  }

  async #setUp(email: string): Promise<SimulatedDevice> {
    const { invite } = await this.ask('invite.make', { agent: email, minutes: 60, roles: null, asset: null });
    const device = new SimulatedDevice(invite, Date.now, patience);
    await device.connect();
    device.enrol();
    await device.hears('enrol-pending');
    await this.ask('device.approve', { device: device.deviceId });
    await device.hears('enrol-approved');
    await device.activate();
    await device.openSession();
    await device.until(() => device.events.length > 0, 'the first mail');
    return device;
  }

  async #renew(device: SimulatedDevice, every: number): Promise<void> {
    await pause(Math.random() * every);
    while (!this.#stopping && device.connected) {
      const next = performance.now() + every;
      // One that is revoked in this moment gets no answer any more.
      device.tell({ c: 'lease-renew', generation: 1 });
      await device.until(() => !device.connected || device.heard.some(({ c }) => c === 'lease'), 'the lease');
      if (!device.connected) return;
      await device.hears('lease');
      this.#renewals += 1;
      await pause(Math.max(0, next - performance.now()));
    }
  }

  async #look(device: SimulatedDevice): Promise<void> {
    while (!this.#stopping) {
      await pause(50);
      const news = device.heard.filter(({ c }) => c === 'console-changed').length;
      if (news === 0) continue;
      for (let n = 0; n < news; n += 1) await device.hears('console-changed');
      const answer = await device.console('device.list');
      if (answer.kind === 'refused') throw new Error(`The console was refused: ${answer.message}`);
      this.#lists += 1;
    }
  }
}

/** Does the work for each, so many at the same time. */
async function atOnce<T>(limit: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  await Promise.all(
    Array.from({ length: limit }, async () => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
    }),
  );
}
