import { useDesk } from '../../../data/desk.tsx';
import { useStore } from '../../../data/store.ts';

/** Whether the hub can be asked just now, as far as is known. */
export function useOnline(): boolean {
  return useStore(useDesk().sync.connection, ({ state }) => state === null || state.connection === 'online');
}
