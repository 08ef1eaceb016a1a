import { readFileSync } from 'node:fs';
import { hostname, platform, release, version } from 'node:os';
import { Posture } from '../../shared/domain/posture.ts';

/** The keychain each system has and keytar uses; whether it answers is found out when it is asked. */
const keychains: Partial<Record<NodeJS.Platform, string>> = { linux: 'Secret Service', darwin: 'Keychain', win32: 'Credential Manager' };

function knownPlatform(): Posture['platform'] {
  const name = platform();
  return name === 'linux' || name === 'darwin' || name === 'win32' ? name : 'other';
}

/** Linux shows it to everybody; elsewhere it is not known without asking other programs. */
function model(): string | null {
  try {
    const name = readFileSync('/sys/class/dmi/id/product_name', 'utf8').trim().slice(0, 120);
    return name === '' ? null : name;
  } catch {
    return null;
  }
}

/** As IT knows it: the distribution and its version (os-release(5)) on Linux; elsewhere, or where that is missing, the kernel's. */
function osVersion(): string {
  const kernel = `${release()} ${version()}`;
  if (platform() !== 'linux') return kernel;
  try {
    return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? `Linux ${kernel}`;
  } catch {
    return `Linux ${kernel}`;
  }
}

/** What IT is told about this machine when it enrols. */
export function readPosture(appVersion: string): Posture {
  return Posture.parse({
    appVersion: appVersion.slice(0, 40),
    platform: knownPlatform(),
    osVersion: osVersion().slice(0, 120),
    hostName: hostname().slice(0, 255),
    model: model(),
    keychainBackend: keychains[platform()] ?? 'unknown',
  });
}
