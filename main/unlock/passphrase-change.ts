import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import { toBase64 } from '../../shared/trust/bytes.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { JudgePassphrase } from '../boundary/passphrase-judge.ts';
import type { Device } from '../device/device.ts';
import type { MachineBinding } from '../device/machine-binding.ts';
import type { Confirmation, Confirmed, HubCheck } from './confirmation.ts';
import { isDuress } from './duress.ts';
import { withPassphraseSide } from './header-changes.ts';
import { damaged } from './header-binding.ts';
import { headerInUse, replaceHeader } from './header-file.ts';
import { calibratedTerms, passphraseKey, type PassphraseTerms } from './passphrase-key.ts';
import { type PassphraseRefusal, passphraseRefusal } from './passphrase-verdict.ts';
import { purge } from './secret-bytes.ts';
import { sealPassphraseSide, verifierOf } from './vault-header.ts';

/** The hub, which compares a verifier of the passphrase. Implemented over the link. */
export interface VerifierReplacement {
  /** From then on the hub takes both, until one is used. All base64. */
  replace(request: { readonly code: string; readonly verifier: string; readonly next: string }): Promise<'replaced' | 'refused' | 'unreachable'>;
  /** What is told the hub from now on. */
  replaced(verifier: string): void;
  /** Both factors, without replacing anything. */
  check: HubCheck;
}

export interface PassphraseChangePorts {
  readonly device: Device;
  readonly clock: Clock;
  readonly machine: () => Promise<MachineBinding>;
  readonly confirmation: Confirmation;
  readonly judge: JudgePassphrase;
  readonly hub: VerifierReplacement;
}

interface Next {
  readonly kdf: PassphraseTerms;
  readonly key: Uint8Array;
  /** Base64. */
  readonly verifier: string;
  /** It is the duress passphrase: typed at the next unlock it would wipe this laptop. */
  readonly isDuress: boolean;
}

/** Of what is the duress passphrase no more is said than that. */
const notUsable: PassphraseRefusal = { kind: 'too-weak', warning: 'This passphrase cannot be used.', suggestions: ['Choose another one.'] };

/**
 * Another passphrase: first the hub takes its verifier beside the present one, then the header is replaced whole. Killed
 * before, the present passphrase opens, after it the next one; and whichever is used first ends the other at the hub.
 *
 * @param passphrase and next are overwritten here.
 */
export async function changePassphrase(
  ports: PassphraseChangePorts,
  { passphrase, code, next }: { readonly passphrase: Uint8Array; readonly code: string; readonly next: Uint8Array },
): Promise<IpcOutput<'security.change-passphrase'>> {
  const { device, confirmation, hub, judge } = ports;
  let derived: Next | null = null;
  try {
    const refused = await passphraseRefusal(next, device.present.record, judge);
    if (refused !== null) return refused;
    const notNow = confirmation.notNow(hub.check);
    if (notNow !== null) return notNow;
    // Before anything is judged, so that a wrong passphrase takes as long as a wrong code.
    const made = await nextOf(ports, next);
    derived = made;
    const check: HubCheck = async (request) => {
      // A passphrase that does not open the header replaces nothing; the hub counts it all the same.
      if (!request.opens || made.isDuress) return hub.check(request);
      const answer = await hub.replace({ code: request.code, verifier: request.verifier, next: made.verifier });
      return answer === 'replaced' ? 'right' : answer;
    };
    return await confirmation.confirm<IpcOutput<'security.change-passphrase'>>(passphrase, code, check, (confirmed) => {
      if (made.isDuress) return notUsable;
      writeUnder(device, confirmed, made);
      hub.replaced(made.verifier);
      return { kind: 'changed' };
    });
  } finally {
    purge(passphrase, next, derived?.key);
  }
}

async function nextOf({ device, clock, machine }: PassphraseChangePorts, next: Uint8Array): Promise<Next> {
  const { header, binding } = headerInUse(device, await machine());
  try {
    const kdf = await calibratedTerms(() => clock.monotonic());
    const key = await passphraseKey(next, kdf);
    const verifier = verifierOf(binding, key);
    const text = toBase64(verifier);
    purge(verifier);
    return { kdf, key, verifier: text, isDuress: await isDuress(next, binding, header.duress) };
  } finally {
    purge(binding.deviceSecret);
  }
}

function writeUnder(device: Device, { binding, opened, shares, machine }: Confirmed, { kdf, key }: Next): void {
  const side = sealPassphraseSide({ ...opened, binding, kdf, passphraseKey: key });
  if (!replaceHeader(device, machine, (header) => withPassphraseSide(header, binding, shares, side))) throw damaged();
}
