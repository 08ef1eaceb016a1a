import { z } from 'zod';
import { AgentId, DeviceId, InventoryId, InviteId, Timestamp } from './ids.ts';
import { Role } from './permission.ts';
import { CheckResult, Posture, PostureCheck, Verdict } from './posture.ts';

/**
 * The life of a device. `suspended` can be taken back; `denied`, `revoked` and `wiped` are for good,
 * and the laptop enrols anew as another device.
 */
export const DeviceState = z.enum(['pending', 'approved', 'active', 'suspended', 'denied', 'revoked', 'wiped']);
export type DeviceState = z.infer<typeof DeviceState>;

/** Why a laptop wiped itself: IT ordered it, the agent forgot the passphrase, or typed the duress passphrase. */
export const WipeCause = z.enum(['ordered', 'forgotten', 'duress']);
export type WipeCause = z.infer<typeof WipeCause>;

const AgentName = z.object({ id: AgentId, name: z.string(), email: z.string() });

/**
 * A machine the company owns, as its inventory knows it. Serial number and hardware UUID are what a
 * device is matched by; at least one of them is there.
 */
export const InventoryRecord = z.object({
  id: InventoryId,
  /** The company's own label. */
  tag: z.string().min(1).max(80),
  serial: z.string().max(120).nullable(),
  /** As in `Posture`. */
  hardwareUuid: z.guid().nullable(),
  model: z.string().max(120).nullable(),
  note: z.string().max(300).nullable(),
  addedAt: Timestamp,
});
export type InventoryRecord = z.infer<typeof InventoryRecord>;

/**
 * `unknown`: the machine tells neither serial number nor hardware UUID. `no-inventory`: there is
 * none to be in.
 */
export const InventoryMatch = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('listed'), tag: z.string() }),
  z.object({ kind: z.literal('unlisted') }),
  z.object({ kind: z.literal('unknown') }),
  z.object({ kind: z.literal('no-inventory') }),
]);
export type InventoryMatch = z.infer<typeof InventoryMatch>;

/** What IT is shown of a device. */
export const DeviceCard = z.object({
  id: DeviceId,
  state: DeviceState,
  name: z.string(),
  agent: AgentName,
  /** What the device is enrolled for: the agent's present roles, within those of the invite. */
  roles: z.array(Role),
  posture: Posture,
  /** When the device last reported it. */
  postureAt: Timestamp,
  verdict: Verdict,
  /** Every check with its outcome, and what the policy in force makes of it. */
  checks: z.array(z.object({ check: PostureCheck, state: CheckResult.shape.state, detail: z.string(), verdict: Verdict })),
  inventory: InventoryMatch,
  /** Sixty digits, in groups of five. */
  safetyNumber: z.string(),
  /** Who has approved it so far. */
  approvals: z.array(z.object({ by: z.string(), at: Timestamp })),
  approvalsNeeded: z.number().int().min(1),
  createdAt: Timestamp,
  decidedAt: Timestamp.nullable(),
  lastContactAt: Timestamp.nullable(),
  online: z.boolean(),
  certificateUntil: Timestamp.nullable(),
  leaseUntil: Timestamp.nullable(),
  /** Why it was suspended, revoked or ordered to wipe; else why its authenticator was ended, where it is. */
  reason: z.string().nullable(),
  /** A revocation or wipe order is waiting for the device, or was delivered. */
  ordered: z.enum(['revocation', 'wipe-order']).nullable(),
  /** As its signed receipt says. */
  wipedAt: Timestamp.nullable(),
  wipeCause: WipeCause.nullable(),
  /** Its passphrase and codes, as the hub counts them; null before they are set up. */
  unlock: z
    .object({
      /** Wrong tries in a row that the hub has seen. */
      failures: z.number().int(),
      /** Too many: the share is gone, and the laptop has to be enrolled anew. */
      shareDestroyed: z.boolean(),
      recoveryCodesLeft: z.number().int(),
      /** `ended`: by IT's reset; the agent has not set up another one yet. */
      authenticator: z.enum(['set-up', 'ended']),
    })
    .nullable(),
});
export type DeviceCard = z.infer<typeof DeviceCard>;

export const InviteState = z.enum(['open', 'used', 'expired', 'burned', 'cancelled']);

/** An invite as IT sees it afterwards: without its code. */
export const InviteCard = z.object({
  id: InviteId,
  agent: AgentName,
  /** Null: whatever roles the agent has. */
  roles: z.array(Role).nullable(),
  /** The one machine it is for; null: any. */
  asset: z.object({ id: InventoryId, tag: z.string() }).nullable(),
  createdAt: Timestamp,
  expiresAt: Timestamp,
  state: InviteState,
  /** The device that used it. */
  deviceId: DeviceId.nullable(),
});
export type InviteCard = z.infer<typeof InviteCard>;
