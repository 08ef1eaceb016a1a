import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatCustomer } from '../../../../build/try-it/chat-customer.mts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const [nora, ben] = ['nora@nordlicht.example', 'ben@nordlicht.example'];
let service: ServiceInProcess;
let norasLaptop: SimulatedDevice;
let bensLaptop: SimulatedDevice;
/** Nora’s other one, which is open: when it has a message, the locked one was told of it, or will not be. */
let open: SimulatedDevice;
let anna: ChatCustomer;

const told = (device: SimulatedDevice) => device.heard.filter(({ c }) => c === 'mail-waiting');
/** As after a lock: another connection, and no session on it. */
const locked = async (device: SimulatedDevice) => {
  device.tell({ c: 'session-close' });
  device.drop();
  await device.until(() => !device.connected, 'the end');
  device.heard.splice(0);
  await device.connect();
};

beforeAll(async () => {
  service = await ServiceInProcess.start();
  const { id } = await service.ask('team.add', { name: 'Returns' });
  await service.addAgent(nora, ['Returns']);
  await service.addAgent(ben);
  await service.ask('channel.add-webchat', { name: 'Chat', teamId: id });
  norasLaptop = await service.liveDevice(nora);
  bensLaptop = await service.liveDevice(ben);
  open = await service.liveDevice(nora);
  anna = new ChatCustomer(service.chat);
  expect(await anna.connect()).toBe(true);
});
afterAll(async () => {
  anna.leave();
  norasLaptop.drop();
  bensLaptop.drop();
  open.drop();
  await service.remove();
});

describe('a locked laptop', () => {
  it('with a session is told nothing besides its mail', async () => {
    anna.say('Where is my parcel?');
    await norasLaptop.until(() => norasLaptop.messages.size === 1, 'the message');
    await wait(300);
    expect(told(norasLaptop)).toEqual([]);
  });

  it('learns that a customer wrote, and nothing else; one whose agent may not see it learns nothing', async () => {
    await locked(norasLaptop);
    await locked(bensLaptop);
    anna.say('It is a red one with the marmot boots.');
    await norasLaptop.until(() => told(norasLaptop).length === 1, 'the word');
    expect(told(norasLaptop)).toEqual([{ c: 'mail-waiting' }]);
    expect(norasLaptop.messages.size).toBe(1);
    await wait(300);
    expect(told(bensLaptop)).toEqual([]);
  });

  it('is told once a minute at most, however much comes', async () => {
    for (let n = 0; n < 3; n += 1) anna.say(`And ${n}`);
    await open.until(() => open.messages.size === 5, 'all of it on the other laptop');
    await wait(300);
    expect(told(norasLaptop)).toHaveLength(1);
    service.hub.clock.ahead += 61_000;
    anna.say('Hello?');
    await norasLaptop.until(() => told(norasLaptop).length === 2, 'the word');
    await open.until(() => open.messages.size === 6, 'all of it on the other laptop');
  });

  it('suspended, is told nothing', async () => {
    service.hub.clock.ahead += 61_000;
    await service.ask('device.suspend', { device: norasLaptop.deviceId, reason: 'left in a train' });
    await norasLaptop.hears('suspension');
    anna.say('Anybody there?');
    await open.until(() => open.messages.size === 7, 'it on the other laptop');
    await wait(300);
    expect(told(norasLaptop)).toHaveLength(2);
  });
});
