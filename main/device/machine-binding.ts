import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputOf } from './posture/program.ts';
import { systemReader } from './posture/read-posture.ts';
import { uuidIn } from './posture/system-reader.ts';

/**
 * What a vault is bound to: the id that the operating system's installation gives itself, and the
 * UUID of the hardware. Neither is a secret: they bind, they do not protect. Null: not known.
 */
export interface MachineBinding {
  /** machine-id(5) on Linux, MachineGuid on Windows; macOS has no such id, IOPlatformUUID stands for it. */
  readonly installation: string | null;
  /** SMBIOS or IOPlatform UUID, in lower case. */
  readonly hardware: string | null;
}

/** Reads both from the system; once per process is enough. Never throws. */
export async function readMachineBinding(): Promise<MachineBinding> {
  const { uuid: hardware } = await systemReader().hardware();
  if (process.platform === 'linux') return { installation: linuxMachineId(), hardware };
  if (process.platform === 'win32') return { installation: await windowsMachineGuid(), hardware };
  return { installation: hardware, hardware };
}

function linuxMachineId(): string | null {
  for (const path of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    try {
      const text = readFileSync(path, 'utf8').trim().toLowerCase();
      if (/^[0-9a-f]{32}$/.test(text)) return text;
    } catch {
      // Absent in containers and in images not started yet: the next place, or not known.
    }
  }
  return null;
}

async function windowsMachineGuid(): Promise<string | null> {
  const program = join(process.env['SystemRoot'] ?? String.raw`C:\Windows`, 'System32', 'reg.exe');
  const text = await outputOf(program, ['query', String.raw`HKLM\SOFTWARE\Microsoft\Cryptography`, '/v', 'MachineGuid']);
  return uuidIn(/MachineGuid\s+REG_SZ\s+(\S+)/.exec(text ?? '')?.[1]);
}
