import { join } from 'node:path';
import type { EnrolledProfile } from './enrolled-profile.ts';
import { StartedElectron } from './started-electron.ts';

const root = join(import.meta.dirname, '..', '..');

/** Ready to be typed into, on screen. */
export const fieldIsReady = `document.visibilityState === 'visible' && document.activeElement?.matches('input[type=password]') === true`;
const inboxIsThere = `document.querySelector('[role=listbox] [role=option]') !== null && document.querySelector('[role=searchbox], input[type=search]') !== null`;

/** The test bundle on a profile. */
export function workstationOf(profile: EnrolledProfile): readonly string[] {
  return [join(root, 'dist', 'test-main'), `--profile=${profile.folder}`];
}

/** Types passphrase and code. @returns milliseconds from what confirms them to an inbox that can be used. */
export async function unlock(started: StartedElectron, passphrase: string, code: string): Promise<number> {
  await started.ready();
  await started.evaluate(`void addEventListener('submit', () => { globalThis.submittedAt ??= performance.now(); }, true)`);
  await started.type(passphrase);
  await started.evaluate(`document.querySelector('fieldset input').focus()`);
  await started.type(code);
  await started.press('Enter');
  const ms = await started.evaluate<number | null>(
    `new Promise((resolve) => { const look = () => requestAnimationFrame(() => (${inboxIsThere}) ? requestAnimationFrame(() => resolve(performance.now() - submittedAt)) : document.querySelector('.gate-problem')?.textContent ? resolve(null) : look()); look(); })`,
  );
  if (typeof ms !== 'number') throw new Error('It did not unlock.');
  return ms;
}

/** A workstation with its inbox on screen; the caller ends it. */
export async function unlockedWorkstation(profile: EnrolledProfile): Promise<StartedElectron> {
  const { environment, code } = profile.nextLaunch();
  const started = new StartedElectron(workstationOf(profile), fieldIsReady, environment);
  try {
    await started.ready();
    await unlock(started, profile.passphrase, code());
    return started;
  } catch (error) {
    await started.quit();
    throw error;
  }
}
