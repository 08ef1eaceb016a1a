import { release } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { CheckResult } from '../../../shared/domain/posture.ts';
import { outputOf, type Ran, runProgram } from './program.ts';
import { factIn, failed, type Hardware, locksAfter, ok, type OperatingSystem, type SystemReader, unknown, uuidIn } from './system-reader.ts';

/**
 * Windows. Tested on recorded outputs of the system's programs; not run on such a machine (see
 * docs/security/known-issues.md). Windows speaks the person's language: only numbers, names of
 * values and security ids are read. Nothing here needs an elevated process.
 */

const programs = () => join(process.env['SystemRoot'] ?? String.raw`C:\Windows`, 'System32');
const registry = (key: string) => runProgram(join(programs(), 'reg.exe'), ['query', key]);
const shell = (script: string) =>
  outputOf(join(programs(), 'WindowsPowerShell', 'v1.0', 'powershell.exe'), [
    '-NoProfile', '-NonInteractive', '-Command', `$ErrorActionPreference='Stop';[Console]::OutputEncoding=[Text.Encoding]::UTF8;${script}`,
  ]);

const currentVersion = String.raw`HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion`;
const machinePolicies = String.raw`HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\Policies\System`;
const userPolicies = String.raw`HKCU\Software\Policies\Microsoft\Windows\Control Panel\Desktop`;
const userSettings = String.raw`HKCU\Control Panel\Desktop`;

/** The values of one key as `reg query` lists them: name, type and data, each four spaces from the next. */
export function registryValues(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, type, data] = /^ {4}(\S.*?) {4}(REG_(?:SZ|EXPAND_SZ|DWORD)) {4}(.*)$/.exec(line) ?? [];
    if (name !== undefined && data !== undefined) values.set(name.toLowerCase(), type === 'REG_DWORD' ? String(Number(data)) : data.trim());
  }
  return values;
}

/** From the key of the installed version. Windows 11 still calls itself 10 there; its builds begin at 22000. */
export function operatingSystem(text: string | null, kernel: string): OperatingSystem {
  const values = registryValues(text ?? '');
  const build = values.get('currentbuildnumber') ?? '';
  if (!/^\d{4,6}$/.test(build)) return { osVersion: `Windows ${kernel}`.slice(0, 120), osId: 'windows', osRelease: /^\d+(?:\.\d+){2}$/.test(kernel) ? kernel : null };
  const revision = values.get('ubr') ?? '';
  const number = `10.0.${build}${/^\d{1,6}$/.test(revision) ? `.${revision}` : ''}`;
  const product = factIn(values.get('productname')) ?? 'Windows';
  const name = Number(build) >= 22000 ? product.replace(/^Windows 10\b/, 'Windows 11') : product;
  const edition = factIn(values.get('displayversion'));
  return { osVersion: factIn(`${name}${edition === null ? '' : ` ${edition}`} (${number})`) ?? 'Windows', osId: 'windows', osRelease: number };
}

const Machine = z.object({ vendor: z.string().nullish(), model: z.string().nullish(), serial: z.string().nullish(), uuid: z.string().nullish() });
const machineScript =
  '$p=Get-CimInstance Win32_ComputerSystemProduct;$b=Get-CimInstance Win32_BIOS;' +
  'ConvertTo-Json -Compress @{vendor=$p.Vendor;model=$p.Name;serial=$b.SerialNumber;uuid=$p.UUID}';

/** From the JSON that `machineScript` prints. */
export function hardware(text: string | null): Hardware {
  let machine: z.infer<typeof Machine> = {};
  try {
    machine = Machine.parse(JSON.parse(text ?? ''));
  } catch {
    // Not what the script prints: nothing is known.
  }
  const uuid = uuidIn(machine.uuid);
  return {
    manufacturer: factIn(machine.vendor),
    model: factIn(machine.model),
    serial: factIn(machine.serial),
    uuid,
    uuidMissing: uuid === null ? 'Windows does not tell this machine’s hardware UUID.' : null,
  };
}

const volumeScript = (drive: string) =>
  `$v=(New-Object -ComObject Shell.Application).NameSpace('${drive}').Self.ExtendedProperty('System.Volume.BitLockerProtection');ConvertTo-Json -Compress @{protection=$v}`;

/** What the shell's numbers mean; those that are not here, among them a locked volume, say nothing of ours. */
const protections: Readonly<Record<string, CheckResult>> = {
  1: ok('BitLocker is on for the volume of the vault.'),
  2: failed('BitLocker is off for the volume of the vault.'),
  3: failed('BitLocker is still encrypting the volume of the vault.'),
  4: failed('BitLocker is being turned off for the volume of the vault.'),
  5: failed('BitLocker is suspended: its key lies open on the disk.'),
  8: failed('BitLocker waits to be activated: its key lies open on the disk.'),
};

/** From the JSON that `volumeScript` prints: a number that the shell keeps of each volume, and that anybody may read. */
export function bitLocker(text: string | null): CheckResult {
  const number = /^\{"protection":(\d)\}\s*$/.exec(text ?? '')?.[1];
  return protections[number ?? ''] ?? unknown('Windows does not say whether BitLocker is on for the volume of the vault.');
}

/** Of a screen saver that asks for the password; null where it is none that locks, `unclear` where a value is no number. */
function screenSaver(values: ReadonlyMap<string, string>): number | null | 'unclear' {
  if ((values.get('scrnsave.exe') ?? '') === '' || values.get('screensaveactive') !== '1' || values.get('screensaverissecure') !== '1') return null;
  const timeout = values.get('screensavetimeout') ?? '';
  return /^\d{1,6}$/.test(timeout) ? Number(timeout) : 'unclear';
}

/**
 * From the keys of the machine's policies, the user's policies (absent on most machines) and the
 * user's own settings; a policy goes before a setting. Times are in seconds.
 */
export function screenLock(said: { readonly machine: string | null; readonly policies: string | null; readonly settings: string | null }): CheckResult {
  const machine = registryValues(said.machine ?? '');
  const limit = machine.get('inactivitytimeoutsecs') ?? '0';
  // Every Windows has values under both keys; without any, the answer was not understood.
  const settings = registryValues(said.settings ?? '');
  if (machine.size === 0 || settings.size === 0 || said.policies === null || !/^\d{1,6}$/.test(limit)) return unknown('Windows does not say whether the screen locks by itself.');
  const saver = screenSaver(new Map([...settings, ...registryValues(said.policies)]));
  if (saver === 'unclear') return unknown('Windows does not say after how long the screen locks by itself.');
  const times = [Number(limit), saver ?? 0].filter((time) => time > 0);
  return times.length === 0 ? failed('The screen does not lock by itself.') : locksAfter(Math.min(...times));
}

/**
 * From `whoami /groups /fo csv /nh`. The integrity level tells an elevated process (S-1-16-12288 and
 * above) in every language; of an administrator who is not elevated, Windows keeps the group to deny only.
 */
export function administrator(text: string | null): CheckResult {
  const ids = Array.from((text ?? '').matchAll(/^"[^"]*","[^"]*","(S-1-[\d-]{1,180})",/gm), ([, id = '']) => id);
  const level = ids.map((id) => /^S-1-16-(\d{1,6})$/.exec(id)?.[1]).find((found) => found !== undefined);
  if (level === undefined || !ids.includes('S-1-1-0')) return unknown('Windows does not say with which rights Sealdesk runs.');
  if (Number(level) >= 12288) return failed('Sealdesk runs with administrator rights.');
  return ok(ids.includes('S-1-5-32-544') ? 'Sealdesk runs without administrator rights; this account can get them.' : 'Sealdesk runs as an ordinary user.');
}

/** What a query printed; nothing where there is no such key (reg.exe ends with 1), null where it could not be asked. */
function listed(ran: Ran): string | null {
  if (ran.kind === 'not-run') return null;
  return ran.code === 0 ? ran.stdout : ran.code === 1 ? '' : null;
}

export const win32: SystemReader = {
  keychain: 'Credential Manager',
  system: async () => operatingSystem(listed(await registry(currentVersion)), release()),
  hardware: async () => hardware(await shell(machineScript)),
  diskEncryption: async (folder) => {
    const drive = /^([A-Za-z]:)[\\/]/.exec(folder)?.[1];
    if (drive === undefined) return unknown('The vault does not lie on a drive of this machine.');
    return bitLocker(await shell(volumeScript(drive)));
  },
  screenLock: async () => {
    const [machine, policies, settings] = await Promise.all([machinePolicies, userPolicies, userSettings].map(registry));
    return screenLock({ machine: listed(machine ?? { kind: 'not-run' }), policies: listed(policies ?? { kind: 'not-run' }), settings: listed(settings ?? { kind: 'not-run' }) });
  },
  administrator: async () => administrator(await outputOf(join(programs(), 'whoami.exe'), ['/groups', '/fo', 'csv', '/nh'])),
  // Which other process holds this one, Windows tells only to native code.
  tracer: () => Promise.resolve(unknown('Windows does not say whether a debugger is attached from outside.')),
};
