import type { ControlToDevice } from '../../shared/contract/wire/index.ts';
import { certificateExpired } from '../device/certificate-time.ts';
import type { ExchangeParts, ExchangePorts } from './exchange-parts.ts';
import type { Link } from './link.ts';

type Told<C extends ControlToDevice['c']> = Extract<ControlToDevice, { c: C }>;

/** What the hub says over a proven link: which part hears it, and what follows for the others. */
export class HubMessages {
  readonly #ports: ExchangePorts;
  readonly #parts: ExchangeParts;

  constructor(ports: ExchangePorts, parts: ExchangeParts) {
    this.#ports = ports;
    this.#parts = parts;
  }

  /** @throws OrderRefused, StatementError: the link is of no use any more. */
  async take(link: Link, message: ControlToDevice): Promise<void> {
    const { attachments, console, enrolment, factors, line, mail, ordered, posture, presence, session, shares, uploads } = this.#parts;
    switch (message.c) {
      case 'enrol-pending':
        await enrolment.pending();
        return posture.tell();
      case 'enrol-refused':
        return enrolment.refused(message.reason);
      case 'enrol-approved':
        await enrolment.approved(message);
        return posture.tell();
      case 'totp-activated':
        return enrolment.activated();
      case 'totp-replaced':
        return factors.answered('totp-replace', 'replaced');
      case 'recovery-replaced':
        return factors.answered('recovery-replace', 'replaced');
      case 'verifier-replaced':
        return factors.answered('verifier-replace', 'replaced');
      case 'code-refused':
        return this.#codeRefused(message.for);
      case 'session-opened':
        return this.#sessionOpened(message);
      case 'session-refused':
        return this.#sessionRefused(message.reason);
      case 'share':
        await shares.received(message);
        return this.#renewed();
      case 'renewed':
        await shares.received(message);
        await enrolment.nowActive();
        session.renewed();
        return this.#renewed();
      case 'lease':
        await ordered.lease(message);
        return this.#renewed();
      case 'policy':
        if (await ordered.policy(message.policy)) await this.#renewed();
        return;
      case 'suspension':
        return ordered.suspension(message.statement);
      case 'totp-reset':
        await ordered.totpReset(message.statement);
        return this.#ports.enrolmentChanged();
      case 'revoked':
        return ordered.revoked(message.revocation);
      case 'wipe':
        return ordered.wipe(message.order);
      case 'time':
        await ordered.time(link, message.statement);
        line.timed();
        this.greet();
        this.#ports.connectionChanged();
        return;
      case 'prekeys-wanted':
        return mail.publishPreKeys();
      case 'console-answer':
        console.answered(message.id, message.answer);
        return;
      case 'attachment-chunk':
        return attachments.came(message);
      case 'attachment-lent':
        return attachments.lent(message);
      case 'attachment-refused':
        return attachments.refused(message);
      case 'presence':
        presence.told(message.present);
        return;
      case 'upload-state':
        return uploads.state(message);
      case 'upload-refused':
        return uploads.refused(message);
      case 'typing':
        if (session.open) this.#ports.emit({ kind: 'customer-typing', conversationId: message.conversation });
        return;
      case 'console-changed':
        if (session.open) this.#ports.emit({ kind: 'console-changed' });
        return;
      case 'mail-waiting':
        if (!mail.vaultOpen) this.#ports.emit({ kind: 'mail-waiting' });
        return;
    }
  }

  /**
   * Once over each link, when the hub has said what time it is and was told the laptop's state: only then is it known
   * whether certificate and session still hold, and only then does the hub open anything.
   */
  greet(): void {
    const { line, mail, posture, session } = this.#parts;
    if (!line.ready || !posture.told || !line.greet()) return;
    const { record, item } = this.#ports.device.present;
    if (record.suspension?.suspended === true) return;
    if (mail.vaultOpen) session.begin();
    // With an expired certificate there is no asking: the hub tells a device that is not active everything again, and one that is can renew.
    else if (record.stage === 'activating' && !certificateExpired(record, item, this.#ports.clock)) session.probe();
  }

  /** Lease, certificate, policy or share are new. */
  async #renewed(): Promise<void> {
    await this.#ports.enrolmentChanged();
    this.#ports.emit({ kind: 'device-changed' });
  }

  #codeRefused(what: Told<'code-refused'>['for']): void {
    const { enrolment, factors, session, shares } = this.#parts;
    switch (what) {
      case 'totp-activate':
        return enrolment.codeRefused();
      case 'share-request':
      case 'share-resume':
        return shares.refused();
      case 'renew':
        // At an unlock it is the share that was asked for, with an open vault the session.
        shares.refused();
        return session.codeRefused();
      case 'session-open':
        return session.codeRefused();
      case 'totp-replace':
      case 'recovery-replace':
      case 'verifier-replace':
        return factors.answered(what, 'refused');
    }
  }

  async #sessionOpened(message: Told<'session-opened'>): Promise<void> {
    this.#parts.session.opened(message);
    await this.#parts.enrolment.nowActive();
    await this.live(message.preKeysWanted);
    if (message.authenticatorEnded) this.#ports.emit({ kind: 'device-changed' });
    this.#ports.connectionChanged();
  }

  async #sessionRefused(reason: Told<'session-refused'>['reason']): Promise<void> {
    const { attachments, console, enrolment, mail, posture, presence, session, shares, uploads } = this.#parts;
    attachments.giveUp();
    uploads.giveUp();
    if (reason === 'ended') shares.sessionEnded();
    else shares.giveUp();
    console.giveUp();
    presence.silent();
    // Something was asked that waits for another authenticator; the session itself stands.
    if (reason === 'not-active' && session.limited) return;
    const asked = session.refused(reason === 'ended' ? 'refused' : reason);
    const { record } = this.#ports.device.present;
    // Of a suspended device the hub says no more than that it is not active.
    const unsettled = record.stage === 'activating' && !enrolment.activating && record.suspension?.suspended !== true;
    switch (reason) {
      case 'posture':
        posture.refused();
        break;
      case 'not-active':
        if (unsettled) return enrolment.notActive(mail.vaultOpen);
        break;
      case 'ended':
        if (unsettled) await enrolment.nowActive();
        // It ended while we were away: the code just typed opens another one.
        if (asked && mail.vaultOpen) session.begin();
        break;
    }
    this.#ports.connectionChanged();
  }

  /** Vault and hub session are both open. Of a limited one there is no mail yet. */
  async live(preKeysWanted: boolean): Promise<void> {
    const { mail, presence, session } = this.#parts;
    if (!mail.vaultOpen || session.limited) return;
    await session.setVerifier();
    await mail.goLive(preKeysWanted);
    presence.sessionOpened();
    await this.#ports.enrolmentChanged();
  }
}
