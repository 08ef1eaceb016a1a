import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import type { CheckResult } from '../../../shared/domain/posture.ts';
import { type MachineRecord, readMachineRecord } from '../machine-record.ts';
import { diskEncryption } from './linux-disk.ts';
import { screenLock } from './linux-screen-lock.ts';
import { factIn, failed, type Hardware, ok, type OperatingSystem, type SystemReader, unknown, uuidIn } from './system-reader.ts';

const firmware = '/sys/class/dmi/id';

function textOf(...paths: readonly string[]): string | null {
  for (const path of paths) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      // Absent, or not for us to read: the next place, or not known.
    }
  }
  return null;
}

/** The value of one line of os-release(5), whose quoting is the shell's. */
function valueOf(text: string, name: string): string | null {
  const raw = new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1]?.trim();
  if (raw === undefined) return null;
  if (/^'[^']*'$/.test(raw)) return raw.slice(1, -1);
  const quoted = /^"((?:[^"\\]|\\.)*)"$/.exec(raw)?.[1];
  return (quoted ?? raw).replace(/\\(.)/g, '$1');
}

/** What os-release(5) says. A rolling distribution has no release number. */
export function operatingSystem(text: string | null, kernel: string): OperatingSystem {
  const source = text ?? '';
  const id = valueOf(source, 'ID') ?? '';
  const number = valueOf(source, 'VERSION_ID') ?? '';
  return {
    osVersion: factIn(valueOf(source, 'PRETTY_NAME')) ?? factIn(`Linux ${kernel}`) ?? 'Linux',
    osId: /^[a-z0-9._-]{1,40}$/.test(id) ? id : null,
    osRelease: /^\d+(?:\.\d+){0,3}$/.test(number) && number.length <= 40 ? number : null,
  };
}

/** What the firmware shows to everybody, and what the installer recorded of what it shows to root only. */
export function hardware(visible: { readonly manufacturer: string | null; readonly model: string | null }, record: MachineRecord): Hardware {
  const uuid = record.kind === 'recorded' ? uuidIn(record.machine.uuid) : null;
  return {
    manufacturer: factIn(visible.manufacturer),
    model: factIn(visible.model),
    serial: record.kind === 'recorded' ? factIn(record.machine.serial) : null,
    uuid,
    uuidMissing: uuid !== null ? null : record.kind === 'none' ? record.why : 'The firmware of this machine tells no hardware UUID of its own.',
  };
}

/** Judges the user ids a process runs under. @param ids real and effective. */
export function administrator(ids: readonly (number | undefined)[]): CheckResult {
  if (ids.includes(undefined)) return unknown('It is not known under which user Sealdesk runs.');
  return ids.includes(0) ? failed('Sealdesk runs as root.') : ok('Sealdesk runs as an ordinary user.');
}

/** Judges /proc/self/status (proc_pid_status(5)). */
export function tracer(status: string | null): CheckResult {
  const pid = /^TracerPid:\t(\d+)$/m.exec(status ?? '')?.[1];
  if (pid === undefined) return unknown('The kernel does not say whether a debugger is attached.');
  return Number(pid) === 0 ? ok('No debugger is attached.') : failed('A debugger is attached to Sealdesk.');
}

export const linux: SystemReader = {
  keychain: 'Secret Service',
  system: () => Promise.resolve(operatingSystem(textOf('/etc/os-release', '/usr/lib/os-release'), release())),
  hardware: () => {
    const visible = { manufacturer: textOf(`${firmware}/sys_vendor`), model: textOf(`${firmware}/product_name`) };
    return Promise.resolve(hardware(visible, readMachineRecord({ manufacturer: visible.manufacturer ?? '', model: visible.model ?? '' })));
  },
  diskEncryption,
  screenLock: () => screenLock(process.env['XDG_CURRENT_DESKTOP'] ?? ''),
  administrator: () => Promise.resolve(administrator([process.getuid?.(), process.geteuid?.()])),
  tracer: () => Promise.resolve(tracer(textOf('/proc/self/status'))),
};
