import type { Timers } from '../boundary/timers.ts';
import type { LockReason } from '../unlock/session-ports.ts';
import { busAddresses } from './bus/bus-address.ts';
import { type BusNote, FollowedBus } from './bus/followed-bus.ts';
import { lid } from './bus/lid.ts';
import { logind } from './bus/logind.ts';
import { notificationDaemon } from './bus/notification-daemon.ts';
import { screensavers } from './bus/screensavers.ts';
import { trayHost } from './bus/tray-host.ts';

export interface LinuxSessionPorts {
  readonly env: NodeJS.ProcessEnv;
  readonly pid: number;
  readonly uid: number;
  readonly timers: Timers;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly lock: (reason: LockReason) => void;
  readonly awake: () => void;
  /** Whether there is a tray for an icon. */
  readonly trayThere: (there: boolean) => void;
  /** Whether whoever shows notifications is told not to disturb. */
  readonly heldBack: (held: boolean) => void;
  readonly note: (note: BusNote) => void;
}

/**
 * What a Linux desktop tells over D-Bus of the person leaving: Electron hears only of sleep there.
 * Works without either bus, and says in the log that it does.
 * @returns stops it
 */
export function watchLinuxSession({ env, pid, uid, timers, random, lock, awake, trayThere, heldBack, note }: LinuxSessionPorts): () => void {
  const sessionId = env['XDG_SESSION_ID'] ?? null;
  const system = new FollowedBus({ bus: 'system', address: busAddresses.system(env), timers, random, note }, [
    logind({ lock, awake, pid, uid, sessionId }),
    lid(() => lock('lid-closed')),
  ]);
  const session = new FollowedBus({ bus: 'session', address: busAddresses.session(env), timers, random, note }, [
    ...screensavers({ locked: () => lock('screen-locked'), unlocked: awake }),
    trayHost(trayThere),
    notificationDaemon(heldBack),
  ]);
  system.start();
  session.start();
  return () => {
    system.stop();
    session.stop();
  };
}
