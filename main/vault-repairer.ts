import type { DamagedVault, RepairRequests } from './boundary/vault-repair.ts';
import { DamagedDatabase } from './vault/repair/damaged-database.ts';
import { rebuild } from './vault/repair/rebuild.ts';
import { salvage, type Salvaged } from './vault/repair/salvage.ts';
import { serveThread } from './vault/thread-server.ts';

/** Entry of the thread that reads a damaged vault: for as long as that takes, nobody else waits. */
serveThread<RepairRequests>(() => ({
  survey: (damaged) => {
    try {
      return read(damaged).told;
    } finally {
      for (const key of damaged.keys) key.fill(0);
    }
  },
  rebuild: ({ into, key, ...damaged }) => {
    try {
      const salvaged = read(damaged);
      rebuild(into, key, salvaged);
      return salvaged.told;
    } finally {
      for (const each of [key, ...damaged.keys]) each.fill(0);
    }
  },
  close: () => null,
}));

/** Under the first of the keys that its first page opens with. */
function read({ file, keys }: DamagedVault): Salvaged {
  let last: Salvaged | null = null;
  for (const key of keys) {
    const database = new DamagedDatabase(file, key);
    try {
      last = salvage(database);
    } finally {
      database.close();
    }
    if (last.told.readable) return last;
  }
  if (last === null) throw new RangeError('A vault has a key.');
  return last;
}
