import { afterEach, expect, test, vi } from 'vitest';
import { WorkstationCore } from '../../../doubles/workstation-core.ts';

// Every try costs half a second of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let workstation = new WorkstationCore();
afterEach(async () => {
  await workstation.remove();
});

test('enrols, sets up, unlocks offline, and opens a hub session when the link is there', async () => {
  workstation = new WorkstationCore();
  const { hub } = workstation;
  expect(await workstation.call('device.inspect', null)).toEqual({ kind: 'unenrolled' });
  await workstation.begin();
  expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'pending-approval', organisation: hub.organisation, agentEmail: hub.agent.email });
  await hub.approve();
  expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'approved', step: 'passphrase', agent: { name: hub.agent.name } });
  expect(await workstation.call('setup.passphrase', { passphrase: Buffer.from('too short') })).toEqual({ kind: 'too-short', minimum: 15 });
  await workstation.choosePassphrase();
  expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'approved', step: 'totp' });
  const [first, second] = workstation.pair();
  expect(await workstation.call('setup.confirm', { first: Buffer.from(second), second: Buffer.from(first) })).toEqual({ kind: 'wrong' });
  const confirmed = workstation.call('setup.confirm', { first, second });
  await hub.hears('verifier-set');
  await hub.hears('totp-activate');
  await hub.tell({ c: 'totp-activated' });
  expect(await confirmed).toEqual({ kind: 'confirmed' });
  await hub.disconnect();

  expect(await workstation.call('device.inspect', null)).toMatchObject({ kind: 'enrolled', attemptsLeft: 10, retryAt: null });
  expect(await workstation.unlock()).toMatchObject({ kind: 'unlocked', agent: { name: hub.agent.name, roles: ['agent'] } });
  expect(await workstation.call('sync.state', null)).toMatchObject({ connection: 'offline', messages: 0 });
  expect(await workstation.call('inbox.list', { view: 'open', after: null, limit: 10 })).toEqual({ rows: [], next: null, total: 0 });

  // The code typed a moment ago opens the session on the link that comes now.
  await workstation.connect();
  await hub.hears('session-open');
  await hub.tell({ c: 'session-opened', token: Buffer.alloc(32, 7).toString('base64'), until: workstation.clock.now() + 3_600_000, preKeysWanted: true, recoveryCodesLeft: 10, authenticatorEnded: false });
  const { preKeys, epoch } = await hub.hears('prekeys');
  expect(preKeys.oneTime.length).toBeGreaterThan(0);
  expect(epoch).toBe(1);
  expect(await workstation.call('sync.state', null)).toMatchObject({ connection: 'online' });

  // A dropped connection needs no new code.
  await hub.disconnect();
  await workstation.connect();
  expect((await hub.hears('session-resume')).token).toBe(Buffer.alloc(32, 7).toString('base64'));

  await workstation.restart();
  await expect(workstation.call('inbox.list', { view: 'open', after: null, limit: 10 })).rejects.toMatchObject({ kind: 'not-now' });
});
