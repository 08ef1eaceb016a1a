import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { systemClock } from '../../shared/domain/clock.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import type { AdminCallName, AdminInput, AdminOutput } from './admin-api.ts';
import { AdminAnswer, AdminSocketError, adminSocketPath } from './admin-frames.ts';

/** Whoever may run the command on this machine, as the operating system knows them. */
export function commandActor(): string {
  return `command:${userInfo().uid}`;
}

/**
 * Asks the hub: through its socket where it is running, else directly on its data folder, with the
 * same checks and the same audit entries.
 * @throws SealdeskError with the hub's own words.
 */
export async function askHub<N extends AdminCallName>(data: string, call: N, input: AdminInput<N>): Promise<AdminOutput<N>> {
  const given = (await askRunningHub(data, call, input)) ?? (await askAtRest(data, call, input));
  if (!given.ok) throw new SealdeskError(given.error.kind, given.error.message);
  return given.value as AdminOutput<N>;
}

async function askAtRest(data: string, call: string, input: unknown) {
  // Only here: a hub that runs has all of it in memory already.
  const [{ openRooms }, { answer }] = await Promise.all([import('../rooms.ts'), import('./admin-api.ts')]);
  const rooms = await openRooms(data, systemClock);
  try {
    return await answer({ rooms, actor: commandActor(), user: null, device: null, running: null }, { call, input }, () => {});
  } finally {
    await rooms.store.destroy();
  }
}

/** Asks the running hub. @returns null when none is running on this data folder. @throws AdminSocketError `hub-silent` */
export function askRunningHub(data: string, call: string, input: unknown): Promise<AdminAnswer | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(adminSocketPath(data));
    let text = '';
    let connected = false;
    socket.setEncoding('utf8');
    socket.once('connect', () => {
      connected = true;
      socket.write(`${JSON.stringify({ call, input })}\n`);
    });
    socket.on('data', (part: string) => {
      text += part;
    });
    socket.once('error', () => {
      if (!connected) resolve(null);
    });
    socket.once('close', () => {
      if (!connected) return;
      try {
        resolve(AdminAnswer.parse(JSON.parse(text)));
      } catch (cause) {
        reject(new AdminSocketError('hub-silent', 'The hub ended before it answered. Whether it was done, the audit log tells.', { cause }));
      }
    });
  });
}
