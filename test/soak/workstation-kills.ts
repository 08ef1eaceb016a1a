import { setTimeout as pause } from 'node:timers/promises';
import type { Campaign, Figures } from './campaign.ts';
import { ShopFloor } from './scene/shop-floor.ts';
import { takeStock, untilAllAreThere } from './scene/stocktaking.ts';

const messagesPerKill = 25;
/** From the moment the code is typed: through the key derivation, the opening of the vault, the connection and the mail that waits. */
const latestKillMs = 6_000;
const patienceMs = 120_000;

/** Kills every process of the workstation at random moments while messages arrive. */
export async function killWorkstation(floor: ShopFloor, kills: number, perKill: number, say: (line: string) => void): Promise<Figures> {
  const { workstation, arrivals } = floor;
  let killedOpen = 0;
  for (let kill = 1; kill <= kills; kill += 1) {
    await floor.tryToUnlock();
    const killAfter = Math.random() * latestKillMs;
    const written = arrivals.write(perKill, latestKillMs);
    await pause(killAfter);
    const open = await workstation.page.getByRole('searchbox', { name: 'Search' }).isVisible();
    if (open) killedOpen += 1;
    await workstation.crash();
    say(`kill ${kill} of ${kills} after ${Math.round(killAfter)} ms, ${open ? 'unlocked' : 'while unlocking'}; ${arrivals.total} messages written`);
    await Promise.all([written, workstation.launch()]);
  }
  await floor.unlock();
  await floor.goOnline();
  await untilAllAreThere(workstation.page, arrivals.total, patienceMs);
  const failures = await takeStock(workstation.page, arrivals.sent);
  if (arrivals.unacknowledged > 0) failures.push(`${arrivals.unacknowledged} chat messages were never acknowledged by the hub.`);
  return { counts: { kills, 'of them unlocked': killedOpen, messages: arrivals.total, chat: arrivals.chats, mail: arrivals.mails }, failures };
}

export const workstationKills: Campaign = {
  count: 20,
  run: async (count, say) => {
    const floor = await ShopFloor.open();
    try {
      return await killWorkstation(floor, count, messagesPerKill, say);
    } finally {
      await floor.close();
    }
  },
};
