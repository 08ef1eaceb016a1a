import { expect, it } from 'vitest';
import { revokeUnderLoad } from '../../../soak/device-load.ts';
import { Fleet } from '../../../soak/scene/fleet.ts';

it('of sixty devices at work six are revoked and cut off, and the others notice nothing', async () => {
  const fleet = await Fleet.open();
  try {
    const { counts, failures } = await revokeUnderLoad(fleet, 60, 2_000, () => {});
    expect(failures).toEqual([]);
    expect(counts).toMatchObject({ devices: 60, revoked: 6 });
  } finally {
    await fleet.close();
  }
}, 480_000);
