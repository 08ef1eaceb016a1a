import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChatCustomer } from '../../../../build/try-it/chat-customer.mts';
import { FreshHub } from '../../../doubles/fresh-hub.ts';
import { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const email = 'nora.canary@nordlicht.example';
const kills = 4;
const customers = 6;
/** Below what the chat lets one visitor say at once. */
const saidAtATime = 5;
const saidByEach = saidAtATime * (kills + 1);

describe('a hub killed while messages arrive', () => {
  let hub: FreshHub;
  let device: SimulatedDevice;
  const crowd: ChatCustomer[] = [];

  beforeAll(async () => {
    hub = await FreshHub.make(email, 'Nora Canary-Lind');
    await hub.start();
    device = new SimulatedDevice(await hub.invite(email));
    await device.connect();
    device.enrol();
    await device.hears('enrol-pending');
    await hub.approve(device.deviceId);
    await device.hears('enrol-approved');
    await device.activate();
    await device.openSession();
    await device.until(() => device.events.length > 0, 'the first mail');
  });
  afterAll(async () => {
    for (const customer of crowd) customer.leave();
    device?.drop();
    await hub?.remove();
  });

  it('delivers each of them exactly once', async () => {
    for (let index = 0; index < customers; index++) {
      const customer = new ChatCustomer(hub.chat);
      crowd.push(customer);
      await customer.connect();
    }
    for (let round = 0; round <= kills; round++) {
      for (const [index, customer] of crowd.entries()) for (let n = 0; n < saidAtATime; n++) customer.say(`Kanarienvogel ${index}-${round}-${n}: where is my parcel?`);
      if (round === kills) break;
      const seen = device.messages.size;
      await device.until(() => device.messages.size > seen, 'some messages', 60_000);
      await wait(Math.random() * 60);
      await hub.crash();
      await hub.start();
      await device.connect();
      await device.resumeSession();
      for (const customer of crowd) await customer.connect();
    }
    await device.until(() => device.messages.size >= customers * saidByEach, 'every message', 180_000);
    await wait(300);
    const texts = [...device.messages.values()].filter(({ kind }) => kind === 'inbound').map(({ text }) => text);
    expect(texts).toHaveLength(customers * saidByEach);
    expect(new Set(texts).size).toBe(customers * saidByEach);
    expect(new Set(device.seqs).size).toBe(device.seqs.length);
    expect(device.failures).toEqual([]);
  }, 300_000);

  it('answers over the same way, and the customer reads it', async () => {
    const [first] = device.messages.values();
    const messageId = crypto.randomUUID();
    await device.send({
      m: 'command',
      key: crypto.randomUUID() as never,
      at: Date.now(),
      command: { do: 'reply', conversationId: first!.conversationId, messageId: messageId as never, text: 'It left us this morning.', seen: null },
    });
    await device.until(() => device.events.some((event) => event.e === 'command.result'), 'the result');
    expect(device.events.find((event) => event.e === 'command.result')).toMatchObject({ outcome: { kind: 'done' } });
    await device.until(() => device.events.some((event) => event.e === 'message.status' && event.messageId === messageId && event.status === 'sent'), 'the status');
    // Laptop and customer are told over lines of their own: either may hear first.
    await expect.poll(() => crowd.some(({ lines }) => lines.some(({ text }) => text === 'It left us this morning.'))).toBe(true);
  });

  it('leaves nothing readable in its data folder', async () => {
    await hub.crash();
    const canaries = ['Kanarienvogel', 'Canary-Lind', 'nora.canary', 'simulated laptop', 'left us this morning'];
    for (const name of readdirSync(hub.data, { recursive: true, encoding: 'utf8' })) {
      const path = join(hub.data, name);
      let content: Buffer;
      try {
        content = readFileSync(path);
      } catch {
        continue; // A folder or the socket.
      }
      for (const canary of canaries) {
        expect(content.includes(canary), `${canary} in ${name}`).toBe(false);
        expect(content.includes(Buffer.from(canary, 'utf16le')), `${canary} in ${name} as UTF-16`).toBe(false);
        expect(content.includes(Buffer.from(canary).toString('base64').slice(0, -2)), `${canary} in ${name} as base64`).toBe(false);
      }
    }
    await hub.start();
    expect(await hub.command('audit', 'verify')).toMatchObject({ intact: true });
  });
});
