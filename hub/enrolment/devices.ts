import { randomBytes } from 'node:crypto';
import type { PublicKey } from '@signalapp/libsignal-client';
import { z } from 'zod';
import type { Clock } from '../../shared/domain/clock.ts';
import { Posture } from '../../shared/domain/posture.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { AgentId, DeviceId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/people.ts';
import { utf8 } from '../../shared/trust/bytes.ts';
import { publicKeyFrom, publicKeyText } from '../../shared/trust/keys.ts';
import { safetyNumber } from '../../shared/trust/safety-number.ts';
import { SignedStatement } from '../../shared/trust/statement-schema.ts';
import { verifyStatement } from '../../shared/trust/statement.ts';
import type { Agents } from '../people/agents.ts';
import type { Audit, Envelope, Tx } from '../ports.ts';
import type { DeviceTable } from '../store/tables/trust.ts';
import type { Invites } from './invites.ts';
import type { Policies } from './policies.ts';
import { type StatementSigner, validity } from './statement-signer.ts';

export type DeviceProblem = 'device-unknown' | 'device-not-pending' | 'device-not-approved' | 'agent-suspended' | 'receipt-refused';
export class DeviceError extends SealdeskError<DeviceProblem> {}

const DeviceProfile = z.object({ name: z.string(), posture: Posture });

/** What IT is shown of a device. */
export interface DeviceCard {
  readonly id: DeviceId;
  readonly state: DeviceTable['state'];
  readonly name: string;
  readonly agent: Pick<Agent, 'id' | 'name' | 'email'>;
  readonly posture: Posture;
  readonly safetyNumber: string;
  readonly createdAt: number;
  readonly decidedAt: number | null;
  readonly lastContactAt: number | null;
  readonly leaseUntil: number | null;
  /** A revocation or wipe order is waiting for the device, or was delivered. */
  readonly ordered: 'revocation' | 'wipe-order' | null;
}

/** What the gateway needs of a device to serve its connection. */
export interface KnownDevice {
  readonly id: DeviceId;
  readonly agentId: AgentId;
  readonly state: DeviceTable['state'];
  readonly key: PublicKey;
}

const Order = z.object({ type: z.enum(['revocation', 'wipe-order']), statement: SignedStatement });
export type Order = z.infer<typeof Order>;

export interface DeviceRooms {
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly agents: Agents;
  readonly invites: Invites;
  readonly policies: Policies;
  readonly signer: StatementSigner;
  readonly root: PublicKey;
  readonly hubKey: PublicKey;
}

/** The life of devices: pending, approved, active; denied, revoked, wiped. */
export class Devices {
  readonly #rooms: DeviceRooms;

  constructor(rooms: DeviceRooms) {
    this.#rooms = rooms;
  }

  async find(tx: Tx, id: string): Promise<KnownDevice | null> {
    const row = await tx.selectFrom('devices').select(['id', 'agent_id', 'state', 'device_key']).where('id', '=', id).executeTakeFirst();
    return row ? { id: row.id as DeviceId, agentId: row.agent_id as AgentId, state: row.state, key: publicKeyFrom(row.device_key) } : null;
  }

  /**
   * Takes a device in as pending, against an invite.
   * @returns false when the invite does not hold, or id or key are taken; the device is told the same for each.
   */
  async enrol(tx: Tx, id: DeviceId, key: PublicKey, inviteCode: string, name: string, posture: Posture): Promise<boolean> {
    const { invites, agents, audit, clock } = this.#rooms;
    const taken = await tx.selectFrom('devices').select('id').where((row) => row.or([row('id', '=', id), row('device_key', '=', publicKeyText(key))])).executeTakeFirst();
    if (taken) return false;
    const agentId = await invites.redeem(tx, inviteCode);
    const agent = agentId ? await agents.find(tx, agentId) : null;
    if (agent?.status !== 'active') return false;
    const now = clock.now();
    await tx
      .insertInto('devices')
      .values({
        id,
        agent_id: agent.id,
        state: 'pending',
        device_key: publicKeyText(key),
        profile: this.#seal(id, 'profile', { name, posture }),
        certificate: null,
        lease: null,
        pending_order: null,
        receipt: null,
        created_at: now,
        decided_at: null,
        last_contact_at: now,
      })
      .execute();
    await audit.append(tx, { actor: `device:${id}`, action: 'device.enrolled', subject: agent.id });
    return true;
  }

  /** Signs certificate and lease, makes the first share. @throws DeviceError `device-unknown`, `device-not-pending`, `agent-suspended` */
  async approve(tx: Tx, actor: string, id: string): Promise<void> {
    const { audit, clock, envelope } = this.#rooms;
    const row = await this.#row(tx, id);
    if (row.state !== 'pending') throw new DeviceError('device-not-pending', `This device is ${row.state}, not waiting for approval.`);
    const certificate = await this.#certify(tx, row);
    await tx
      .insertInto('device_unlock')
      .values({
        device_id: row.id,
        share: envelope.sealSystem(`device_unlock.share:${row.id}`, randomBytes(32)),
        share_generation: 1,
        previous_share: null,
        verifier: null,
        totp: null,
        totp_step: null,
        failures: 0,
        retry_at: 0,
      })
      .execute();
    await tx.insertInto('signal_sessions').values({ device_id: row.id, record: null, identity_key: null, epoch: 0, last_seq: 0, acknowledged_seq: 0, started_at: null }).execute();
    await tx
      .updateTable('devices')
      .set({ state: 'approved', decided_at: clock.now(), certificate: this.#seal(row.id, 'certificate', certificate) })
      .where('id', '=', row.id)
      .execute();
    await this.newLease(tx, row.id);
    await audit.append(tx, { actor, action: 'device.approved', subject: row.id });
  }

  /** @throws DeviceError `device-unknown`, `device-not-pending` */
  async deny(tx: Tx, actor: string, id: string): Promise<void> {
    const row = await this.#row(tx, id);
    if (row.state !== 'pending') throw new DeviceError('device-not-pending', `This device is ${row.state}, not waiting for approval.`);
    await tx.updateTable('devices').set({ state: 'denied', decided_at: this.#rooms.clock.now() }).where('id', '=', row.id).execute();
    await this.#rooms.audit.append(tx, { actor, action: 'device.denied', subject: row.id });
  }

  /**
   * Ends a device for good: its share, TOTP secret, mail and sessions are destroyed here at once; the
   * signed order is delivered when the device calls, or at once where it is connected. A revoked
   * device may still be ordered to wipe.
   * @throws DeviceError `device-unknown`, `device-not-approved`
   */
  async end(tx: Tx, actor: string, id: string, type: Order['type'], reason: string): Promise<void> {
    const { signer, clock, audit } = this.#rooms;
    const row = await this.#row(tx, id);
    const possible = row.state === 'approved' || row.state === 'active' || (row.state === 'revoked' && type === 'wipe-order');
    if (!possible) throw new DeviceError('device-not-approved', `This device is ${row.state}: there is nothing to end.`);
    const statement = await signer.sign(tx, type, { deviceId: row.id as DeviceId, reason }, validity.order);
    await tx
      .updateTable('devices')
      .set({ state: 'revoked', lease: null, certificate: null, decided_at: clock.now(), pending_order: this.#seal(row.id, 'pending_order', { type, statement }) })
      .where('id', '=', row.id)
      .execute();
    for (const table of ['hub_sessions', 'mailbox', 'unconfirmed_purges', 'device_unlock'] as const) {
      await tx.deleteFrom(table).where('device_id', '=', row.id).execute();
    }
    await tx.updateTable('signal_sessions').set({ record: null, identity_key: null, started_at: null }).where('device_id', '=', row.id).execute();
    await audit.append(tx, { actor, action: type === 'revocation' ? 'device.revoked' : 'device.wipe-ordered', subject: row.id });
  }

  /** The order a revoked device is told. */
  async order(tx: Tx, id: DeviceId): Promise<Order | null> {
    const row = await this.#row(tx, id);
    return row.pending_order ? Order.parse(this.#open(row.id, 'pending_order', row.pending_order)) : null;
  }

  /** Takes the device's receipt for a wipe. @throws DeviceError `receipt-refused` */
  async wiped(tx: Tx, device: KnownDevice, receipt: SignedStatement): Promise<void> {
    const order = await this.order(tx, device.id);
    if (order?.type !== 'wipe-order') throw new DeviceError('receipt-refused', 'No wipe was ordered for this device.');
    const serial = verifyStatement('wipe-order', order.statement, this.#rooms.hubKey, 'any').serial;
    const { payload } = verifyStatement('wipe-receipt', receipt, device.key, 'any');
    if (payload.deviceId !== device.id || payload.orderSerial !== serial) throw new DeviceError('receipt-refused', 'The receipt is not for the order.');
    await tx.updateTable('devices').set({ state: 'wiped', receipt: JSON.stringify(receipt) }).where('id', '=', device.id).execute();
    await this.#rooms.audit.append(tx, { actor: `device:${device.id}`, action: 'device.wiped', subject: device.id, detail: { orderSerial: serial } });
  }

  /** A fresh certificate, with the agent's present name, address and roles. */
  async renewCertificate(tx: Tx, id: DeviceId): Promise<SignedStatement> {
    const row = await this.#row(tx, id);
    const certificate = await this.#certify(tx, row);
    await tx.updateTable('devices').set({ certificate: this.#seal(row.id, 'certificate', certificate) }).where('id', '=', id).execute();
    return certificate;
  }

  /** @throws DeviceError `device-not-approved` */
  async certificate(tx: Tx, id: DeviceId): Promise<SignedStatement> {
    const row = await this.#row(tx, id);
    if (!row.certificate) throw new DeviceError('device-not-approved', 'This device has no certificate.');
    return SignedStatement.parse(this.#open(row.id, 'certificate', row.certificate));
  }

  /** A new lease of the policy's length; null at lease zero. */
  async newLease(tx: Tx, id: string): Promise<SignedStatement | null> {
    const { policy } = await this.#rooms.policies.current(tx);
    const { share_generation } = await tx.selectFrom('device_unlock').select('share_generation').where('device_id', '=', id).executeTakeFirstOrThrow();
    const hours = policy.offlineLeaseHours;
    const lease = hours === 0 ? null : await this.#rooms.signer.sign(tx, 'lease', { deviceId: id as DeviceId, shareGeneration: share_generation }, hours * 3_600_000);
    await tx.updateTable('devices').set({ lease: lease ? JSON.stringify(lease) : null }).where('id', '=', id).execute();
    return lease;
  }

  /** The lease in force, without making it longer; null when there is none or it has ended. */
  async lease(tx: Tx, id: DeviceId): Promise<SignedStatement | null> {
    const { lease } = await this.#row(tx, id);
    if (!lease) return null;
    const statement = SignedStatement.parse(JSON.parse(lease));
    return verifyStatement('lease', statement, this.#rooms.hubKey, 'any').notAfter > this.#rooms.clock.now() ? statement : null;
  }

  async seen(tx: Tx, id: DeviceId): Promise<void> {
    await tx.updateTable('devices').set({ last_contact_at: this.#rooms.clock.now() }).where('id', '=', id).execute();
  }

  /** Ids of an agent's devices that could be connected. */
  async ofAgent(tx: Tx, agentId: string): Promise<DeviceId[]> {
    const rows = await tx.selectFrom('devices').select('id').where('agent_id', '=', agentId).where('state', 'in', ['approved', 'active']).execute();
    return rows.map(({ id }) => id as DeviceId);
  }

  async list(tx: Tx): Promise<DeviceCard[]> {
    const rows = await tx.selectFrom('devices').selectAll().orderBy('created_at').orderBy('id').execute();
    const agents = new Map((await this.#rooms.agents.list(tx)).map((agent) => [agent.id as string, agent]));
    return rows.map((row) => this.#card(row, agents.get(row.agent_id)));
  }

  /** @throws DeviceError `device-unknown` */
  async show(tx: Tx, id: string): Promise<DeviceCard> {
    const row = await this.#row(tx, id);
    return this.#card(row, await this.#rooms.agents.require(tx, row.agent_id));
  }

  #card(row: DeviceTable, agent: Agent | undefined): DeviceCard {
    if (!agent) throw new DeviceError('device-unknown', 'The agent of this device is not known.');
    const { name, posture } = DeviceProfile.parse(this.#open(row.id, 'profile', row.profile));
    const lease = row.lease ? verifyStatement('lease', SignedStatement.parse(JSON.parse(row.lease)), this.#rooms.hubKey, 'any') : null;
    const order = row.pending_order ? Order.parse(this.#open(row.id, 'pending_order', row.pending_order)) : null;
    return {
      id: row.id as DeviceId,
      state: row.state,
      name,
      agent: { id: agent.id, name: agent.name, email: agent.email },
      posture,
      safetyNumber: safetyNumber(row.id, publicKeyFrom(row.device_key), this.#rooms.root),
      createdAt: row.created_at,
      decidedAt: row.decided_at,
      lastContactAt: row.last_contact_at,
      leaseUntil: lease?.notAfter ?? null,
      ordered: order?.type ?? null,
    };
  }

  async #certify(tx: Tx, row: DeviceTable): Promise<SignedStatement> {
    const agent = await this.#rooms.agents.require(tx, row.agent_id);
    if (agent.status !== 'active') throw new DeviceError('agent-suspended', 'The agent of this device is suspended. Lift the suspension first.');
    const { name } = DeviceProfile.parse(this.#open(row.id, 'profile', row.profile));
    return this.#rooms.signer.sign(
      tx,
      'device-certificate',
      { deviceId: row.id as DeviceId, deviceKey: row.device_key, deviceName: name, agentId: agent.id, agentName: agent.name, agentEmail: agent.email, roles: agent.roles },
      validity.deviceCertificate,
    );
  }

  async #row(tx: Tx, id: string): Promise<DeviceTable> {
    const row = await tx.selectFrom('devices').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row) throw new DeviceError('device-unknown', 'There is no such device. See "sealdesk device list".');
    return row;
  }

  #seal(id: string, column: string, value: unknown): Uint8Array {
    return this.#rooms.envelope.sealSystem(`devices.${column}:${id}`, utf8(JSON.stringify(value)));
  }

  #open(id: string, column: string, sealed: Uint8Array): unknown {
    return JSON.parse(Buffer.from(this.#rooms.envelope.openSystem(`devices.${column}:${id}`, sealed)).toString('utf8'));
  }
}
