import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ConsoleExchange, type ConsoleOutcome } from '../../../../main/sync/console-exchange.ts';
import type { Line } from '../../../../main/sync/line.ts';
import { type ControlToHub, maxFrameLength } from '../../../../shared/contract/wire/index.ts';
import { hubIsOlder } from '../../../../shared/contract/wire/older-hub.ts';
import { runs } from '../../../doubles/how-often.ts';
import { Time } from '../../../doubles/time.ts';
import { WorkstationCore } from '../../../doubles/workstation-core.ts';

describe('calls on their way', () => {
  const made = (sessionOpen = true) => {
    const said: Extract<ControlToHub, { c: 'console' }>[] = [];
    const time = new Time();
    const line = { tell: (message: ControlToHub) => message.c === 'console' && said.push(message) } as unknown as Line;
    return { said, time, exchange: new ConsoleExchange({ timers: time, line, sessionOpen: () => sessionOpen }) };
  };
  const done = (value: unknown): ConsoleOutcome => ({ kind: 'done', value });

  test('are answered each with its own, in whatever order the answers come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(50), { minLength: 1, maxLength: 12 }), async (order) => {
        const { said, exchange } = made();
        const asked = order.map(() => exchange.call('device.list', null));
        const shuffled = said.map((message, index) => ({ id: message.id, by: order[index]! })).toSorted((one, other) => one.by - other.by);
        for (const { id } of shuffled) exchange.answered(id, done(id));
        expect(await Promise.all(asked)).toEqual(said.map(({ id }) => done(id)));
      }),
      runs(100),
    );
  });

  test('what an older hub says of a field that it does not know is said in plain words, with what to do; all else is the hub’s', async () => {
    const { said, exchange } = made();
    const refused = (message: string): ConsoleOutcome => ({ kind: 'refused', message });
    for (const schema of ['Not done. input: Unrecognized key: "format".', 'Not done. input: Unrecognized keys: "format", "files".', 'Not done. text: Too big; to.kind: Unrecognized key: "sms".']) {
      const asked = exchange.call('device.list', null);
      exchange.answered(said.at(-1)!.id, refused(schema));
      expect(await asked).toEqual(refused(hubIsOlder));
    }
    for (const own of ['Not done. text: Too big.', 'This is too long for one mail. Choose fewer messages.', 'Not done. text: She wrote: Unrecognized key']) {
      const asked = exchange.call('device.list', null);
      exchange.answered(said.at(-1)!.id, refused(own));
      expect(await asked).toEqual(refused(own));
    }
  });

  test('an answer under an unknown number, and a second one under a known, change nothing', async () => {
    const { said, exchange } = made();
    const asked = exchange.call('device.list', null);
    exchange.answered(99, done('of somebody else'));
    exchange.answered(said[0]!.id, done('right'));
    exchange.answered(said[0]!.id, done('again'));
    expect(await asked).toEqual(done('right'));
  });

  test('one that is not answered in fifteen seconds is unreachable, and its late answer goes to no other call', async () => {
    const { said, time, exchange } = made();
    const first = exchange.call('device.list', null);
    await time.pass(15_000);
    expect(await first).toEqual({ kind: 'unreachable' });
    const second = exchange.call('policy.show', null);
    exchange.answered(said[0]!.id, done('late'));
    exchange.answered(said[1]!.id, done('in time'));
    expect(await second).toEqual(done('in time'));
    expect(said[0]!.id).not.toBe(said[1]!.id);
  });

  test('all are unreachable when the link is gone, and without a session none is sent', async () => {
    const { exchange } = made();
    const asked = [exchange.call('device.list', null), exchange.call('invite.list', null)];
    exchange.giveUp();
    expect(await Promise.all(asked)).toEqual([{ kind: 'unreachable' }, { kind: 'unreachable' }]);
    const closed = made(false);
    expect(await closed.exchange.call('device.list', null)).toEqual({ kind: 'unreachable' });
    expect(closed.said).toEqual([]);
  });

  test('one that is too large for a frame is refused in words and not sent', async () => {
    const { said, exchange } = made();
    expect(await exchange.call('inventory.import', { csv: 'ä'.repeat(1_500_000) })).toMatchObject({ kind: 'refused', message: expect.stringContaining('smaller parts') });
    expect(said).toEqual([]);
  });
});

describe('the console of an open workstation', () => {
  // Every try costs half a second of Argon2id by design, and more on a busy machine.
  vi.setConfig({ testTimeout: 120_000 });
  let workstation: WorkstationCore;
  beforeEach(async () => {
    workstation = new WorkstationCore();
    await workstation.enrol();
    await workstation.unlock();
  });
  afterEach(() => workstation.remove());
  const call = () => workstation.call('console.call', { name: 'device.list', input: null });

  test('asks within the hub session only, and hears that something has changed within it only', async () => {
    const { hub } = workstation;
    expect(await call()).toEqual({ kind: 'unreachable' });
    await hub.tell({ c: 'console-changed' });
    expect(workstation.events).not.toContainEqual({ kind: 'console-changed' });
    await hub.hears('session-open');
    await hub.openSession();
    const asked = call();
    const { id, call: name, input } = await hub.hears('console');
    expect({ name, input }).toEqual({ name: 'device.list', input: null });
    await hub.tell({ c: 'console-answer', id, answer: { kind: 'refused', message: 'Not today.' } });
    expect(await asked).toEqual({ kind: 'refused', message: 'Not today.' });
    await hub.tell({ c: 'console-changed' });
    expect(workstation.events).toContainEqual({ kind: 'console-changed' });
  });

  test('the largest import that is taken crosses the sealed channel', async () => {
    const { hub } = workstation;
    await hub.hears('session-open');
    await hub.openSession();
    const csv = 'x'.repeat(2_000_000);
    const asked = workstation.call('console.call', { name: 'inventory.import', input: { csv } });
    const { id, input } = await hub.hears('console');
    expect((input as { csv: string }).csv).toHaveLength(csv.length);
    await hub.tell({ c: 'console-answer', id, answer: { kind: 'done', value: { added: 1, changed: 0, same: 0 } } });
    expect(await asked).toMatchObject({ kind: 'done' });
  });

  test('an answer larger than a frame closes the link, and the call is unreachable', async () => {
    const { hub } = workstation;
    await hub.hears('session-open');
    await hub.openSession();
    const asked = call();
    await hub.hears('console');
    await workstation.link.frame('x'.repeat(maxFrameLength + 1));
    expect(await asked).toEqual({ kind: 'unreachable' });
  });

  test('a session that ends leaves no call waiting', async () => {
    const { hub } = workstation;
    await hub.hears('session-open');
    await hub.openSession();
    const asked = call();
    await hub.hears('console');
    await hub.tell({ c: 'session-refused', reason: 'ended' });
    expect(await asked).toEqual({ kind: 'unreachable' });
  });

  test('a locked vault process answers no call, and none that is not the contract’s', async () => {
    await expect(workstation.call('console.call', { name: 'device.show', input: { device: 'not a device' } })).rejects.toThrow();
    await expect(workstation.call('console.call', { name: 'hub.shutdown' as never, input: null })).rejects.toThrow();
    await workstation.restart();
    await expect(call()).rejects.toMatchObject({ kind: 'not-now' });
  });
});
