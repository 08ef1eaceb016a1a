import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import type { PrivateKey } from '@signalapp/libsignal-client';
import type { Clock } from '../../shared/domain/clock.ts';
import type { WipeCause } from '../../shared/domain/device.ts';
import type { Posture } from '../../shared/domain/posture.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { DeviceId } from '../../shared/domain/ids.ts';
import { type Bytes, fromBase64, toBase64 } from '../../shared/trust/bytes.ts';
import type { CertifiedHub } from '../../shared/trust/hub-certificate.ts';
import type { Invite } from '../../shared/trust/invite.ts';
import { publicKeyText } from '../../shared/trust/keys.ts';
import { signStatement } from '../../shared/trust/statement.ts';
import { makeDeviceKey, readDeviceKey, removeDeviceKey } from './device-key.ts';
import { type DeviceItem, DeviceItemDamaged, readDeviceItem, removeDeviceItem, writeDeviceItem } from './device-item.ts';
import { destroyFile, FileOfOthers, readWhole, writeDurably } from './durable-file.ts';
import { type Keychain, KeychainError, openKeychain } from './keychain.ts';
import { repairFiles } from './vault-swap.ts';
import { databaseFiles, openProfile, type Profile } from './profile.ts';
import { openRecord, RecordDamaged, type RecordContent, sealRecord } from './record.ts';
import { SerialWork } from './serial-work.ts';
import { removeShareItem } from './share-item.ts';
import { changeErrand, raiseTombstone, readTombstone, removeTombstoneKey, type Tombstone } from './tombstone.ts';

export type DeviceProblem = 'no-keychain' | 'keychain-changed' | 'record-damaged';

/** What profile folder and keychain say together. */
export type Loaded =
  | { readonly kind: 'unenrolled' }
  | { readonly kind: 'wiped'; readonly tombstone: Tombstone }
  | { readonly kind: 'problem'; readonly problem: DeviceProblem; readonly explanation: string }
  | { readonly kind: 'present'; readonly record: RecordContent; readonly item: DeviceItem };

export class NotNow extends SealdeskError<'not-now'> {
  constructor(message = 'This cannot be done in the present state of this laptop.') {
    super('not-now', message);
  }
}

const explanations = {
  copied:
    'This Sealdesk folder was made on another computer, under another account, or in another place on this one: its keys are not in this keychain. Nothing was deleted. Open it where it was made, or ask your IT for a new invite for this laptop.',
  unreadable:
    'The keychain item of this laptop cannot be read any more. Nothing was deleted. Restore the keychain from a backup, or ask your IT for a new invite.',
  backend:
    'This laptop was enrolled with another keychain than the one in use now. Nothing was deleted. Switch back to the keychain that was in use, or ask your IT for a new invite.',
  recordMissing:
    'The enrolment record is missing from the Sealdesk folder, while a vault is there. Nothing was deleted. Restore the whole folder from a backup of this laptop, or ask your IT for a new invite.',
  tombstone: 'This laptop was wiped, and the note that says so was changed. There is nothing left on it to open. Ask your IT for a new invite.',
} as const;

/** Receipts are kept by the hub for years; nothing is granted by one. */
const receiptValidMs = 10 * 365 * 24 * 3600 * 1000;

/**
 * This device's enrolment: the one reader and writer of its record, its keychain items and its
 * files. Every change is written to the keychain before it has any effect.
 */
export class Device {
  readonly profile: Profile;
  readonly #clock: Clock;
  readonly #writing = new SerialWork();
  #keychain: Keychain | null = null;
  #present: { record: RecordContent; item: DeviceItem } | null = null;
  #key: PrivateKey | null = null;

  constructor(folder: string, clock: Clock) {
    this.profile = openProfile(folder);
    this.#clock = clock;
  }

  /** @throws KeychainError */
  async keychain(): Promise<Keychain> {
    this.#keychain ??= await openKeychain(this.profile.id);
    return this.#keychain;
  }

  /** What the last `load` found. @throws NotNow when there is no enrolment. */
  get present(): { readonly record: RecordContent; readonly item: DeviceItem } {
    if (this.#present === null) throw new NotNow('This laptop is not enrolled.');
    return this.#present;
  }

  get isPresent(): boolean {
    return this.#present !== null;
  }

  /** Reads record and keychain again. Deletes nothing, whatever it finds. */
  load(): Promise<Loaded> {
    return this.#writing.run(async () => {
      const loaded = await this.#loadOrProblem();
      // Until here what was found before stood: frames and readings come while this reads.
      this.#present = loaded.kind === 'present' ? { record: loaded.record, item: loaded.item } : null;
      return loaded;
    });
  }

  async #loadOrProblem(): Promise<Loaded> {
    try {
      return await this.#load(await this.keychain());
    } catch (error) {
      if (error instanceof KeychainError) return { kind: 'problem', problem: 'no-keychain', explanation: error.message };
      if (error instanceof RecordDamaged) return { kind: 'problem', problem: 'record-damaged', explanation: error.message };
      if (error instanceof FileOfOthers) return { kind: 'problem', problem: 'record-damaged', explanation: new RecordDamaged().message };
      if (error instanceof DeviceItemDamaged) return { kind: 'problem', problem: 'keychain-changed', explanation: explanations.unreadable };
      throw error;
    }
  }

  async #load(keychain: Keychain): Promise<Loaded> {
    const tombstone = await readTombstone(this.profile, keychain);
    if (tombstone === 'damaged') return { kind: 'problem', problem: 'record-damaged', explanation: explanations.tombstone };
    if (tombstone !== null) {
      // A wipe cut short by a crash is carried to its end before anything else.
      await this.#destroyEverything(keychain);
      return { kind: 'wiped', tombstone };
    }
    const text = readWhole(this.profile.record);
    if (text === null) {
      const leftovers = [this.profile.header, this.profile.database].some((path) => existsSync(path));
      return leftovers ? { kind: 'problem', problem: 'record-damaged', explanation: explanations.recordMissing } : { kind: 'unenrolled' };
    }
    const item = await readDeviceItem(keychain);
    if (item === null) return { kind: 'problem', problem: 'keychain-changed', explanation: explanations.copied };
    if (item.backend !== keychain.backend) return { kind: 'problem', problem: 'keychain-changed', explanation: explanations.backend };
    if ((await this.#readKey(keychain)) === null) return { kind: 'problem', problem: 'keychain-changed', explanation: explanations.unreadable };
    const secret = fromBase64(item.secret);
    try {
      const { version, content } = openRecord(text, secret, this.profile.id);
      if (version !== item.recordVersion && version !== item.nextRecordVersion) throw new RecordDamaged();
      const settled: DeviceItem = { ...item, recordVersion: version, nextRecordVersion: null };
      if (item.nextRecordVersion !== null) await writeDeviceItem(keychain, settled);
      return { kind: 'present', record: content, item: settled };
    } finally {
      secret.fill(0);
    }
  }

  /** Changes the keychain item; the change is stored when the promise resolves. */
  updateItem(change: (item: DeviceItem) => DeviceItem): Promise<DeviceItem> {
    return this.#writing.run(async () => {
      const { record, item } = this.present;
      const next = change(item);
      await writeDeviceItem(await this.keychain(), next);
      this.#present = { record, item: next };
      return next;
    });
  }

  /**
   * Changes the record: first the keychain learns that a newer version is coming, then the file is
   * replaced, then the older one stops being accepted. A crash in between leaves one that holds.
   */
  updateRecord(change: (record: RecordContent) => RecordContent): Promise<RecordContent> {
    return this.#writing.run(async () => {
      const { record, item } = this.present;
      const next = change(record);
      this.#present = { record: next, item: await this.#writeRecord(next, item) };
      return next;
    });
  }

  async #writeRecord(record: RecordContent, item: DeviceItem): Promise<DeviceItem> {
    const keychain = await this.keychain();
    const version = item.recordVersion + 1;
    await writeDeviceItem(keychain, { ...item, nextRecordVersion: version });
    const secret = fromBase64(item.secret);
    try {
      writeDurably(this.profile.record, sealRecord(record, version, secret, this.profile.id));
    } finally {
      secret.fill(0);
    }
    const settled: DeviceItem = { ...item, recordVersion: version, nextRecordVersion: null };
    await writeDeviceItem(keychain, settled);
    return settled;
  }

  /**
   * Makes device key, device secret and a record that waits for approval.
   *
   * @throws NotNow when anything of an enrolment is here already; KeychainError
   */
  async begin(invite: Invite, posture: Posture): Promise<void> {
    const loaded = await this.load();
    if (loaded.kind === 'problem' && loaded.problem === 'no-keychain') throw new KeychainError(loaded.explanation);
    if (loaded.kind !== 'unenrolled') throw new NotNow('This laptop is enrolled already.');
    await this.#writing.run(async () => {
      const keychain = await this.keychain();
      const now = this.#clock.now();
      const item: DeviceItem = {
        v: 1,
        secret: toBase64(randomBytes(32)),
        backend: keychain.backend,
        recordVersion: 0,
        nextRecordVersion: null,
        attempts: 0,
        lastStep: null,
        hubTime: null,
        clockOffset: 0,
        highestSeen: now,
        epoch: 0,
        keyDestroyed: false,
      };
      const record: RecordContent = {
        organisation: invite.organisation,
        url: invite.url,
        tls: invite.tls,
        root: invite.root,
        deviceId: DeviceId.parse(randomUUID()),
        deviceName: posture.hostName.slice(0, 120) || 'laptop',
        agentEmail: invite.agentEmail,
        posture: { ...posture, keychainBackend: keychain.backend },
        stage: 'pending',
        inviteCode: invite.code,
        hubKeys: [],
        hubSignalIdentity: null,
        minimumSerial: 0,
        certificate: null,
        policy: null,
        vaultMade: false,
        verifierSet: false,
        revocationReason: null,
        suspension: null,
        totpReset: null,
        vaultHealth: { kind: 'sound' },
      };
      await removeShareItem(keychain);
      this.#key = await makeDeviceKey(keychain);
      this.#present = { record, item: await this.#writeRecord(record, item) };
    });
  }

  /** Forgets an enrolment that was never approved. @throws NotNow for any other. */
  forget(): Promise<void> {
    return this.#writing.run(async () => {
      if (this.present.record.stage !== 'pending') throw new NotNow('Only an enrolment that waits for approval can be cancelled.');
      const keychain = await this.keychain();
      destroyFile(this.profile.record);
      await removeDeviceItem(keychain);
      await removeDeviceKey(keychain);
      this.#present = null;
      this.#key = null;
    });
  }

  /** The device key. @throws NotNow when there is none. */
  async key(): Promise<PrivateKey> {
    const key = await this.#readKey(await this.keychain());
    if (key === null) throw new NotNow('This laptop has no device key.');
    return key;
  }

  /** A wiped device that has none has delivered its receipt. */
  async hasKey(): Promise<boolean> {
    return (await this.#readKey(await this.keychain())) !== null;
  }

  async #readKey(keychain: Keychain): Promise<PrivateKey | null> {
    this.#key ??= await readDeviceKey(keychain);
    return this.#key;
  }

  /** A copy of the device secret, which the caller overwrites after use. */
  secret(): Bytes {
    return fromBase64(this.present.item.secret);
  }

  /** Too many wrong tries: without the header no passphrase opens the vault again. */
  destroyWrappedKey(): Promise<void> {
    return this.#writing.run(async () => {
      const { record, item } = this.present;
      const keychain = await this.keychain();
      const next: DeviceItem = { ...item, keyDestroyed: true };
      await writeDeviceItem(keychain, next);
      this.#present = { record, item: next };
      await removeShareItem(keychain);
      destroyFile(this.profile.header);
    });
  }

  /**
   * Destroys keychain items, wrapped key and database, and leaves a signed tombstone. The device key stays until the
   * receipt is delivered.
   *
   * @param why.orderSerial of the hub's order; 0 where nobody ordered it. @throws NotNow
   */
  wipe({ orderSerial, cause }: { readonly orderSerial: number; readonly cause: WipeCause }): Promise<Tombstone> {
    return this.#writing.run(async () => {
      const { record } = this.present;
      const keychain = await this.keychain();
      const key = await this.#readKey(keychain);
      if (key === null) throw new NotNow('This laptop has no device key.');
      const now = this.#clock.now();
      const receipt = signStatement(
        'wipe-receipt',
        { deviceId: record.deviceId, orderSerial, wipedAt: now, cause },
        // A statement's serial begins at one.
        { serial: Math.max(1, orderSerial), notBefore: now, notAfter: now + receiptValidMs },
        key,
      );
      const { organisation, url, tls, root, minimumSerial, deviceId, certificate } = record;
      const errand = { organisation, url, tls, root, minimumSerial, deviceId, certificate };
      const deviceKey = publicKeyText(key.getPublicKey());
      await raiseTombstone(this.profile, keychain, deviceKey, receipt, errand);
      await this.#destroyEverything(keychain);
      this.#present = null;
      return { deviceKey, receipt, errand };
    });
  }

  /** A wiped device meets the hub to hand over its receipt: a rotated root and a raised serial are kept, as those of a record are. */
  wipedMeets(tombstone: Tombstone, { certificate, root }: CertifiedHub): Promise<Tombstone> {
    return this.#writing.run(async () => {
      if (tombstone.errand === null) return tombstone;
      const errand = { ...tombstone.errand, root: publicKeyText(root), minimumSerial: Math.max(tombstone.errand.minimumSerial, certificate.payload.minimumSerial) };
      if (errand.root === tombstone.errand.root && errand.minimumSerial === tombstone.errand.minimumSerial) return tombstone;
      return changeErrand(this.profile, await this.keychain(), tombstone, errand);
    });
  }

  async #destroyEverything(keychain: Keychain): Promise<void> {
    await removeShareItem(keychain);
    await removeDeviceItem(keychain);
    destroyFile(this.profile.header);
    for (const file of [...databaseFiles(this.profile), ...repairFiles(this.profile)]) destroyFile(file);
    // What opens them was in the database.
    rmSync(this.profile.attachments, { recursive: true, force: true });
    destroyFile(this.profile.record);
  }

  /** The hub has the receipt: the device key goes too, and nothing of this device can call again. */
  receiptDelivered(): Promise<void> {
    return this.#writing.run(async () => {
      await removeDeviceKey(await this.keychain());
      this.#key = null;
    });
  }

  /**
   * Destroys whatever there is of an enrolment, its tombstone too, so that this laptop can be enrolled anew. The
   * keychain items first: cut short, what is left is no enrolment that holds, and can be destroyed again.
   */
  destroyEnrolment(): Promise<void> {
    return this.#writing.run(async () => {
      const keychain = await this.keychain();
      this.#present = null;
      this.#key = null;
      await removeTombstoneKey(keychain);
      await removeDeviceKey(keychain);
      await this.#destroyEverything(keychain);
      destroyFile(this.profile.tombstone);
    });
  }

  /** Removes a database that was made before the hub had ever opened a session; it holds nothing. */
  removeUnusedDatabase(): void {
    if (this.present.record.stage !== 'approved') throw new NotNow();
    for (const file of databaseFiles(this.profile)) destroyFile(file);
  }
}
