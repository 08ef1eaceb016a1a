import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { validity } from '../../../../hub/enrolment/statement-signer.ts';
import { toBase64 } from '../../../../shared/trust/bytes.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const email = 'nora@nordlicht.example';
const reason = 'at the repair shop';
let service: ServiceInProcess;
const devices: SimulatedDevice[] = [];

function watched(device: SimulatedDevice): SimulatedDevice {
  devices.push(device);
  return device;
}

beforeAll(async () => {
  service = await ServiceInProcess.start();
  await service.addAgent(email);
});
afterEach(() => {
  for (const device of devices.splice(0)) device.drop();
  service.hub.clock.ahead = 0;
});
afterAll(() => service.remove());

const suspend = ({ deviceId }: SimulatedDevice) => service.ask('device.suspend', { device: deviceId, reason });
const reinstate = ({ deviceId }: SimulatedDevice) => service.ask('device.reinstate', { device: deviceId });

/** Asks for all that opens something, and gets nothing of it. */
async function expectNothingOpens(device: SimulatedDevice): Promise<void> {
  const verifier = toBase64(device.verifier);
  device.tell({ c: 'session-open', code: device.code(), verifier });
  device.tell({ c: 'session-resume', token: device.token! });
  device.tell({ c: 'share-request', code: device.code(), verifier });
  device.tell({ c: 'renew', code: device.code(), verifier });
  device.tell({ c: 'lease-renew', generation: 1 });
  for (let n = 0; n < 5; n += 1) expect(await device.hears('session-refused')).toMatchObject({ reason: 'not-active' });
}

describe('a suspended device', () => {
  it('is told at once where it is connected, and nothing opens any more; and again when it is reinstated', async () => {
    const device = watched(await service.liveDevice(email));
    await suspend(device);
    await device.hears('suspension');
    expect(device.suspension).toMatchObject({ payload: { suspended: true, reason } });
    expect(device.connected).toBe(true);
    await expectNothingOpens(device);
    expect(await device.console('device.list')).toMatchObject({ kind: 'refused' });
    await reinstate(device);
    await device.hears('suspension');
    expect(device.suspension).toMatchObject({ payload: { suspended: false } });
    // The session of before is over: it takes a new code.
    device.tell({ c: 'session-resume', token: device.token! });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'ended' });
    service.hub.clock.ahead = 600_000;
    await device.openSession();
    expect(device.refused).toEqual([]);
  });

  it('carries no mail', async () => {
    const device = watched(await service.liveDevice(email));
    await suspend(device);
    await device.hears('suspension');
    await device.send({ m: 'backfill', after: null });
    await device.until(() => device.refused.includes('denied'), 'the refusal');
    expect(device.events.map(({ e }) => e)).toEqual(['channels', 'agents', 'canned.kept', 'signature', 'teams']);
  });

  it('is told at its next contact, before the policy, either way, as long as there is something to tell', async () => {
    const device = watched(await service.liveDevice(email));
    device.drop();
    await suspend(device);
    device.heard.length = 0;
    await device.connect();
    await device.hears('suspension');
    expect(device.heard.map(({ c }) => c)).toEqual(['time']);
    await expectNothingOpens(device);
    device.drop();
    await reinstate(device);
    for (let contact = 0; contact < 2; contact += 1) {
      device.heard.length = 0;
      await device.connect();
      await device.until(() => device.heard.length === 3, 'what it is told');
      expect(device.heard.map(({ c }) => c)).toEqual(['time', 'suspension', 'policy']);
      expect(device.suspension).toMatchObject({ payload: { suspended: false } });
      device.drop();
    }
  });

  it('reports its posture all the same', async () => {
    const device = watched(await service.liveDevice(email));
    await suspend(device);
    await device.hears('suspension');
    device.reportPosture({ ...device.posture!, hostName: 'renamed' });
    await expectNothingOpens(device);
    expect((await service.ask('device.show', { device: device.deviceId })).posture.hostName).toBe('renamed');
  });

  it('has lost the code that was right a moment before: it opens nothing after the reinstatement either', async () => {
    // Of its own agent: a wrong try keeps the other devices of an agent waiting too.
    await service.addAgent('lena@nordlicht.example');
    const device = watched(await service.activeDevice('lena@nordlicht.example'));
    service.hub.clock.ahead = 60_000;
    const code = device.code();
    device.tell({ c: 'share-request', code, verifier: toBase64(device.verifier) });
    await device.hears('share');
    await suspend(device);
    await reinstate(device);
    device.tell({ c: 'session-open', code, verifier: toBase64(device.verifier) });
    expect(await device.hears('code-refused')).toMatchObject({ for: 'session-open' });
  });

  it('whose certificate ran out meanwhile has to renew it after the reinstatement', async () => {
    const device = watched(await service.liveDevice(email));
    await suspend(device);
    device.drop();
    service.hub.clock.ahead = validity.deviceCertificate + 60_000;
    await device.connect();
    await device.hears('suspension');
    await reinstate(device);
    await device.until(() => device.suspension?.payload.suspended === false, 'the reinstatement');
    device.tell({ c: 'session-open', code: device.code(), verifier: toBase64(device.verifier) });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'not-active' });
    await device.renew();
    await device.hears('policy');
  });

  it('can be suspended while it waits for its passphrase, and goes on where it was', async () => {
    const device = watched(await service.approvedDevice(email));
    await suspend(device);
    await device.hears('suspension');
    await reinstate(device);
    await device.until(() => device.suspension?.payload.suspended === false, 'the reinstatement');
    await device.activate();
    await device.openSession();
  });
});
