import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FreshHub } from '../../../doubles/fresh-hub.ts';
import { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const email = 'nora.canary@nordlicht.example';

interface Card {
  readonly id: string;
  readonly state: string;
  readonly safetyNumber: string;
}

describe('a device of its own hub', () => {
  let hub: FreshHub;
  let device: SimulatedDevice;

  beforeAll(async () => {
    hub = await FreshHub.make(email, 'Nora Canary-Lind');
    await hub.start();
  });
  afterAll(async () => {
    device?.drop();
    await hub?.remove();
  });

  it('enrols with an invite and waits for IT', async () => {
    device = new SimulatedDevice(await hub.invite(email));
    await device.connect();
    device.enrol();
    await device.hears('enrol-pending');
    const [card] = await hub.command<Card[]>('device', 'list');
    expect(card).toMatchObject({ id: device.deviceId, state: 'pending', safetyNumber: device.safetyNumber });
  });

  it('is approved while it waits, sets up TOTP and opens a session', async () => {
    await hub.approve(device.deviceId);
    await device.hears('enrol-approved');
    expect(device.shares).toEqual([{ generation: 1, share: expect.stringMatching(/^.{44}$/) }]);
    await device.activate();
    await device.openSession();
    await device.until(() => device.events.some(({ e }) => e === 'agents'), 'the first mail');
    expect(device.events.find(({ e }) => e === 'agents')).toMatchObject({ e: 'agents', agents: [{ name: 'Nora Canary-Lind' }] });
    expect((await hub.command<Card>('device', 'show', device.deviceId)).state).toBe('active');
  });

  it('is answered when it asks for its past', async () => {
    await device.send({ m: 'backfill', after: null });
    await device.until(() => device.events.some(({ e }) => e === 'backfill.page'), 'the page');
    expect(device.events.at(-1)).toEqual({ e: 'backfill.page', next: null });
  });

  it('comes back after the hub was killed, with its session and without a code', async () => {
    await hub.crash();
    await device.until(() => !device.connected, 'the end');
    await hub.start();
    await device.connect();
    await device.resumeSession();
    await device.send({ m: 'backfill', after: null });
    await device.until(() => device.events.filter(({ e }) => e === 'backfill.page').length === 2, 'the page');
    expect(device.failures).toEqual([]);
    expect(new Set(device.seqs).size).toBe(device.seqs.length);
  });

  // Within how many seconds, the campaign `device-load` measures.
  it('is cut off at once when it is revoked, and gets nothing but that from then on', async () => {
    const revoking = hub.command('device', 'revoke', device.deviceId, '--reason', 'left the company');
    const { revocation } = await device.hears('revoked');
    await device.until(() => !device.connected, 'the end');
    const exported = await hub.run('audit', 'export');
    const entries = exported.trim().split('\n').map((line) => JSON.parse(line) as { entry: { action: string; subject: string } });
    expect(entries.find(({ entry }) => entry.action === 'device.revoked')?.entry.subject).toBe(device.deviceId);
    expect(revocation.body).toContain('left the company');
    await revoking;
    await device.connect();
    await device.hears('revoked');
  });

  it('leaves an audit log whose chain holds, and ends cleanly while devices are connected', async () => {
    expect(await hub.command('audit', 'verify')).toMatchObject({ intact: true });
    const other = new SimulatedDevice(await hub.invite(email));
    await other.connect();
    expect(await hub.stop()).toBe(0);
    await other.until(() => !other.connected, 'the end');
    expect(other.refused).toEqual(['closing']);
    expect(await hub.command('audit', 'verify')).toMatchObject({ intact: true });
  });
});
