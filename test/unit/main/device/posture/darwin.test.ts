import { describe, expect, test } from 'vitest';
import { administrator, fileVault, hardware, operatingSystem, screenLock, tracer } from '../../../../../main/device/posture/darwin.ts';
import { recordedOutput } from '../../../../doubles/recorded-output.ts';

const said = (name: string) => recordedOutput('darwin', name);

describe('macOS, tested on recorded outputs; not run on such a machine', () => {
  test.each([
    ['sw_vers-14.txt', { osVersion: 'macOS 14.5 (23F79)', osId: 'macos', osRelease: '14.5' }],
    ['sw_vers-13-response.txt', { osVersion: 'macOS 13.4.1 (22F770820d)', osId: 'macos', osRelease: '13.4.1' }],
  ])('the system from %s', (name, system) => {
    expect(operatingSystem(said(name), '23.5.0')).toEqual(system);
  });

  test('the system without an answer is the kernel’s only', () => {
    expect(operatingSystem(null, '23.5.0')).toEqual({ osVersion: 'Darwin 23.5.0', osId: 'macos', osRelease: null });
  });

  test('hardware from ioreg', () => {
    expect(hardware(said('ioreg.txt'))).toEqual({
      manufacturer: 'Apple Inc.', model: 'MacBookPro18,3', serial: 'C02XK1ABJG5J', uuid: '5f2a7c1e-93b4-5d20-8e5c-0a1b2c3d4e5f', uuidMissing: null,
    });
    expect(hardware(said('ioreg-without-ids.txt'))).toMatchObject({ model: 'MacBookPro18,3', serial: null, uuid: null, uuidMissing: expect.stringContaining('does not tell') });
    expect(hardware(null)).toMatchObject({ manufacturer: null, uuid: null });
  });

  test.each([
    ['on', 'ok'], ['on-with-company-key', 'ok'], ['off', 'failed'], ['off-until-restart', 'failed'], ['on-until-restart', 'failed'],
    ['encrypting', 'failed'], ['encrypting-off', 'failed'], ['decrypting', 'failed'], ['german', 'unknown'],
  ])('FileVault %s is %s', (name, state) => {
    expect(fileVault(said(`fdesetup-${name}.txt`)).state).toBe(state);
  });

  test('FileVault without an answer is unknown', () => {
    for (const text of [null, '', 'FileVault is On.\nand something else\n']) expect(fileVault(text).state).toBe('unknown');
  });

  test.each([
    ['immediate', '300', 'pmset-10-minutes.txt', 'ok'],
    ['300-seconds', '300', 'pmset-never.txt', 'ok'],
    ['300-seconds', null, 'pmset-10-minutes.txt', 'ok'],
    ['300-seconds', '1200', 'pmset-60-minutes.txt', 'failed'],
    ['immediate', '0', 'pmset-never.txt', 'failed'],
    ['off', '300', 'pmset-10-minutes.txt', 'failed'],
    ['immediate', null, 'pmset-never.txt', 'unknown'],
    ['denied', '300', 'pmset-10-minutes.txt', 'unknown'],
  ])('the lock %s, a screen saver after %s seconds, %s: %s', (lock, screenSaver, power, state) => {
    expect(screenLock({ lock: said(`sysadminctl-${lock}.txt`), screenSaver, power: said(power) }).state).toBe(state);
  });

  test('the screen lock without an answer is unknown', () => {
    expect(screenLock({ lock: null, screenSaver: '300', power: said('pmset-10-minutes.txt') }).state).toBe('unknown');
    expect(screenLock({ lock: said('sysadminctl-immediate.txt'), screenSaver: null, power: null }).state).toBe('unknown');
  });

  test('root is an administrator; a member of admin is told in words', () => {
    expect(administrator([0, 0], 'wheel daemon')).toMatchObject({ state: 'failed' });
    expect(administrator([501, 501], 'staff everyone localaccounts admin')).toEqual({ state: 'ok', detail: expect.stringContaining('can get them with its password') });
    expect(administrator([501, 501], 'staff everyone')).toEqual({ state: 'ok', detail: 'Sealdesk runs as an ordinary user.' });
    expect(administrator([undefined, undefined], null).state).toBe('unknown');
  });

  test.each([
    [' 4711 S+', 'ok'], ['4711 Ss', 'ok'], [' 4711 SX+', 'failed'], ['4711 RX', 'failed'], ['4712 S+', 'unknown'], ['S+', 'unknown'], ['', 'unknown'], ['4711 Zustand', 'unknown'], [null, 'unknown'],
  ])('the state of the process 4711 by %s is %s', (said, found) => {
    expect(tracer(said === null ? null : `${said}\n`, 4711).state).toBe(found);
  });
});
