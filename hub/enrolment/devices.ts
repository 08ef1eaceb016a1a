import { randomBytes } from 'node:crypto';
import type { PublicKey } from '@signalapp/libsignal-client';
import type { Clock } from '../../shared/domain/clock.ts';
import type { DeviceState } from '../../shared/domain/device.ts';
import type { AgentId, DeviceId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/people.ts';
import type { Role } from '../../shared/domain/permission.ts';
import { judgePosture, type Posture, type PostureJudgement } from '../../shared/domain/posture.ts';
import { publicKeyFrom, publicKeyText } from '../../shared/trust/keys.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { Agents } from '../people/agents.ts';
import type { Audit, Envelope, Tx } from '../ports.ts';
import type { DeviceTable } from '../store/tables/trust.ts';
import type { Approvals } from './approvals.ts';
import { destroyAllOf, refuseEnd } from './device-end.ts';
import { DeviceError, type DeviceRecords, type Order, rolesOfInvite, stateOf } from './device-records.ts';
import { rolesOnDevice } from './device-roles.ts';
import type { Invites } from './invites.ts';
import { machineOf } from './machine.ts';
import type { Policies } from './policies.ts';
import { type StatementSigner, validity } from './statement-signer.ts';

export { DeviceError, type DeviceProblem } from './device-records.ts';

/** What the gateway needs of a device to serve its connection. */
export interface KnownDevice {
  readonly id: DeviceId;
  readonly agentId: AgentId;
  readonly state: DeviceState;
  readonly key: PublicKey;
  /** What its invite was for; null: whatever roles the agent has. See `rolesOnDevice`. */
  readonly roles: readonly Role[] | null;
}

export interface DeviceRooms {
  readonly envelope: Envelope;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly agents: Agents;
  readonly invites: Invites;
  readonly approvals: Approvals;
  readonly records: DeviceRecords;
  readonly policies: Policies;
  readonly signer: StatementSigner;
}

/** The life of devices: pending, approved, active; suspended for a while; denied, revoked, wiped for good. */
export class Devices {
  readonly #rooms: DeviceRooms;

  constructor(rooms: DeviceRooms) {
    this.#rooms = rooms;
  }

  async find(tx: Tx, id: string): Promise<KnownDevice | null> {
    const row = await tx.selectFrom('devices').select(['id', 'agent_id', 'state', 'suspended_at', 'device_key', 'roles']).where('id', '=', id).executeTakeFirst();
    if (!row) return null;
    return { id: row.id as DeviceId, agentId: row.agent_id as AgentId, state: stateOf(row), key: publicKeyFrom(row.device_key), roles: rolesOfInvite(row) };
  }

  /**
   * Takes a device in as pending, against an invite.
   * @returns false when the invite does not hold, or id or key are taken; the device is told the same for each.
   */
  async enrol(tx: Tx, id: DeviceId, key: PublicKey, inviteCode: string, name: string, posture: Posture): Promise<boolean> {
    const { invites, audit, clock, records } = this.#rooms;
    const actor = `device:${id}`;
    const taken = await tx.selectFrom('devices').select('id').where((row) => row.or([row('id', '=', id), row('device_key', '=', publicKeyText(key))])).executeTakeFirst();
    if (taken) {
      await audit.append(tx, { actor, action: 'invite.refused', subject: id, detail: { reason: 'device-known' } });
      return false;
    }
    const invite = await invites.redeem(tx, inviteCode, id, machineOf(posture));
    if (!invite) return false;
    const now = clock.now();
    await tx
      .insertInto('devices')
      .values({
        id,
        agent_id: invite.agent.id,
        state: 'pending',
        device_key: publicKeyText(key),
        profile: records.sealProfile(id, { name, posture }),
        certificate: null,
        lease: null,
        pending_order: null,
        receipt: null,
        created_at: now,
        decided_at: null,
        last_contact_at: now,
        roles: invite.roles === null ? null : JSON.stringify(invite.roles),
        invite_id: invite.id,
        posture_at: now,
        suspension: null,
        suspended_at: null,
      })
      .execute();
    await audit.append(tx, { actor, action: 'device.enrolled', subject: invite.agent.id, detail: { invite: invite.id } });
    return true;
  }

  /**
   * Approves. With the last approval that the policy asks for, the device gets certificate, lease and its first share.
   * @throws DeviceError `device-unknown`, `device-not-pending`, `agent-suspended`, `roles-taken-away`, and those of `Approvals.give`
   */
  async approve(tx: Tx, actor: string, id: string): Promise<void> {
    const { audit, clock, approvals, policies, records } = this.#rooms;
    const row = await this.#pending(tx, id);
    const { roles } = await this.#holder(tx, row);
    if (roles.length === 0) throw new DeviceError('roles-taken-away', 'The agent has none of the roles any more that this device was invited for. Deny it, or give the agent such a role.');
    const { policy } = await policies.current(tx);
    if (!(await approvals.give(tx, actor, row, policy))) {
      await audit.append(tx, { actor, action: 'device.approval-given', subject: row.id, detail: { needed: policy.approvers } });
      return;
    }
    await this.#firstShare(tx, row.id);
    await tx
      .updateTable('devices')
      .set({ state: 'approved', decided_at: clock.now(), certificate: records.sealCertificate(row.id, await this.#certify(tx, row)) })
      .where('id', '=', row.id)
      .execute();
    await this.newLease(tx, row.id);
    await audit.append(tx, { actor, action: 'device.approved', subject: row.id });
  }

  /** @throws DeviceError `device-unknown`, `device-not-pending` */
  async deny(tx: Tx, actor: string, id: string): Promise<void> {
    const row = await this.#pending(tx, id);
    await tx.updateTable('devices').set({ state: 'denied', decided_at: this.#rooms.clock.now() }).where('id', '=', row.id).execute();
    await this.#rooms.audit.append(tx, { actor, action: 'device.denied', subject: row.id });
  }

  /**
   * Takes a device out of use until it is reinstated: its hub session ends, and it gets no share, lease
   * or certificate meanwhile. What it has on its disk stays.
   * @throws DeviceError `device-unknown`, `device-not-approved`, `device-suspended`
   */
  async suspend(tx: Tx, actor: string, id: string, reason: string): Promise<void> {
    const row = await this.#live(tx, id);
    await this.#setSuspension(tx, row.id, true, reason);
    await tx.deleteFrom('hub_sessions').where('device_id', '=', row.id).execute();
    await this.#rooms.audit.append(tx, { actor, action: 'device.suspended', subject: row.id });
  }

  /** Gives a suspended device back what it was before. @throws DeviceError `device-unknown`, `device-not-suspended` */
  async reinstate(tx: Tx, actor: string, id: string): Promise<void> {
    const row = await this.#rooms.records.row(tx, id);
    const state = stateOf(row);
    if (state !== 'suspended') throw new DeviceError('device-not-suspended', `This device is ${state}, not suspended.`);
    await this.#setSuspension(tx, row.id, false, '');
    await this.#rooms.audit.append(tx, { actor, action: 'device.reinstated', subject: row.id });
  }

  /** The newest suspension or reinstatement; null for a device that was never suspended, or is at its end. */
  async suspension(tx: Tx, id: DeviceId): Promise<SignedStatement | null> {
    return this.#rooms.records.suspension(await this.#rooms.records.row(tx, id));
  }

  /**
   * Ends a device for good: its share, TOTP secret, mail and sessions are destroyed here at once; the
   * signed order is delivered when the device calls, or at once where it is connected. A revoked
   * device may still be ordered to wipe.
   * @throws DeviceError `device-unknown`, `device-not-approved`
   */
  async end(tx: Tx, actor: string, id: string, type: Order['type'], reason: string): Promise<void> {
    const { signer, clock, audit, records } = this.#rooms;
    const row = await records.row(tx, id);
    refuseEnd(row.state, records.order(row)?.type ?? null, type);
    const statement = await signer.sign(tx, type, { deviceId: row.id as DeviceId, reason }, validity.order);
    await tx
      .updateTable('devices')
      .set({ state: 'revoked', lease: null, certificate: null, suspension: null, suspended_at: null, decided_at: clock.now(), pending_order: records.sealOrder(row.id, { type, statement }) })
      .where('id', '=', row.id)
      .execute();
    await destroyAllOf(tx, row.id);
    await audit.append(tx, { actor, action: type === 'revocation' ? 'device.revoked' : 'device.wipe-ordered', subject: row.id });
  }

  /**
   * Ends everything of an agent who leaves: devices in use are revoked, waiting ones denied, open invites cancelled.
   * @returns the devices this was done to.
   */
  async endAllOf(tx: Tx, actor: string, agentId: AgentId, reason: string): Promise<DeviceId[]> {
    await this.#rooms.invites.cancelAllOf(tx, actor, { agentId });
    const rows = await tx.selectFrom('devices').select(['id', 'state']).where('agent_id', '=', agentId).where('state', 'in', ['pending', 'approved', 'active']).orderBy('created_at').orderBy('id').execute();
    for (const { id, state } of rows) await (state === 'pending' ? this.deny(tx, actor, id) : this.end(tx, actor, id, 'revocation', reason));
    return rows.map(({ id }) => id as DeviceId);
  }

  /** The order a revoked device is told. */
  async order(tx: Tx, id: DeviceId): Promise<Order | null> {
    return this.#rooms.records.order(await this.#rooms.records.row(tx, id));
  }

  /**
   * Takes what a device reports of itself. The audit log has it when the verdict changes.
   * @returns what the policy in force makes of it.
   */
  async takePosture(tx: Tx, id: DeviceId, posture: Posture): Promise<PostureJudgement> {
    const { records, policies, clock, audit } = this.#rooms;
    const row = await records.row(tx, id);
    const { policy } = await policies.current(tx);
    const { name, posture: before } = records.profile(row);
    await tx.updateTable('devices').set({ profile: records.sealProfile(id, { name, posture }), posture_at: clock.now() }).where('id', '=', id).execute();
    const judgement = judgePosture(posture, policy);
    if (judgement.verdict !== judgePosture(before, policy).verdict) {
      const checks = judgement.findings.map(({ check }) => check).join(' ');
      await audit.append(tx, { actor: `device:${id}`, action: 'device.posture-changed', subject: id, detail: { verdict: judgement.verdict, checks } });
    }
    return judgement;
  }

  /** What the policy in force makes of what the device reported last. */
  async postureJudgement(tx: Tx, id: DeviceId): Promise<PostureJudgement> {
    const { posture } = this.#rooms.records.profile(await this.#rooms.records.row(tx, id));
    return judgePosture(posture, (await this.#rooms.policies.current(tx)).policy);
  }

  /**
   * A fresh certificate, with the agent's present name, address and roles.
   * @throws DeviceError `device-not-approved`, `device-suspended`, `agent-suspended`
   */
  async renewCertificate(tx: Tx, id: DeviceId): Promise<SignedStatement> {
    const row = await this.#live(tx, id);
    const certificate = await this.#certify(tx, row);
    await tx.updateTable('devices').set({ certificate: this.#rooms.records.sealCertificate(row.id, certificate) }).where('id', '=', id).execute();
    return certificate;
  }

  /** A new lease of the policy's length; null at lease zero. @throws DeviceError `device-not-approved`, `device-suspended` */
  async newLease(tx: Tx, id: string): Promise<SignedStatement | null> {
    await this.#live(tx, id);
    const { policy } = await this.#rooms.policies.current(tx);
    const { share_generation } = await tx.selectFrom('device_unlock').select('share_generation').where('device_id', '=', id).executeTakeFirstOrThrow();
    const hours = policy.offlineLeaseHours;
    const lease = hours === 0 ? null : await this.#rooms.signer.sign(tx, 'lease', { deviceId: id as DeviceId, shareGeneration: share_generation }, hours * 3_600_000);
    await tx.updateTable('devices').set({ lease: lease ? JSON.stringify(lease) : null }).where('id', '=', id).execute();
    return lease;
  }

  async seen(tx: Tx, id: DeviceId): Promise<void> {
    await tx.updateTable('devices').set({ last_contact_at: this.#rooms.clock.now() }).where('id', '=', id).execute();
  }

  /** Ids of an agent's devices that could be connected. */
  async ofAgent(tx: Tx, agentId: string): Promise<DeviceId[]> {
    const rows = await tx.selectFrom('devices').select('id').where('agent_id', '=', agentId).where('state', 'in', ['approved', 'active']).execute();
    return rows.map(({ id }) => id as DeviceId);
  }

  async #pending(tx: Tx, id: string): Promise<DeviceTable> {
    const row = await this.#rooms.records.row(tx, id);
    if (row.state !== 'pending') throw new DeviceError('device-not-pending', `This device is ${stateOf(row)}, not waiting for approval.`);
    return row;
  }

  /** One that is in use: approved or active, and not suspended. */
  async #live(tx: Tx, id: string): Promise<DeviceTable> {
    const row = await this.#rooms.records.row(tx, id);
    const state = stateOf(row);
    if (state === 'suspended') throw new DeviceError('device-suspended', 'This device is suspended. Reinstate it first.');
    if (state !== 'approved' && state !== 'active') throw new DeviceError('device-not-approved', `This device is ${state}, not in use.`);
    return row;
  }

  async #firstShare(tx: Tx, id: string): Promise<void> {
    const { envelope, clock } = this.#rooms;
    const share = envelope.sealSystem(`device_unlock.share:${id}`, randomBytes(32));
    await tx
      .insertInto('device_unlock')
      .values({
        device_id: id,
        share,
        share_generation: 1,
        share_made_at: clock.now(),
        previous_share: null,
        verifier: null,
        next_verifier: null,
        totp: null,
        totp_step: null,
        recovery: null,
        reset: null,
        failures: 0,
        retry_at: 0,
      })
      .execute();
    await tx.insertInto('signal_sessions').values({ device_id: id, record: null, identity_key: null, epoch: 0, last_seq: 0, acknowledged_seq: 0, started_at: null }).execute();
  }

  async #setSuspension(tx: Tx, id: string, suspended: boolean, reason: string): Promise<void> {
    const { signer, clock, records } = this.#rooms;
    const statement = await signer.sign(tx, 'suspension', { deviceId: id as DeviceId, suspended, reason }, validity.order);
    await tx.updateTable('devices').set({ suspension: records.sealSuspension(id, statement), suspended_at: suspended ? clock.now() : null }).where('id', '=', id).execute();
  }

  /** Whose device it is, and for which roles; there may be none left. @throws DeviceError `agent-suspended` */
  async #holder(tx: Tx, row: DeviceTable): Promise<{ readonly agent: Agent; readonly roles: Role[] }> {
    const agent = await this.#rooms.agents.require(tx, row.agent_id);
    if (agent.status !== 'active') throw new DeviceError('agent-suspended', 'The agent of this device is suspended. Lift the suspension first.');
    return { agent, roles: rolesOnDevice(agent.roles, rolesOfInvite(row)) };
  }

  async #certify(tx: Tx, row: DeviceTable): Promise<SignedStatement> {
    const { agent, roles } = await this.#holder(tx, row);
    const { name } = this.#rooms.records.profile(row);
    return this.#rooms.signer.sign(
      tx,
      'device-certificate',
      { deviceId: row.id as DeviceId, deviceKey: row.device_key, deviceName: name, agentId: agent.id, agentName: agent.name, agentEmail: agent.email, roles },
      validity.deviceCertificate,
    );
  }
}
