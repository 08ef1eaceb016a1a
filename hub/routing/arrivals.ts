import type { Arrivals } from '../ports.ts';
import type { BlockedSenders } from './blocked-senders.ts';
import type { RoutingRules } from './routing.ts';

/** Implements the port: what becomes of what comes in. */
export function arrivalsOf({ routing, blockedSenders }: { readonly routing: RoutingRules; readonly blockedSenders: BlockedSenders }): Arrivals {
  return {
    isBlocked: (tx, sender) => blockedSenders.has(tx, sender.kind === 'email' ? { ...sender, value: sender.value.toLowerCase() } : sender),
    route: (tx, beginning, teamId) => routing.route(tx, beginning, teamId),
    workingTime: (tx, from, to) => routing.workingTime(tx, from, to),
    attendance: (tx, teamId) => routing.attendance(tx, teamId),
    dueAt: (tx, waiting) => routing.dueAt(tx, waiting),
  };
}
