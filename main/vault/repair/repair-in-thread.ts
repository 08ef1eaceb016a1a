import { bytes } from '../../../shared/trust/bytes.ts';
import type { DamagedVault, RepairRequests, VaultRepair } from '../../boundary/vault-repair.ts';
import { ThreadClient } from '../thread-client.ts';

/** @param worker the file of the thread. It ends with the answer, and with it what was read. */
export function repairInThread(worker: string, now: () => number): VaultRepair {
  const asked = async <T>(ask: (thread: ThreadClient<RepairRequests>) => Promise<T>): Promise<T> => {
    const thread = new ThreadClient<RepairRequests>(worker, { now, notice: () => undefined, died: () => undefined });
    try {
      return await ask(thread);
    } finally {
      await thread.close();
    }
  };
  /** Copies that are moved to the thread, which overwrites them. */
  const moved = ({ file, keys }: DamagedVault) => ({ file, keys: keys.map((key) => bytes(key)) });
  return {
    survey: (damaged) =>
      asked((thread) => {
        const input = moved(damaged);
        return thread.request('survey', input, input.keys.map(({ buffer }) => buffer));
      }),
    rebuild: (damaged, into, key) =>
      asked((thread) => {
        const input = { ...moved(damaged), into, key: bytes(key) };
        return thread.request('rebuild', input, [...input.keys, input.key].map(({ buffer }) => buffer));
      }),
  };
}
