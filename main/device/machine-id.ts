import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** What stands in the associated data where the operating system tells no installation id. */
export const unknownMachine = 'unknown';

const run = promisify(execFile);
const limitMs = 5_000;
const uuid = /[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/i;

/**
 * The id that the operating system's installation gives itself: machine-id(5) on Linux,
 * IOPlatformUUID on macOS, MachineGuid on Windows. Not a secret: it binds, it does not protect.
 */
export async function machineId(platform: NodeJS.Platform = process.platform): Promise<string> {
  if (platform === 'linux') return linuxMachineId();
  if (platform === 'darwin') return readFrom('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice'], /"IOPlatformUUID"\s*=\s*"([^"]+)"/);
  if (platform === 'win32') return readFrom('reg.exe', ['query', String.raw`HKLM\SOFTWARE\Microsoft\Cryptography`, '/v', 'MachineGuid'], /MachineGuid\s+REG_SZ\s+(\S+)/);
  return unknownMachine;
}

function linuxMachineId(): string {
  for (const path of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    try {
      const text = readFileSync(path, 'utf8').trim().toLowerCase();
      if (/^[0-9a-f]{32}$/.test(text)) return text;
    } catch {
      // Absent in containers and in images not started yet: the next place, or unknown.
    }
  }
  return unknownMachine;
}

async function readFrom(program: string, args: readonly string[], pattern: RegExp): Promise<string> {
  try {
    const { stdout } = await run(program, [...args], { timeout: limitMs, windowsHide: true });
    const found = uuid.exec(pattern.exec(stdout)?.[1] ?? '')?.[0];
    return found?.toLowerCase() ?? unknownMachine;
  } catch {
    return unknownMachine;
  }
}
