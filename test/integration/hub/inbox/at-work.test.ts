import { expect, it, vi } from 'vitest';
import { ChatLine } from '../../../doubles/chat-door.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';

vi.setConfig({ testTimeout: 300_000 });

it('an agent whose laptop stays connected is there for customers, and one whose laptop is gone is not', async () => {
  const service = await ServiceInProcess.start();
  const email = 'nora@nordlicht.example';
  await service.addAgent(email);
  await service.ask('channel.add-webchat', { name: 'Chat' });
  const device = await service.liveDevice(email);
  const here = async () => {
    const line = await ChatLine.open(new URL(service.chat).origin);
    line.hello(null);
    const { presence } = await line.next('ready');
    line.socket.terminate();
    return presence.here;
  };
  expect(await here()).toBe(true);
  service.hub.clock.ahead = 11 * 60_000;
  await vi.waitFor(async () => expect(await here()).toBe(true), { timeout: 120_000, interval: 1_000 });
  device.drop();
  // Until the hub knows, a sign of life that was on its way would count by the later clock.
  await vi.waitFor(async () => expect((await service.ask('device.list', null))[0]?.online).toBe(false), { timeout: 60_000, interval: 50 });
  service.hub.clock.ahead = 22 * 60_000;
  await vi.waitFor(async () => expect(await here()).toBe(false), { timeout: 90_000, interval: 1_000 });
  await service.remove();
});
