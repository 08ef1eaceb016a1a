import { setTimeout as pause } from 'node:timers/promises';
import type { Campaign, Figures } from './campaign.ts';
import { ShopFloor } from './scene/shop-floor.ts';
import { takeStock, untilAllAreThere } from './scene/stocktaking.ts';

const messagesPerKill = 25;
/** How long the messages of one round take to come: all at once, so that the kill meets the hub at work, or drop by drop. */
const spansMs = [150, 5_000];
const patienceMs = 180_000;

/** Kills the hub at random moments while messages arrive; the workstation stays up and unlocked. */
async function killHub(floor: ShopFloor, kills: number, say: (line: string) => void): Promise<Figures> {
  const { hub, workstation, arrivals } = floor;
  await floor.unlock();
  await floor.goOnline();
  for (let kill = 1; kill <= kills; kill += 1) {
    const span = spansMs[kill % spansMs.length] ?? 0;
    const killAfter = Math.random() * span * 1.2;
    const written = arrivals.write(messagesPerKill, span);
    await pause(killAfter);
    await hub.crash();
    say(`kill ${kill} of ${kills} after ${Math.round(killAfter)} ms; ${arrivals.total} messages written, ${arrivals.unacknowledged} not yet acknowledged`);
    await Promise.all([hub.start(), written]);
    // Somebody is at work: the workstation must not lock for idleness meanwhile.
    await workstation.page.keyboard.press('Shift');
  }
  await floor.goOnline();
  await untilAllAreThere(workstation.page, arrivals.total, patienceMs);
  const failures = await takeStock(workstation.page, arrivals.sent);
  if (arrivals.unacknowledged > 0) failures.push(`${arrivals.unacknowledged} chat messages were never acknowledged by the hub.`);
  const { intact } = await hub.command<{ intact: boolean }>('audit', 'verify');
  if (!intact) failures.push('The audit log is not intact.');
  return { counts: { kills, messages: arrivals.total, chat: arrivals.chats, mail: arrivals.mails }, failures };
}

export const hubKills: Campaign = {
  count: 20,
  run: async (count, say) => {
    const floor = await ShopFloor.open();
    try {
      return await killHub(floor, count, say);
    } finally {
      await floor.close();
    }
  },
};
