import type { CheckResult } from '../../../shared/domain/posture.ts';
import { outputOf } from './program.ts';
import { failed, locksAfter, unknown } from './system-reader.ts';

/**
 * Whether the desktop locks its screen by itself. There is no common way to ask: GNOME and Plasma are
 * read by the settings that each keeps, every other desktop is `unknown`.
 */

const notSaid = () => unknown('The desktop does not say whether its screen locks by itself.');
const never = () => failed('The screen does not lock by itself.');

/** A whole number as gsettings prints it, with or without its type. */
function seconds(text: string | null): number | null {
  const digits = /^(?:uint32 )?(\d{1,9})\s*$/.exec(text ?? '')?.[1];
  return digits === undefined ? null : Number(digits);
}

function truth(text: string | null): boolean | null {
  const word = text?.trim();
  return word === 'true' ? true : word === 'false' ? false : null;
}

/**
 * GNOME's settings, each as `gsettings get` prints it: `lock-enabled` and `lock-delay` of
 * org.gnome.desktop.screensaver, `idle-delay` of org.gnome.desktop.session (0: never).
 */
export function gnomeLock(settings: { readonly enabled: string | null; readonly delay: string | null; readonly idle: string | null }): CheckResult {
  const enabled = truth(settings.enabled);
  const delay = seconds(settings.delay);
  const idle = seconds(settings.idle);
  if (enabled === false || idle === 0) return never();
  if (enabled === null || delay === null || idle === null) return notSaid();
  return locksAfter(idle + delay);
}

/** Plasma's settings, each as `kreadconfig` prints it: `Autolock`, `Timeout` in minutes and `LockGrace` in seconds. */
export function plasmaLock(settings: { readonly autolock: string | null; readonly timeout: string | null; readonly grace: string | null }): CheckResult {
  const autolock = truth(settings.autolock);
  const minutes = seconds(settings.timeout);
  const grace = seconds(settings.grace);
  if (autolock === false || minutes === 0) return never();
  if (autolock === null || minutes === null || grace === null) return notSaid();
  return locksAfter(minutes * 60 + grace);
}

/** The desktop by XDG_CURRENT_DESKTOP: names with colons between, the most particular first. */
export function desktopIn(current: string): 'gnome' | 'plasma' | null {
  const names = current.toUpperCase().split(':');
  if (names.includes('GNOME') || names.includes('GNOME-CLASSIC')) return 'gnome';
  return names.includes('KDE') ? 'plasma' : null;
}

async function readGnome(): Promise<CheckResult> {
  const get = (schema: string, key: string) => outputOf('/usr/bin/gsettings', ['get', schema, key]);
  const [enabled, delay, idle] = await Promise.all([
    get('org.gnome.desktop.screensaver', 'lock-enabled'),
    get('org.gnome.desktop.screensaver', 'lock-delay'),
    get('org.gnome.desktop.session', 'idle-delay'),
  ]);
  return gnomeLock({ enabled, delay, idle });
}

async function readPlasma(): Promise<CheckResult> {
  // A setting that nobody changed is not in the file: these are Plasma's own values.
  const get = async (key: string, own: string) => {
    const args = ['--file', 'kscreenlockerrc', '--group', 'Daemon', '--key', key, '--default', own];
    return (await outputOf('/usr/bin/kreadconfig6', args)) ?? outputOf('/usr/bin/kreadconfig5', args);
  };
  const [autolock, timeout, grace] = await Promise.all([get('Autolock', 'true'), get('Timeout', '5'), get('LockGrace', '5')]);
  return plasmaLock({ autolock, timeout, grace });
}

/** @param current XDG_CURRENT_DESKTOP. */
export async function screenLock(current: string): Promise<CheckResult> {
  switch (desktopIn(current)) {
    case 'gnome':
      return readGnome();
    case 'plasma':
      return readPlasma();
    case null:
      return unknown('Sealdesk cannot tell whether this desktop locks its screen by itself.');
  }
}
