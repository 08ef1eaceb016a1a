import { readdirSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import type { CheckResult } from '../../../shared/domain/posture.ts';
import { outputOf } from './program.ts';
import { failed, ok, unknown } from './system-reader.ts';

/**
 * Disk encryption on Linux: the file system that holds the vault lies on block devices, and every way
 * from there down to a disk must pass one that the kernel encrypts (dm-crypt: LUKS or plain).
 * Encryption in the drive itself cannot be seen from here and does not count.
 */

/** File systems that lie on the one block device they were mounted from; btrfs may have several. */
const onBlocks = new Set(['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'f2fs', 'jfs', 'reiserfs', 'vfat', 'exfat']);
/** Those that can encrypt single folders by themselves (fscrypt), as systemd-homed may have it. */
const withFolders = new Set(['ext4', 'f2fs']);

const Mounts = z.object({ filesystems: z.array(z.object({ source: z.string(), fstype: z.string() })).length(1) });

interface BlockDevice {
  readonly type: string;
  readonly children?: readonly BlockDevice[] | undefined;
}
const BlockDevice: z.ZodType<BlockDevice> = z.object({ type: z.string(), children: z.lazy(() => z.array(BlockDevice)).optional() });
const BlockDevices = z.object({ blockdevices: z.array(BlockDevice).min(1) });

function parsed<T>(schema: z.ZodType<T>, text: string | null): T | null {
  if (text === null) return null;
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    // Not what the program prints, or nested beyond all reason.
    return null;
  }
}

/** Device and type of the file system, from `findmnt -J -T FOLDER -o SOURCE,FSTYPE`; null when that is not what it says. */
export function mountedFrom(text: string | null): { readonly device: string; readonly type: string } | null {
  const mount = parsed(Mounts, text)?.filesystems[0];
  // Of btrfs the subvolume follows in brackets.
  return mount === undefined ? null : { device: mount.source.replace(/\[[^\]]*\]$/, ''), type: mount.fstype };
}

type Ground = 'encrypted' | 'plain' | 'unclear';

/** One plain way is enough for readable data on a disk. */
function together(grounds: readonly Ground[]): Ground {
  if (grounds.includes('plain')) return 'plain';
  return grounds.length > 0 && grounds.every((ground) => ground === 'encrypted') ? 'encrypted' : 'unclear';
}

function groundOf({ type, children }: BlockDevice): Ground {
  if (type === 'crypt') return 'encrypted';
  if (children !== undefined && children.length > 0) return together(children.map(groundOf));
  // A loop device lies on a file, whose own ground is another one.
  return type === 'disk' ? 'plain' : 'unclear';
}

/** What the devices stand on, from `lsblk -J -s -o NAME,TYPE DEVICE...`, which lists each with what is below it. */
export function groundIn(text: string | null): Ground {
  const devices = parsed(BlockDevices, text)?.blockdevices;
  return devices === undefined ? 'unclear' : together(devices.map(groundOf));
}

/** Whether the file system encrypts this folder by itself, from `lsattr -d FOLDER` (chattr(1), E); null when it does not say. */
export function folderEncrypted(text: string | null): boolean | null {
  const attributes = /^([a-zA-Z-]{10,40}) \S/.exec(text ?? '')?.[1];
  return attributes === undefined ? null : attributes.includes('E');
}

/** The judgement, from all that was found. */
export function judgeDisk(type: string, ground: Ground, encryptedFolder: boolean | null): CheckResult {
  switch (ground) {
    case 'encrypted':
      return ok('The disk under the vault is encrypted (dm-crypt).');
    case 'unclear':
      return unknown('It cannot be seen whether the disk under the vault is encrypted.');
    case 'plain':
      if (!withFolders.has(type) || encryptedFolder === false) return failed('The disk under the vault is not encrypted.');
      return unknown('The disk under the vault is not encrypted; whether its folder is, cannot be seen.');
  }
}

/** Every device of a btrfs file system, by one of them; null when the kernel does not list it. */
function btrfsDevices(device: string): readonly string[] | null {
  const folder = '/sys/fs/btrfs';
  try {
    const name = basename(realpathSync(device));
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isDirectory() || entry.name === 'features') continue;
      const names = readdirSync(`${folder}/${entry.name}/devices`);
      if (names.includes(name)) return names.map((member) => `/dev/${member.replaceAll('!', '/')}`);
    }
  } catch {
    // The kernel shows it in another way, or not at all.
  }
  return null;
}

/** @param folder an absolute path. */
export async function diskEncryption(folder: string): Promise<CheckResult> {
  const mount = mountedFrom(await outputOf('/usr/bin/findmnt', ['-J', '-T', folder, '-o', 'SOURCE,FSTYPE']));
  if (mount === null) return unknown('It cannot be seen on which file system the vault lies.');
  if (!onBlocks.has(mount.type) || !/^\/dev\/[\w./:+@-]+$/.test(mount.device)) {
    return unknown(`Sealdesk cannot tell whether this kind of file system is encrypted: ${mount.type.slice(0, 40)}.`);
  }
  const devices = mount.type === 'btrfs' ? btrfsDevices(mount.device) : [mount.device];
  if (devices === null) return unknown('It cannot be seen on which disks the file system of the vault lies.');
  const ground = groundIn(await outputOf('/usr/bin/lsblk', ['-J', '-s', '-o', 'NAME,TYPE', ...devices]));
  const asksFolder = ground === 'plain' && withFolders.has(mount.type);
  return judgeDisk(mount.type, ground, asksFolder ? folderEncrypted(await outputOf('/usr/bin/lsattr', ['-d', '--', folder])) : null);
}
