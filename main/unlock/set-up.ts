import { randomBytes } from 'node:crypto';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import { shownOneTimeCode } from '../../shared/domain/typed-code.ts';
import { toBase64 } from '../../shared/trust/bytes.ts';
import { newRecoveryCodes, recoveryDigests } from '../../shared/trust/one-time-code.ts';
import { acceptedPair, provisioningUri, secretLength, secretText } from '../../shared/trust/totp.ts';
import type { JudgePassphrase } from '../boundary/passphrase-judge.ts';
import { type Device, NotNow } from '../device/device.ts';
import { writeDurably } from '../device/durable-file.ts';
import type { HubShare } from '../device/lease.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import { trustedNow } from '../device/trusted-time.ts';
import { calibratedTerms, passphraseKey, type PassphraseTerms } from './passphrase-key.ts';
import { passphraseRefusal } from './passphrase-verdict.ts';
import { purge } from './secret-bytes.ts';
import { type Binding, makeHeader, verifierOf, writeHeader } from './vault-header.ts';

/** What the hub is asked when both codes are right here. Implemented over the link. */
export interface Activation {
  readonly online: boolean;
  /** Whether the hub had accepted an earlier request, whose answer was lost. */
  settle(): Promise<'active' | 'not-active' | 'unreachable'>;
  activate(request: { readonly secret: string; readonly first: string; readonly second: string; readonly verifier: string; readonly recovery: readonly string[] }): Promise<'activated' | 'refused' | 'unreachable'>;
}

interface Chosen {
  readonly binding: Binding;
  readonly kdf: PassphraseTerms;
  readonly passphraseKey: Uint8Array;
}

/**
 * Passphrase and TOTP at enrolment. Nothing is written before both codes are right; then the header
 * is written whole, then the hub is asked. A crash before leaves the agent at the first step with
 * nothing lost, a crash after at the lock screen with a passphrase and an authenticator that work.
 */
export class SetUp {
  readonly #device: Device;
  readonly #clock: Clock;
  readonly #judge: JudgePassphrase;
  #chosen: Chosen | null = null;
  #totpSecret: Uint8Array | null = null;
  #recoveryCodes: readonly string[] = [];

  constructor(device: Device, clock: Clock, judge: JudgePassphrase) {
    this.#device = device;
    this.#clock = clock;
    this.#judge = judge;
  }

  /** A passphrase has been chosen in this process. */
  get chosen(): boolean {
    return this.#chosen !== null;
  }

  /** @param passphrase overwritten here. */
  async choosePassphrase(passphrase: Uint8Array, machine: MachineBinding): Promise<IpcOutput<'enrolment.choose-passphrase'>> {
    try {
      const refused = await passphraseRefusal(passphrase, this.#device.present.record, this.#judge);
      if (refused !== null) return refused;
      const kdf = await calibratedTerms(() => this.#clock.monotonic());
      const key = await passphraseKey(passphrase, kdf);
      this.forget();
      const binding: Binding = { deviceSecret: this.#device.secret(), deviceId: this.#device.present.record.deviceId, machine };
      this.#chosen = { binding, kdf, passphraseKey: key };
      return { kind: 'chosen' };
    } finally {
      purge(passphrase);
    }
  }

  /** The same secret until it is confirmed, so that the screen may ask again. */
  provisionTotp(policy: Policy): IpcOutput<'enrolment.provision-totp'> {
    if (this.#chosen === null) throw new NotNow('Choose a passphrase first.');
    if (this.#totpSecret === null) {
      this.#totpSecret = new Uint8Array(randomBytes(secretLength));
      this.#recoveryCodes = newRecoveryCodes();
    }
    const { organisation, agentEmail } = this.#device.present.record;
    return {
      secret: secretText(this.#totpSecret),
      recoveryCodes: this.#recoveryCodes.map(shownOneTimeCode),
      uri: provisioningUri(this.#totpSecret, policy.totp, `Sealdesk ${organisation}`, agentEmail),
    };
  }

  /** @param share the hub's first. */
  async confirm(first: string, second: string, policy: Policy, share: HubShare, hub: Activation): Promise<IpcOutput<'enrolment.confirm-totp'>> {
    const chosen = this.#chosen;
    const totpSecret = this.#totpSecret;
    if (chosen === null || totpSecret === null) throw new NotNow('Set up the authenticator first.');
    const step = acceptedPair(totpSecret, first, second, policy.totp, trustedNow(this.#device.present.item, this.#clock));
    if (step === null) return { kind: 'wrong' };
    if (!hub.online) return { kind: 'hub-unreachable' };
    if (this.#device.present.record.stage === 'activating') {
      const settled = await hub.settle();
      if (settled === 'unreachable') return { kind: 'hub-unreachable' };
      if (settled === 'active') return this.#confirmed();
    }

    await this.#write(chosen, totpSecret, share, policy);
    await this.#device.updateItem((item) => ({ ...item, lastStep: step, attempts: 0 }));
    await this.#device.updateRecord((record) => ({ ...record, stage: 'activating' }));
    const verifier = verifierOf(chosen.binding, chosen.passphraseKey);
    const answer = await hub.activate({ secret: toBase64(totpSecret), first, second, verifier: toBase64(verifier), recovery: recoveryDigests(this.#device.present.record.deviceId, this.#recoveryCodes) });
    purge(verifier);
    if (answer === 'activated') return this.#confirmed();
    if (answer === 'unreachable') return { kind: 'hub-unreachable' };
    await this.#device.updateRecord((record) => ({ ...record, stage: 'approved' }));
    return { kind: 'wrong' };
  }

  async #confirmed(): Promise<IpcOutput<'enrolment.confirm-totp'>> {
    await this.#device.updateRecord((record) => ({ ...record, stage: 'enrolled', verifierSet: true }));
    this.forget();
    return { kind: 'confirmed' };
  }

  async #write(chosen: Chosen, totpSecret: Uint8Array, share: HubShare, policy: Policy): Promise<void> {
    const vaultKey = randomBytes(32);
    // At lease zero only the hub checks codes: a secret kept here would be one that a thief of keychain and passphrase has too.
    const kept = policy.offlineLeaseHours === 0 ? null : totpSecret;
    try {
      const header = makeHeader({ ...chosen, share, vaultKey, totpSecret: kept });
      writeDurably(this.#device.profile.header, writeHeader(header, chosen.binding));
    } finally {
      purge(vaultKey);
    }
  }

  /** Overwrites everything held. */
  forget(): void {
    purge(this.#chosen?.binding.deviceSecret, this.#chosen?.passphraseKey, this.#totpSecret);
    this.#chosen = null;
    this.#totpSecret = null;
    this.#recoveryCodes = [];
  }
}
