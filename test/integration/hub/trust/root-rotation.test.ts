import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backupOf, restoreBackup } from '../../../../hub/store/backup.ts';
import { keysFolder } from '../../../../hub/store/master-key.ts';
import { systemClock } from '../../../../shared/domain/clock.ts';
import { readInvite } from '../../../../shared/trust/invite.ts';
import { keyId, publicKeyText } from '../../../../shared/trust/keys.ts';
import { RootInHand, ServiceInProcess } from '../../../doubles/rooms.ts';
import { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const email = 'nora@nordlicht.example';
let service: ServiceInProcess;
let root: RootInHand;
let device: SimulatedDevice;
let away: SimulatedDevice;
let waiting: SimulatedDevice;
let oldestInvite: string;

beforeAll(async () => {
  service = await ServiceInProcess.start();
  root = await RootInHand.of(service.hub);
  await service.addAgent(email);
  away = await service.activeDevice(email);
  away.drop();
  oldestInvite = (await service.ask('invite.make', { agent: email, minutes: 30, roles: null, asset: null })).invite;
  waiting = await service.newDevice(email);
  waiting.enrol();
  await waiting.hears('enrol-pending');
  device = await service.liveDevice(email);
});
afterAll(async () => {
  for (const each of [device, away, waiting]) each.drop();
  await service.remove();
  root.remove();
});

const serialShownTo = ({ hub }: SimulatedDevice) => hub?.certificate.serial;
const rootText = () => publicKeyText(root.key.getPublicKey());
const numberAtHub = async ({ deviceId }: SimulatedDevice) => (await service.ask('device.show', { device: deviceId })).safetyNumber;

describe('a hub certificate', () => {
  it('is renewed while the hub runs: shown from the next connection on, and those that are open are left alone', async () => {
    const heard = device.refused.length;
    expect(serialShownTo(device)).toBe(1);
    expect(await service.ask('hub.adopt', await root.certify(service))).toMatchObject({ certificate: { serial: 2, endsSoon: false }, rotations: 0 });
    expect(device.connected).toBe(true);
    expect(device.refused).toHaveLength(heard);
    device.drop();
    await device.connect();
    expect(serialShownTo(device)).toBe(2);
    await device.resumeSession();
  });

  it('that IT made a mistake with is refused, and the hub goes on with the one it has', async () => {
    const other = await ServiceInProcess.start();
    const theirs = await RootInHand.of(other.hub);
    await expect(service.ask('hub.adopt', await theirs.certify(other))).rejects.toThrow('certificate-not-ours');
    expect(await service.ask('hub.status', null)).toMatchObject({ certificate: { serial: 2 } });
    await other.remove();
    theirs.remove();
  });
});

describe('a rotation of the organisation root', () => {
  it('has every device come back at once and follow it, with its session and without a code', async () => {
    const before = device.root;
    const status = await service.ask('hub.adopt', await root.rotate(service));
    expect(status).toMatchObject({ root: keyId(root.key.getPublicKey()), rotations: 1 });
    await device.until(() => !device.connected, 'the end');
    expect(device.refused.at(-1)).toBe('closing');
    expect(device.root.equals(before)).toBe(true);
    await device.connect();
    expect(publicKeyText(device.root)).toBe(rootText());
    await device.resumeSession();
  });

  it('is named by new invites, and gives devices that wait for approval the number that IT sees', async () => {
    const { invite } = await service.ask('invite.make', { agent: email, minutes: 30, roles: null, asset: null });
    expect(readInvite(invite).root).toBe(rootText());
    await waiting.until(() => !waiting.connected, 'the end');
    // Until it calls, it shows the number of the root it knows.
    expect(await numberAtHub(waiting)).not.toBe(waiting.safetyNumber);
    await waiting.connect();
    expect(await numberAtHub(waiting)).toBe(waiting.safetyNumber);
    await service.ask('device.approve', { device: waiting.deviceId });
    await waiting.hears('enrol-approved');
  });

  it('and another one are followed by a device that was away for both, and an invite of before still leads to the hub', async () => {
    const { invite } = await service.ask('invite.make', { agent: email, minutes: 30, roles: null, asset: null });
    await service.ask('hub.adopt', await root.rotate(service));
    expect(away.root.equals(service.hub.root.getPublicKey())).toBe(true);
    await away.connect();
    expect(away.hub?.followed).toHaveLength(2);
    expect(publicKeyText(away.root)).toBe(rootText());

    const late = new SimulatedDevice(invite);
    await late.connect();
    late.enrol();
    await late.hears('enrol-pending');
    expect(await numberAtHub(late)).toBe(late.safetyNumber);
    late.drop();
  });

  it('is in the audit log', async () => {
    const entries = await service.ask('audit.page', { after: 0 });
    expect(entries.filter(({ entry }) => entry.action === 'organisation.root-rotated')).toHaveLength(2);
    expect(await service.ask('audit.verify', null)).toMatchObject({ intact: true });
  });

  it('comes back with a backup, chain and all', async () => {
    const file = `${service.hub.data}-backup.tar.gz`;
    const restored = `${service.hub.data}-restored`;
    await backupOf(service.hub.data, file, systemClock);
    const before = await service.ask('hub.status', null);
    await restoreBackup(file, restored, systemClock);
    await service.stop();
    mkdirSync(keysFolder(restored), { mode: 0o700 });
    copyFileSync(join(keysFolder(service.hub.data), 'master.key'), join(keysFolder(restored), 'master.key'));
    const again = await ServiceInProcess.on(service.hub.elsewhere(restored));
    try {
      expect(await again.ask('hub.status', null)).toEqual(before);
      // A device that has known the first root alone.
      const first = new SimulatedDevice(oldestInvite);
      await first.connect({ url: again.url });
      expect(publicKeyText(first.root)).toBe(rootText());
      first.drop();
    } finally {
      await again.stop();
      rmSync(file);
      rmSync(restored, { recursive: true, force: true });
    }
  });
});
