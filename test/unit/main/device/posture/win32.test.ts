import { describe, expect, test } from 'vitest';
import { administrator, bitLocker, hardware, operatingSystem, screenLock } from '../../../../../main/device/posture/win32.ts';
import { recordedOutput } from '../../../../doubles/recorded-output.ts';

const said = (name: string) => recordedOutput('win32', name);

describe('Windows, tested on recorded outputs; not run on such a machine', () => {
  test.each([
    ['reg-version-11.txt', { osVersion: 'Windows 11 Pro 23H2 (10.0.22631.3447)', osId: 'windows', osRelease: '10.0.22631.3447' }],
    ['reg-version-10.txt', { osVersion: 'Windows 10 Enterprise 22H2 (10.0.19045.4482)', osId: 'windows', osRelease: '10.0.19045.4482' }],
  ])('the system from %s', (name, system) => {
    expect(operatingSystem(said(name), '10.0.19045')).toEqual(system);
  });

  test('the system without an answer is the kernel’s only', () => {
    expect(operatingSystem(null, '10.0.22631')).toEqual({ osVersion: 'Windows 10.0.22631', osId: 'windows', osRelease: '10.0.22631' });
    expect(operatingSystem('FEHLER: Der Registrierungsschlüssel wurde nicht gefunden.', 'x')).toEqual({ osVersion: 'Windows x', osId: 'windows', osRelease: null });
  });

  test('hardware from the management interface', () => {
    expect(hardware(said('machine-laptop.json'))).toEqual({
      manufacturer: 'Dell Inc.', model: 'Latitude 7440', serial: '7B5TN72', uuid: '4c4c4544-0042-3510-8054-b7c04f4e3732', uuidMissing: null,
    });
    // No version of RFC 9562, and a UUID all the same.
    expect(hardware(said('machine-virtual.json'))).toMatchObject({ manufacturer: null, model: 'VMware20,1', uuid: '564d8f3c-0f6a-9e11-0b2c-1a2b3c4d5e6f' });
  });

  test.each([said('machine-not-filled-in.json'), '', 'Get-CimInstance : Zugriff verweigert', '[1]', null])('hardware that nobody filled in, or that is not told, is not known', (text) => {
    expect(hardware(text)).toMatchObject({ manufacturer: null, model: null, serial: null, uuid: null, uuidMissing: expect.stringContaining('does not tell') });
  });

  test.each([
    ['1', 'ok'], ['2', 'failed'], ['3', 'failed'], ['4', 'failed'], ['5', 'failed'], ['8', 'failed'], ['0', 'unknown'], ['6', 'unknown'], ['7', 'unknown'], ['', 'unknown'], ['null', 'unknown'], ['"1"', 'unknown'], [null, 'unknown'],
  ])('BitLocker’s number %s is %s', (number, state) => {
    expect(bitLocker(number === null ? null : `{"protection":${number}}\r\n`).state).toBe(state);
  });

  test.each([
    ['reg-policies-usual.txt', null, 'reg-desktop-without-saver.txt', 'failed'],
    ['reg-policies-10-minutes.txt', null, 'reg-desktop-without-saver.txt', 'ok'],
    ['reg-policies-an-hour.txt', null, 'reg-desktop-without-saver.txt', 'failed'],
    ['reg-policies-an-hour.txt', null, 'reg-desktop-saver-5-minutes.txt', 'ok'],
    ['reg-policies-usual.txt', null, 'reg-desktop-saver-5-minutes.txt', 'ok'],
    ['reg-policies-usual.txt', null, 'reg-desktop-saver-without-password.txt', 'failed'],
    ['reg-policies-usual.txt', 'reg-user-policy-off.txt', 'reg-desktop-saver-5-minutes.txt', 'failed'],
    ['reg-policies-usual.txt', 'reg-user-policy-8-minutes.txt', 'reg-desktop-without-saver.txt', 'ok'],
  ])('the screen lock of %s, %s and %s is %s', (machine, policies, settings, state) => {
    expect(screenLock({ machine: said(machine), policies: policies === null ? '' : said(policies), settings: said(settings) }).state).toBe(state);
  });

  test('the screen lock is unknown where one of the keys could not be asked', () => {
    const all = { machine: said('reg-policies-10-minutes.txt'), policies: '', settings: said('reg-desktop-saver-5-minutes.txt') };
    expect(screenLock(all).state).toBe('ok');
    for (const part of ['machine', 'policies', 'settings'] as const) expect(screenLock({ ...all, [part]: null }).state).toBe('unknown');
    expect(screenLock({ ...all, settings: 'ERROR: Access is denied.' }).state).toBe('unknown');
  });

  test.each([
    ['whoami-user.txt', 'ok', /ordinary user/], ['whoami-user-german.txt', 'ok', /ordinary user/], ['whoami-administrator-not-elevated.txt', 'ok', /this account can get them/],
    ['whoami-elevated.txt', 'failed', /administrator rights/], ['whoami-elevated-german.txt', 'failed', /administrator rights/], ['whoami-system.txt', 'failed', /administrator rights/],
  ])('the rights of %s: %s', (name, state, words) => {
    expect(administrator(said(name))).toEqual({ state, detail: expect.stringMatching(words) });
  });

  test('rights without an answer are unknown', () => {
    for (const text of [null, '', 'FEHLER', said('whoami-user.txt').split('\r\n')[0] ?? '']) expect(administrator(text).state).toBe('unknown');
  });
});
