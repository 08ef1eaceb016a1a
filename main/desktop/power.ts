import { powerMonitor } from 'electron';
import type { LockReason } from '../unlock/session-ports.ts';

export interface PowerPorts {
  readonly lock: (reason: LockReason) => void;
  readonly awake: () => void;
}

/** What the operating system tells of the person leaving and the machine sleeping. */
export function watchPower({ lock, awake }: PowerPorts): void {
  powerMonitor.on('suspend', () => lock('suspend'));
  powerMonitor.on('lock-screen', () => lock('screen-locked'));
  powerMonitor.on('user-did-resign-active', () => lock('user-switched'));
  powerMonitor.on('shutdown', () => lock('quit'));
  powerMonitor.on('resume', awake);
  powerMonitor.on('unlock-screen', awake);
}

/** Seconds since the last input anywhere on this machine. */
export const systemIdleSeconds = (): number => powerMonitor.getSystemIdleTime();
