import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machineOf } from '../../../../hub/enrolment/machine.ts';
import { openRooms } from '../../../../hub/rooms.ts';
import { backupOf, restoreBackup } from '../../../../hub/store/backup.ts';
import { keysFolder } from '../../../../hub/store/master-key.ts';
import { soundPosture } from '../../../doubles/posture.ts';
import { HubInProcess, ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';
import { readInvite } from '../../../../shared/trust/invite.ts';
import { systemClock } from '../../../../shared/domain/clock.ts';

const email = 'nora@nordlicht.example';
let service: ServiceInProcess;
let device: SimulatedDevice;
let file: string;
let restored: string;
let openInvite: string;

beforeAll(async () => {
  service = await ServiceInProcess.start();
  await service.addAgent(email);
  device = await service.liveDevice(email);
  file = `${service.hub.data}-backup.tar.gz`;
  restored = `${service.hub.data}-restored`;
});
afterAll(async () => {
  device.drop();
  await service.remove();
  rmSync(file, { force: true });
  rmSync(restored, { recursive: true, force: true });
});

describe('a backup', () => {
  it('is made while the hub runs, for its owner only, and never over another file', async () => {
    openInvite = (await service.ask('invite.make', { agent: email, minutes: 60, roles: null, asset: null })).invite;
    const manifest = await backupOf(service.hub.data, file, systemClock);
    expect(manifest.files).toHaveLength(1);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(readFileSync(file).includes(readFileSync(join(keysFolder(service.hub.data), 'master.key')))).toBe(false);
    await expect(backupOf(service.hub.data, file, systemClock)).rejects.toMatchObject({ kind: 'backup-exists' });
  });

  it('is refused when anything in it was changed', async () => {
    const damaged = `${file}.damaged`;
    const content = readFileSync(file);
    const middle = Math.floor(content.length / 2);
    content[middle] = content[middle]! ^ 0xff;
    writeFileSync(damaged, content);
    await expect(restoreBackup(damaged, `${restored}-damaged`, systemClock)).rejects.toMatchObject({ kind: 'backup-damaged' });
    rmSync(damaged);
    rmSync(`${restored}-damaged`, { recursive: true, force: true });
  });

  it('is not restored over a hub that is there', async () => {
    await expect(restoreBackup(file, service.hub.data, systemClock)).rejects.toMatchObject({ kind: 'data-exists' });
  });

  it('brings the hub back: devices go on with a new Signal session and higher numbers', async () => {
    const before = device.seq;
    await restoreBackup(file, restored, systemClock);
    mkdirSync(keysFolder(restored), { mode: 0o700 });
    copyFileSync(join(keysFolder(service.hub.data), 'master.key'), join(keysFolder(restored), 'master.key'));
    await service.stop();
    const hub = service.hub.elsewhere(restored);
    const again = await ServiceInProcess.on(hub);
    try {
      await device.until(() => !device.connected, 'the end');
      await device.connect({ url: (await again.ask('invite.make', { agent: email, minutes: 1, roles: null, asset: null }).then(({ invite }) => readInvite(invite))).url });
      device.tell({ c: 'session-resume', token: device.token! });
      expect(await device.hears('session-refused')).toMatchObject({ reason: 'ended' });
      service.hub.clock.ahead = 60_000;
      await device.openSession();
      await device.until(() => device.seq > before, 'the first mail');
      expect(device.seq).toBeGreaterThan(2 ** 32);
      expect(await again.ask('audit.verify', null)).toMatchObject({ intact: true });
    } finally {
      await again.stop();
    }
  });

  it('brings no invite back: whether it was used since, the backup does not know', async () => {
    const { store, invites } = await openRooms(restored, systemClock);
    expect(await store.transaction().execute((tx) => invites.redeem(tx, readInvite(openInvite).code, device.deviceId, machineOf(soundPosture)))).toBeNull();
    await store.destroy();
  });

  it('is of no use with the master key of another hub', async () => {
    const other = await HubInProcess.make();
    copyFileSync(join(keysFolder(other.data), 'master.key'), join(keysFolder(restored), 'master.key'));
    await expect(ServiceInProcess.on(other.elsewhere(restored))).rejects.toMatchObject({ kind: 'wrong-master-key' });
    await other.remove();
  });
});
