import type { ControlToDevice } from '../../shared/contract/wire/index.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import type { Verdict } from '../../shared/domain/posture.ts';
import type { KnownDevice } from '../enrolment/devices.ts';
import type { FactorKind } from '../enrolment/second-factors.ts';
import type { Connection } from './connection.ts';
import type { CertificateState, Standing } from './standing.ts';

/** A code that was right a moment ago, and what kind it was. */
export interface FreshCode {
  readonly code: string;
  readonly kind: FactorKind;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Milliseconds: a locked laptop is told that something came, not how busy the day is. */
const callAgainAfter = 60_000;

/** What the hub remembers of one open connection; everything that must last is in the database. */
export class LiveDevice {
  readonly connection: Connection;
  readonly deviceId: DeviceId;
  standing: Standing;
  certificate: CertificateState;
  /** What the policy says of the posture reported on this connection; null until one was. */
  verdict: Verdict | null = null;
  /** Whether its user's roles show devices in the console. */
  showsDevices = false;
  /** Whether its user may say yes to what colleagues ask to see. */
  approvesReveals = false;
  /** Until when the hub session lasts; null without one. */
  #sessionUntil: number | null = null;
  #limited = false;
  #calledAt = Number.NEGATIVE_INFINITY;
  /** The last mail written to this connection; null until the device has said where to go on. */
  sentSeq: number | null = null;
  /**
   * A code that was right a moment ago on this connection, for activation, the share or a renewal: it opens
   * the hub session once, since one code serves one unlock and the next is half a minute away; or it stands for the change
   * to another authenticator, whose own two codes come a minute later.
   */
  freshCode: FreshCode | null = null;
  /** Bodies of what was sent last of each: none is sent twice. */
  toldPolicy: string | null = null;
  toldSuspension: string | null = null;
  toldReset: string | null = null;
  /** Up to when its session was noted as heard, milliseconds since 1970. */
  notedAt = 0;
  /** Mail is being written. */
  pumping = false;
  pumpAgain = false;

  constructor(connection: Connection, deviceId: DeviceId, standing: Standing, certificate: CertificateState) {
    this.connection = connection;
    this.deviceId = deviceId;
    this.standing = standing;
    this.certificate = certificate;
  }

  get device(): KnownDevice | null {
    return this.standing.kind === 'unknown' ? null : this.standing.device;
  }

  send(message: ControlToDevice): void {
    this.connection.send(message);
  }

  get hasSession(): boolean {
    return this.#sessionUntil !== null;
  }

  /** @param now milliseconds since 1970. */
  sessionLives(now: number): boolean {
    return this.#sessionUntil !== null && this.#sessionUntil > now;
  }

  /** Why neither mail nor the console is served here; null when they are. @param now milliseconds since 1970. */
  closedTo(now: number): 'ended' | 'not-active' | null {
    if (!this.sessionLives(now)) return 'ended';
    return this.#limited ? 'not-active' : null;
  }

  /** Whether it is long enough since a locked device was told that a customer wrote. @param now milliseconds since 1970. */
  mayBeCalled(now: number): boolean {
    if (now - this.#calledAt < callAgainAfter) return false;
    this.#calledAt = now;
    return true;
  }

  /** @param limited IT's reset code opened it: before anything else another authenticator is to be set up. */
  beginSession(until: number, limited: boolean): void {
    this.endSession();
    this.#sessionUntil = until;
    this.#limited = limited;
  }

  /** Another authenticator is there. */
  mayDoAll(): void {
    this.#limited = false;
  }

  endSession(): void {
    this.#sessionUntil = null;
    this.#limited = false;
    this.sentSeq = null;
  }
}
