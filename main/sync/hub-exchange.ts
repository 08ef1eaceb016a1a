import { randomBytes } from 'node:crypto';
import type { ControlToDevice, ControlToHub } from '../../shared/contract/wire/index.ts';
import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { SyncState } from '../../shared/domain/sync-state.ts';
import { fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import { publicKeyFrom } from '../../shared/trust/keys.ts';
import { StatementError } from '../../shared/trust/statement.ts';
import type { SignedStatement } from '../../shared/trust/statement-schema.ts';
import { stepSeconds } from '../../shared/trust/totp.ts';
import type { MailFrame, OpenedVault } from '../boundary/opened-vault.ts';
import type { Timers } from '../boundary/timers.ts';
import type { VaultEvent } from '../boundary/vault-process.ts';
import type { Device } from '../device/device.ts';
import type { HubShare } from '../device/lease.ts';
import { verifyByHub } from '../device/hub-statements.ts';
import { OrderRefused, Orders } from '../device/orders.ts';
import { SerialWork } from '../device/serial-work.ts';
import type { Tombstone } from '../device/tombstone.ts';
import { movedBack, trustedNow } from '../device/trusted-time.ts';
import { AwaitedAnswer } from './awaited-answer.ts';
import { FreshCode } from './fresh-code.ts';
import { Link, LinkError, type LinkStep, type MailToDevice } from './link.ts';
import { certifiedPreKeys } from './pre-keys.ts';

const answerLimitMs = 15_000;
/** New Signal sessions over one link; more than this is a fault that a new session does not mend. */
const preKeysPerLink = 5;
/** Mails that may still come in of a session that was given up: what the hub had in flight. */
const unreadTolerated = 256;
const waits = { activation: answerLimitMs, share: answerLimitMs, session: answerLimitMs, probe: answerLimitMs } as const;

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

export type ShareFromHub =
  | { readonly kind: 'share'; readonly share: HubShare; readonly lease: SignedStatement | null }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' };

interface Session {
  readonly token: string;
  readonly until: number;
}

/** The hub has not activated the authenticator of this device. */
type SessionAnswer = 'opened' | 'refused' | 'not-active';

/**
 * What goes on between this device and the hub over the links that come and go: enrolment, session,
 * codes, shares, orders and mail. One frame is handled after the other.
 */
export class HubExchange {
  readonly #ports: ExchangePorts;
  readonly #orders: Orders;
  readonly #frames = new SerialWork();
  readonly #activation: AwaitedAnswer<'activated' | 'refused'>;
  readonly #shareAsked: AwaitedAnswer<ShareFromHub>;
  readonly #sessionAsked: AwaitedAnswer<SessionAnswer>;
  readonly #code: FreshCode;
  #link: Link | null = null;
  /** Grows with every link, so that what was under way for an older one is dropped. */
  #turn = 0;
  #tombstone: Tombstone | null = null;
  #receiptsSent = 0;
  #session: Session | null = null;
  #sessionOpen = false;
  #vault: OpenedVault | null = null;
  #restored = false;
  /** Base64, while the vault is open: the hub wants it beside every code. */
  #verifier: string | null = null;
  #verifierSet = true;
  /** The link over which the share was asked for: there, and only there, its code also opens a session. */
  #shareTurn = -1;
  readonly #preKeys = { sent: 0, awaited: false, unread: 0 };

  constructor(ports: ExchangePorts) {
    this.#ports = ports;
    this.#orders = new Orders(ports.device, ports.clock);
    this.#activation = new AwaitedAnswer(ports.timers, waits.activation);
    this.#shareAsked = new AwaitedAnswer(ports.timers, waits.share);
    this.#sessionAsked = new AwaitedAnswer(ports.timers, waits.session);
    this.#code = new FreshCode(ports.timers);
  }

  get online(): boolean {
    return this.#link?.open === true;
  }

  get connection(): SyncState['connection'] {
    if (this.#link === null) return 'offline';
    if (!this.#link.open) return 'connecting';
    if (this.#sessionOpen) return 'online';
    return this.#sessionAsked.waiting ? 'connecting' : 'code-needed';
  }

  get sessionOpen(): boolean {
    return this.#sessionOpen;
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
      this.#link = new Link(identity, this.#ports.clock);
      this.#ports.connectionChanged();
    });
  }

  closed(): Promise<void> {
    return this.#frames.run(async () => {
      // The hub ends the connection when it has the receipt. Once could be the network's doing.
      if (this.#tombstone !== null && this.online) {
        this.#receiptsSent += 1;
        if (this.#receiptsSent === 2) {
          await this.#ports.device.receiptDelivered();
          this.#ports.emit({ kind: 'device-changed' });
        }
      }
      this.#drop();
      this.#ports.connectionChanged();
    });
  }

  /** Resolves when the frame has had its effect; mail is stored then. Never rejects for what the hub sent. */
  async frame(text: string): Promise<void> {
    const stored = await this.#frames.run(async (): Promise<{ mail: Promise<void> } | null> => {
      const link = this.#link;
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
      this.#tombstone = loaded.tombstone;
      const { organisation, deviceId, root, minimumSerial } = loaded.tombstone.errand;
      const deviceKey = await device.key().catch(() => null);
      // The hub ended the certificate with the order; the key alone proves who brings the receipt.
      return deviceKey && { organisation, deviceId, deviceKey, certificate: null, root: publicKeyFrom(root), minimumSerial };
    }
    if (loaded.kind !== 'present') return null;
    const { organisation, deviceId, stage, root, minimumSerial } = loaded.record;
    // Without a certificate the hub tells an approved device everything again, the first share included.
    const certificate = stage === 'approved' && !this.#ports.hasFirstShare() ? null : loaded.record.certificate;
    return { organisation, deviceId, deviceKey: await device.key(), certificate, root: publicKeyFrom(root), minimumSerial };
  }

  #drop(): void {
    this.#turn += 1;
    this.#link?.close();
    this.#link = null;
    this.#sessionOpen = false;
    Object.assign(this.#preKeys, { sent: 0, awaited: false, unread: 0 });
    this.#activation.giveUp();
    this.#shareAsked.giveUp();
    this.#sessionAsked.giveUp();
    this.#vault?.goQuiet();
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

  #tell(message: ControlToHub): void {
    if (this.#link?.open === true) this.#ports.emit({ kind: 'send', text: this.#link.control(message) });
  }

  async #follow(link: Link, step: LinkStep): Promise<{ mail: Promise<void> } | null> {
    switch (step.kind) {
      case 'send':
        this.#ports.emit(step);
        break;
      case 'ready':
        if (this.#tombstone !== null) this.#tombstone = await this.#ports.device.wipedMeets(this.#tombstone, step.hub);
        // The safety number of one that waits for approval is made of the root.
        else if (await this.#orders.meet(step.hub)) this.#ports.emit({ kind: 'device-changed' });
        this.#announce();
        this.#ports.connectionChanged();
        break;
      case 'control':
        await this.#control(link, step.message);
        break;
      case 'mail':
        return { mail: this.#receive(step.mail) };
    }
    return null;
  }

  /** What this device has to say first, once both sides are proven. */
  #announce(): void {
    if (this.#tombstone !== null) {
      this.#tell({ c: 'wiped', receipt: this.#tombstone.receipt });
      return;
    }
    const { record } = this.#ports.device.present;
    if (record.stage === 'pending' && record.inviteCode !== null) {
      const { inviteCode, deviceName, posture } = record;
      this.#tell({ c: 'enrol', inviteCode, deviceName, posture });
    } else if (record.stage === 'activating' && this.#vault === null) {
      this.#probe();
    } else {
      if (this.#certificateExpired()) this.#tell({ c: 'lease-renew' });
      if (this.#vault !== null) this.#openSession();
    }
  }

  /** With one that has expired the hub serves nothing but its renewal. */
  #certificateExpired(): boolean {
    const { device, clock } = this.#ports;
    const { record, item } = device.present;
    if (record.stage !== 'enrolled' || record.certificate === null) return false;
    return verifyByHub('device-certificate', record.certificate, record.hubKeys, 'any').notAfter <= trustedNow(item, clock);
  }

  /** A session that cannot be: the hub's refusal tells whether it has activated this device. */
  #probe(): void {
    this.#tell({ c: 'session-resume', token: toBase64(randomBytes(32)) });
  }

  // --- what the hub says

  async #control(link: Link, message: ControlToDevice): Promise<void> {
    const { device, emit } = this.#ports;
    if (this.#tombstone !== null) return;
    switch (message.c) {
      case 'enrol-pending':
        await this.#pending();
        return;
      case 'enrol-refused':
        if (device.present.record.stage !== 'pending') throw new OrderRefused('The hub refused an enrolment that was approved.');
        await device.forget();
        emit({ kind: 'enrolment-refused', reason: message.reason });
        this.#drop();
        emit({ kind: 'close-link', reason: 'The enrolment was refused.', retry: false });
        return;
      case 'enrol-approved':
        await this.#approved(message);
        return;
      case 'totp-activated':
        if (!this.#activation.answer('activated')) await this.#nowActive();
        return;
      case 'code-refused':
        this.#codeRefused(message.for);
        return;
      case 'session-opened':
        await this.#sessionOpened(message);
        return;
      case 'session-refused':
        await this.#sessionRefused(message.reason);
        return;
      case 'share':
        await this.#share(message);
        return;
      case 'lease':
        await this.#orders.lease(message);
        await this.#ports.enrolmentChanged();
        emit({ kind: 'device-changed' });
        return;
      case 'policy':
        if (await this.#orders.policy(message.policy)) {
          await this.#ports.enrolmentChanged();
          emit({ kind: 'device-changed' });
        }
        return;
      case 'revoked':
        await this.#orders.revoked(message.revocation);
        this.#endSession();
        emit(this.#vault === null ? { kind: 'device-changed' } : { kind: 'lock-now', reason: 'The device was revoked.' });
        return;
      case 'wipe':
        await this.#wipe(message.order);
        return;
      case 'time':
        await this.#time(link, message.statement);
        return;
      case 'prekeys-wanted':
        await this.#publishPreKeys();
        return;
    }
  }

  async #pending(): Promise<void> {
    const { device, emit } = this.#ports;
    if (device.present.record.stage !== 'pending') return;
    if (device.present.record.inviteCode !== null) await device.updateRecord((record) => ({ ...record, inviteCode: null }));
    emit({ kind: 'device-changed' });
  }

  async #approved(message: Extract<ControlToDevice, { c: 'enrol-approved' }>): Promise<void> {
    const { device, emit, firstShare } = this.#ports;
    const { stage } = device.present.record;
    // The hub says it has activated nothing; an enrolled device knows better, and one at its end does not come back.
    if (stage !== 'pending' && stage !== 'approved' && stage !== 'activating') return;
    if (stage === 'activating' && this.#activation.waiting) return;
    await this.#orders.approved(message, firstShare);
    emit({ kind: 'device-changed' });
  }

  /** The hub has activated the authenticator, and its answer was lost before. */
  async #nowActive(): Promise<void> {
    const { device, emit } = this.#ports;
    if (device.present.record.stage !== 'activating') return;
    await device.updateRecord((record) => ({ ...record, stage: 'enrolled', inviteCode: null }));
    emit({ kind: 'device-changed' });
  }

  #codeRefused(what: Extract<ControlToDevice, { c: 'code-refused' }>['for']): void {
    switch (what) {
      case 'totp-activate':
        this.#activation.answer('refused');
        return;
      case 'share-request':
        this.#shareAsked.answer({ kind: 'refused' });
        return;
      case 'session-open':
        this.#sessionAsked.answer('refused');
        this.#ports.connectionChanged();
        return;
    }
  }

  async #share(message: Extract<ControlToDevice, { c: 'share' }>): Promise<void> {
    const share: HubShare = { generation: message.shareGeneration, share: fromBase64(message.share) };
    if (this.#shareAsked.answer({ kind: 'share', share, lease: message.lease })) return;
    if (this.#vault === null) throw new OrderRefused('The hub sent a share that nobody asked for.');
    await this.#ports.newShare(share, message.lease);
    this.#ports.emit({ kind: 'device-changed' });
  }

  async #time(link: Link, statement: SignedStatement): Promise<void> {
    const { device, clock, emit } = this.#ports;
    const wasBack = movedBack(device.present.item, clock);
    await this.#orders.time(statement, link.nonce);
    if (wasBack) emit({ kind: 'device-changed' });
  }

  async #wipe(order: SignedStatement): Promise<void> {
    const { device, emit, endVault } = this.#ports;
    const serial = this.#orders.wipeOrder(order);
    const wasOpen = this.#vault !== null;
    this.#endSession();
    await endVault();
    this.#tombstone = await device.wipe(serial);
    this.#tell({ c: 'wiped', receipt: this.#tombstone.receipt });
    emit(wasOpen ? { kind: 'lock-now', reason: 'The device was wiped.' } : { kind: 'device-changed' });
  }

  // --- what this device asks

  /** Within the set-up: both codes are right here, the hub is asked to take the secret. */
  async activate(request: { readonly secret: string; readonly first: string; readonly second: string; readonly verifier: string }): Promise<'activated' | 'refused' | 'unreachable'> {
    if (!this.online) return 'unreachable';
    const { secret, first, second, verifier } = request;
    const answer = await this.#activation.ask(() => {
      // The verifier first, while the hub takes it without a session: at lease zero it hands out no share without one.
      this.#tell({ c: 'verifier-set', verifier });
      this.#tell({ c: 'totp-activate', secret, first, second });
    });
    return answer ?? 'unreachable';
  }

  /** Whether the hub has activated this device, where its answer got lost. */
  async settleActivation(): Promise<'active' | 'not-active' | 'unreachable'> {
    if (!this.online) return 'unreachable';
    const answer = await this.#sessionAsked.ask(() => this.#probe());
    if (answer === null) return 'unreachable';
    return answer === 'not-active' ? 'not-active' : 'active';
  }

  async requestShare(request: { readonly code: string; readonly verifier: string }): Promise<ShareFromHub> {
    if (!this.online) return { kind: 'unreachable' };
    this.#shareTurn = this.#turn;
    return (await this.#shareAsked.ask(() => this.#tell({ c: 'share-request', ...request }))) ?? { kind: 'unreachable' };
  }

  /** A fresh code while the vault is open. */
  async giveCode(code: string): Promise<IpcOutput<'session.code'>> {
    if (!this.online) return { kind: 'offline' };
    if (this.#sessionOpen) return { kind: 'accepted' };
    const { device, clock } = this.#ports;
    // Used up here as well, whatever the hub answers: the secret to judge it with is sealed now.
    const step = Math.floor(trustedNow(device.present.item, clock) / 1000 / stepSeconds);
    await device.updateItem((item) => ({ ...item, lastStep: Math.max(item.lastStep ?? 0, step) }));
    const answer = await this.#sessionAsked.ask(() => {
      this.#tellCode(code);
      this.#ports.connectionChanged();
    });
    if (answer === null) return { kind: 'offline' };
    return { kind: answer === 'opened' ? 'accepted' : 'wrong' };
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
      this.#vault = vault;
      this.#restored = options.restored;
      this.#verifier = options.verifier;
      this.#verifierSet = options.verifierSet;
      if (!options.codeSpent || this.#shareTurn === this.#turn) this.#code.keep(options.code);
      if (this.#sessionOpen) await this.#live(false);
      else if (this.online) this.#openSession();
      this.#ports.connectionChanged();
    });
  }

  sendMail(mail: MailFrame): void {
    if (this.#sessionOpen) this.#ports.emit({ kind: 'send', text: JSON.stringify(mail) });
  }

  renewLease(): void {
    if (this.#sessionOpen) this.#tell({ c: 'lease-renew' });
  }

  /** The hub has ended this device: it takes no leave of a session that is gone. */
  #endSession(): void {
    this.#session = null;
    this.#sessionOpen = false;
    this.#code.forget();
  }

  /** The session's time is over, or it is ended here. */
  checkSession(): void {
    if (this.#session === null || this.#ports.clock.now() < this.#session.until) return;
    this.#session = null;
    this.#sessionOpen = false;
    this.#vault?.goQuiet();
    this.#ports.connectionChanged();
  }

  /** Takes leave of the hub; the vault is the caller's to close. */
  locking(): void {
    if (this.#sessionOpen) this.#tell({ c: 'session-close' });
    this.#code.forget();
    this.#session = null;
    this.#sessionOpen = false;
    this.#verifier = null;
    this.#vault?.goQuiet();
    this.#vault = null;
  }

  // --- session and mail

  #openSession(): void {
    const now = this.#ports.clock.now();
    if (this.#session !== null && now < this.#session.until) {
      const { token } = this.#session;
      void this.#sessionAsked.ask(() => this.#tell({ c: 'session-resume', token }));
      return;
    }
    const code = this.#code.take();
    if (code !== null) void this.#sessionAsked.ask(() => this.#tellCode(code));
  }

  #tellCode(code: string): void {
    if (this.#verifier !== null) this.#tell({ c: 'session-open', code, verifier: this.#verifier });
  }

  async #sessionOpened(message: Extract<ControlToDevice, { c: 'session-opened' }>): Promise<void> {
    this.#session = { token: message.token, until: message.until };
    this.#sessionOpen = true;
    this.#code.forget();
    this.#sessionAsked.answer('opened');
    if (this.#ports.device.present.record.stage === 'activating') await this.#nowActive();
    await this.#live(message.preKeysWanted);
    this.#ports.connectionChanged();
  }

  async #sessionRefused(reason: 'ended' | 'not-active'): Promise<void> {
    const { device, emit } = this.#ports;
    this.#session = null;
    this.#sessionOpen = false;
    this.#shareAsked.giveUp();
    const asked = this.#sessionAsked.answer(reason === 'not-active' ? 'not-active' : 'refused');
    if (device.present.record.stage === 'activating' && !this.#activation.waiting) {
      if (reason === 'ended') {
        await this.#nowActive();
      } else {
        await device.updateRecord((record) => ({ ...record, stage: 'approved' }));
        emit(this.#vault === null ? { kind: 'device-changed' } : { kind: 'lock-now', reason: 'The hub has not taken the authenticator.' });
        return;
      }
    }
    // A session that ended while we were away: the code just typed opens another one.
    if (asked && reason === 'ended' && this.#vault !== null) this.#openSession();
    this.#ports.connectionChanged();
  }

  async #live(preKeysWanted: boolean): Promise<void> {
    const vault = this.#vault;
    if (vault === null) return;
    const turn = this.#turn;
    if (!this.#verifierSet && this.#verifier !== null) {
      this.#tell({ c: 'verifier-set', verifier: this.#verifier });
      this.#verifierSet = true;
      await this.#ports.device.updateRecord((record) => ({ ...record, verifierSet: true }));
    }
    if (preKeysWanted || this.#restored || !(await vault.hasSession())) await this.#publishPreKeys();
    if (turn === this.#turn && vault === this.#vault) await vault.goLive();
    await this.#ports.enrolmentChanged();
  }

  async #publishPreKeys(): Promise<void> {
    const vault = this.#vault;
    if (vault === null || !this.#sessionOpen) return;
    if (this.#preKeys.sent >= preKeysPerLink) throw new OrderRefused('The hub asks for pre-keys again and again.');
    const { device, clock } = this.#ports;
    const material = await vault.newSession();
    const { record, item } = device.present;
    const preKeys = certifiedPreKeys(material, record.deviceId, item.epoch, await device.key(), trustedNow(item, clock));
    this.#tell({ c: 'prekeys', preKeys, epoch: item.epoch });
    this.#restored = false;
    this.#preKeys.sent += 1;
    this.#preKeys.awaited = true;
    this.#preKeys.unread = 0;
  }

  async #receive(mail: MailToDevice): Promise<void> {
    const vault = this.#vault;
    const turn = this.#turn;
    // Mail of a session that has just been closed: it is not acknowledged, so it comes again.
    if (vault === null || !this.#sessionOpen) return;
    let outcome: Awaited<ReturnType<OpenedVault['receive']>>;
    try {
      outcome = await vault.receive(mail);
    } catch {
      // The vault says itself when it cannot go on; what was not stored comes again.
      return;
    }
    await this.#frames.run(async () => {
      if (turn !== this.#turn || vault !== this.#vault) return;
      if (outcome !== 'session-broken') {
        this.#preKeys.awaited = false;
        return;
      }
      // On its way before the hub had our new pre-keys: of the session that was, and sent again in the new one.
      this.#preKeys.unread += 1;
      if (this.#preKeys.awaited && this.#preKeys.unread <= unreadTolerated) return;
      this.#preKeys.awaited = true;
      this.#preKeys.unread = 0;
      // The hub answers that it wants pre-keys.
      this.#tell({ c: 'session-reset' });
    });
  }
}
