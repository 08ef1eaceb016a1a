import type { ControlToDevice } from '../../shared/contract/wire/index.ts';
import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { SyncState } from '../../shared/domain/sync-state.ts';
import { publicKeyFrom } from '../../shared/trust/keys.ts';
import { StatementError } from '../../shared/trust/statement.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import type { MailFrame, OpenedVault } from '../boundary/opened-vault.ts';
import type { Timers } from '../boundary/timers.ts';
import type { VaultEvent } from '../boundary/vault-process.ts';
import type { Device } from '../device/device.ts';
import { verifyByHub } from '../device/hub-statements.ts';
import type { HubShare } from '../device/lease.ts';
import { OrderRefused, Orders } from '../device/orders.ts';
import { SerialWork } from '../device/serial-work.ts';
import { trustedNow } from '../device/trusted-time.ts';
import { EnrolmentExchange } from './enrolment-exchange.ts';
import { HubSession } from './hub-session.ts';
import { Line } from './line.ts';
import { Link, LinkError, type LinkStep } from './link.ts';
import { MailExchange } from './mail-exchange.ts';
import { OrderExchange } from './order-exchange.ts';
import { ShareExchange, type ShareFromHub } from './share-exchange.ts';

export interface ExchangePorts {
  readonly device: Device;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly emit: (event: VaultEvent) => void;
  /** The first share, at approval. */
  readonly firstShare: (share: HubShare, lease: SignedStatement | null) => Promise<void>;
  readonly hasFirstShare: () => boolean;
  /** A share of a new generation while the vault is open. */
  readonly newShare: (share: HubShare, lease: SignedStatement | null) => Promise<void>;
  /** The enrolment changed under an open vault: whatever depends on lease or policy is looked at again. */
  readonly enrolmentChanged: () => Promise<void>;
  /** Closes the vault because the device is at its end; the vault is not used again. */
  readonly endVault: () => Promise<void>;
  readonly connectionChanged: () => void;
}

/**
 * What goes on between this device and the hub over the links that come and go. Each matter has a
 * part of its own; here is the link, and which part hears what. One frame is handled after the other.
 */
export class HubExchange {
  readonly #ports: ExchangePorts;
  readonly #orders: Orders;
  readonly #frames = new SerialWork();
  readonly #line: Line;
  readonly #session: HubSession;
  readonly #mail: MailExchange;
  readonly #shares: ShareExchange;
  readonly #enrolment: EnrolmentExchange;
  readonly #ordered: OrderExchange;

  constructor(ports: ExchangePorts) {
    this.#ports = ports;
    this.#orders = new Orders(ports.device, ports.clock);
    this.#line = new Line(ports.emit);
    const shared = { ...ports, line: this.#line, orders: this.#orders, vaultOpen: () => this.#mail.vaultOpen };
    this.#session = new HubSession(shared);
    this.#mail = new MailExchange({ ...shared, frames: this.#frames, sessionOpen: () => this.#session.open });
    this.#shares = new ShareExchange(shared);
    this.#enrolment = new EnrolmentExchange(shared);
    this.#ordered = new OrderExchange({ ...shared, endSession: () => this.#session.end() });
  }

  get online(): boolean {
    return this.#line.open;
  }

  get connection(): SyncState['connection'] {
    if (this.#line.link === null) return 'offline';
    if (!this.#line.open) return 'connecting';
    if (this.#session.open) return 'online';
    return this.#session.asking ? 'connecting' : 'code-needed';
  }

  get sessionOpen(): boolean {
    return this.#session.open;
  }

  // --- the link

  opened(): Promise<void> {
    return this.#frames.run(async () => {
      this.#drop();
      const identity = await this.#identity();
      if (identity === null) {
        this.#ports.emit({ kind: 'close-link', reason: 'There is nothing to tell the hub.', retry: false });
        return;
      }
      this.#line.take(new Link(identity, this.#ports.clock));
      this.#ports.connectionChanged();
    });
  }

  closed(): Promise<void> {
    return this.#frames.run(async () => {
      await this.#ordered.linkClosed();
      this.#drop();
      this.#ports.connectionChanged();
    });
  }

  /** Resolves when the frame has had its effect; mail is stored then. Never rejects for what the hub sent. */
  async frame(text: string): Promise<void> {
    const stored = await this.#frames.run(async (): Promise<{ mail: Promise<void> } | null> => {
      const { link } = this.#line;
      if (link === null) return null;
      try {
        return await this.#follow(link, link.receive(text));
      } catch (error) {
        await this.#failed(error);
        return null;
      }
    });
    await stored?.mail;
  }

  async #identity() {
    const { device } = this.#ports;
    const loaded = await device.load();
    if (loaded.kind === 'wiped' && loaded.tombstone.errand !== null) {
      this.#ordered.foundTombstone(loaded.tombstone);
      const { deviceId, root, minimumSerial } = loaded.tombstone.errand;
      const deviceKey = await device.key().catch(() => null);
      // The hub ended the certificate with the order; the key alone proves who brings the receipt.
      return deviceKey && { deviceId, deviceKey, certificate: null, root: publicKeyFrom(root), minimumSerial };
    }
    if (loaded.kind !== 'present') return null;
    const { deviceId, stage, root, minimumSerial } = loaded.record;
    // Without a certificate the hub tells an approved device everything again, the first share included.
    const certificate = stage === 'approved' && !this.#ports.hasFirstShare() ? null : loaded.record.certificate;
    return { deviceId, deviceKey: await device.key(), certificate, root: publicKeyFrom(root), minimumSerial };
  }

  #drop(): void {
    this.#line.drop();
    this.#session.dropped();
    this.#shares.giveUp();
    this.#enrolment.dropped();
    this.#mail.dropped();
  }

  /** Whatever went wrong with what the hub sent: the link goes, nothing else does. */
  async #failed(error: unknown): Promise<void> {
    this.#drop();
    const { emit, device } = this.#ports;
    if (error instanceof LinkError) {
      if (error.kind === 'hub-not-genuine' && device.isPresent && device.present.record.inviteCode !== null) {
        // The invite was sent to nobody: it can be used again once the right hub answers.
        await device.forget();
        emit({ kind: 'enrolment-refused', reason: 'hub-not-genuine' });
      }
      const again = error.refused === null || error.refused === 'too-many' || error.refused === 'closing' || error.refused === 'frame';
      emit({ kind: 'close-link', reason: error.message, retry: again });
    } else if (error instanceof OrderRefused || error instanceof StatementError) {
      emit({ kind: 'close-link', reason: error.message, retry: true });
    } else {
      emit({ kind: 'close-link', reason: 'What the hub sent could not be handled.', retry: true });
    }
    this.#ports.connectionChanged();
  }

  async #follow(link: Link, step: LinkStep): Promise<{ mail: Promise<void> } | null> {
    switch (step.kind) {
      case 'send':
        this.#ports.emit(step);
        break;
      case 'ready':
        if (!this.#ordered.wiped) await this.#orders.meet(step.hub);
        this.#announce();
        this.#ports.connectionChanged();
        break;
      case 'control':
        if (!this.#ordered.wiped) await this.#control(link, step.message);
        break;
      case 'mail':
        return { mail: this.#mail.receive(step.mail) };
    }
    return null;
  }

  /** What this device has to say first, once both sides are proven. */
  #announce(): void {
    if (this.#ordered.wiped) {
      this.#ordered.tellReceipt();
      return;
    }
    if (this.#enrolment.enrol()) return;
    if (this.#ports.device.present.record.stage === 'activating' && !this.#mail.vaultOpen) {
      this.#session.probe();
      return;
    }
    if (this.#certificateExpired()) this.#line.tell({ c: 'lease-renew', generation: null });
    if (this.#mail.vaultOpen) this.#session.begin();
  }

  /** With one that has expired the hub serves nothing but its renewal. */
  #certificateExpired(): boolean {
    const { device, clock } = this.#ports;
    const { record, item } = device.present;
    if (record.stage !== 'enrolled' || record.certificate === null) return false;
    return verifyByHub('device-certificate', record.certificate, record.hubKeys, 'any').notAfter <= trustedNow(item, clock);
  }

  // --- what the hub says

  async #control(link: Link, message: ControlToDevice): Promise<void> {
    switch (message.c) {
      case 'enrol-pending':
        return this.#enrolment.pending();
      case 'enrol-refused':
        await this.#enrolment.refused(message.reason);
        this.#drop();
        this.#ports.emit({ kind: 'close-link', reason: 'The enrolment was refused.', retry: false });
        return;
      case 'enrol-approved':
        return this.#enrolment.approved(message);
      case 'totp-activated':
        return this.#enrolment.activated();
      case 'code-refused':
        return this.#codeRefused(message.for);
      case 'session-opened':
        return this.#sessionOpened(message);
      case 'session-refused':
        return this.#sessionRefused(message.reason);
      case 'share':
        await this.#shares.received(message);
        this.#ports.emit({ kind: 'device-changed' });
        return;
      case 'lease':
        return this.#ordered.lease(message);
      case 'policy':
        return this.#ordered.policy(message.policy);
      case 'revoked':
        return this.#ordered.revoked(message.revocation);
      case 'wipe':
        return this.#ordered.wipe(message.order);
      case 'time':
        return this.#ordered.time(link, message.statement);
      case 'prekeys-wanted':
        return this.#mail.publishPreKeys();
    }
  }

  #codeRefused(what: Extract<ControlToDevice, { c: 'code-refused' }>['for']): void {
    switch (what) {
      case 'totp-activate':
        return this.#enrolment.codeRefused();
      case 'share-request':
        return this.#shares.refused();
      case 'session-open':
        return this.#session.codeRefused();
    }
  }

  async #sessionOpened({ token, until, preKeysWanted }: Extract<ControlToDevice, { c: 'session-opened' }>): Promise<void> {
    this.#session.opened(token, until);
    await this.#enrolment.nowActive();
    await this.#live(preKeysWanted);
    this.#ports.connectionChanged();
  }

  async #sessionRefused(reason: Extract<ControlToDevice, { c: 'session-refused' }>['reason']): Promise<void> {
    this.#shares.giveUp();
    const asked = this.#session.refused(reason === 'not-active' ? 'not-active' : 'refused');
    if (this.#ports.device.present.record.stage === 'activating' && !this.#enrolment.activating) {
      if (reason === 'not-active') return this.#enrolment.notActive(this.#mail.vaultOpen);
      await this.#enrolment.nowActive();
    }
    // A session that ended while we were away: the code just typed opens another one.
    if (asked && reason === 'ended' && this.#mail.vaultOpen) this.#session.begin();
    this.#ports.connectionChanged();
  }

  async #live(preKeysWanted: boolean): Promise<void> {
    if (!this.#mail.vaultOpen) return;
    await this.#session.setVerifier();
    await this.#mail.goLive(preKeysWanted);
    await this.#ports.enrolmentChanged();
  }

  // --- what this device asks

  activate(request: Parameters<EnrolmentExchange['activate']>[0]): ReturnType<EnrolmentExchange['activate']> {
    return this.#enrolment.activate(request);
  }

  settleActivation(): ReturnType<HubSession['settleActivation']> {
    return this.#session.settleActivation();
  }

  requestShare(request: { readonly code: string; readonly verifier: string }): Promise<ShareFromHub> {
    return this.#shares.request(request);
  }

  giveCode(code: string): Promise<IpcOutput<'session.code'>> {
    return this.#session.giveCode(code);
  }

  /**
   * The vault is open: the hub session follows, with the code that was typed or by itself.
   *
   * @param codeSpent the hub has released the share for this code.
   * @param verifier base64.
   * @param verifierSet the hub has it.
   */
  unlocked(
    vault: OpenedVault,
    options: { readonly code: string; readonly codeSpent: boolean; readonly restored: boolean; readonly verifier: string; readonly verifierSet: boolean },
  ): Promise<void> {
    return this.#frames.run(async () => {
      this.#mail.opened(vault, options.restored);
      const usable = !options.codeSpent || this.#shares.codeServes;
      this.#session.unlocked(usable ? options.code : null, options.verifier, options.verifierSet);
      if (this.#session.open) await this.#live(false);
      else if (this.online) this.#session.begin();
      this.#ports.connectionChanged();
    });
  }

  sendMail(mail: MailFrame): void {
    this.#mail.send(mail);
  }

  renewLease(): void {
    if (this.#session.open) this.#line.tell({ c: 'lease-renew', generation: null });
  }

  /** The session's time is over, or it is ended here. */
  checkSession(): void {
    if (!this.#session.lapsed()) return;
    this.#mail.quiet();
    this.#ports.connectionChanged();
  }

  /** Takes leave of the hub; the vault is the caller's to close. */
  locking(): void {
    this.#session.leave();
    this.#mail.closing();
  }
}
