import { z } from 'zod';
import type { DeviceState } from '../../shared/domain/device.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { Role } from '../../shared/domain/permission.ts';
import { Posture } from '../../shared/domain/posture.ts';
import { utf8 } from '../../shared/trust/bytes.ts';
import { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { Envelope, Tx } from '../ports.ts';
import type { DeviceTable } from '../store/tables/trust.ts';

export type DeviceProblem =
  | 'device-unknown'
  | 'device-not-pending'
  | 'device-not-approved'
  | 'device-suspended'
  | 'device-not-suspended'
  | 'agent-suspended'
  | 'roles-taken-away'
  | 'authenticator-not-set-up'
  | 'share-destroyed'
  | 'own-device'
  | 'approved-before'
  | 'posture-refused'
  | 'machine-unlisted'
  | 'receipt-refused';
export class DeviceError extends SealdeskError<DeviceProblem> {}

const Profile = z.object({ name: z.string(), posture: Posture });
export type DeviceProfile = z.infer<typeof Profile>;

const Order = z.object({ type: z.enum(['revocation', 'wipe-order']), statement: SignedStatement });
export type Order = z.infer<typeof Order>;

const RoleNames = z.array(Role);

/** What a device is to everybody: a suspension comes before what it is apart from that. */
export function stateOf({ state, suspended_at }: Pick<DeviceTable, 'state' | 'suspended_at'>): DeviceState {
  return suspended_at !== null && (state === 'approved' || state === 'active') ? 'suspended' : state;
}

/** The invite's roles; null: whatever roles the agent has. */
export function rolesOfInvite({ roles }: Pick<DeviceTable, 'roles'>): Role[] | null {
  return roles === null ? null : RoleNames.parse(JSON.parse(roles));
}

/** Reads and seals the columns of a device. */
export class DeviceRecords {
  readonly #envelope: Envelope;

  constructor(envelope: Envelope) {
    this.#envelope = envelope;
  }

  /** @throws DeviceError `device-unknown` */
  async row(tx: Tx, id: string): Promise<DeviceTable> {
    const row = await tx.selectFrom('devices').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row) throw new DeviceError('device-unknown', 'There is no such device. See "sealdesk device list".');
    return row;
  }

  profile(row: DeviceTable): DeviceProfile {
    return Profile.parse(this.#open(row.id, 'profile', row.profile));
  }

  certificate({ id, certificate }: DeviceTable): SignedStatement | null {
    return certificate ? SignedStatement.parse(this.#open(id, 'certificate', certificate)) : null;
  }

  order({ id, pending_order }: DeviceTable): Order | null {
    return pending_order ? Order.parse(this.#open(id, 'pending_order', pending_order)) : null;
  }

  suspension({ id, suspension }: DeviceTable): SignedStatement | null {
    return suspension ? SignedStatement.parse(this.#open(id, 'suspension', suspension)) : null;
  }

  sealProfile(id: string, profile: DeviceProfile): Uint8Array {
    return this.#seal(id, 'profile', profile);
  }

  sealCertificate(id: string, certificate: SignedStatement): Uint8Array {
    return this.#seal(id, 'certificate', certificate);
  }

  sealOrder(id: string, order: Order): Uint8Array {
    return this.#seal(id, 'pending_order', order);
  }

  sealSuspension(id: string, statement: SignedStatement): Uint8Array {
    return this.#seal(id, 'suspension', statement);
  }

  #seal(id: string, column: string, value: unknown): Uint8Array {
    return this.#envelope.sealSystem(`devices.${column}:${id}`, utf8(JSON.stringify(value)));
  }

  #open(id: string, column: string, sealed: Uint8Array): unknown {
    return JSON.parse(Buffer.from(this.#envelope.openSystem(`devices.${column}:${id}`, sealed)).toString('utf8'));
  }
}

/** The lease in force, as it is kept. */
export function leaseOf({ lease }: Pick<DeviceTable, 'lease'>): SignedStatement | null {
  return lease ? SignedStatement.parse(JSON.parse(lease)) : null;
}

/** The receipt for a wipe, as it is kept. */
export function receiptOf({ receipt }: Pick<DeviceTable, 'receipt'>): SignedStatement | null {
  return receipt ? SignedStatement.parse(JSON.parse(receipt)) : null;
}
