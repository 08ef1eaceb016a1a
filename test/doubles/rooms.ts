import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PrivateKey } from '@signalapp/libsignal-client';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Agent } from '../../shared/domain/people.ts';
import type { Role } from '../../shared/domain/permission.ts';
import type { AdminCallName, AdminInput, AdminOutput } from '../../hub/admin/admin-api.ts';
import { askRunningHub } from '../../hub/admin/ask-hub.ts';
import { certifyHub, type HubCertificateFile, type HubToCertify, readHubRequest, rotateRoot, signHubCertificate } from '../../hub/enrolment/hub-certification.ts';
import { initialiseOrganisation } from '../../hub/enrolment/initialise.ts';
import { keepState, makeRoot, type OpenRoot, openRoot, readRootState } from '../../hub/enrolment/root-folder.ts';
import { selfSignedTls, type TlsIdentity } from '../../hub/http/tls-certificate.ts';
import { createLog } from '../../hub/log.ts';
import type { Tx } from '../../hub/ports.ts';
import { openRooms, type Rooms } from '../../hub/rooms.ts';
import { type RunningService, startService } from '../../hub/service.ts';
import { createEnvelope } from '../../hub/store/envelope.ts';
import { createMasterKey } from '../../hub/store/master-key.ts';
import { stepSeconds } from '../../shared/trust/totp.ts';
import { openMigratedStore } from './migrated-hub.ts';
import { SimulatedDevice } from './simulated-device.ts';

/** The machine's clock, and how far a test has moved its wall clock, either way. */
export class MovedClock implements Clock {
  ahead = 0;
  /** Milliseconds that have gone by besides, which no wall clock shows. */
  passed = 0;
  #stopped: number | null = null;
  /** From here on the wall clock moves only when a test says so. It stands in the middle of a code's thirty seconds, so that no code's turn comes between two lines of the test. */
  stop(): void {
    const step = stepSeconds * 1000;
    this.#stopped = Math.ceil(Date.now() / step) * step + step / 2;
  }
  now(): number {
    return (this.#stopped ?? Date.now()) + this.ahead;
  }
  monotonic(): number {
    return performance.now() + this.passed;
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

  /** @param root the organisation's, where a test wants two hubs of one. */
  static async make({ tryIt = false, root = PrivateKey.generate() } = {}): Promise<HubInProcess> {
    const data = mkdtempSync(join(tmpdir(), 'sealdesk-rooms-'));
    const clock = new MovedClock();
    const store = await openMigratedStore(data, clock);
    const tls = await selfSignedTls(['127.0.0.1'], clock.now());
    const admin = { name: 'Ines Admin', email: 'ines@nordlicht.example', roles: ['it' as const], teamIds: [] };
    const certify = (hub: HubToCertify) => ({ root: root.getPublicKey(), certificate: signHubCertificate(root, { ...hub, minimumSerial: 1 }, 1, clock.now()) });
    await initialiseOrganisation(store, createEnvelope(createMasterKey(data), clock), clock, { name: 'Nordlicht Versand', tryIt, certify, tls, admin });
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

const rootPassphrase = 'seven grey herons over the ice';

/** What keeps an organisation's root where the hub is not: certifies hubs, and is rotated. */
export class RootInHand {
  readonly #folders: string[] = [];
  #root: OpenRoot;

  private constructor(root: OpenRoot) {
    this.#root = root;
  }

  /** Of a hub that was made in this process, with its first certificate signed. */
  static async of(hub: HubInProcess): Promise<RootInHand> {
    const folder = mkdtempSync(join(tmpdir(), 'sealdesk-root-'));
    const root = await makeRoot(folder, { organisation: 'Nordlicht Versand', passphrase: rootPassphrase, key: hub.root });
    const inHand = new RootInHand(keepState(root, { lastSerial: 1 }));
    inHand.#folders.push(folder);
    return inHand;
  }

  get key(): PrivateKey {
    return this.#root.key;
  }

  /** Signs the next certificate. */
  async certify(service: ServiceInProcess, replaces = false): Promise<HubCertificateFile> {
    const now = service.hub.clock.now();
    const file = certifyHub(this.#root, readHubRequest(await service.ask('hub.request', null), now), replaces, now);
    this.#root = { ...this.#root, state: readRootState(this.#root.folder) };
    return file;
  }

  /** From here on, another root is in hand. */
  async rotate(service: ServiceInProcess): Promise<HubCertificateFile> {
    const now = service.hub.clock.now();
    const folder = mkdtempSync(join(tmpdir(), 'sealdesk-root-'));
    this.#folders.push(folder);
    const file = await rotateRoot(this.#root, { folder, passphrase: rootPassphrase }, readHubRequest(await service.ask('hub.request', null), now), now);
    this.#root = await openRoot(folder, rootPassphrase);
    return file;
  }

  remove(): void {
    for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
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

  /** @param tls null: the hub's own. */
  static async on(hub: HubInProcess, tls: TlsIdentity | null = null): Promise<ServiceInProcess> {
    const log = createLog(hub.clock, (line) => hub.logged.push(line));
    return new ServiceInProcess(hub, await startService({ data: hub.data, host: '127.0.0.1', port: 0, chatPort: 0, tls, publicUrl: null, clock: hub.clock, log }));
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

  /** A device that has connected and been refused nothing so far. @param roles what it is invited for; null: whatever the agent has. */
  async newDevice(email: string, roles: Role[] | null = null): Promise<SimulatedDevice> {
    const { invite } = await this.ask('invite.make', { agent: email, minutes: 30, roles, asset: null });
    const device = new SimulatedDevice(invite, () => this.hub.clock.now());
    await device.connect();
    return device;
  }

  async approvedDevice(email: string, roles: Role[] | null = null): Promise<SimulatedDevice> {
    const device = await this.newDevice(email, roles);
    device.enrol();
    await device.hears('enrol-pending');
    await this.ask('device.approve', { device: device.deviceId });
    await device.hears('enrol-approved');
    return device;
  }

  async activeDevice(email: string, roles: Role[] | null = null): Promise<SimulatedDevice> {
    const device = await this.approvedDevice(email, roles);
    await device.activate();
    return device;
  }

  /** With a hub session and a Signal session. */
  async liveDevice(email: string, roles: Role[] | null = null): Promise<SimulatedDevice> {
    const device = await this.activeDevice(email, roles);
    await device.openSession();
    await device.until(() => device.events.length > 0, 'the first mail');
    return device;
  }

  /** For devices. */
  get url(): string {
    return this.#service.url;
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
