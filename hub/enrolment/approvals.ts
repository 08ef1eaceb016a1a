import type { Clock } from '../../shared/domain/clock.ts';
import type { InventoryMatch } from '../../shared/domain/device.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import { judgePosture } from '../../shared/domain/posture.ts';
import type { Tx } from '../ports.ts';
import type { DeviceTable } from '../store/tables/trust.ts';
import { DeviceError, type DeviceRecords } from './device-records.ts';
import type { Inventory } from './inventory.ts';
import type { Invites } from './invites.ts';
import { compareMachines, machineOf } from './machine.ts';

export interface Approval {
  /** As the audit log names who acts. */
  readonly approver: string;
  readonly at: number;
}

export interface ApprovalRooms {
  readonly clock: Clock;
  readonly records: DeviceRecords;
  readonly inventory: Inventory;
  readonly invites: Invites;
}

/** Whether a device may be approved, and who has done so. */
export class Approvals {
  readonly #rooms: ApprovalRooms;

  constructor(rooms: ApprovalRooms) {
    this.#rooms = rooms;
  }

  /** The oldest first. */
  async of(tx: Tx, id: string): Promise<Approval[]> {
    return tx.selectFrom('device_approvals').select(['approver', 'at']).where('device_id', '=', id).orderBy('at').orderBy('approver').execute();
  }

  /** Of every device that has one. */
  async all(tx: Tx): Promise<ReadonlyMap<string, Approval[]>> {
    const rows = await tx.selectFrom('device_approvals').selectAll().orderBy('at').orderBy('approver').execute();
    const given = new Map<string, Approval[]>();
    for (const { device_id, approver, at } of rows) given.set(device_id, [...(given.get(device_id) ?? []), { approver, at }]);
    return given;
  }

  /**
   * Notes that somebody approves.
   * @returns whether all whom the policy asks for have.
   * @throws DeviceError `own-device`, `posture-refused`, `machine-unlisted`, `approved-before`
   */
  async give(tx: Tx, approver: string, row: DeviceTable, policy: Policy): Promise<boolean> {
    if (approver === `agent:${row.agent_id}`) throw new DeviceError('own-device', 'This is your own device. Ask a colleague to approve it.');
    this.#refusePosture(row, policy);
    await this.#refuseMachine(tx, row, policy);
    const before = await this.of(tx, row.id);
    const needed: number = policy.approvers;
    const again = before.some((approval) => approval.approver === approver);
    // The policy may have come to ask for fewer since: then what was given before is enough.
    if (again && before.length < needed) {
      throw new DeviceError('approved-before', 'You have approved this device already. The policy asks for two people: another one has to approve it too.');
    }
    if (!again) await tx.insertInto('device_approvals').values({ device_id: row.id, approver, at: this.#rooms.clock.now() }).execute();
    return before.length + (again ? 0 : 1) >= needed;
  }

  #refusePosture(row: DeviceTable, policy: Policy): void {
    const { verdict, findings } = judgePosture(this.#rooms.records.profile(row).posture, policy);
    if (verdict !== 'refuse') return;
    const refused = findings.filter((finding) => finding.verdict === 'refuse').map(({ check, detail }) => `${check}: ${detail}`);
    throw new DeviceError('posture-refused', `The policy refuses this laptop as it is. ${refused.join(' ')} Put that right on the laptop and let it report again, or change the policy.`);
  }

  async #refuseMachine(tx: Tx, row: DeviceTable, policy: Policy): Promise<void> {
    const machine = machineOf(this.#rooms.records.profile(row).posture);
    const asset = await this.#rooms.invites.assetOf(tx, row.invite_id);
    if (asset && compareMachines(machineOf(asset), machine) === 'other') {
      throw new DeviceError('machine-unlisted', `This device was invited as ${asset.tag}, and its serial number or hardware UUID is another's. Deny it, or correct the inventory.`);
    }
    const refusal = policy.unlistedMachines === 'refuse' ? unlisted(await this.#rooms.inventory.match(tx, machine)) : null;
    if (refusal) throw new DeviceError('machine-unlisted', `${refusal} Or let the policy allow unlisted machines.`);
  }
}

function unlisted(match: InventoryMatch): string | null {
  switch (match.kind) {
    case 'listed':
    case 'no-inventory':
      return null;
    case 'unlisted':
      return 'This machine is not in the company’s inventory. Add it there.';
    case 'unknown':
      return 'This machine tells neither serial number nor hardware UUID, so that it counts as not in the company’s inventory. Have them recorded on it, as the IT guide says, and start Sealdesk there again.';
  }
}
