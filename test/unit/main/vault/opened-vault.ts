import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MailFrame, OpenedVault, OpenVaultOptions } from '../../../../main/boundary/opened-vault.ts';
import { openVault } from '../../../../main/vault/open-vault.ts';
import type { DeviceMail, HubEvent } from '../../../../shared/contract/wire/index.ts';
import { DeviceId } from '../../../../shared/domain/ids.ts';
import { HubSignalPeer } from '../../../doubles/hub-signal-peer.ts';
import { workers } from '../../../doubles/vault-entries.ts';

export const agent = { id: randomUUID(), name: 'Ada Agent' };

/** A folder of its own for each test, a hub beside it, and the vault that is opened in it. */
export class VaultUnderTest {
  readonly folder = mkdtempSync(join(tmpdir(), 'sealdesk-vault-'));
  readonly file = join(this.folder, 'vault.db');
  readonly key = randomBytes(32);
  readonly deviceId = DeviceId.parse(randomUUID());
  readonly hub = new HubSignalPeer(this.deviceId);
  readonly sent: MailFrame[] = [];
  readonly changed: string[] = [];
  /** How often it was told that something has changed. */
  tellings = 0;
  readonly calls: string[] = [];
  readonly arrived: string[] = [];
  readonly assigned: string[] = [];
  readonly problems: string[] = [];
  readonly lentNoMore: string[] = [];
  now = 1_700_000_100_000;
  /** As the state line says it. */
  full = false;
  vault: OpenedVault | null = null;

  options(): OpenVaultOptions {
    return {
      file: this.file,
      key: this.key,
      deviceId: this.deviceId,
      hubSignalIdentity: this.hub.identityKey,
      agent,
      keepResolvedDays: 90,
    limits: { messages: 0, mebibytes: 0 },
      undoSeconds: 0,
      clock: { now: () => this.now, monotonic: () => performance.now() },
      send: (mail) => this.sent.push(mail),
      filesWait: () => undefined,
      inboxChanged: (ids, calls, { arrived, assigned }) => {
        this.tellings += 1;
        this.changed.push(...ids);
        this.calls.push(...calls);
        this.arrived.push(...arrived);
        this.assigned.push(...assigned);
      },
      syncChanged: ({ diskFull }) => {
        this.full = diskFull;
      },
      lentNoMore: (ids) => this.lentNoMore.push(...ids),
      failed: (problem) => this.problems.push(problem),
    };
  }

  async open(over: Partial<OpenVaultOptions & { create: boolean; workers: typeof workers }> = {}): Promise<OpenedVault> {
    this.vault = await openVault({ ...this.options(), create: true, workers, ...over });
    return this.vault;
  }

  /** A vault with a live session: the first mail of the hub is in. */
  async openWithSession(): Promise<OpenedVault> {
    const vault = await this.open();
    await vault.goLive();
    await this.hub.start(await vault.newSession());
    await vault.receive(await this.hub.mail([]));
    await this.mails();
    return vault;
  }

  /** What the hub reads of what was sent since the last time. */
  async mails(): Promise<DeviceMail[]> {
    const mails: DeviceMail[] = [];
    for (const mail of this.sent.splice(0)) mails.push(await this.hub.read(mail));
    return mails;
  }

  /** Sends events and waits until they are stored. */
  async tell(...events: HubEvent[]): Promise<void> {
    const result = await this.opened.receive(await this.hub.mail(events));
    if (result !== 'stored') throw new Error(`The mail was not stored: ${result}`);
  }

  get opened(): OpenedVault {
    if (this.vault === null) throw new Error('The vault is not open.');
    return this.vault;
  }

  async close(): Promise<void> {
    await this.vault?.close();
    this.vault = null;
  }

  async remove(): Promise<void> {
    await this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
