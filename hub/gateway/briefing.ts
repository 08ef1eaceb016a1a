import type { ControlToDevice } from '../../shared/contract/wire/index.ts';
import { can } from '../../shared/domain/permission.ts';
import type { Verdict } from '../../shared/domain/posture.ts';
import { toBase64 } from '../../shared/trust/bytes.ts';
import type { KnownDevice } from '../enrolment/devices.ts';
import { userOf } from '../enrolment/viewers.ts';
import type { Tx } from '../ports.ts';
import type { Rooms } from '../rooms.ts';
import type { LiveDevice } from './live-device.ts';
import { type Standing, standingOf } from './standing.ts';

/** How a connection stands and what its device has to be told of it: read in a transaction, told after the commit. */
export interface Briefing {
  readonly standing: Standing;
  /** It gets a certificate with this. */
  readonly certified: boolean;
  /** Null where no posture was reported on the connection. */
  readonly verdict: Verdict | null;
  readonly showsDevices: boolean;
  readonly approvesReveals: boolean;
  /** In this order. */
  readonly say: readonly ControlToDevice[];
  /** `part`: nothing of the hub session is left here, nor a code that could open one. */
  readonly session: 'keep' | 'part';
  /** The Signal session was ended here, because the agent may see more now. */
  readonly signalEnded: boolean;
  /** `linger`: it may still have a receipt to give. */
  readonly connection: 'stay' | 'linger' | 'end' | 'deny';
}

/** Reads a device's standing anew. One transaction does: what is decided reaches the device without waiting in line again. */
export async function brief(tx: Tx, rooms: Rooms, live: LiveDevice): Promise<Briefing> {
  const device = await rooms.devices.find(tx, live.deviceId);
  const standing = standingOf(device, live.certificate);
  const quiet: Briefing = { standing, certified: false, verdict: null, showsDevices: false, approvesReveals: false, say: [], session: 'keep', signalEnded: false, connection: 'stay' };
  switch (standing.kind) {
    case 'unknown':
    case 'pending':
    case 'wiped':
      return quiet;
    case 'denied':
      return { ...quiet, say: [{ c: 'enrol-refused', reason: 'denied' }], connection: 'end' };
    case 'revoked':
      return { ...quiet, ...(await order(tx, rooms, live, standing.device)), session: 'part' };
    case 'suspended':
      await rooms.hubSessions.endOf(tx, live.deviceId);
      return { ...quiet, say: await suspension(tx, rooms, live), session: 'part' };
    case 'expired':
      return { ...quiet, say: [...(await suspension(tx, rooms, live)), ...(await totpReset(tx, rooms, live))] };
    case 'approved':
      return approved(tx, rooms, live, quiet);
    case 'active':
      return active(tx, rooms, live, quiet);
  }
}

/** Puts a briefing into effect. */
export function takeIn(live: LiveDevice, { standing, certified, verdict, showsDevices, approvesReveals, say, session, signalEnded, connection }: Briefing): void {
  live.standing = standing;
  live.showsDevices = showsDevices;
  live.approvesReveals = approvesReveals;
  if (certified) live.certificate = 'good';
  if (verdict !== null) live.verdict = verdict;
  if (session === 'part') {
    live.endSession();
    live.freshCode = null;
  }
  if (signalEnded) live.sentSeq = null;
  for (const message of say) {
    if (message.c === 'suspension') live.toldSuspension = message.statement.body;
    if (message.c === 'totp-reset') live.toldReset = message.statement.body;
    if (message.c === 'policy' || message.c === 'enrol-approved') live.toldPolicy = message.policy.body;
    live.send(message);
  }
  if (connection === 'end') live.connection.end();
  if (connection === 'linger') live.connection.endSoon();
  if (connection === 'deny') live.connection.refuse('denied');
}

async function approved(tx: Tx, rooms: Rooms, live: LiveDevice, quiet: Briefing): Promise<Briefing> {
  const verdict = await verdictNow(tx, rooms, live);
  const suspended = await suspension(tx, rooms, live);
  if (live.certificate === 'good') return { ...quiet, verdict, say: [...suspended, ...(await policy(tx, rooms, live))] };
  const { devices, codes, policies, agents } = rooms;
  const share = await codes.firstShare(tx, live.deviceId);
  const agent = quiet.standing.kind === 'unknown' ? null : await agents.find(tx, quiet.standing.device.agentId);
  if (!share || agent?.status !== 'active') return { ...quiet, connection: 'deny' };
  const approval: ControlToDevice = {
    c: 'enrol-approved',
    // The agent may not have been there for days: certificate and lease count from when the device gets them.
    certificate: await devices.renewCertificate(tx, live.deviceId),
    policy: (await policies.current(tx)).statement,
    lease: await devices.newLease(tx, live.deviceId),
    share: toBase64(share.share),
    shareGeneration: share.generation,
  };
  return { ...quiet, certified: true, verdict, say: [...suspended, approval] };
}

async function active(tx: Tx, rooms: Rooms, live: LiveDevice, quiet: Briefing): Promise<Briefing> {
  const { hubSessions, mailboxes } = rooms;
  const verdict = await verdictNow(tx, rooms, live);
  const user = await userOf(tx, rooms, live.deviceId);
  const told = { ...quiet, verdict, showsDevices: user !== null && can(user.roles, 'device.read'), approvesReveals: user !== null && (can(user.roles, 'reveal.approve') || can(user.roles, 'mistake.decide') || can(user.roles, 'file.release')) };
  const say = [...(await suspension(tx, rooms, live)), ...(await totpReset(tx, rooms, live)), ...(await policy(tx, rooms, live))];
  const open = live.hasSession;
  if (verdict === 'refuse') {
    await hubSessions.endOf(tx, live.deviceId);
    return { ...told, say: open ? [...say, { c: 'session-refused', reason: 'posture' }] : say, session: 'part' };
  }
  if (open && (await hubSessions.until(tx, live.deviceId)) === null) {
    return { ...told, say: [...say, { c: 'session-refused', reason: 'ended' }], session: 'part' };
  }
  const signalEnded = open && live.sentSeq !== null && !(await mailboxes.hasSession(tx, live.deviceId));
  return { ...told, say: signalEnded ? [...say, { c: 'prekeys-wanted' }] : say, signalEnded };
}

async function verdictNow(tx: Tx, rooms: Rooms, live: LiveDevice): Promise<Verdict | null> {
  return live.verdict === null ? null : (await rooms.devices.postureJudgement(tx, live.deviceId)).verdict;
}

/** The newest statement about a suspension, either way, wherever there is one. */
async function suspension(tx: Tx, rooms: Rooms, live: LiveDevice): Promise<ControlToDevice[]> {
  const statement = await rooms.devices.suspension(tx, live.deviceId);
  return !statement || statement.body === live.toldSuspension ? [] : [{ c: 'suspension', statement }];
}

/** IT's reset of the authenticator, until there is another one. */
async function totpReset(tx: Tx, rooms: Rooms, live: LiveDevice): Promise<ControlToDevice[]> {
  const statement = await rooms.totpResets.statement(tx, live.deviceId);
  return !statement || statement.body === live.toldReset ? [] : [{ c: 'totp-reset', statement }];
}

async function policy(tx: Tx, rooms: Rooms, live: LiveDevice): Promise<ControlToDevice[]> {
  const { statement } = await rooms.policies.current(tx);
  return statement.body === live.toldPolicy ? [] : [{ c: 'policy', policy: statement }];
}

async function order(tx: Tx, rooms: Rooms, live: LiveDevice, device: KnownDevice): Promise<Pick<Briefing, 'say' | 'connection'>> {
  const order = await rooms.devices.order(tx, device.id);
  if (!order) return { say: [], connection: 'deny' };
  // A device that is wiping sends its receipt over this connection.
  if (order.type === 'wipe-order') return { say: [{ c: 'wipe', order: order.statement }], connection: 'stay' };
  // One that was revoked before it connected may have wiped itself meanwhile, and come to say so.
  return { say: [{ c: 'revoked', revocation: order.statement }], connection: live.standing.kind === 'revoked' ? 'linger' : 'end' };
}
