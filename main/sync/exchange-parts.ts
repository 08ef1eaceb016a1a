import type { Clock } from '../../shared/domain/clock.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { Timers } from '../boundary/timers.ts';
import type { VaultEvent } from '../boundary/vault-process.ts';
import { certificateExpired } from '../device/certificate-time.ts';
import type { Device } from '../device/device.ts';
import type { HeldPosture } from '../device/held-posture.ts';
import type { HubShare } from '../device/lease.ts';
import { Orders } from '../device/orders.ts';
import { SerialWork } from '../device/serial-work.ts';
import { AttachmentExchange } from './attachment-exchange.ts';
import { ConsoleExchange } from './console-exchange.ts';
import { EnrolmentExchange } from './enrolment-exchange.ts';
import { FactorExchange } from './factor-exchange.ts';
import { HubSession } from './hub-session.ts';
import { Line } from './line.ts';
import { MailExchange } from './mail-exchange.ts';
import { OrderExchange } from './order-exchange.ts';
import { PostureExchange } from './posture-exchange.ts';
import { PresenceExchange } from './presence-exchange.ts';
import { UploadExchange } from './upload-exchange.ts';
import { ShareExchange, type SharesFromHub } from './share-exchange.ts';

export interface ExchangePorts {
  readonly device: Device;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly posture: HeldPosture;
  readonly emit: (event: VaultEvent) => void;
  /** The first share, at approval. */
  readonly firstShare: (share: HubShare, lease: SignedStatement | null) => Promise<void>;
  readonly hasFirstShare: () => boolean;
  /** Shares while the vault is open: the newest may be of a new generation. */
  readonly newShares: (told: SharesFromHub) => Promise<void>;
  /** The enrolment changed under an open vault: whatever depends on lease or policy is looked at again. */
  readonly enrolmentChanged: () => Promise<void>;
  /** Closes the vault because the device is at its end; the vault is not used again. */
  readonly endVault: () => Promise<void>;
  readonly connectionChanged: () => void;
}

/** The matters between this device and the hub, each with a part of its own; they share the line and one order of frames. */
export interface ExchangeParts {
  readonly line: Line;
  readonly frames: SerialWork;
  readonly orders: Orders;
  readonly session: HubSession;
  readonly mail: MailExchange;
  readonly shares: ShareExchange;
  readonly enrolment: EnrolmentExchange;
  readonly factors: FactorExchange;
  readonly ordered: OrderExchange;
  readonly posture: PostureExchange;
  readonly console: ConsoleExchange;
  readonly attachments: AttachmentExchange;
  readonly presence: PresenceExchange;
  readonly uploads: UploadExchange;
}

export function makeExchangeParts(ports: ExchangePorts): ExchangeParts {
  const line = new Line(ports.emit);
  const frames = new SerialWork();
  const orders = new Orders(ports.device, ports.clock);
  const shared = {
    ...ports,
    line,
    frames,
    orders,
    vaultOpen: () => mail.vaultOpen,
    sessionOpen: () => session.open,
    certificateExpired: () => certificateExpired(ports.device.present.record, ports.device.present.item, ports.clock),
    endSession: () => {
      session.end();
      console.giveUp();
      attachments.giveUp();
      presence.silent();
      uploads.giveUp();
    },
  };
  const session = new HubSession(shared);
  const mail = new MailExchange(shared);
  const console = new ConsoleExchange(shared);
  const attachments = new AttachmentExchange({ ...shared, progress: (id, done) => ports.emit({ kind: 'attachment-progress', id, done }), lent: (id, until) => ports.emit({ kind: 'attachment-lent', id, until }) });
  const presence = new PresenceExchange({ ...shared, changed: (present) => ports.emit({ kind: 'presence-changed', present }) });
  const uploads = new UploadExchange(shared);
  return {
    line,
    frames,
    orders,
    session,
    mail,
    console,
    attachments,
    presence,
    uploads,
    shares: new ShareExchange(shared),
    enrolment: new EnrolmentExchange(shared),
    factors: new FactorExchange(shared),
    ordered: new OrderExchange(shared),
    posture: new PostureExchange(shared),
  };
}
