import { expect, test } from '@playwright/test';
import { ShopFloor } from '../soak/scene/shop-floor.ts';
import { killWorkstation } from '../soak/workstation-kills.ts';

const kills = 3;
const messagesPerKill = 20;

test('killed at random moments while messages arrive, the workstation ends with each of them exactly once', async () => {
  test.setTimeout(300_000);
  const floor = await test.step('IT enrols a workstation', () => ShopFloor.open());
  try {
    const { failures } = await killWorkstation(floor, kills, messagesPerKill, (line) => test.info().annotations.push({ type: 'note', description: line }));
    expect(failures).toEqual([]);
  } finally {
    await floor.close();
  }
});
