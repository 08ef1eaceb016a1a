import type { ConsoleCallName } from '../../shared/contract/console/index.ts';
import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { WipeCause } from '../../shared/domain/device.ts';
import type { OwnPresence, Present } from '../../shared/domain/presence.ts';
import type { ConversationId } from '../../shared/domain/ids.ts';
import type { SyncState } from '../../shared/domain/sync-state.ts';
import { publicKeyFrom } from '../../shared/trust/keys.ts';
import { StatementError } from '../../shared/trust/statement.ts';
import type { MailFrame, OpenedVault } from '../boundary/opened-vault.ts';
import type { AttachmentPlace } from '../boundary/vault-process.ts';
import { OrderRefused } from '../device/orders.ts';
import type { FetchOutcome } from './attachment-exchange.ts';
import type { ConsoleOutcome } from './console-exchange.ts';
import type { EnrolmentExchange } from './enrolment-exchange.ts';
import type { FactorReplacement, ReplacementAnswer } from './factor-exchange.ts';
import { type ExchangeParts, type ExchangePorts, makeExchangeParts } from './exchange-parts.ts';
import { HubMessages } from './hub-messages.ts';
import type { HubSession, SessionStart, SessionToken } from './hub-session.ts';
import { Link, LinkError, type LinkStep } from './link.ts';
import type { ShareAnswer, ShareAnswerAgain } from './share-exchange.ts';

/** What an unlock hands over to the exchange with the hub. */
export interface UnlockedWith extends SessionStart {
  /** The hub has released the share for this code. */
  readonly codeSpent: boolean;
  /** The profile is an older copy. */
  readonly restored: boolean;
}

/**
 * What goes on between this device and the hub over the links that come and go: the link itself, and
 * what this device asks. One frame is handled after the other.
 */
export class HubExchange {
  readonly #ports: ExchangePorts;
  readonly #parts: ExchangeParts;
  readonly #messages: HubMessages;

  constructor(ports: ExchangePorts) {
    this.#ports = ports;
    this.#parts = makeExchangeParts(ports);
    this.#messages = new HubMessages(ports, this.#parts);
  }

  get online(): boolean {
    return this.#parts.line.ready;
  }

  get connection(): SyncState['connection'] {
    const { line, session } = this.#parts;
    if (line.link === null) return 'offline';
    if (!line.ready) return 'connecting';
    if (session.open) return 'online';
    return session.asking ? 'connecting' : 'code-needed';
  }

  /** The hub sends something that the vault cannot take. */
  get mailStopped(): boolean {
    return this.#parts.mail.stopped;
  }

  get sessionOpen(): boolean {
    return this.#parts.session.open;
  }

  // --- the link

  opened(): Promise<void> {
    return this.#parts.frames.run(async () => {
      this.#drop();
      const identity = await this.#identity();
      if (identity === null) {
        this.#ports.emit({ kind: 'close-link', reason: 'There is nothing to tell the hub.', retry: false });
        return;
      }
      this.#parts.line.take(new Link(identity, this.#ports.clock));
      this.#ports.connectionChanged();
    });
  }

  closed(): Promise<void> {
    return this.#parts.frames.run(async () => {
      await this.#parts.ordered.linkClosed();
      this.#drop();
      this.#ports.connectionChanged();
    });
  }

  /** Resolves when the frame has had its effect; mail is stored then. Never rejects for what the hub sent. */
  async frame(text: string): Promise<void> {
    const stored = await this.#parts.frames.run(async (): Promise<{ mail: Promise<void> } | null> => {
      const { link } = this.#parts.line;
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
      this.#parts.ordered.foundTombstone(loaded.tombstone);
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
    const { line, session, shares, enrolment, factors, mail, posture, presence, console, attachments, uploads } = this.#parts;
    line.drop();
    session.dropped();
    shares.giveUp();
    enrolment.dropped();
    factors.giveUp();
    mail.dropped();
    posture.dropped();
    console.giveUp();
    attachments.giveUp();
    presence.silent();
    uploads.giveUp();
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
    const { ordered, mail } = this.#parts;
    switch (step.kind) {
      case 'send':
        this.#ports.emit(step);
        break;
      case 'ready':
        await ordered.meet(step.hub);
        this.#introduce();
        this.#ports.connectionChanged();
        break;
      case 'control':
        if (ordered.wiped) break;
        await this.#messages.take(link, step.message);
        if (step.message.c === 'enrol-refused') this.#hangUp('The enrolment was refused.');
        break;
      case 'mail':
        return { mail: mail.receive(step.mail) };
    }
    return null;
  }

  /** What this device has to say first, once both sides are proven. */
  #introduce(): void {
    const { ordered, enrolment, posture } = this.#parts;
    if (ordered.wiped) ordered.tellReceipt();
    else if (!enrolment.enrol()) posture.tell();
  }

  /** There is nothing more to say to this hub. */
  #hangUp(reason: string): void {
    this.#drop();
    this.#ports.emit({ kind: 'close-link', reason, retry: false });
  }

  /** The enrolment is gone from this device. */
  async forgotten(reason: string): Promise<void> {
    await this.closed();
    this.#hangUp(reason);
  }

  // --- what this device asks

  /** That the agent types; said within the hub session, or not at all. */
  typing(conversation: ConversationId): void {
    const { line, session } = this.#parts;
    if (session.open) line.tell({ c: 'typing', conversation });
  }

  activate(request: Parameters<EnrolmentExchange['activate']>[0]): ReturnType<EnrolmentExchange['activate']> {
    return this.#parts.enrolment.activate(request);
  }

  settleActivation(): ReturnType<HubSession['settleActivation']> {
    return this.#parts.session.settleActivation();
  }

  requestShares(request: { readonly code: string; readonly verifier: string }): Promise<ShareAnswer> {
    return this.#parts.shares.request(request);
  }

  /** After a short lock: the share for the token of the session before it and the passphrase's verifier. */
  resumeShares(request: { readonly token: string; readonly verifier: string }): Promise<ShareAnswerAgain> {
    return this.#parts.shares.resume(request);
  }

  /** Another secret of this device in place of the one that the hub has. */
  replaceFactor(replacement: FactorReplacement): Promise<ReplacementAnswer> {
    return this.#parts.factors.replace(replacement);
  }

  /** The header asks for this verifier now. @param verifier base64. */
  verifierReplaced(verifier: string): void {
    this.#parts.session.verifierReplaced(verifier);
  }

  /** Destroys what this laptop holds, at the word of whoever sits before it; the hub gets the receipt. */
  wipeHere(cause: Exclude<WipeCause, 'ordered'>): Promise<void> {
    return this.#parts.frames.run(() => this.#parts.ordered.wipeHere(cause));
  }

  /** What the open session says of the agent's second factor. */
  get secondFactor(): { readonly recoveryCodesLeft: number | null; readonly codeForgiven: boolean; readonly authenticatorEnded: boolean } {
    const { recoveryCodesLeft, codeForgiven, limited } = this.#parts.session;
    return { recoveryCodesLeft, codeForgiven, authenticatorEnded: limited };
  }

  /** The code that the shares were asked for with is remembered by the hub: it serves for one thing more. */
  get codeServes(): boolean {
    return this.#parts.shares.codeServes;
  }

  recoveryCodesReplaced(): void {
    this.#parts.session.recoveryCodesReplaced();
  }

  /** The hub has taken another authenticator. */
  authenticatorReplaced(): Promise<void> {
    return this.#parts.frames.run(async () => {
      this.#parts.session.authenticatorReplaced();
      await this.#ports.enrolmentChanged();
      this.#ports.emit({ kind: 'device-changed' });
    });
  }

  /** A fresh code while the vault is open. */
  giveCode(code: string): Promise<IpcOutput<'session.code'>> {
    return this.#parts.session.giveCode(code);
  }

  /** A call of the console. */
  ask(call: ConsoleCallName, input: unknown): Promise<ConsoleOutcome> {
    return this.#parts.console.call(call, input);
  }

  /** Where the agent is, for colleagues to know. @returns where they are. */
  tellPresence(at: OwnPresence): readonly Present[] {
    return this.#parts.presence.tell(at);
  }

  /** Fetches what is missing of an attachment. */
  fetchAttachment(place: AttachmentPlace): Promise<FetchOutcome> {
    return this.#parts.attachments.fetch(place);
  }

  /** Files of replies may wait. */
  filesWait(): void {
    this.#parts.uploads.look();
  }

  /** The laptop's state was read: the hub is told where it is another one. */
  tellPosture(): void {
    this.#parts.posture.tell();
    this.#messages.greet();
  }

  /** The vault is open: the hub session follows, with the code that was typed or by itself. */
  unlocked(vault: OpenedVault, { codeSpent, restored, ...start }: UnlockedWith): Promise<void> {
    const { attachments, frames, mail, session, shares, uploads } = this.#parts;
    return frames.run(async () => {
      mail.opened(vault, restored);
      attachments.opened(vault);
      uploads.opened(vault);
      session.unlocked({ ...start, code: !codeSpent || shares.codeServes ? start.code : null });
      if (session.open) await this.#messages.live(false);
      else if (this.online) session.begin();
      this.#ports.connectionChanged();
    });
  }

  sendMail(mail: MailFrame): void {
    this.#parts.mail.send(mail);
  }

  /** @param generation of the share that the vault was opened with. */
  renewLease(generation: number): void {
    const { line, session } = this.#parts;
    if (session.open) line.tell({ c: 'lease-renew', generation });
  }

  /** The session's time is over, or it is ended here. */
  checkSession(): void {
    const { attachments, session, console, mail, presence, uploads } = this.#parts;
    if (!session.lapsed()) return;
    presence.silent();
    console.giveUp();
    attachments.giveUp();
    uploads.giveUp();
    mail.quiet();
    this.#ports.connectionChanged();
  }

  /** Takes leave of the hub, or, where `keepSession`, of nobody: see `HubSession.leave`. The vault is the caller's to close. */
  locking(keepSession: boolean): SessionToken | null {
    const { attachments, session, console, mail, presence, uploads } = this.#parts;
    presence.leave();
    const kept = session.leave(keepSession);
    console.giveUp();
    attachments.closing();
    uploads.closing();
    mail.closing();
    return kept;
  }
}
