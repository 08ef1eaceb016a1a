import { userInfo } from 'node:os';
import { systemClock } from '../../shared/domain/clock.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { openRooms } from '../rooms.ts';
import { type AdminCallName, type AdminInput, type AdminOutput, answer } from './admin-api.ts';
import { askRunningHub } from './admin-socket.ts';

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
  const rooms = await openRooms(data, systemClock);
  try {
    return await answer({ rooms, actor: commandActor(), user: null, running: null }, { call, input }, () => {});
  } finally {
    await rooms.store.destroy();
  }
}
