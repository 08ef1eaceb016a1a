import type { ControlToDevice } from '../../shared/contract/wire/index.ts';
import type { DeviceId } from '../../shared/domain/ids.ts';
import type { Connection } from './connection.ts';
import type { Standing } from './standing.ts';

/** What the hub remembers of one open connection; everything that must last is in the database. */
export class LiveDevice {
  readonly connection: Connection;
  readonly deviceId: DeviceId;
  standing: Standing;
  /** Until when mail is served here; null without a hub session. */
  sessionUntil: number | null = null;
  /** The last mail written to this connection; null until the device has said where to go on. */
  sentSeq: number | null = null;
  /**
   * A code that was right a moment ago on this connection, for activation or for the share: it opens
   * the hub session once, since one code serves one unlock and the next is half a minute away.
   */
  freshCode: string | null = null;
  /** Mail is being written. */
  pumping = false;
  pumpAgain = false;

  constructor(connection: Connection, deviceId: DeviceId, standing: Standing) {
    this.connection = connection;
    this.deviceId = deviceId;
    this.standing = standing;
  }

  send(message: ControlToDevice): void {
    this.connection.send(message);
  }

  endSession(): void {
    this.sessionUntil = null;
    this.sentSeq = null;
  }
}
