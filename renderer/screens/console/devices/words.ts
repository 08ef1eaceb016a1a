import type { DeviceCard, InventoryMatch, WipeCause } from '../../../../shared/domain/device.ts';
import type { CheckResult, PostureCheck, Verdict } from '../../../../shared/domain/posture.ts';
import { recoveryCodeCount } from '../../../../shared/domain/second-factor.ts';
import type { DeviceShow } from '../../../data/console/device-list.ts';
import { dayAndTime } from '../../../words/times.ts';
import type { MarkLook } from '../mark.tsx';
import { messages, say } from '../../../languages/spoken.ts';

const t = messages.devices;

export const words = {
  ...t,
  shows: t.shows satisfies Record<DeviceShow, string>,
  sheet: {
    ...t.sheet,
    agent: (name: string, email: string) => say(t.sheet.agent, { name, email }),
    approvalsNeeded: (so: number, needed: number) => say(t.sheet.approvalsNeeded, { so, needed }),
    approvedBy: (by: string, when: string) => say(t.sheet.approvedBy, { by, when }),
    checksAt: (when: string) => say(t.sheet.checksAt, { when }),
    authenticators: t.sheet.authenticators satisfies Record<NonNullable<DeviceCard['unlock']>['authenticator'], string>,
    recoveryCodesOf: (left: number) => say(t.sheet.recoveryCodesOf, { left, all: recoveryCodeCount }),
  },
  checks: t.checks satisfies Record<PostureCheck, string>,
  outcomes: t.outcomes satisfies Record<CheckResult['state'], string>,
  verdicts: t.verdicts satisfies Record<Verdict, string>,
  done: {
    ...t.done,
    approved: (agent: string) => say(t.done.approved, { agent }),
  },
  reset: {
    ...t.reset,
    title: (agent: string) => say(t.reset.title, { agent }),
    until: (when: string) => say(t.reset.until, { when }),
    tell: (agent: string) => say(t.reset.tell, { agent }),
  },
};

/** Where a device is in its life, in as few words as the list has room for. */
export function stateWords({ state, approvals, approvalsNeeded, ordered, wipedAt, wipeCause, unlock }: DeviceCard): string {
  switch (state) {
    case 'pending':
      return approvals.length > 0 ? say(t.states.waitsSo, { so: approvals.length, needed: approvalsNeeded }) : t.states.waits;
    case 'approved':
      return t.states.setUp;
    case 'active':
      return unlock?.shareDestroyed ? t.states.opensNoMore : t.states.inUse;
    case 'suspended':
      return t.states.suspended;
    case 'denied':
      return t.states.denied;
    case 'revoked':
      return ordered === 'wipe-order' ? t.states.revokedWipeOrdered : t.states.revoked;
    case 'wiped':
      return wipedAt === null ? t.states.wipeOrdered : wipeCause === 'duress' ? t.states.wipedUnderDuress : t.states.wiped;
  }
}

export function stateLook({ state, wipedAt, wipeCause, unlock }: DeviceCard): MarkLook {
  switch (state) {
    case 'pending':
      return 'accent';
    case 'approved':
      return 'plain';
    case 'active':
      return unlock?.shareDestroyed ? 'danger' : 'plain';
    case 'suspended':
      return 'caution';
    case 'wiped':
      return wipedAt === null ? 'caution' : wipeCause === 'duress' ? 'danger' : 'quiet';
    case 'denied':
    case 'revoked':
      return 'quiet';
  }
}

/** What became of an order, where there is one: said on top of the detail. */
export function orderWords({ ordered, wipedAt, state }: DeviceCard, now: number): string | null {
  if (wipedAt !== null) return say(t.orders.wiped, { when: dayAndTime(wipedAt, now) });
  if (ordered === 'wipe-order') return t.orders.wipe;
  if (ordered === 'revocation' && state === 'revoked') return t.orders.revocation;
  return null;
}

/** Why it was wiped, as its receipt says, and what that asks of IT. */
export const wipeCauseWords = (cause: WipeCause): string => t.wipeCauses[cause];

/** What the policy makes of all checks together. */
export function verdictWords({ verdict, checks }: DeviceCard): string {
  return verdict === 'allow' ? t.verdictsOfAll.allow : say(t.verdictsOfAll[verdict], { n: checks.filter((check) => check.verdict === verdict).length });
}

export const inventoryWords = (match: InventoryMatch): string => (match.kind === 'listed' ? match.tag : t.inventory[match.kind]);

export interface QuestionWords {
  readonly title: string;
  readonly consequence: string;
  readonly confirm: string;
}

export type AskedAction = 'deny' | 'suspend' | 'reinstate' | 'reset' | 'revoke' | 'wipe';

/** From when on an order holds on a laptop: one that is out of reach opens what it has until its lease ends. */
function reachWords({ online, leaseUntil }: Pick<DeviceCard, 'online' | 'leaseUntil'>, now: number): string {
  if (online) return t.reach.online;
  return leaseUntil === null || leaseUntil <= now ? t.reach.closed : say(t.reach.until, { when: dayAndTime(leaseUntil, now) });
}

/** Names the laptop, the person and what follows, and from when on. */
export function questionWords(action: AskedAction, device: DeviceCard, now: number): QuestionWords {
  const { name, agent } = device;
  const { title, consequence, confirm } = t.questions[action];
  const whose = { laptop: name, agent: agent.name, reach: reachWords(device, now) };
  return { title: say(title, whose), consequence: say(consequence, whose), confirm };
}
