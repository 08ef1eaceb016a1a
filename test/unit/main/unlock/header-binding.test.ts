import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MachineBinding } from '../../../../main/device/machine-binding.ts';
import { boundAnew, withNewShare } from '../../../../main/unlock/header-changes.ts';
import { type Binding, hardwareCheck, HeaderError, makeHeader, openHeader, type Presented, readHeader, writeHeader } from '../../../../main/unlock/vault-header.ts';
import type { Verdict } from '../../../../shared/domain/posture.ts';
import { runs } from '../../../doubles/how-often.ts';

const bytes = (length = 32) => new Uint8Array(randomBytes(length));
const here: MachineBinding = { installation: 'a'.repeat(32), hardware: '4c4c4544-0042-3510-8054-b7c04f4e3732' };
const otherHardware = '4c4c4544-0042-3510-8054-b7c04f4e3733';
const otherInstallation = 'b'.repeat(32);
const device = { deviceSecret: bytes(), deviceId: '6c2c1bd5-59f4-4a4c-9a0e-0e6a4d3c9b11' };
const passphraseKey = bytes();
const vaultKey = bytes();
const totpSecret = bytes(20);
const share = { generation: 1, share: bytes() };
const kdf = { memoryKiB: 65536, passes: 3, lanes: 1, salt: Buffer.from(bytes(16)).toString('base64') };

const at = (machine: Partial<MachineBinding> = {}, unknownHardware: Verdict = 'allow'): Presented => ({ ...device, machine: { ...here, ...machine }, unknownHardware });

/** The file of a vault header made on a machine. */
function madeAt(machine: Partial<MachineBinding>): string {
  const binding: Binding = { ...device, machine: { ...here, ...machine } };
  return writeHeader(makeHeader({ binding, kdf, passphraseKey, share, vaultKey, totpSecret }), binding);
}

/** What opens on a machine, or why nothing does. */
function openedAt(file: string, presented: Presented): { readonly vaultKey: Uint8Array | null; readonly totpSecret: Uint8Array | null } | string {
  try {
    const { header, binding } = readHeader(file, presented);
    const opened = openHeader(header, binding, passphraseKey, [share]);
    return { vaultKey: opened.vaultKey, totpSecret: opened.totpSecret };
  } catch (error) {
    if (!(error instanceof HeaderError)) throw error;
    return `${error.kind}: ${error.message}`;
  }
}

/** The file that an unlock on this machine leaves behind. */
function afterUnlockAt(file: string, presented: Presented): string {
  const { header, binding } = readHeader(file, presented);
  const bound = boundAnew(header, binding, presented.machine, passphraseKey, [share]);
  return writeHeader(bound.header, bound.binding);
}

const open = { vaultKey, totpSecret };

describe('a vault header made today', () => {
  const file = madeAt({});

  test('opens where it was made, and is left as it is', () => {
    expect(openedAt(file, at())).toEqual(open);
    expect(afterUnlockAt(file, at())).toBe(file);
  });

  test('copied with its keychain to other hardware opens nothing, and says that it is the hardware', () => {
    expect(openedAt(file, at({ hardware: otherHardware }))).toMatch(/^keychain-changed: .*other hardware/);
    expect(openedAt(file, at({ hardware: otherHardware, installation: otherInstallation }))).toMatch(/^keychain-changed: .*other hardware/);
  });

  test('copied with its keychain to another installation opens nothing, and says so', () => {
    expect(openedAt(file, at({ installation: otherInstallation }))).toMatch(/^keychain-changed: .*installed anew/);
    expect(openedAt(file, at({ installation: null }))).toMatch(/^keychain-changed: .*installed anew/);
  });

  test.each([
    ['hardware', { hardware: otherHardware }],
    ['installation', { installation: otherInstallation }],
  ])('has its %s in the associated data: nothing opens on another one even when the check is left out', (_what, other) => {
    const { header } = readHeader(file, at());
    expect(openHeader(header, at(other), passphraseKey, [share])).toEqual({ vaultKey: null, totpSecret: null, totpNext: null, generation: null });
    expect(withNewShare(header, at(other), share, { generation: 2, share: bytes() })).toBeNull();
  });

  test('shows neither id in its text', () => {
    expect(file).not.toContain(here.hardware);
    expect(file).not.toContain(here.installation);
  });

  test.each(['allow', 'warn'] as const)('opens where the UUID is not known any more and the policy says %s, and stays bound to it', (verdict) => {
    const unknown = at({ hardware: null }, verdict);
    expect(openedAt(file, unknown)).toEqual(open);
    const after = afterUnlockAt(file, unknown);
    expect(openedAt(after, at())).toEqual(open);
    expect(openedAt(after, at({ hardware: otherHardware }))).toMatch(/other hardware/);
  });

  test('opens nothing where the UUID is not known any more and the policy refuses that, and says what to do', () => {
    expect(openedAt(file, at({ hardware: null }, 'refuse'))).toMatch(/^keychain-changed: .*cannot be read.*install the Sealdesk package again/);
  });
});

describe('made where the hardware UUID was not known', () => {
  const file = madeAt({ hardware: null });

  test.each(['allow', 'refuse'] as const)('it opens as it is bound, with a policy of %s: with the UUID and without', (verdict) => {
    expect(openedAt(file, at({ hardware: null }, verdict))).toEqual(open);
    expect(openedAt(file, at({}, verdict))).toEqual(open);
  });

  test('the unlock that knows the UUID binds it to this one', () => {
    const after = afterUnlockAt(file, at());
    expect(openedAt(after, at())).toEqual(open);
    expect(openedAt(after, at({ hardware: otherHardware }))).toMatch(/^keychain-changed: .*other hardware/);
  });

  test('wrong keys bind nothing', () => {
    const { header, binding } = readHeader(file, at());
    expect(boundAnew(header, binding, here, bytes(), [share])).toEqual({ header, binding });
    expect(boundAnew(header, binding, here, passphraseKey, [{ ...share, share: bytes() }])).toEqual({ header, binding });
    expect(boundAnew(header, binding, here, passphraseKey, [])).toEqual({ header, binding });
  });
});

test('made where the installation had no id, it opens where it has one and is bound to it from then on', () => {
  const after = afterUnlockAt(madeAt({ installation: null }), at());
  expect(openedAt(after, at())).toEqual(open);
  expect(openedAt(after, at({ installation: otherInstallation }))).toMatch(/installed anew/);
});

test('binding anew keeps epoch and passphrase terms, and the share that opened it', () => {
  const unknown = at({ hardware: null });
  const { header, binding } = readHeader(madeAt({ hardware: null }), unknown);
  const next = { generation: 2, share: bytes() };
  const both = withNewShare({ ...header, epoch: 7 }, binding, share, next)!;
  const bound = boundAnew(both, binding, here, passphraseKey, [next, share]);
  expect(bound.header).toMatchObject({ v: 3, epoch: 7, kdf, wraps: [{ generation: 2 }] });
  expect(openHeader(bound.header, bound.binding, passphraseKey, [next])).toEqual({ vaultKey, totpSecret, totpNext: null, generation: 2 });
});

test('every flipped bit is found before anything is opened, whatever the header was bound to', () => {
  const files = [madeAt({}), madeAt({ hardware: null }), madeAt({ installation: null, hardware: null })].map((file) => Buffer.from(file));
  fc.assert(
    fc.property(fc.constantFrom(...files), fc.nat(10_000), fc.nat(7), (original, position, bit) => {
      const changed = Buffer.from(original);
      changed[position % changed.length]! ^= 1 << bit;
      expect(() => readHeader(changed.toString('utf8'), at())).toThrow(HeaderError);
    }),
    runs(2000),
  );
});

test('the hardware’s check fails where the UUID is another than the vault’s, and is left as it was made everywhere else', () => {
  const measured = { state: 'ok', detail: 'Known.' } as const;
  const unknown = { state: 'unknown', detail: 'Not known.' } as const;
  const file = madeAt({});
  expect(hardwareCheck(measured, file, at({ hardware: otherHardware })).state).toBe('failed');
  for (const text of [file, madeAt({ hardware: null }), null, 'damaged']) expect(hardwareCheck(measured, text, at())).toBe(measured);
  expect(hardwareCheck(unknown, file, at({ hardware: null }))).toBe(unknown);
});

interface Recorded {
  readonly deviceSecret: string;
  readonly deviceId: string;
  readonly machineId: string;
  readonly passphraseKey: string;
  readonly share: string;
  readonly vaultKey: string;
  readonly totpSecret: string | null;
  readonly file: string;
}

const recordedAs = <N extends string>(file: string) => JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', '..', 'fixtures', 'vault-header', file), 'utf8')) as Record<N, Recorded>;
/** Headers that the releases before wrote. */
const recorded = recordedAs<'onKnownMachine' | 'onUnknownMachine' | 'atLeaseZero'>('version-1.json');
const recordedV2 = recordedAs<'onKnownHardware' | 'onUnknownHardware' | 'atLeaseZero'>('version-2.json');

describe.each(Object.entries(recorded))('a header of version 1 (%s)', (name, kept) => {
  const from = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
  const installation = '3f8a61c2d94e4b7f9a0b1c2d3e4f5061';
  const presented = (machine: Partial<MachineBinding> = {}): Presented => ({
    deviceSecret: from(kept.deviceSecret),
    deviceId: kept.deviceId,
    machine: { installation, hardware: here.hardware, ...machine },
    unknownHardware: 'refuse',
  });
  const key = from(kept.passphraseKey);
  const held = { generation: 1, share: from(kept.share) };
  const whole = { vaultKey: from(kept.vaultKey), totpSecret: kept.totpSecret === null ? null : from(kept.totpSecret), totpNext: null, generation: 1 };
  const bindHere = () => {
    const { header, binding } = readHeader(kept.file, presented());
    const bound = boundAnew(header, binding, presented().machine, key, [held]);
    return writeHeader(bound.header, bound.binding);
  };
  const opened = (file: string, by = presented()) => {
    const { header, binding } = readHeader(file, by);
    return openHeader(header, binding, key, [held]);
  };

  test('still opens, also where the hardware UUID is not known', () => {
    expect(readHeader(kept.file, presented()).header.v).toBe(1);
    expect(opened(kept.file)).toEqual(whole);
    expect(opened(kept.file, presented({ hardware: null }))).toEqual(whole);
  });

  test('becomes version 3 at the unlock, bound to installation and hardware', () => {
    const after = bindHere();
    expect(readHeader(after, presented()).header.v).toBe(3);
    expect(opened(after)).toEqual(whole);
    for (const other of [{ hardware: otherHardware }, { installation: otherInstallation }]) expect(() => readHeader(after, presented(other))).toThrow(HeaderError);
  });

  test('becomes version 3 without a hardware UUID too', () => {
    const { header, binding } = readHeader(kept.file, presented({ hardware: null }));
    const bound = boundAnew(header, binding, { installation, hardware: null }, key, [held]);
    expect(bound.header.v).toBe(3);
    expect(opened(writeHeader(bound.header, bound.binding), presented({ hardware: null }))).toEqual(whole);
  });

  test('takes a new share before it was bound anew', () => {
    const { header, binding } = readHeader(kept.file, presented());
    const next = { generation: 2, share: bytes() };
    const both = readHeader(writeHeader(withNewShare(header, binding, held, next)!, binding), presented());
    expect(openHeader(both.header, both.binding, key, [next])).toEqual({ ...whole, generation: 2 });
  });

  test('every flipped bit is found', () => {
    const original = Buffer.from(kept.file);
    fc.assert(
      fc.property(fc.nat(original.length - 1), fc.nat(7), (position, bit) => {
        const changed = Buffer.from(original);
        changed[position]! ^= 1 << bit;
        expect(() => readHeader(changed.toString('utf8'), presented())).toThrow(HeaderError);
      }),
      runs(500),
    );
  });

  if (name !== 'onUnknownMachine') {
    test('does not open on another installation', () => {
      expect(() => readHeader(kept.file, presented({ installation: otherInstallation }))).toThrow(HeaderError);
    });
  }
});

describe.each(Object.entries(recordedV2))('a header of version 2 (%s)', (_name, kept) => {
  const from = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
  const presented: Presented = { deviceSecret: from(kept.deviceSecret), deviceId: kept.deviceId, machine: { installation: kept.machineId, hardware: here.hardware }, unknownHardware: 'refuse' };
  const key = from(kept.passphraseKey);
  const held = { generation: 1, share: from(kept.share) };
  const whole = { vaultKey: from(kept.vaultKey), totpSecret: kept.totpSecret === null ? null : from(kept.totpSecret), totpNext: null, generation: 1 };

  test('still opens, and becomes version 3 at the unlock', () => {
    const { header, binding } = readHeader(kept.file, presented);
    expect(header.v).toBe(2);
    expect(openHeader(header, binding, key, [held])).toEqual(whole);
    const bound = boundAnew(header, binding, presented.machine, key, [held]);
    const after = readHeader(writeHeader(bound.header, bound.binding), presented);
    expect(after.header).toMatchObject({ v: 3, epoch: header.epoch, kdf: header.kdf, rotation: null, totpNext: null });
    expect(openHeader(after.header, after.binding, key, [held])).toEqual(whole);
  });

  test('takes a new share before that', () => {
    const { header, binding } = readHeader(kept.file, presented);
    const next = { generation: 2, share: bytes() };
    const both = readHeader(writeHeader(withNewShare(header, binding, held, next)!, binding), presented);
    expect(openHeader(both.header, both.binding, key, [next])).toEqual({ ...whole, generation: 2 });
  });
});
