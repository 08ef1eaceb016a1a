import { hostname, release } from 'node:os';
import { type CheckResult, Posture } from '../../../shared/domain/posture.ts';
import { darwin } from './darwin.ts';
import { judgeDebugger } from './debugger.ts';
import { linux } from './linux.ts';
import { factIn, type Hardware, ok, type SystemReader, unknown } from './system-reader.ts';
import { win32 } from './win32.ts';

/** A system that nobody has written a reader for. */
const elsewhere: SystemReader = {
  keychain: 'unknown',
  system: () => Promise.resolve({ osVersion: release().slice(0, 120), osId: null, osRelease: null }),
  hardware: () => Promise.resolve({ manufacturer: null, model: null, serial: null, uuid: null, uuidMissing: 'This system is not known to Sealdesk.' }),
  diskEncryption: () => notKnown(),
  screenLock: () => notKnown(),
  administrator: () => notKnown(),
  tracer: () => notKnown(),
};

function notKnown(): Promise<CheckResult> {
  return Promise.resolve(unknown('This system is not known to Sealdesk.'));
}

const readers: Partial<Record<NodeJS.Platform, SystemReader>> = { linux, darwin, win32 };

/** What reads a system; of one that is not known everything is `unknown`. */
export function systemReader(platform: NodeJS.Platform = process.platform): SystemReader {
  return readers[platform] ?? elsewhere;
}

function hardwareId({ uuid, uuidMissing }: Hardware): CheckResult {
  return uuid === null ? unknown((uuidMissing ?? '').slice(0, 200)) : ok('The hardware UUID of this machine is known.');
}

/** What the program knows of itself. */
export interface OwnTerms {
  readonly appVersion: string;
  /** Where the vault lies, an absolute path. */
  readonly profileFolder: string;
  /** The whole command line. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads the state this laptop is in, from the system itself, in some seconds at most. A check that
 * cannot be made is `unknown`; nothing here throws for what a system says.
 */
export async function readPosture({ appVersion, profileFolder, argv, env }: OwnTerms): Promise<Posture> {
  const { platform } = process;
  const reader = systemReader(platform);
  const [system, hardware, diskEncryption, screenLock, administrator, tracer] = await Promise.all([
    reader.system(), reader.hardware(), reader.diskEncryption(profileFolder), reader.screenLock(), reader.administrator(), reader.tracer(),
  ]);
  return Posture.parse({
    appVersion: appVersion.slice(0, 40),
    platform: platform === 'linux' || platform === 'darwin' || platform === 'win32' ? platform : 'other',
    ...system,
    hostName: factIn(hostname()) ?? 'laptop',
    manufacturer: hardware.manufacturer,
    model: hardware.model,
    serial: hardware.serial,
    hardwareUuid: hardware.uuid,
    keychainBackend: reader.keychain,
    checks: {
      'disk-encryption': diskEncryption,
      'screen-lock': screenLock,
      'debugger': judgeDebugger(argv, env, tracer),
      'administrator': administrator,
      'hardware-id': hardwareId(hardware),
    },
  });
}
