import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { vaultQueries, type VaultCallName } from '../../../../main/boundary/vault-process.ts';
import { type DeviceItem, readDeviceItem, writeDeviceItem } from '../../../../main/device/device-item.ts';
import { type Keychain, openKeychain } from '../../../../main/device/keychain.ts';
import type { HubShare } from '../../../../main/device/lease.ts';
import { openProfile } from '../../../../main/device/profile.ts';
import { readShareItem, writeShareItem } from '../../../../main/device/share-item.ts';
import { passphraseKey } from '../../../../main/unlock/passphrase-key.ts';
import { type Binding, makeHeader, openHeader, readHeader, type VaultHeader, verifierOf, writeHeader } from '../../../../main/unlock/vault-header.ts';
import { openWritable } from '../../../../main/vault/open-database.ts';
import { ipcCalls } from '../../../../shared/contract/ipc/index.ts';
import { noFilter } from '../../../../shared/domain/filter.ts';
import { fromBase64, toBase64 } from '../../../../shared/trust/bytes.ts';
import { passphrase, WorkstationCore } from '../../../doubles/workstation-core.ts';

// Every passphrase costs half a second of Argon2id by design, and more on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** What a thief with the whole laptop has: every file and every keychain item, as they lay there. */
interface Stolen {
  readonly workstation: WorkstationCore;
  readonly keychain: Keychain;
  readonly item: DeviceItem;
  readonly header: VaultHeader;
  readonly binding: Binding;
  readonly database: string;
}

/** What a thief brings along; no router, no session, no count, no clock and no code is asked. */
interface Brought {
  readonly header?: VaultHeader;
  readonly deviceSecret?: Uint8Array;
  readonly passphrase?: string;
  readonly shares: readonly HubShare[];
}

const folder = mkdtempSync(join(tmpdir(), 'sealdesk-thief-'));
const keysOfPassphrases = new Map<string, Uint8Array>();
let atLeaseZero: Stolen;
let withinLease: Stolen;
let other: Stolen;

async function enrolled(offlineLeaseHours: number): Promise<Stolen> {
  const workstation = new WorkstationCore();
  workstation.hub.policy = { ...workstation.hub.policy, offlineLeaseHours };
  await workstation.enrol();
  const unlocked = workstation.unlock();
  if (offlineLeaseHours === 0) {
    await workstation.hub.hears('share-request');
    await workstation.hub.giveShares();
  }
  expect(await unlocked).toMatchObject({ kind: 'unlocked' });
  await workstation.restart();
  return stolen(workstation);
}

async function stolen(workstation: WorkstationCore): Promise<Stolen> {
  const profile = openProfile(workstation.profile);
  const keychain = await openKeychain(profile.id);
  const item = await readDeviceItem(keychain);
  if (item === null || workstation.hub.deviceId === null) throw new Error('It is not enrolled.');
  const presented = { deviceSecret: fromBase64(item.secret), deviceId: workstation.hub.deviceId, machine: workstation.machine, unknownHardware: 'allow' } as const;
  return { workstation, keychain, item, ...readHeader(readFileSync(profile.header, 'utf8'), presented), database: profile.database };
}

async function keyOf(text: string, { kdf }: VaultHeader): Promise<Uint8Array> {
  const known = keysOfPassphrases.get(text + kdf.salt);
  if (known !== undefined) return new Uint8Array(known);
  const key = await passphraseKey(Buffer.from(text), kdf);
  keysOfPassphrases.set(text + kdf.salt, new Uint8Array(key));
  return key;
}

/** Straight to the modules that open: the vault key, where these open the header. */
async function vaultKeyWith(laptop: Stolen, brought: Brought): Promise<Uint8Array | null> {
  const header = brought.header ?? laptop.header;
  const binding = { ...laptop.binding, deviceSecret: brought.deviceSecret ?? laptop.binding.deviceSecret };
  return openHeader(header, binding, await keyOf(brought.passphrase ?? passphrase, header), brought.shares).vaultKey;
}

/** Whether a key opens the database, past the header. */
function opensDatabase(laptop: Stolen, key: Uint8Array): boolean {
  try {
    openWritable(laptop.database, key, false).close();
    return true;
  } catch {
    return false;
  }
}

const sharesOf = (laptop: Stolen): readonly HubShare[] => laptop.workstation.hub.shares;
const random = () => new Uint8Array(randomBytes(32));

beforeAll(async () => {
  atLeaseZero = await enrolled(0);
  withinLease = await enrolled(72);
  other = await enrolled(0);
});
afterAll(async () => {
  for (const { workstation } of [atLeaseZero, withinLease, other]) await workstation.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('at lease zero, with every check of the program left out', () => {
  test('device secret, passphrase and hub share open header and database: so it is these three that are asked for', async () => {
    const key = await vaultKeyWith(atLeaseZero, { shares: sharesOf(atLeaseZero) });
    expect(key).not.toBeNull();
    expect(opensDatabase(atLeaseZero, key ?? random())).toBe(true);
  });

  test('any two of them open nothing', async () => {
    const shares = sharesOf(atLeaseZero);
    const without: Readonly<Record<string, Brought>> = {
      'the hub share': { shares: [] },
      'the hub share, a random one in its place': { shares: shares.map(({ generation }) => ({ generation, share: random() })) },
      'the passphrase': { shares, passphrase: `${passphrase}!` },
      'the device secret': { shares, deviceSecret: random() },
    };
    for (const [missing, brought] of Object.entries(without)) expect(await vaultKeyWith(atLeaseZero, brought), `without ${missing}`).toBeNull();
  });

  test('neither does a share of another generation, or of another device', async () => {
    const [share] = sharesOf(atLeaseZero);
    const [foreign] = sharesOf(other);
    const generation = share?.generation ?? 1;
    for (const [brought, what] of [
      [{ generation: generation + 1, share: share?.share ?? random() }, 'its own under another number'],
      [{ generation: generation + 1, share: random() }, 'a newer one that the header has never met'],
      [{ generation, share: foreign?.share ?? random() }, 'another device’s'],
    ] as const) expect(await vaultKeyWith(atLeaseZero, { shares: [brought] }), what).toBeNull();
  });

  test('an edited header, signed anew with the device secret, opens nothing without the share', async () => {
    const { header, binding, workstation } = atLeaseZero;
    const [wrap] = header.wraps;
    if (wrap === undefined) throw new Error('The header has a wrap.');
    const grafted = makeHeader({ binding, kdf: header.kdf, passphraseKey: await keyOf(passphrase, header), share: { generation: 1, share: random() }, vaultKey: random(), totpSecret: null });
    const edits: Readonly<Record<string, VaultHeader>> = {
      'another number at its wrap': { ...header, wraps: [{ ...wrap, generation: wrap.generation + 1 }] },
      'the wrap of another device': { ...header, wraps: other.header.wraps },
      'a wrap of the thief’s beside it': { ...header, wraps: [{ ...(grafted.wraps[0] ?? wrap), generation: wrap.generation + 1 }, wrap] },
      'a TOTP secret of the thief’s': { ...header, totp: toBase64(randomBytes(48)) },
      'another epoch': { ...header, epoch: header.epoch + 5 },
      'made for the thief from scratch': grafted,
    };
    for (const [edit, edited] of Object.entries(edits)) {
      // The thief has the device secret, so the program takes it for authentic.
      const presented = { ...binding, machine: workstation.machine, unknownHardware: 'allow' } as const;
      const read = readHeader(writeHeader(edited, binding), presented);
      for (const generation of [wrap.generation, wrap.generation + 1]) {
        const key = await vaultKeyWith(atLeaseZero, { header: read.header, shares: [{ generation, share: random() }] });
        expect(key, edit).toBeNull();
      }
    }
  });

  test('none of the keys at hand, nor what is made of them, opens the database past the header', async () => {
    const { binding, header } = atLeaseZero;
    const key = await keyOf(passphrase, header);
    const atHand = [binding.deviceSecret, key, verifierOf(binding, key), ...sharesOf(atLeaseZero).map(({ share }) => share), new Uint8Array(32), random()];
    for (const candidate of atHand) expect(opensDatabase(atLeaseZero, candidate)).toBe(false);
  });

  test('a keychain item edited to no tries, no clock, nothing destroyed, and a share of the thief’s under a lease of another laptop, opens nothing', async () => {
    const { keychain, item, workstation } = atLeaseZero;
    const lent = await readShareItem(withinLease.keychain);
    if (lent === null) throw new Error('Within a lease the share is in the keychain.');
    await writeDeviceItem(keychain, { ...item, attempts: 0, keyDestroyed: false, lastStep: null, highestSeen: 0, hubTime: null, clockOffset: 0 });
    await writeShareItem(keychain, { ...lent, shares: [{ generation: 1, share: toBase64(random()) }] });
    await workstation.restart();
    expect(await workstation.unlock()).toEqual({ kind: 'hub-needed' });
    const placed = (await readShareItem(keychain))?.shares.map(({ generation, share }) => ({ generation, share: fromBase64(share) })) ?? [];
    expect(await vaultKeyWith(await stolen(workstation), { shares: placed })).toBeNull();
  });

  test('once the hub has destroyed its share nothing opens again, whatever was copied before', async () => {
    const { workstation } = other;
    const copy = join(folder, 'header');
    writeFileSync(copy, readFileSync(openProfile(workstation.profile).header));
    expect(await vaultKeyWith(other, { shares: sharesOf(other) })).not.toBeNull();
    workstation.hub.shares = [];
    const presented = { ...other.binding, machine: workstation.machine, unknownHardware: 'allow' } as const;
    const { header } = readHeader(readFileSync(copy, 'utf8'), presented);
    expect(await vaultKeyWith(other, { header, shares: sharesOf(other) })).toBeNull();
    expect(await readShareItem(other.keychain)).toBeNull();
  });
});

describe('within a lease', () => {
  const sharesInKeychain = async ({ keychain }: Stolen) => (await readShareItem(keychain))?.shares.map(({ generation, share }) => ({ generation, share: fromBase64(share) })) ?? [];

  test('keychain and passphrase open it without a code, at any time: code, end of the lease and count are the program’s', async () => {
    const key = await vaultKeyWith(withinLease, { shares: await sharesInKeychain(withinLease) });
    expect(key).not.toBeNull();
    expect(opensDatabase(withinLease, key ?? random())).toBe(true);
  });

  test('the passphrase is still asked for, and so is the device secret', async () => {
    const shares = await sharesInKeychain(withinLease);
    expect(await vaultKeyWith(withinLease, { shares, passphrase: 'a guess' })).toBeNull();
    expect(await vaultKeyWith(withinLease, { shares, deviceSecret: random() })).toBeNull();
  });
});

describe('the vault process itself, asked directly', () => {
  const securityCalls = Object.keys(ipcCalls).filter((name) => name.startsWith('security.')) as VaultCallName[];
  const id = '0b6f3a53-3d4e-4d6e-8a50-5a3c1f3a9a10';
  const [typed, code] = [Buffer.from(passphrase), Buffer.from('123456')];
  const inputs: Partial<Record<VaultCallName, unknown>> = {
    'inbox.list': { view: 'all', after: null, limit: 10 },
    'conversation.open': { id, before: null, limit: 10 },
    'conversation.read': { id, upTo: 1 },
    'conversation.reply': { id, text: 'Hello' },
    'inbox.customers': { typed: 'Ann' },
    'conversation.start': { channelId: id, to: { kind: 'address', address: 'anna@mail.example', name: '' }, subject: 'Your tent', text: 'Hello' },
    'conversation.log-call': { channelId: id, with: { kind: 'number', number: '+49 30 901820', name: '' }, call: { direction: 'in', at: 1, minutes: 3, outcome: 'answered', recording: null }, notes: '' },
    'conversation.files-to-start': { id },
    'conversation.take-back': { id },
    'conversation.template': { id, template: { name: 'order_update', language: 'en', category: 'UTILITY', header: null, body: 'Hello', footer: null, buttons: [], fields: [] }, values: [] },
    'conversation.undo-reply': { id, messageId: id },
    'composer.language': { language: 'de' },
    'conversation.note': { id, text: 'Hello' },
    'conversation.status': { id, status: 'resolved' },
    'conversation.assign': { id, assigneeId: null },
    'conversation.priority': { id, priority: 'high' },
    'conversation.tag': { id, tag: 'Refund', change: 'add' },
    'conversation.follow': { id, change: 'add' },
    'conversation.hand-over': { id, to: { kind: 'agent', id }, note: 'Refund agreed.' },
    'composer.begin-file': { id, kind: 'reply', name: 'invoice.pdf', size: 1_000 },
    'composer.file-chunk': { file: id, index: 0, bytes: new Uint8Array(10) },
    'composer.remove-file': { id, file: id },
    'composer.draft-seen': { id, kind: 'reply' },
    'spelling.teach': { word: 'Nordlicht' },
    'spelling.forget': { word: 'Nordlicht' },
    'spelling.chosen': { id },
    'spelling.choose': { id, language: 'de' },
    'inbox.change': { ids: [id], change: { do: 'priority', priority: 'high' } },
    'inbox.assign': { ids: [id], assigneeId: null },
    'beginnings.save': { id, content: null, stamp: 0 },
    'views.save': { name: 'Mine', view: 'mine', filter: noFilter },
    'views.rename': { id, name: 'Mine' },
    'views.remove': { id },
    'conversation.settle': { id, key: id, how: 'again' },
    'conversation.draft': { id, kind: 'reply', text: '' },
    'customer.conversations': { customer: id, except: id, limit: 5 },
    'search.messages': { query: 'boots', limit: 10 },
    'unlock.code': { code },
    'console.call': { name: 'device.list', input: null },
    'security.change-passphrase': { passphrase: typed, code, next: Buffer.from('another passphrase altogether') },
    'security.new-authenticator': { passphrase: typed, code },
    'security.confirm-authenticator': { first: code, second: Buffer.from('654321') },
    'security.new-recovery-codes': { passphrase: typed, code },
    'security.set-duress-passphrase': { passphrase: typed, code, duress: null },
    'security.rotate-vault-key': { passphrase: typed, code },
  };

  test.each([...vaultQueries, ...securityCalls, 'unlock.code', 'console.call'] as VaultCallName[])('answers %s with nothing before an unlock', async (name) => {
    await expect(withinLease.workstation.call(name, structuredClone(inputs[name] ?? null) as never)).rejects.toMatchObject({ kind: 'not-now' });
  });
});
