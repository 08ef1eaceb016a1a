import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { shareAge } from '../../../../hub/enrolment/shares.ts';
import { validity } from '../../../../hub/enrolment/statement-signer.ts';
import { toBase64 } from '../../../../shared/trust/bytes.ts';
import type { SignedStatement } from '../../../../shared/trust/statement-schema.ts';
import { verifyStatement } from '../../../../shared/trust/statement.ts';
import { ServiceInProcess } from '../../../doubles/rooms.ts';
import type { SimulatedDevice } from '../../../doubles/simulated-device.ts';

const email = 'nora@nordlicht.example';
let service: ServiceInProcess;
const devices: SimulatedDevice[] = [];

beforeAll(async () => {
  service = await ServiceInProcess.start();
  await service.addAgent(email);
});
afterEach(() => {
  for (const device of devices.splice(0)) device.drop();
  service.hub.clock.ahead = 0;
});
afterAll(() => service.remove());

async function live(): Promise<SimulatedDevice> {
  const device = await service.liveDevice(email);
  devices.push(device);
  device.tell({ c: 'verifier-set', verifier: toBase64(device.verifier) });
  await device.renewLease();
  return device;
}

const until = (device: SimulatedDevice, type: 'device-certificate' | 'lease', statement: SignedStatement | null) => verifyStatement(type, statement!, device.hubKey!, 'any').notAfter;
const now = () => service.hub.clock.now();

describe('a certificate', () => {
  it('holds for a week and is renewed with each lease, as long as the device is on line', async () => {
    const device = await live();
    const first = until(device, 'device-certificate', device.certificate);
    expect(first - now()).toBeLessThanOrEqual(7 * 24 * 3_600_000);
    service.hub.clock.ahead = 3_600_000;
    await device.renewLease();
    expect(until(device, 'device-certificate', device.certificate) - first).toBeGreaterThanOrEqual(3_600_000);
    expect(until(device, 'lease', device.lease) - now()).toBeGreaterThan(71 * 3_600_000);
  });

  it('is renewed at lease zero too', async () => {
    const device = await live();
    const { version: _, ...policy } = await service.ask('policy.show', null);
    await service.ask('policy.set', { ...policy, offlineLeaseHours: 0 });
    const before = device.certificate;
    await device.renewLease();
    await service.ask('policy.set', policy);
    expect(device.lease).toBeNull();
    expect(device.certificate).not.toEqual(before);
  });

  it('that has run out comes back with share and lease for code and passphrase, and the same code opens the session once', async () => {
    const device = await live();
    device.drop();
    service.hub.clock.ahead = validity.deviceCertificate + 60_000;
    await device.connect();
    const code = device.code();
    await device.renew(code);
    expect(until(device, 'device-certificate', device.certificate)).toBeGreaterThan(now());
    expect(until(device, 'lease', device.lease)).toBeGreaterThan(now());
    expect(device.shares.map(({ generation }) => generation)).toEqual([1]);
    await device.hears('policy');
    await device.openSession(code);
    device.tell({ c: 'session-open', code, verifier: toBase64(device.verifier) });
    await device.hears('code-refused');
    // The next connection shows the new one.
    device.drop();
    await device.connect();
    await device.resumeSession();
  });

  it('that ran out before the agent was done with setting up comes back against the key alone, as the first one did', async () => {
    const device = await service.approvedDevice(email);
    devices.push(device);
    device.drop();
    service.hub.clock.ahead = validity.deviceCertificate + 60_000;
    await device.connect();
    await device.hears('enrol-approved');
    expect(until(device, 'device-certificate', device.certificate)).toBeGreaterThan(now());
    await device.activate();
    await device.openSession();
  });
});

describe('a lease', () => {
  it('is not renewed without a hub session', async () => {
    const device = await live();
    device.tell({ c: 'session-close' });
    device.tell({ c: 'lease-renew', generation: 1 });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'ended' });
  });

  it('is not renewed for an agent who is suspended', async () => {
    await service.addAgent('max@nordlicht.example');
    const device = await service.liveDevice('max@nordlicht.example');
    devices.push(device);
    await service.ask('agent.set-status', { agent: 'max@nordlicht.example', status: 'suspended' });
    await device.hears('session-refused');
    device.tell({ c: 'lease-renew', generation: 1 });
    expect(await device.hears('session-refused')).toMatchObject({ reason: 'ended' });
  });
});

describe('a newer share', () => {
  it('comes after the lease, for itself, with the one before it, and again until it has opened the vault', async () => {
    const device = await live();
    service.hub.clock.ahead = shareAge + 60_000;
    await device.openSession();
    await device.renewLease(1);
    const { shares, lease } = await device.hears('share');
    expect(shares.map(({ generation }) => generation)).toEqual([2, 1]);
    expect(verifyStatement('lease', lease!, device.hubKey!, 'any').payload.shareGeneration).toBe(2);
    await device.renewLease(1);
    expect((await device.hears('share')).shares).toEqual(shares);
    // Locked, and unlocked with the newer one.
    service.hub.clock.ahead += 120_000;
    device.tell({ c: 'share-request', code: device.code(), verifier: toBase64(device.verifier) });
    expect((await device.hears('share')).shares).toEqual(shares);
    await device.renewLease(2);
    service.hub.clock.ahead += 120_000;
    device.tell({ c: 'share-request', code: device.code(), verifier: toBase64(device.verifier) });
    expect((await device.hears('share')).shares).toEqual(shares.slice(0, 1));
    expect(device.heard.filter(({ c }) => c === 'share')).toEqual([]);
  });
});
