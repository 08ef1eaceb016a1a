import { problems } from '../../hub/channels/meta/words.ts';
import type { ChannelCard } from '../../shared/contract/console/channels.ts';
import type { BlockedSender, RoutingInForce } from '../../shared/contract/console/routing.ts';
import { Routing } from '../../shared/domain/routing.ts';
import type { CustomerSeen } from '../../shared/contract/console/customers.ts';
import type { LimitReached, OrderOffer, OrderOutcome, WaitingOrder } from '../../shared/contract/console/order-actions.ts';
import type { VerifyAnswer } from '../../shared/contract/console/verifying.ts';
import type { PatternSuggestion } from '../../shared/contract/console/policy.ts';
import type { AskedFor, WaitingFile } from '../../shared/contract/console/releases.ts';
import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { ReportedMistake } from '../../shared/contract/console/mistakes.ts';
import type { WaitingReveal } from '../../shared/contract/console/reveals.ts';
import type { InventoryRow } from '../../shared/contract/console/inventory.ts';
import type { DeviceCard, InviteCard } from '../../shared/domain/device.ts';
import type { CannedReply } from '../../shared/domain/canned-reply.ts';
import type { AgentId, CannedReplyId, DeviceId, InventoryId, InviteId, ReleaseId, TeamId } from '../../shared/domain/ids.ts';
import type { AuditCheck } from '../../shared/contract/console/audit.ts';
import type { AuditEntry } from '../../shared/domain/audit.ts';
import type { Agent, Team } from '../../shared/domain/people.ts';
import { nordlichtAudit } from './nordlicht-audit.ts';
import { offeredOrder, seenCustomer } from './nordlicht-customer.ts';
import { firstPolicy, type Policy } from '../../shared/domain/policy.ts';
import { checkResults, judgePosture, postureChecks, Posture, type CheckResult, type MeasuredCheck } from '../../shared/domain/posture.ts';
import type { z } from 'zod';

/** The laptops, people, invites, inventory and policy of the made-up shop, as IT's console is told of them. */
export interface Company {
  agents: Agent[];
  devices: DeviceCard[];
  invites: z.infer<typeof InviteCard>[];
  inventory: InventoryRow[];
  policy: Policy;
  channels: ChannelCard[];
  routing: RoutingInForce;
  blocked: BlockedSender[];
  /** What colleagues ask to see. */
  reveals: WaitingReveal[];
  mistakes: ReportedMistake[];
  /** What becomes of an attachment that is opened. */
  shownFile: IpcOutput<'attachment.show'>;
  letter: IpcOutput<'message.formatted'>;
  files: WaitingFile[];
  suggestions: PatternSuggestion[];
  /** What the hub says to who asks for a file; a text is a refusal, null: it is not there. */
  fileAnswer: AskedFor | string | null;
  /** What the hub shows of any customer; in its place words of the hub's that refuse it, or null where it does not answer. */
  seen: CustomerSeen | string | null;
  /** What comes of a try to confirm a customer by an order; words that refuse it, or null where the hub does not answer. */
  verifying: VerifyAnswer | string | null;
  /** An order as its shop has it, and what becomes of what is done to it; a refusal's words; null: the hub does not answer. */
  order: OrderOffer | string | null;
  orderAnswer: OrderOutcome | string | null;
  orderTaken: OrderOutcome | string | null;
  waitingOrders: readonly WaitingOrder[];
  orderLimits: readonly LimitReached[];
  canned: CannedReply[];
  teams: Team[];
  /** By e-mail address. */
  skills: Readonly<Record<string, readonly string[]>>;
  /** Oldest first. */
  audit: AuditEntry[];
  auditCheck: AuditCheck;
  /** Of whoever is at the laptop. */
  signature: string;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const id = (kind: number, n: number): string => `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`;

const agents: readonly Agent[] = [
  { id: id(1, 1) as AgentId, name: 'Jana Okafor-Lindström', email: 'jana.okafor-lindstroem@nordlicht.example', roles: ['agent'], teamIds: [], status: 'active' },
  { id: id(1, 2) as AgentId, name: 'Maximilian Freiherr von Schwarzenfeld', email: 'maximilian.von-schwarzenfeld@nordlicht.example', roles: ['agent', 'lead'], teamIds: [], status: 'active' },
  { id: id(1, 3) as AgentId, name: 'Ayşe Demir', email: 'ayse.demir@nordlicht.example', roles: ['lead'], teamIds: [], status: 'active' },
  { id: id(1, 4) as AgentId, name: 'Tom Brandt', email: 'tom.brandt@nordlicht.example', roles: ['agent'], teamIds: [id(10, 1) as TeamId], status: 'active' },
  { id: id(1, 5) as AgentId, name: 'Ada Okafor', email: 'ada.okafor@nordlicht.example', roles: ['agent'], teamIds: [id(10, 1) as TeamId], status: 'active' },
  { id: id(1, 6) as AgentId, name: 'Noor van Dijk', email: 'noor.van-dijk@nordlicht.example', roles: ['it'], teamIds: [], status: 'active' },
  { id: id(1, 7) as AgentId, name: 'Sven Hallgrímsson', email: 'sven.hallgrimsson@nordlicht.example', roles: ['privacy'], teamIds: [], status: 'active' },
  { id: id(1, 8) as AgentId, name: 'Karsten Vogt', email: 'karsten.vogt@nordlicht.example', roles: ['agent'], teamIds: [], status: 'suspended' },
];

const ok = (detail: string): CheckResult => ({ state: 'ok', detail });
const fine: Record<MeasuredCheck, CheckResult> = {
  'disk-encryption': ok('The disk under the vault is encrypted (dm-crypt).'),
  'screen-lock': ok('The screen locks by itself after 5 minutes.'),
  'debugger': ok('No debugger is attached.'),
  'administrator': ok('Sealdesk runs as an ordinary user.'),
  'hardware-id': ok('The hardware UUID of this machine is known.'),
};

interface Laptop {
  readonly n: number;
  readonly agent: number;
  readonly state: DeviceCard['state'];
  readonly posture?: Partial<Posture>;
  readonly checks?: Partial<Record<MeasuredCheck, CheckResult>>;
  readonly listed?: 'no' | 'unknown';
  readonly contact?: number | null;
  readonly online?: boolean;
  readonly part?: Partial<DeviceCard>;
}

const macOs: Partial<Posture> = { platform: 'darwin', osVersion: 'macOS 15.1', osId: 'macos', osRelease: '15.1', manufacturer: 'Apple', model: 'MacBook Air (M3, 13-inch)', keychainBackend: 'Login keychain' };
const windows: Partial<Posture> = { platform: 'win32', osVersion: 'Windows 11 Pro 23H2', osId: 'windows', osRelease: '10.0.22631', manufacturer: 'Dell Inc.', model: 'Latitude 5450', keychainBackend: 'Windows Credential Manager' };

const laptops: readonly Laptop[] = [
  { n: 14, agent: 1, state: 'active', online: true },
  { n: 7, agent: 5, state: 'active', contact: 3 * minute, checks: { 'screen-lock': { state: 'failed', detail: 'The screen does not lock by itself.' } } },
  { n: 21, agent: 5, state: 'pending', online: true, posture: macOs, contact: 0 },
  { n: 22, agent: 4, state: 'pending', posture: windows, contact: 8 * minute, listed: 'no', part: { approvals: [{ by: 'Noor van Dijk', at: 0 }], approvalsNeeded: 2 } },
  { n: 3, agent: 2, state: 'active', online: true, posture: macOs, checks: { 'disk-encryption': { state: 'failed', detail: 'FileVault is off.' }, 'debugger': { state: 'failed', detail: 'A debugger is attached to Sealdesk.' } } },
  { n: 4, agent: 3, state: 'active', contact: 26 * hour, checks: { 'disk-encryption': { state: 'unknown', detail: 'macOS does not say whether FileVault is on.' }, 'hardware-id': { state: 'unknown', detail: 'The installer has not recorded this machine’s hardware UUID. Install the Sealdesk package again, or ask your IT to.' } }, listed: 'unknown' },
  { n: 9, agent: 4, state: 'active', online: true, posture: { ...windows, appVersion: '0.0.9' }, part: { unlock: { failures: 3, shareDestroyed: false, recoveryCodesLeft: 2, authenticator: 'set-up' } } },
  { n: 11, agent: 6, state: 'active', contact: 2 * hour, part: { unlock: { failures: 20, shareDestroyed: true, recoveryCodesLeft: 10, authenticator: 'set-up' } } },
  { n: 15, agent: 7, state: 'approved', contact: 20 * minute },
  { n: 6, agent: 2, state: 'suspended', contact: 5 * day, part: { reason: 'Left in a taxi on Friday, may turn up' } },
  { n: 2, agent: 8, state: 'revoked', contact: 40 * day, part: { reason: 'Left the company', ordered: 'revocation' } },
  { n: 1, agent: 8, state: 'wiped', contact: 41 * day, part: { reason: 'Stolen from the car', ordered: 'wipe-order', wipedAt: 41 * day, wipeCause: 'ordered' } },
  { n: 5, agent: 4, state: 'wiped', contact: 12 * day, part: { reason: 'Lost on a train', ordered: 'wipe-order' } },
  { n: 8, agent: 2, state: 'wiped', contact: 3 * hour, part: { wipedAt: 3 * hour, wipeCause: 'duress' } },
  { n: 23, agent: 5, state: 'denied', contact: 2 * day, posture: { ...macOs, osVersion: 'macOS 12.7', osRelease: '12.7' }, listed: 'no' },
];

export const laptopId = (n: number): DeviceId => id(6, n) as DeviceId;
const serial = (n: number): string => `PF4${String(n * 7919).padStart(6, '0')}`;
const safetyNumber = (n: number): string => Array.from({ length: 12 }, (_, group) => String((n * 7919 + group * 10007) % 100_000).padStart(5, '0')).join(' ');

function card(laptop: Laptop, policy: Policy, now: number): DeviceCard {
  const { n, agent: place, state } = laptop;
  const agent = agents[place - 1] as Agent;
  const posture = Posture.parse({
    appVersion: '0.1.0', platform: 'linux', osVersion: 'Debian GNU/Linux 12 (bookworm)', osId: 'debian', osRelease: '12', hostName: `nl-laptop-${String(n).padStart(3, '0')}`,
    manufacturer: 'LENOVO', model: 'ThinkPad T14 Gen 4', serial: laptop.listed === 'unknown' ? null : serial(n), hardwareUuid: null, keychainBackend: 'GNOME Keyring',
    ...laptop.posture, checks: { ...fine, ...laptop.checks },
  });
  const contact = laptop.online ? now - 20_000 : laptop.contact === null || laptop.contact === undefined ? null : now - laptop.contact;
  const running = state === 'active' || state === 'suspended';
  const part = laptop.part ?? {};
  const device: DeviceCard = {
    id: laptopId(n), state, name: posture.hostName, agent: { id: agent.id, name: agent.name, email: agent.email }, roles: agent.roles,
    posture, postureAt: contact ?? now - hour, verdict: 'allow', checks: [],
    inventory: laptop.listed === 'no' ? { kind: 'unlisted' } : laptop.listed === 'unknown' ? { kind: 'unknown' } : { kind: 'listed', tag: `NL-${String(n).padStart(4, '0')}` },
    safetyNumber: safetyNumber(n), approvals: state === 'pending' || state === 'denied' ? [] : [{ by: 'Noor van Dijk', at: now - 60 * day + n * hour }], approvalsNeeded: 1,
    createdAt: state === 'pending' ? now - n * minute : now - 60 * day + n * hour, decidedAt: state === 'pending' ? null : now - 60 * day + (n + 1) * hour,
    lastContactAt: contact, online: laptop.online ?? false,
    certificateUntil: running ? now + 20 * day : null, leaseUntil: running && contact !== null && contact + 3 * day > now ? contact + 3 * day : null,
    reason: null, ordered: null, ...part,
    wipeCause: part.wipeCause ?? null,
    unlock: part.unlock ?? (running ? { failures: 0, shareDestroyed: false, recoveryCodesLeft: 10, authenticator: 'set-up' } : null),
    wipedAt: part.wipedAt === undefined || part.wipedAt === null ? null : now - part.wipedAt,
  };
  return judged({ ...device, approvals: part.approvals?.map((approval) => ({ ...approval, at: now - 5 * minute })) ?? device.approvals }, policy);
}

/** The card as the hub fills it in under a policy. */
export function judged(device: DeviceCard, policy: Policy): DeviceCard {
  const results = checkResults(device.posture, policy);
  const { verdict, findings } = judgePosture(device.posture, policy);
  return {
    ...device,
    verdict,
    checks: postureChecks.map((check) => ({ check, ...results[check], verdict: findings.find((finding) => finding.check === check)?.verdict ?? 'allow' })),
  };
}

const invites = (now: number): Company['invites'] => {
  const invite = (n: number, place: number, part: Partial<Company['invites'][number]>): Company['invites'][number] => {
    const { id: agent, name, email } = agents[place - 1] as Agent;
    return {
      id: id(7, n) as InviteId, agent: { id: agent, name, email }, roles: null, asset: null, createdAt: now - n * hour, expiresAt: now - n * hour + 30 * minute, state: 'expired', deviceId: null, ...part,
    };
  };
  return [
    invite(0, 4, { state: 'open', asset: { id: id(8, 24) as InventoryId, tag: 'NL-0024' }, expiresAt: now + 22 * minute }),
    invite(1, 2, { state: 'open', roles: ['agent'], expiresAt: now + 7 * hour }),
    invite(2, 5, { state: 'used', deviceId: laptopId(21) }),
    invite(27, 1, {}),
    invite(30, 4, { state: 'burned' }),
    invite(55, 7, { state: 'cancelled' }),
  ];
};

const routing = Routing.parse({
  hours: { timeZone: 'Europe/Berlin', hours: ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => ({ day, from: '09:00', to: '17:30' })), daysOff: ['2026-12-25', '2026-12-26'] },
  serviceLevel: { urgent: { first: 30, next: 30 }, high: { first: 120, next: 120 }, normal: { first: 480, next: 480 } },
  rules: [
    { name: 'Newsletters', when: { senders: ['@news.example'] }, does: { setAside: true } },
    { name: 'Returns', when: { words: ['return', 'refund', 'Rückgabe'] }, does: { team: '00000021-0000-4000-8000-000000000001', assign: { to: 'least-busy', skills: ['returns'] } } },
    { name: 'At night', when: { hours: 'closed' }, does: { acknowledge: 'Thank you for writing. We are back at nine in the morning and answer you then.' } },
    { name: 'Everything else', active: false, does: { assign: { to: 'in-turn' } } },
  ],
});

const blocked = (now: number): BlockedSender[] => [
  { id: 'a1', kind: 'domain', shown: '@casino-winner.example', blockedAt: now - 3 * 24 * 3_600_000 },
  { id: 'b2', kind: 'email', shown: 't•••@mail.example', blockedAt: now - 21 * 24 * 3_600_000 },
];

const channels = (now: number): ChannelCard[] => {
  const channel = (n: number, kind: ChannelCard['kind'], name: string, part: Partial<ChannelCard> = {}): ChannelCard => ({
    id: id(14, n), kind, name, teamId: null, waitingIn: 0, waitingOut: 0, quarantined: 0,
    health: { state: 'working', problem: null, lastReceivedAt: now - n * 7 * minute, lastSentAt: now - n * 11 * minute }, ...part,
  });
  return [
    channel(1, 'email', 'hilfe@nordlicht.example', { quarantined: 1 }),
    channel(2, 'webchat', 'nordlicht.example'),
    channel(3, 'whatsapp', 'Nordlicht WhatsApp', { waitingOut: 4, health: { state: 'failing', problem: problems.signIn('WhatsApp'), lastReceivedAt: now - 3 * hour, lastSentAt: now - 3 * hour } }),
    channel(4, 'instagram', 'nordlicht.outdoor', { health: { state: 'working', problem: null, lastReceivedAt: now - 2 * hour, lastSentAt: null, tokenExpiresAt: now + 6 * day } }),
  ];
};

const returns = id(10, 1) as TeamId;
const canned = (): CannedReply[] => [
  {
    id: id(11, 1) as CannedReplyId, name: 'On its way', shortcut: 'sent', teamId: null, afterwards: { status: 'pending', assignToMe: true },
    texts: [
      { language: 'en', text: 'Hello {{customer.firstName|there}},\n\nyour parcel left us today. It takes two to three days from here.\n\n{{agent.name}}\n{{company.name}}' },
      { language: 'de', text: 'Guten Tag {{customer.name|und danke für Ihre Nachricht}},\n\nIhr Paket ist heute unterwegs. Es braucht zwei bis drei Tage.\n\n{{agent.name}}\n{{company.name}}' },
    ],
  },
  { id: id(11, 2) as CannedReplyId, name: 'How to return something', shortcut: 'return', teamId: returns, afterwards: { status: null, assignToMe: false }, texts: [{ language: 'en', text: 'Hello {{customer.firstName|there}},\n\nput it back into its box and write the number of your order on the label.' }] },
  { id: id(11, 3) as CannedReplyId, name: 'Thanks, and goodbye', shortcut: 'thanks', teamId: null, afterwards: { status: 'resolved', assignToMe: false }, texts: [{ language: 'en', text: 'Thank you for writing to us. Have a good day out there.' }] },
];

export function nordlichtCompany(now: number): Company {
  const policy: Policy = { ...firstPolicy, version: 7 };
  const devices = laptops.map((laptop) => card(laptop, policy, now));
  const listed = new Map(devices.flatMap((device) => (device.inventory.kind === 'listed' ? [[device.inventory.tag, device] as const] : [])));
  const tags = [...listed.keys(), 'NL-0024', 'NL-0025', 'NL-0026', 'NL-0027'].sort();
  const inventory = tags.map((tag): InventoryRow => {
    const n = Number(tag.slice(3));
    const device = listed.get(tag);
    const ended = device !== undefined && ['denied', 'revoked', 'wiped'].includes(device.state);
    return {
      id: id(8, n) as InventoryId, tag, serial: serial(n), hardwareUuid: null, model: device?.posture.model ?? 'ThinkPad T14 Gen 5',
      note: n === 24 ? 'In the cupboard on the second floor' : null, addedAt: now - 90 * day, devices: device === undefined || ended ? [] : [device.id],
    };
  });
  return {
    agents: [...agents],
    devices,
    invites: invites(now),
    inventory,
    policy,
    channels: channels(now),
    routing: { version: 3, routing },
    blocked: blocked(now),
    reveals: [],
    mistakes: [],
    shownFile: { kind: 'not-here', why: 'unreachable' },
    letter: { kind: 'not-shown', why: 'gone' },
    files: [],
    suggestions: [],
    fileAnswer: { kind: 'waiting', release: '00000014-0000-4000-8000-000000000001' as ReleaseId },
    seen: seenCustomer(now),
    verifying: { kind: 'confirmed' },
    order: offeredOrder,
    orderAnswer: { kind: 'done' },
    orderTaken: { kind: 'unknown' },
    waitingOrders: [],
    orderLimits: [],
    canned: canned(),
    signature: '',
    teams: [{ id: returns, name: 'Returns' }],
    skills: { 'ada.okafor@nordlicht.example': ['english', 'returns'] },
    audit: nordlichtAudit(now),
    auditCheck: { is: 'intact', entries: 16, head: '5f0c4b1e9a' },
  };
}
