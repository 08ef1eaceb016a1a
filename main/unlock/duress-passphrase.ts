import type { IpcOutput } from '../../shared/contract/ipc/index.ts';
import { sameSecret } from '../../shared/trust/handshake.ts';
import type { JudgePassphrase } from '../boundary/passphrase-judge.ts';
import type { Device } from '../device/device.ts';
import { enrolledAs } from '../device/enrolled-as.ts';
import type { Confirmation } from './confirmation.ts';
import { duressOf, noDuress } from './duress.ts';
import { replaceHeader } from './header-file.ts';
import { passphraseRefusal } from './passphrase-verdict.ts';
import { purge } from './secret-bytes.ts';

/**
 * Sets the passphrase that wipes this laptop, or takes it away.
 *
 * @param passphrase and duress are overwritten here. @param duress null: there is to be none.
 */
export async function setDuressPassphrase(
  { device, confirmation, judge }: { readonly device: Device; readonly confirmation: Confirmation; readonly judge: JudgePassphrase },
  { passphrase, code, duress }: { readonly passphrase: Uint8Array; readonly code: string; readonly duress: Uint8Array | null },
): Promise<IpcOutput<'security.set-duress-passphrase'>> {
  try {
    const { record } = device.present;
    if (duress !== null) {
      if (!enrolledAs(record).policy.duressPassphrase) return { kind: 'not-allowed' };
      const refused = await passphraseRefusal(duress, record, judge);
      if (refused !== null) return refused;
    }
    const same = duress !== null && sameSecret(duress, passphrase);
    return await confirmation.confirm(passphrase, code, null, async ({ header, binding, machine }) => {
      if (same) return { kind: 'same' };
      const next = duress === null ? noDuress(header.duress.kdf) : await duressOf(duress, binding, header.duress.kdf);
      replaceHeader(device, machine, (now) => ({ ...now, duress: next }));
      return { kind: 'set' };
    });
  } finally {
    purge(passphrase, duress);
  }
}
