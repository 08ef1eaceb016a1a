import type { Clock } from '../../shared/domain/clock.ts';
import { toBase64 } from '../../shared/trust/bytes.ts';
import type { Device } from '../device/device.ts';
import type { HubShare } from '../device/lease.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import { withPassphraseSide } from './header-changes.ts';
import { replaceHeader } from './header-file.ts';
import { dearerTerms, passphraseKey } from './passphrase-key.ts';
import { purge } from './secret-bytes.ts';
import { type PassphraseSecrets, type PassphraseSide, sealPassphraseSide, verifierOf } from './vault-header.ts';

/**
 * Argon2id made dearer, without a word: machines get faster, and so do those who guess. Prepared within an unlock, the
 * one moment when passphrase and vault key are both at hand; taken over once the hub has the new verifier, because the
 * hub must know it before a header asks for it. Until then nothing has changed.
 */
export interface Raise {
  readonly side: PassphraseSide;
  /** Base64. */
  readonly verifier: string;
  readonly nextVerifier: string;
}

/** @param tookMs what the present terms took in this unlock. @returns null where they are dear enough. */
export async function prepareRaise(secrets: PassphraseSecrets, passphrase: Uint8Array, tookMs: number, clock: Clock): Promise<Raise | null> {
  const kdf = await dearerTerms(secrets.kdf, tookMs, () => clock.monotonic());
  if (kdf === null) return null;
  const key = await passphraseKey(passphrase, kdf);
  try {
    const side = sealPassphraseSide({ ...secrets, kdf, passphraseKey: key });
    return { side, verifier: verifierText(secrets, secrets.passphraseKey), nextVerifier: verifierText(secrets, key) };
  } finally {
    purge(key);
  }
}

function verifierText({ binding }: PassphraseSecrets, key: Uint8Array): string {
  const verifier = verifierOf(binding, key);
  const text = toBase64(verifier);
  purge(verifier);
  return text;
}

/** The hub has the new verifier. @returns whether the header asks for it now. */
export function takeOver({ side }: Raise, device: Device, machine: MachineBinding, shares: readonly HubShare[]): boolean {
  return replaceHeader(device, machine, (header, binding) => withPassphraseSide(header, binding, shares, side));
}
