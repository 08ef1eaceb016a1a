import type { Clock } from '../../shared/domain/clock.ts';
import { endOfTime } from '../../shared/domain/ids.ts';
import { stepSeconds } from '../../shared/trust/totp.ts';
import type { DeviceItem } from './device-item.ts';

/**
 * Time as the hub would tell it: this machine's clock, corrected by what the hub's signed time last
 * showed. The highest time seen is kept in the same measure, so that a clock that is merely slow is
 * no clock moved back.
 */
export const toleratedMs = 2 * 60 * 1000;

type TimeKept = Pick<DeviceItem, 'clockOffset' | 'highestSeen' | 'hubTime'>;

/** Milliseconds since 1970, in the hub's time. */
export function trustedNow(kept: TimeKept, clock: Clock): number {
  return Math.max(0, Math.round(clock.now() + kept.clockOffset));
}

/** The time by which a lease ends: a clock put back a little does not lengthen it. */
export function latestNow(kept: TimeKept, clock: Clock): number {
  return Math.max(trustedNow(kept, clock), kept.highestSeen);
}

/** A moment in the hub's time, as this machine's clock will show it: for screens, which know no other clock. It can always be a time, however far away the hub's is. */
export function onThisClock(kept: TimeKept, hubTime: number): number {
  return Math.min(endOfTime, Math.max(0, hubTime - kept.clockOffset));
}

/** True when the clock shows a time well before one that this device has already seen. */
export function movedBack(kept: TimeKept, clock: Clock): boolean {
  return trustedNow(kept, clock) < kept.highestSeen - toleratedMs;
}

/** After a look at the clock: the highest time seen only grows. */
export function seeing<T extends TimeKept>(kept: T, clock: Clock): T {
  return { ...kept, highestSeen: latestNow(kept, clock) };
}

/** A hub that tells another time has no clock: 2020 to 2200. */
const earliest = Date.UTC(2020, 0);
const latest = Date.UTC(2200, 0);

/** Whether a time that the hub tells can be one. */
export const canBeNow = (hubNow: number): boolean => hubNow >= earliest && hubNow < latest;

/**
 * After the hub's signed time, which alone can lower the highest time seen: one jump forward locks nobody out. Nor does a step that
 * a code was used up with while the hub's own clock was ahead: where it is ahead of every clock, no code up to now is taken again, and the next one is.
 */
export function hearing<T extends TimeKept & Pick<DeviceItem, 'lastStep'>>(kept: T, hubNow: number, clock: Clock): T {
  const now = clock.now();
  const newest = Math.floor(Math.max(hubNow, now) / 1000 / stepSeconds);
  return {
    ...kept,
    hubTime: Math.max(hubNow, kept.hubTime ?? 0),
    clockOffset: Math.round(hubNow - now),
    highestSeen: hubNow,
    // Of an authenticator whose clock is ahead the code of the next step may have been used.
    lastStep: kept.lastStep !== null && kept.lastStep > newest + 1 ? newest : kept.lastStep,
  };
}
