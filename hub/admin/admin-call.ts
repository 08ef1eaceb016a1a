import type { z } from 'zod';
import type { DeviceId } from '../../shared/domain/ids.ts';
import type { Agent } from '../../shared/domain/people.ts';
import type { ChannelAdmin } from '../channels/admin.ts';
import type { Rooms } from '../rooms.ts';

/** What only a running hub has. */
export interface RunningHub {
  /** Where devices reach the hub, and the fingerprint an invite names. */
  readonly url: string;
  readonly tls: string | null;
  isOnline(deviceId: DeviceId): boolean;
  /** Whether it is unlocked as well: what comes for it is read now. */
  isReading(deviceId: DeviceId): boolean;
  /** A decision about a device: its connection learns of it. */
  recheck(deviceId: DeviceId): Promise<void>;
  /** Policy or people changed. */
  recheckAll(): Promise<void>;
  /** Something that the console shows may have changed: those who look at it are told. */
  consoleChanged(): void;
  /** Somebody asks to see what was hidden, or has been answered: those who may approve are told. */
  revealsChanged(): void;
  /** The organisation root is another one: every device is to come back and follow it. */
  reconnectAll(): void;
  readonly channels: ChannelAdmin['running'];
}

export interface AdminContext {
  readonly rooms: Rooms;
  /** Who asks, for the audit log: whoever may open the socket or the data folder. */
  readonly actor: string;
  /** The agent at a laptop, in the roles it is enrolled for; null for whoever uses the command. */
  readonly user: Agent | null;
  /** The laptop; null for whoever uses the command. */
  readonly device: DeviceId | null;
  /** Null when the command works on the data folder of a hub that is not running. */
  readonly running: RunningHub | null;
}

/** One call of the admin API. None of them ever yields a secret that the hub keeps: no share, no key. A code that a person is to pass on is yielded once, when it is made. */
export interface AdminCall<I extends z.ZodType, O> {
  readonly input: I;
  run(context: AdminContext, input: z.output<I>): Promise<O>;
}

export function adminCall<I extends z.ZodType, O>(call: AdminCall<I, O>): AdminCall<I, O> {
  return call;
}
