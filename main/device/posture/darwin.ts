import { release } from 'node:os';
import type { CheckResult } from '../../../shared/domain/posture.ts';
import { outputOf, runProgram } from './program.ts';
import { factIn, failed, type Hardware, locksAfter, ok, type OperatingSystem, type SystemReader, unknown, uuidIn } from './system-reader.ts';

/**
 * macOS. Tested on recorded outputs of the system's programs; not run on such a machine (see
 * docs/security/known-issues.md). What differs from them by a word is `unknown`.
 */

/** From `sw_vers`: name, version and build, each on a line. */
export function operatingSystem(text: string | null, kernel: string): OperatingSystem {
  const value = (name: string) => new RegExp(`^${name}:\\s*(\\S.*?)\\s*$`, 'm').exec(text ?? '')?.[1] ?? null;
  const version = value('ProductVersion');
  if (version === null || !/^\d+(?:\.\d+){0,3}$/.test(version) || version.length > 40) return { osVersion: `Darwin ${kernel}`.slice(0, 120), osId: 'macos', osRelease: null };
  const build = value('BuildVersion');
  return { osVersion: factIn(`macOS ${version}${build === null ? '' : ` (${build})`}`) ?? 'macOS', osId: 'macos', osRelease: version };
}

/** From `ioreg -rd1 -c IOPlatformExpertDevice`: texts in quotation marks, bytes in angle brackets around them. */
export function hardware(text: string | null): Hardware {
  const value = (name: string) => new RegExp(`"${name}" = <?"([^"\\n]*)"`).exec(text ?? '')?.[1] ?? null;
  const uuid = uuidIn(value('IOPlatformUUID'));
  return {
    manufacturer: factIn(value('manufacturer')),
    model: factIn(value('model')),
    serial: factIn(value('IOPlatformSerialNumber')),
    uuid,
    uuidMissing: uuid === null ? 'macOS does not tell this machine’s hardware UUID.' : null,
  };
}

/** From `fdesetup status`, which speaks of the volume that macOS starts from. */
export function fileVault(text: string | null): CheckResult {
  const lines = (text ?? '').split('\n').map((line) => line.trim()).filter((line) => line !== '' && line !== 'FileVault master keychain appears to be installed.');
  const [first = '', second] = lines;
  if (/^(?:En|De)cryption in progress: Percent completed = /.test(second ?? '') || /^(?:En|De)cryption in progress: Percent completed = /.test(first)) {
    return failed(first.startsWith('Dec') || second?.startsWith('Dec') === true ? 'FileVault is being turned off.' : 'FileVault is still encrypting the disk.');
  }
  if (/^FileVault is Off[.,]/.test(first)) return failed('FileVault is off.');
  if (first.startsWith('FileVault is On, but needs to be restarted to finish')) return failed('FileVault is on only after a restart.');
  return lines.length === 1 && first === 'FileVault is On.' ? ok('FileVault is on.') : unknown('macOS does not say whether FileVault is on.');
}

function digits(text: string | undefined): number | null {
  return text === undefined || text.length > 9 ? null : Number(text);
}

/**
 * Judges what is asked to be told: from `sysadminctl -screenLock status` (written to standard error)
 * how long after the screen has gone dark a password is needed; from `defaults -currentHost read
 * com.apple.screensaver idleTime` and `pmset -g` after how long it goes dark, in seconds and in minutes; 0: never.
 */
export function screenLock(said: { readonly lock: string | null; readonly screenSaver: string | null; readonly power: string | null }): CheckResult {
  const lock = /\bscreenLock (?:is (off)|delay is (?:(immediate)|(\d+) seconds?))\s*$/m.exec(said.lock ?? '');
  if (lock === null) return unknown('macOS does not say whether the screen locks by itself.');
  if (lock[1] !== undefined) return failed('The screen does not lock by itself.');
  const delay = lock[2] === undefined ? digits(lock[3]) : 0;
  const saver = digits(/^(\d+)\s*$/.exec(said.screenSaver ?? '')?.[1]);
  const display = digits(/^\s*displaysleep\s+(\d+)\b/m.exec(said.power ?? '')?.[1]);
  const times = [saver, display === null ? null : display * 60].filter((time) => time !== null && time > 0) as number[];
  if (delay !== null && times.length > 0) return locksAfter(Math.min(...times) + delay);
  return saver === 0 && display === 0 ? failed('The screen never goes dark by itself, so it never locks.') : unknown('macOS does not say after how long the screen locks by itself.');
}

/** From the user ids, and `id -Gn`. Members of `admin` are no administrators until they give their password. */
export function administrator(ids: readonly (number | undefined)[], groups: string | null): CheckResult {
  if (ids.includes(undefined)) return unknown('It is not known under which user Sealdesk runs.');
  if (ids.includes(0)) return failed('Sealdesk runs as root.');
  const names = groups?.trim().split(/\s+/) ?? [];
  return ok(names.includes('admin') ? 'Sealdesk runs without administrator rights; this account can get them with its password.' : 'Sealdesk runs as an ordinary user.');
}

/** From `ps -o pid=,state= -p PID`: the process asked for, and letters, X for one that is traced (ps(1)). */
export function tracer(text: string | null, pid: number): CheckResult {
  const [, about, state] = /^\s*(\d{1,10})\s+([IRSTUZ][+<>AELNSsVWX]{0,12})\s*$/.exec(text ?? '') ?? [];
  if (state === undefined || Number(about) !== pid) return unknown('macOS does not say whether a debugger is attached.');
  return state.includes('X') ? failed('A debugger is attached to Sealdesk.') : ok('No debugger is attached.');
}

export const darwin: SystemReader = {
  keychain: 'Keychain',
  system: async () => operatingSystem(await outputOf('/usr/bin/sw_vers', []), release()),
  hardware: async () => hardware(await outputOf('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice'])),
  diskEncryption: async (folder) => {
    if (folder.startsWith('/Volumes/')) return unknown('The vault does not lie on the volume that macOS starts from.');
    return fileVault(await outputOf('/usr/bin/fdesetup', ['status']));
  },
  screenLock: async () => {
    const [lock, screenSaver, power] = await Promise.all([
      runProgram('/usr/sbin/sysadminctl', ['-screenLock', 'status']),
      outputOf('/usr/bin/defaults', ['-currentHost', 'read', 'com.apple.screensaver', 'idleTime']),
      outputOf('/usr/bin/pmset', ['-g']),
    ]);
    return screenLock({ lock: lock.kind === 'ended' && lock.code === 0 ? lock.stderr : null, screenSaver, power });
  },
  administrator: async () => administrator([process.getuid?.(), process.geteuid?.()], await outputOf('/usr/bin/id', ['-Gn'])),
  tracer: async () => tracer(await outputOf('/bin/ps', ['-o', 'pid=,state=', '-p', String(process.pid)]), process.pid),
};
