import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { OpenedVault } from '../boundary/opened-vault.ts';
import type { JudgePassphrase } from '../boundary/passphrase-judge.ts';
import { type Device, NotNow } from '../device/device.ts';
import type { HubShare } from '../device/lease.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import { SerialWork } from '../device/serial-work.ts';
import { AuthenticatorChange, type AuthenticatorHub } from './authenticator-change.ts';
import { Confirmation, type HubCheck } from './confirmation.ts';
import { type Raise, takeOver } from './dearer-passphrase.ts';
import { setDuressPassphrase } from './duress-passphrase.ts';
import { changePassphrase } from './passphrase-change.ts';
import { replaceRecoveryCodes, type RecoveryHub } from './recovery-codes.ts';
import { purge, withSecrets } from './secret-bytes.ts';
import type { Tries } from './tries.ts';
import type { ShareSource } from './unlock.ts';
import { rotateVaultKey } from './vault-key-rotation.ts';

export interface OwnFactorsPorts {
  readonly device: Device;
  readonly clock: Clock;
  readonly tries: Tries;
  readonly machine: () => Promise<MachineBinding>;
  readonly judge: JudgePassphrase;
  /** Null while nothing is open. */
  readonly open: () => { readonly vault: OpenedVault; readonly share: HubShare } | null;
  readonly hub: ShareSource & AuthenticatorHub & RecoveryHub & {
    /** As the control message `verifier-replace`. */
    replaceVerifier(request: { readonly code: string | null; readonly verifier: string; readonly next: string }): Promise<'replaced' | 'refused' | 'unreachable'>;
    verifierReplaced(verifier: string): void;
  };
  /** Too many wrong tries: the wrapped key is gone, and nothing may stay open. */
  readonly keyDestroyed: () => void;
}

/** What the agent changes of passphrase, authenticator and vault key while the vault is open; one thing after the other. */
export class OwnFactors {
  readonly #ports: OwnFactorsPorts;
  readonly #turn = new SerialWork();
  readonly confirmation: Confirmation;
  readonly #authenticator: AuthenticatorChange;
  #raise: Raise | null = null;

  constructor(ports: OwnFactorsPorts) {
    this.#ports = ports;
    this.confirmation = new Confirmation({
      ...ports,
      share: () => {
        const open = ports.open();
        return open && { generation: open.share.generation, share: new Uint8Array(open.share.share) };
      },
    });
    this.#authenticator = new AuthenticatorChange({ ...ports, confirmation: this.confirmation });
  }

  /** All bytes are overwritten here. */
  changePassphrase(input: { readonly passphrase: Uint8Array; readonly code: string; readonly next: Uint8Array }): Promise<IpcOutput<'security.change-passphrase'>> {
    return this.#inTurn([input.passphrase, input.next], async () => {
      const { hub } = this.#ports;
      const check: HubCheck = ({ code, verifier }) => this.confirmation.askForShares({ code, verifier });
      const answer = await changePassphrase(
        { ...this.#ports, confirmation: this.confirmation, hub: { check, replace: (request) => hub.replaceVerifier(request), replaced: (verifier) => hub.verifierReplaced(verifier) } },
        input,
      );
      // It is of the passphrase that was.
      if (answer.kind === 'changed') this.#raise = null;
      return answer;
    });
  }

  /** All bytes are overwritten here. */
  newAuthenticator(input: { readonly passphrase: Uint8Array; readonly code: string | null }): Promise<IpcOutput<'security.new-authenticator'>> {
    return this.#inTurn([input.passphrase], () => this.#authenticator.begin(input));
  }

  confirmAuthenticator(first: string, second: string): Promise<IpcOutput<'security.confirm-authenticator'>> {
    return this.#inTurn([], async () => {
      const answer = await this.#authenticator.confirm(first, second);
      // It has the authenticator that was in it.
      if (answer.kind === 'confirmed') this.#raise = null;
      return answer;
    });
  }

  /** All bytes are overwritten here. */
  newRecoveryCodes(input: { readonly passphrase: Uint8Array; readonly code: string }): Promise<IpcOutput<'security.new-recovery-codes'>> {
    const { device, hub } = this.#ports;
    return this.#inTurn([input.passphrase], () => replaceRecoveryCodes({ device, hub, confirmation: this.confirmation }, input));
  }

  /** All bytes are overwritten here. */
  setDuressPassphrase(input: { readonly passphrase: Uint8Array; readonly code: string; readonly duress: Uint8Array | null }): Promise<IpcOutput<'security.set-duress-passphrase'>> {
    const { device, judge } = this.#ports;
    return this.#inTurn([input.passphrase, ...(input.duress === null ? [] : [input.duress])], () => setDuressPassphrase({ device, judge, confirmation: this.confirmation }, input));
  }

  /** All bytes are overwritten here. */
  rotateVaultKey(input: { readonly passphrase: Uint8Array; readonly code: string }): Promise<IpcOutput<'security.rotate-vault-key'>> {
    const { device, open } = this.#ports;
    return this.#inTurn([input.passphrase], async () => {
      const vault = open()?.vault;
      if (vault === undefined) throw new NotNow('The vault is locked.');
      const answer = await rotateVaultKey({ device, confirmation: this.confirmation, vault }, input);
      // It has the vault key that was in it.
      if (answer.kind === 'rotated') this.#raise = null;
      return answer;
    });
  }

  #inTurn<T>(secrets: readonly Uint8Array[], change: () => Promise<T>): Promise<T> {
    return withSecrets(secrets, () => this.#turn.run(change));
  }

  /** What an unlock has prepared; it waits for the hub's session. */
  prepared(raise: Raise | null): void {
    this.#raise = raise;
  }

  /** The hub's session stands: the terms that were prepared are taken over. What fails here is tried again at another unlock. */
  async raise(): Promise<void> {
    await this.#turn.run(async () => {
      const { device, machine, hub } = this.#ports;
      const raise = this.#raise;
      this.#raise = null;
      if (raise === null) return;
      const { verifier, nextVerifier } = raise;
      const answer = await hub.replaceVerifier({ code: null, verifier, next: nextVerifier });
      if (answer !== 'replaced') return;
      const shares = await this.confirmation.sharesAtHand();
      try {
        if (takeOver(raise, device, await machine(), shares)) hub.verifierReplaced(nextVerifier);
      } finally {
        purge(...shares.map((held) => held.share));
      }
    });
  }

  /** Nothing is open any more. */
  forget(): void {
    this.#raise = null;
    this.#authenticator.forget();
  }
}
