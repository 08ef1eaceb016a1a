import { setImmediate as nextLoop } from 'node:timers/promises';
import type { PublicKey } from '@signalapp/libsignal-client';
import type { DeviceCard, InventoryMatch } from '../../shared/domain/device.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/people.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { checkResults, judgePosture, postureChecks } from '../../shared/domain/posture.ts';
import { keyId, publicKeyFrom } from '../../shared/trust/keys.ts';
import { safetyNumber } from '../../shared/trust/safety-number.ts';
import { verifyStatement } from '../../shared/trust/statement.ts';
import type { Agents } from '../people/agents.ts';
import type { Tx } from '../ports.ts';
import type { Store } from '../store/database.ts';
import type { DeviceTable, DeviceUnlockTable } from '../store/tables/trust.ts';
import type { Approval, Approvals } from './approvals.ts';
import { DeviceError, type DeviceRecords, leaseOf, receiptOf, rolesOfInvite, stateOf } from './device-records.ts';
import { rolesOnDevice } from './device-roles.ts';
import type { Inventory } from './inventory.ts';
import { machineOf } from './machine.ts';
import type { Policies } from './policies.ts';
import type { UnlockRecords } from './unlock-records.ts';

/** What the hub's records tell of a device; whether it is connected, only a running hub knows. */
export type RecordedCard = Omit<DeviceCard, 'online'>;

export interface DeviceCardRooms {
  readonly agents: Agents;
  readonly approvals: Approvals;
  readonly inventory: Inventory;
  readonly policies: Policies;
  readonly records: DeviceRecords;
  readonly unlockRecords: UnlockRecords;
  readonly root: PublicKey;
  readonly hubKey: PublicKey;
}

/** Cards made before the event loop goes round: some ten milliseconds' worth. */
const madeAtOnce = 10;

/** What a card is made from, apart from the device's own row. */
interface Surroundings {
  readonly agent: Agent;
  readonly policy: Policy;
  readonly inventory: InventoryMatch;
  readonly approvals: readonly Approval[];
  /** None before the approval, and after the end. */
  readonly unlock: DeviceUnlockTable | undefined;
  /** Names whoever acts, as people know them. */
  readonly named: (actor: string) => string;
}

/** Devices as IT sees them. */
export class DeviceCards {
  readonly #rooms: DeviceCardRooms;
  /** Made once per device and root: each takes thousands of hashes, and a list may have a thousand of them. */
  readonly #safetyNumbers = new Map<string, string>();

  constructor(rooms: DeviceCardRooms) {
    this.#rooms = rooms;
  }

  /**
   * In the order they enrolled. All is read at once; the cards are made of it afterwards, some at a time: a thousand
   * take a second of decryption and signatures, and nobody's revocation waits for that.
   */
  async list(store: Store): Promise<RecordedCard[]> {
    const made: RecordedCard[] = [];
    for (const [n, make] of (await store.transaction().execute((tx) => this.#read(tx))).entries()) {
      if (n % madeAtOnce === 0) await nextLoop();
      made.push(make());
    }
    return made;
  }

  async #read(tx: Tx): Promise<(() => RecordedCard)[]> {
    const { agents, approvals, inventory, policies, records } = this.#rooms;
    const rows = await tx.selectFrom('devices').selectAll().orderBy('created_at').orderBy('id').execute();
    const people = new Map((await agents.list(tx)).map((agent) => [agent.id as string, agent]));
    const { policy } = await policies.current(tx);
    const match = await inventory.matcher(tx);
    const given = await approvals.all(tx);
    const unlocks = new Map((await tx.selectFrom('device_unlock').selectAll().execute()).map((unlock) => [unlock.device_id, unlock]));
    return rows.map((row) => () => {
      const agent = people.get(row.agent_id);
      if (!agent) throw new DeviceError('device-unknown', 'The agent of this device is not known.');
      return this.#card(row, { agent, policy, inventory: match(machineOf(records.profile(row).posture)), approvals: given.get(row.id) ?? [], unlock: unlocks.get(row.id), named: namedFrom(people) });
    });
  }

  /** @throws DeviceError `device-unknown` */
  async show(tx: Tx, id: string): Promise<RecordedCard> {
    const { agents, approvals, inventory, policies, records } = this.#rooms;
    const row = await records.row(tx, id);
    const people = new Map((await agents.list(tx)).map((agent) => [agent.id as string, agent]));
    return this.#card(row, {
      agent: await agents.require(tx, row.agent_id),
      policy: (await policies.current(tx)).policy,
      inventory: await inventory.match(tx, machineOf(records.profile(row).posture)),
      approvals: await approvals.of(tx, row.id),
      unlock: await tx.selectFrom('device_unlock').selectAll().where('device_id', '=', row.id).executeTakeFirst(),
      named: namedFrom(people),
    });
  }

  #card(row: DeviceTable, { agent, policy, inventory, approvals, unlock, named }: Surroundings): RecordedCard {
    const { records, root, hubKey } = this.#rooms;
    const { name, posture } = records.profile(row);
    const results = checkResults(posture, policy);
    const certificate = records.certificate(row);
    const lease = leaseOf(row);
    const signedReceipt = receiptOf(row);
    const key = publicKeyFrom(row.device_key);
    const receipt = signedReceipt ? verifyStatement('wipe-receipt', signedReceipt, key, 'any').payload : null;
    return {
      id: row.id as DeviceId,
      state: stateOf(row),
      name,
      agent: { id: agent.id, name: agent.name, email: agent.email },
      roles: rolesOnDevice(agent.roles, rolesOfInvite(row)),
      posture,
      postureAt: row.posture_at,
      verdict: judgePosture(posture, policy).verdict,
      checks: postureChecks.map((check) => {
        const { state, detail } = results[check];
        return { check, state, detail, verdict: state === 'ok' ? 'allow' : policy.posture[check][state] };
      }),
      inventory,
      safetyNumber: this.#safetyNumber(row.id, key, root),
      approvals: approvals.map(({ approver, at }) => ({ by: named(approver), at })),
      approvalsNeeded: policy.approvers,
      createdAt: row.created_at,
      decidedAt: row.decided_at,
      lastContactAt: row.last_contact_at,
      certificateUntil: certificate ? verifyStatement('device-certificate', certificate, hubKey, 'any').notAfter : null,
      leaseUntil: lease ? verifyStatement('lease', lease, hubKey, 'any').notAfter : null,
      reason: this.#reason(row, unlock),
      ordered: records.order(row)?.type ?? null,
      wipedAt: receipt?.wipedAt ?? null,
      wipeCause: receipt?.cause ?? null,
      unlock: this.#unlock(unlock),
    };
  }

  #safetyNumber(id: string, key: PublicKey, root: PublicKey): string {
    const named = `${id} ${keyId(root)}`;
    const known = this.#safetyNumbers.get(named) ?? safetyNumber(id, key, root);
    this.#safetyNumbers.set(named, known);
    return known;
  }

  #unlock(row: DeviceUnlockTable | undefined): DeviceCard['unlock'] {
    if (!row?.totp) return null;
    return {
      failures: row.failures,
      shareDestroyed: row.share === null,
      recoveryCodesLeft: this.#rooms.unlockRecords.recovery(row).length,
      authenticator: row.reset ? 'ended' : 'set-up',
    };
  }

  /** Of the newest thing that IT has done to it and not taken back. */
  #reason(row: DeviceTable, unlock: DeviceUnlockTable | undefined): string | null {
    const { records, unlockRecords, hubKey } = this.#rooms;
    const order = records.order(row);
    if (order) return verifyStatement(order.type, order.statement, hubKey, 'any').payload.reason;
    const suspension = stateOf(row) === 'suspended' ? records.suspension(row) : null;
    if (suspension) return verifyStatement('suspension', suspension, hubKey, 'any').payload.reason;
    return unlock ? (unlockRecords.reset(unlock)?.reason ?? null) : null;
  }
}

function namedFrom(people: ReadonlyMap<string, Agent>): (actor: string) => string {
  return (actor) => {
    const agent = actor.startsWith('agent:') ? people.get(actor.slice('agent:'.length)) : undefined;
    return agent ? `${agent.name} (${agent.email})` : actor;
  };
}
