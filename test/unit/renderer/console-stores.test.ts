import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../../../renderer/client.ts';
import { askHub } from '../../../renderer/data/console/ask.ts';
import { createConsole } from '../../../renderer/data/console/console.tsx';
import { withRow } from '../../../renderer/data/console/follow.ts';
import { createWorkplace } from '../../../renderer/data/workplace.tsx';
import { nordlicht, sessionStates } from '../../doubles/nordlicht.ts';
import { laptopId } from '../../doubles/nordlicht-company.ts';
import { createSealdeskDouble } from '../../doubles/sealdesk-api.ts';

const now = Date.UTC(2025, 8, 10, 12);
const it_ = { ...sessionStates(now).unlocked, roles: ['it' as const] };
const setUp = () => {
  const double = createSealdeskDouble({ ...nordlicht(now, 20), session: it_ });
  const client = createClient(double.api);
  const console = createConsole(createWorkplace(client, it_));
  const asked = (name: string): number => double.calls.filter((call) => call.name === name).length;
  return { double, client, console, asked };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});
const settle = (ms = 1000) => vi.advanceTimersByTimeAsync(ms);

describe('asking the hub', () => {
  it('tells a refusal in the hub’s own words from a hub that does not answer and a call that main did not serve', async () => {
    const { double, client } = setUp();
    double.answer('console.device.approve', () => ({ kind: 'refused', message: 'This laptop is your own. Somebody else has to approve it.' }));
    expect(await askHub(client, 'device.approve', { device: laptopId(21) })).toEqual({ kind: 'refused', message: 'This laptop is your own. Somebody else has to approve it.' });
    double.answer('console.device.approve', () => ({ kind: 'unreachable' }));
    expect(await askHub(client, 'device.approve', { device: laptopId(21) })).toEqual({ kind: 'unreachable' });
    double.fail('console.device.approve', 'too-many');
    expect(await askHub(client, 'device.approve', { device: laptopId(21) })).toMatchObject({ kind: 'not-served', failure: { kind: 'too-many' } });
  });
});

describe('what the console shows', () => {
  it('is asked for when somebody looks, and not before', async () => {
    const { console, double, asked } = setUp();
    await settle();
    expect(asked('console.device.list')).toBe(1);
    expect(asked('console.invite.list')).toBe(0);
    double.emit('console.changed', null);
    await settle();
    expect(asked('console.invite.list')).toBe(0);
    console.invites.start();
    await settle();
    expect(asked('console.invite.list')).toBe(1);
  });

  it('is read once or twice for a hundred changes in a row', async () => {
    const { double, asked } = setUp();
    await settle();
    for (let change = 0; change < 100; change += 1) double.emit('console.changed', null);
    await settle(2000);
    expect(asked('console.device.list')).toBeGreaterThan(1);
    expect(asked('console.device.list')).toBeLessThanOrEqual(3);
  });

  it('stays while the hub cannot be reached, and is read again when it can be', async () => {
    const { double, console } = setUp();
    await settle();
    const before = console.devices.state.get().value;
    double.answer('console.device.list', () => ({ kind: 'unreachable' }));
    double.setSync({ connection: 'offline' });
    double.emit('console.changed', null);
    await settle();
    expect(console.devices.state.get()).toMatchObject({ problem: { kind: 'unreachable' } });
    expect(console.devices.state.get().value).toBe(before);
    double.answer('console.device.list', null);
    double.setSync({ connection: 'online' });
    await settle();
    expect(console.devices.state.get().problem).toBeNull();
  });

  it('keeps the rows that have not changed, and the whole list when none has', async () => {
    const { double, console } = setUp();
    await settle();
    const before = console.devices.state.get().value ?? [];
    double.emit('console.changed', null);
    await settle();
    expect(console.devices.state.get().value).toBe(before);
    double.world.company.devices = double.world.company.devices.map((device) => (device.id === laptopId(7) ? { ...structuredClone(device), online: true } : structuredClone(device)));
    double.emit('console.changed', null);
    await settle();
    const after = console.devices.state.get().value ?? [];
    expect(after.filter((device) => !before.includes(device)).map(({ id }) => id)).toEqual([laptopId(7)]);
  });

  it('does not let an answer that was under way undo what an action has shown', async () => {
    const { double, console } = setUp();
    await settle();
    const old = structuredClone(double.world.company.devices);
    let first = true;
    double.answer('console.device.list', async () => {
      const answer = first ? old : double.world.company.devices;
      first = false;
      await new Promise((resolve) => setTimeout(resolve, 300));
      return { kind: 'done', value: answer };
    });
    double.emit('console.changed', null);
    await settle(100);
    const outcome = await console.ask('device.suspend', { device: laptopId(7), reason: 'Lost' });
    if (outcome.kind === 'done') console.devices.put(withRow(outcome.value));
    const states: (string | undefined)[] = [];
    console.devices.state.subscribe(() => states.push(console.devices.state.get().value?.find(({ id }) => id === laptopId(7))?.state));
    await settle(3000);
    expect(new Set(states)).not.toContain('active');
    expect(console.devices.state.get().value?.find(({ id }) => id === laptopId(7))?.state).toBe('suspended');
  });

  it('asks nothing of the inbox for a role that has none', async () => {
    const { double } = setUp();
    await settle();
    expect(double.calls.filter(({ name }) => name.startsWith('inbox.'))).toEqual([]);
  });
});

describe('a policy somebody else changes meanwhile', () => {
  it('is taken at once where nothing was typed', async () => {
    const { console, double } = setUp();
    console.draft.arrived(double.world.company.policy);
    console.draft.arrived({ ...double.world.company.policy, version: 8, attemptLimit: 20 });
    expect(console.draft.state.get()).toMatchObject({ base: { version: 8 }, newer: null, form: { attemptLimit: '20' } });
  });

  it('is kept aside where something was typed, and loading it loses nothing of that', async () => {
    const { console, double } = setUp();
    console.draft.arrived(double.world.company.policy);
    console.draft.type('offlineLeaseHours', '24');
    console.draft.type('autoLockMinutes', 'x');
    console.draft.arrived({ ...double.world.company.policy, version: 8, attemptLimit: 20 });
    expect(console.draft.state.get()).toMatchObject({ base: { version: 7 }, newer: { version: 8 }, form: { offlineLeaseHours: '24', attemptLimit: '10' } });
    console.draft.takeNewer();
    expect(console.draft.state.get()).toMatchObject({ base: { version: 8 }, newer: null, form: { offlineLeaseHours: '24', autoLockMinutes: 'x', attemptLimit: '20' } });
  });
});
