import { describe, expect, test } from 'vitest';
import { administrator, hardware, operatingSystem, tracer } from '../../../../../main/device/posture/linux.ts';
import { folderEncrypted, groundIn, judgeDisk, mountedFrom } from '../../../../../main/device/posture/linux-disk.ts';
import { desktopIn, gnomeLock, plasmaLock } from '../../../../../main/device/posture/linux-screen-lock.ts';
import { recordedOutput } from '../../../../doubles/recorded-output.ts';

const said = (name: string) => recordedOutput('linux', name);

describe('the system, from os-release', () => {
  test.each([
    ['os-release-debian.txt', { osVersion: 'Debian GNU/Linux 12 (bookworm)', osId: 'debian', osRelease: '12' }],
    ['os-release-ubuntu.txt', { osVersion: 'Ubuntu 24.04.1 LTS', osId: 'ubuntu', osRelease: '24.04' }],
    ['os-release-fedora.txt', { osVersion: 'Fedora Linux 41 (Workstation Edition)', osId: 'fedora', osRelease: '41' }],
    ['os-release-quoted.txt', { osVersion: 'A "quoted" $name\\x', osId: 'quoted', osRelease: '1.2.3' }],
  ])('%s', (name, system) => {
    expect(operatingSystem(said(name), '6.1')).toEqual(system);
  });

  test('a rolling distribution has no release number, a missing file the kernel’s only', () => {
    expect(operatingSystem(said('os-release-arch.txt'), '6.1')).toEqual({ osVersion: 'Arch Linux', osId: 'arch', osRelease: null });
    expect(operatingSystem(null, '6.1.0-18')).toEqual({ osVersion: 'Linux 6.1.0-18', osId: null, osRelease: null });
  });

  test('an id or number that is none is not taken', () => {
    expect(operatingSystem('ID="a b"\nVERSION_ID="12; rm"\n', '6')).toEqual({ osVersion: 'Linux 6', osId: null, osRelease: null });
  });
});

describe('disk encryption', () => {
  test.each([
    ['lsblk-lvm-on-luks.json'], ['lsblk-luks-on-partition.json'], ['lsblk-luks-on-raid.json'], ['lsblk-raid-on-two-luks.json'],
    ['lsblk-btrfs-on-two-luks.json'], ['lsblk-home-on-loop.json'],
  ])('is there when every way to a disk passes dm-crypt: %s', (name) => {
    expect(judgeDisk('ext4', groundIn(said(name)), null).state).toBe('ok');
  });

  test.each([
    ['lsblk-plain.json'], ['lsblk-plain-lvm.json'], ['lsblk-raid-half-encrypted.json'], ['lsblk-btrfs-one-of-two-encrypted.json'],
  ])('is missing when one way does not: %s', (name) => {
    expect(judgeDisk('xfs', groundIn(said(name)), null).state).toBe('failed');
  });

  test.each([['lsblk-loop.json'], ['lsblk-nothing.json']])('is not known from %s', (name) => {
    expect(judgeDisk('ext4', groundIn(said(name)), false).state).toBe('unknown');
  });

  test('of a single folder (fscrypt) is not known, and neither is it where the file system does not say', () => {
    const ground = groundIn(said('lsblk-plain.json'));
    expect(judgeDisk('ext4', ground, folderEncrypted(said('lsattr-ordinary.txt'))).state).toBe('failed');
    expect(judgeDisk('ext4', ground, folderEncrypted(said('lsattr-fscrypt.txt'))).state).toBe('unknown');
    expect(judgeDisk('ext4', ground, folderEncrypted('lsattr: Operation not supported')).state).toBe('unknown');
    expect(judgeDisk('ext4', ground, null).state).toBe('unknown');
  });

  test('the file system is found without its subvolume', () => {
    expect(mountedFrom(said('findmnt-ext4-on-luks.json'))).toEqual({ device: '/dev/mapper/vg-home', type: 'ext4' });
    expect(mountedFrom(said('findmnt-btrfs-subvolume.json'))).toEqual({ device: '/dev/mapper/luks-0b9f1a3e', type: 'btrfs' });
    expect(mountedFrom(said('findmnt-overlay.json'))).toEqual({ device: 'overlay', type: 'overlay' });
    expect(mountedFrom(said('findmnt-two.json'))).toBeNull();
    expect(mountedFrom(null)).toBeNull();
  });
});

describe('screen lock', () => {
  test.each([
    ['true', 'uint32 0', 'uint32 300', 'ok'],
    ['true', 'uint32 30', 'uint32 870', 'ok'],
    ['true', 'uint32 60', 'uint32 870', 'failed'],
    ['true', 'uint32 0', 'uint32 0', 'failed'],
    ['false', 'uint32 0', 'uint32 300', 'failed'],
    ['wahr', 'uint32 0', 'uint32 300', 'unknown'],
    ['true', 'No such key', 'uint32 300', 'unknown'],
    [null, null, null, 'unknown'],
  ])('GNOME: lock-enabled %s, lock-delay %s, idle-delay %s is %s', (enabled, delay, idle, state) => {
    expect(gnomeLock({ enabled, delay, idle }).state).toBe(state);
  });

  test.each([
    ['true', '5', '5', 'ok'],
    ['true', '15', '5', 'failed'],
    ['true', '0', '5', 'failed'],
    ['false', '5', '5', 'failed'],
    ['', '5', '5', 'unknown'],
    ['true', 'soon', '5', 'unknown'],
    [null, null, null, 'unknown'],
  ])('Plasma: Autolock %s, Timeout %s minutes, LockGrace %s seconds is %s', (autolock, timeout, grace, state) => {
    expect(plasmaLock({ autolock, timeout, grace }).state).toBe(state);
  });

  test.each([
    ['GNOME', 'gnome'], ['ubuntu:GNOME', 'gnome'], ['GNOME-Classic:GNOME', 'gnome'], ['KDE', 'plasma'], ['X-Cinnamon', null], ['sway', null], ['', null],
  ])('the desktop %s is read as %s', (current, desktop) => {
    expect(desktopIn(current)).toBe(desktop);
  });
});

test('a traced process is held by a debugger; a status without the line says nothing', () => {
  expect(tracer(said('status-alone.txt')).state).toBe('ok');
  expect(tracer(said('status-traced.txt')).state).toBe('failed');
  expect(tracer('Name:\tTracerPid: 0\n').state).toBe('unknown');
  expect(tracer(null).state).toBe('unknown');
});

test('root is an administrator, by the effective id too', () => {
  expect(administrator([1000, 1000]).state).toBe('ok');
  expect(administrator([0, 0]).state).toBe('failed');
  expect(administrator([1000, 0]).state).toBe('failed');
  expect(administrator([undefined, undefined]).state).toBe('unknown');
});

describe('hardware', () => {
  const machine = { v: 1, manufacturer: 'LENOVO', model: '21AH', serial: 'PF3ABCDE', uuid: '4C4C4544-0042-3510-8054-B7C04F4E3732' } as const;

  test('is what the firmware shows and what the installer recorded', () => {
    expect(hardware({ manufacturer: 'LENOVO\n', model: '21AH\n' }, { kind: 'recorded', machine })).toEqual({
      manufacturer: 'LENOVO', model: '21AH', serial: 'PF3ABCDE', uuid: '4c4c4544-0042-3510-8054-b7c04f4e3732', uuidMissing: null,
    });
  });

  test('without a record has neither serial number nor UUID, and says why', () => {
    expect(hardware({ manufacturer: null, model: null }, { kind: 'none', why: 'Nobody wrote it down.' })).toEqual({
      manufacturer: null, model: null, serial: null, uuid: null, uuidMissing: 'Nobody wrote it down.',
    });
  });

  test.each(['', '00000000-0000-0000-0000-000000000000', 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF', '03000200-0400-0500-0006-000700080009', 'Not Settable'])('a UUID that many machines have is none: %s', (uuid) => {
    const found = hardware({ manufacturer: 'To Be Filled By O.E.M.', model: 'Default string' }, { kind: 'recorded', machine: { ...machine, serial: 'System Serial Number', uuid } });
    expect(found).toMatchObject({ manufacturer: null, model: null, serial: null, uuid: null });
    expect(found.uuidMissing).not.toBeNull();
  });
});
