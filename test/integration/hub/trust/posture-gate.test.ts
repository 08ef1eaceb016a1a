import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { validity } from '../../../../hub/enrolment/statement-signer.ts';
import type { Posture } from '../../../../shared/domain/posture.ts';
import { toBase64 } from '../../../../shared/trust/bytes.ts';
import { soundPosture } from '../../../doubles/posture.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const email = 'nora@nordlicht.example';
let service: ServiceInProcess;
const devices: SimulatedDevice[] = [];

function watched(device: SimulatedDevice): SimulatedDevice {
  devices.push(device);
  return device;
}

const havingCheck = (check: keyof Posture['checks'], state: 'ok' | 'failed' | 'unknown'): Posture => ({
  ...soundPosture,
  checks: { ...soundPosture.checks, [check]: { state, detail: `${check}: ${state}.` } },
});
/** The first policy refuses a debugger, and only warns of a disk that is not encrypted. */
const debugged = havingCheck('debugger', 'failed');
const unencrypted = havingCheck('disk-encryption', 'failed');

beforeAll(async () => {
  service = await ServiceInProcess.start();
  await service.addAgent(email);
});
afterEach(() => {
  for (const device of devices.splice(0)) device.drop();
  service.hub.clock.ahead = 0;
});
afterAll(() => service.remove());

async function expectRefusedForPosture(device: SimulatedDevice): Promise<void> {
  const verifier = toBase64(device.verifier);
  device.tell({ c: 'session-open', code: device.code(), verifier });
  device.tell({ c: 'session-resume', token: device.token! });
  device.tell({ c: 'share-request', code: device.code(), verifier });
  for (let n = 0; n < 3; n += 1) expect(await device.hears('session-refused')).toMatchObject({ reason: 'posture' });
}

describe('without a posture', () => {
  it('reported on this very connection, nothing is opened', async () => {
    const device = watched(await service.liveDevice(email));
    device.drop();
    device.posture = null;
    await device.connect();
    await expectRefusedForPosture(device);
    device.reportPosture(soundPosture);
    await device.resumeSession();
  });

  it('no certificate that has run out is renewed', async () => {
    const device = watched(await service.activeDevice(email));
    device.drop();
    device.posture = null;
    service.hub.clock.ahead = validity.deviceCertificate + 60_000;
    await device.connect();
    device.tell({ c: 'renew', code: device.code(), verifier: toBase64(device.verifier) });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'posture' });
    device.reportPosture(debugged);
    device.tell({ c: 'renew', code: device.code(), verifier: toBase64(device.verifier) });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'posture' });
    device.reportPosture(soundPosture);
    await device.renew();
  });
});

describe('a posture that the policy refuses', () => {
  it('opens nothing, and no code is used up by asking', async () => {
    const device = watched(await service.activeDevice(email));
    device.drop();
    device.posture = debugged;
    service.hub.clock.ahead = 60_000;
    await device.connect();
    const code = device.code();
    device.tell({ c: 'session-open', code, verifier: toBase64(device.verifier) });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'posture' });
    device.reportPosture(soundPosture);
    await device.openSession(code);
  });

  it('ends the session there is, at once', async () => {
    const device = watched(await service.liveDevice(email));
    device.reportPosture(debugged);
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'posture' });
    expect(device.connected).toBe(true);
    await device.send({ m: 'backfill', after: null });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'ended' });
    // Put right again, the session of before is not taken up: it takes a new code.
    device.reportPosture(soundPosture);
    device.tell({ c: 'session-resume', token: device.token! });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'ended' });
    service.hub.clock.ahead = 60_000;
    await device.openSession();
  });

  it('is seen by IT with what is wrong', async () => {
    const device = watched(await service.liveDevice(email));
    device.reportPosture(debugged);
    await device.hears('session-refused');
    const card = await service.ask('device.show', { device: device.deviceId });
    expect(card.verdict).toBe('refuse');
    expect(card.checks).toContainEqual({ check: 'debugger', state: 'failed', detail: 'debugger: failed.', verdict: 'refuse' });
  });
});

describe('a new policy', () => {
  it('that refuses what it let pass before ends the session at once, and one that lets it pass again lets it open', async () => {
    const device = watched(await service.activeDevice(email));
    device.reportPosture(unencrypted);
    await device.openSession();
    const { version: _, ...policy } = await service.ask('policy.show', null);
    await service.ask('policy.set', { ...policy, posture: { ...policy.posture, 'disk-encryption': { failed: 'refuse', unknown: 'warn' } } });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'posture' });
    expect(device.policy?.posture['disk-encryption'].failed).toBe('refuse');
    await expectRefusedForPosture(device);
    await service.ask('policy.set', policy);
    await device.until(() => device.policy?.posture['disk-encryption'].failed === 'warn', 'the policy');
    service.hub.clock.ahead = 600_000;
    await device.openSession();
  });
});
