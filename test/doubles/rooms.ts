import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrivateKey } from '@signalapp/libsignal-client';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Agent } from '../../shared/domain/people.ts';
import type { AdminCallName, AdminInput, AdminOutput } from '../../hub/admin/admin-api.ts';
import { askRunningHub } from '../../hub/admin/admin-socket.ts';
import { type HubToCertify, signHubCertificate } from '../../hub/enrolment/hub-certification.ts';
import { initialiseOrganisation } from '../../hub/enrolment/initialise.ts';
import { selfSignedTls } from '../../hub/http/tls-certificate.ts';
import { createLog } from '../../hub/log.ts';
import type { Tx } from '../../hub/ports.ts';
import { openRooms, type Rooms } from '../../hub/rooms.ts';
import { type RunningService, startService } from '../../hub/service.ts';
import { createEnvelope } from '../../hub/store/envelope.ts';
import { createMasterKey } from '../../hub/store/master-key.ts';
import { openStore } from '../../hub/store/open-store.ts';
import { SimulatedDevice } from './simulated-device.ts';

/** The machine's clock, and how far a test has moved its wall clock, either way. */
export class MovedClock implements Clock {
  ahead = 0;
  now(): number {
    return Date.now() + this.ahead;
  }
  monotonic(): number {
    return performance.now();
  }
}

/** A hub's data folder with its rooms open in this process, and no socket. */
export class HubInProcess {
  readonly data: string;
  readonly clock: MovedClock;
  readonly root: PrivateKey;
  rooms: Rooms;
  readonly logged: string[] = [];

  private constructor(data: string, clock: MovedClock, root: PrivateKey, rooms: Rooms) {
    this.data = data;
    this.clock = clock;
    this.root = root;
    this.rooms = rooms;
  }

  static async make(): Promise<HubInProcess> {
    const data = mkdtempSync(join(tmpdir(), 'sealdesk-rooms-'));
    const clock = new MovedClock();
    const root = PrivateKey.generate();
    const store = await openStore(data, clock);
    const tls = await selfSignedTls(['127.0.0.1'], clock.now());
    const admin = { name: 'Ines Admin', email: 'ines@nordlicht.example', roles: ['it' as const], teamIds: [] };
    const certify = (hub: HubToCertify) => ({ root: root.getPublicKey(), certificate: signHubCertificate(root, { ...hub, minimumSerial: 1 }, 1, clock.now()) });
    await initialiseOrganisation(store, createEnvelope(createMasterKey(data), clock), clock, { name: 'Nordlicht Versand', tryIt: false, certify, tls, admin });
    await store.destroy();
    return new HubInProcess(data, clock, root, await openRooms(data, clock));
  }

  /** The same clock over another data folder; its rooms are not opened here. */
  elsewhere(data: string): HubInProcess {
    return new HubInProcess(data, this.clock, this.root, this.rooms);
  }

  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.rooms.store.transaction().execute(work);
  }

  agent(email = 'nora@nordlicht.example', roles: Agent['roles'] = ['agent']): Promise<Agent> {
    return this.tx((tx) => this.rooms.agents.add(tx, 'test', { name: 'Nora Lind', email, roles, teamIds: [] }));
  }

  async remove(): Promise<void> {
    await this.rooms.store.destroy();
    rmSync(this.data, { recursive: true, force: true });
  }
}

/** The whole hub in this process: real sockets, real TLS, and a clock that a test moves. */
export class ServiceInProcess {
  readonly hub: HubInProcess;
  readonly #service: RunningService;

  private constructor(hub: HubInProcess, service: RunningService) {
    this.hub = hub;
    this.#service = service;
  }

  static async start(): Promise<ServiceInProcess> {
    const hub = await HubInProcess.make();
    // One connection to the database per process: another would wait for this one, and this one for it.
    await hub.rooms.store.destroy();
    return ServiceInProcess.on(hub);
  }

  static async on(hub: HubInProcess): Promise<ServiceInProcess> {
    const log = createLog(hub.clock, (line) => hub.logged.push(line));
    return new ServiceInProcess(hub, await startService({ data: hub.data, host: '127.0.0.1', port: 0, chatPort: 0, tls: null, publicUrl: null, clock: hub.clock, log }));
  }

  /** As `sealdesk` asks, over the socket. */
  async ask<N extends AdminCallName>(call: N, input: AdminInput<N>): Promise<AdminOutput<N>> {
    const answer = await askRunningHub(this.hub.data, call, input);
    if (!answer?.ok) throw new Error(answer ? `${answer.error.kind}: ${answer.error.message}` : 'The hub is not running.');
    return answer.value as AdminOutput<N>;
  }

  async addAgent(email: string, teams: string[] = [], roles: AdminInput<'agent.add'>['roles'] = ['agent']): Promise<void> {
    await this.ask('agent.add', { email, name: email, roles, teams });
  }

  /** A device that has connected and been refused nothing so far. */
  async newDevice(email: string): Promise<SimulatedDevice> {
    const { invite } = await this.ask('device.invite', { agent: email, minutes: 30 });
    const device = new SimulatedDevice(invite, () => this.hub.clock.now());
    await device.connect();
    return device;
  }

  async approvedDevice(email: string): Promise<SimulatedDevice> {
    const device = await this.newDevice(email);
    device.enrol();
    await device.hears('enrol-pending');
    await this.ask('device.approve', { device: device.deviceId });
    await device.hears('enrol-approved');
    return device;
  }

  async activeDevice(email: string): Promise<SimulatedDevice> {
    const device = await this.approvedDevice(email);
    await device.activate();
    return device;
  }

  /** With a hub session and a Signal session. */
  async liveDevice(email: string): Promise<SimulatedDevice> {
    const device = await this.activeDevice(email);
    await device.openSession();
    await device.until(() => device.events.length > 0, 'the first mail');
    return device;
  }

  get chat(): string {
    return this.#service.chat;
  }

  stop(): Promise<void> {
    return this.#service.stop();
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.hub.data, { recursive: true, force: true });
  }
}
