import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import type * as Keytar from 'keytar';
import { SealdeskError } from '../../shared/domain/errors.ts';

/**
 * The one access to the operating system's keychain, through keytar. keytar takes and gives strings,
 * which cannot be overwritten: see docs/security/known-issues.md.
 */
export type KeychainBackend = 'secret-service' | 'keychain' | 'credential-manager';

export class KeychainError extends SealdeskError<'no-keychain'> {
  constructor(message: string, options?: ErrorOptions) {
    super('no-keychain', message, options);
  }
}

const service = 'Sealdesk';
/** A locked keyring asks the person to unlock it first; a broken one may never answer. */
const limitMs = 30_000;

const whatToDo: Readonly<Record<KeychainBackend, string>> = {
  'secret-service':
    'Sealdesk keeps its keys in the desktop keyring, and none answers. Install gnome-keyring (or KWallet 5.97 or newer) and libsecret-1-0, log out and in again, and see that the keyring is unlocked. Then start Sealdesk again.',
  keychain: 'Sealdesk keeps its keys in the login keychain, and it cannot be used. Open Keychain Access, unlock the "login" keychain, and start Sealdesk again.',
  'credential-manager':
    'Sealdesk keeps its keys in Windows Credential Manager, and it cannot be used. See that the service "Credential Manager" runs, and start Sealdesk again.',
};

function backendOf(platform: NodeJS.Platform): KeychainBackend {
  if (platform === 'darwin') return 'keychain';
  return platform === 'win32' ? 'credential-manager' : 'secret-service';
}

async function within<T>(work: Promise<T>, message: string, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new KeychainError(message)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } catch (cause) {
    if (cause instanceof KeychainError) throw cause;
    throw new KeychainError(message, { cause });
  } finally {
    clearTimeout(timer);
  }
}

/** Loaded late, since the library it needs may be missing on the machine. */
function loadKeytar(message: string): typeof Keytar {
  try {
    return createRequire(import.meta.url)('keytar') as typeof Keytar;
  } catch (cause) {
    throw new KeychainError(message, { cause });
  }
}

export interface Keychain {
  readonly backend: KeychainBackend;
  /** Null when there is no such item. @throws KeychainError when the keychain does not answer. */
  read(name: string): Promise<string | null>;
  write(name: string, value: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/**
 * Opens the keychain for one profile, after a round trip that proves it works.
 *
 * @throws KeychainError whose message says what to install; there is no fallback to a file.
 */
export async function openKeychain(
  profileId: string,
  options: { readonly platform?: NodeJS.Platform; readonly environment?: NodeJS.ProcessEnv; readonly limitMs?: number } = {},
): Promise<Keychain> {
  const backend = backendOf(options.platform ?? process.platform);
  const limit = options.limitMs ?? limitMs;
  const message = whatToDo[backend];
  // libsecret would then write a file under a key anybody of the same account can read.
  if (backend === 'secret-service' && (options.environment ?? process.env)['SECRET_BACKEND'] === 'file') {
    throw new KeychainError('SECRET_BACKEND=file would keep the keys in a plain file. Unset it, and start Sealdesk again.');
  }
  const keytar = loadKeytar(message);
  const account = (name: string) => `${profileId}:${name}`;
  const keychain: Keychain = {
    backend,
    read: (name) => within(keytar.getPassword(service, account(name)), message, limit),
    write: (name, value) => within(keytar.setPassword(service, account(name), value), message, limit),
    remove: async (name) => {
      await within(keytar.deletePassword(service, account(name)), message, limit);
    },
  };
  const probe = randomBytes(16).toString('hex');
  const name = `probe-${randomBytes(4).toString('hex')}`;
  await keychain.write(name, probe);
  const back = await keychain.read(name);
  await keychain.remove(name);
  if (back !== probe) throw new KeychainError(message);
  return keychain;
}
