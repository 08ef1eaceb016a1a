import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Hub } from '../../e2e/journey/hub.ts';
import { emailChannelArguments, type MailServers, startMail } from '../../e2e/journey/mail.ts';
import { Workstation } from '../../e2e/journey/workstation.ts';
import { Arrivals } from './arrivals.ts';
import { ImpatientPhone } from './impatient-phone.ts';
import { ask } from './page-calls.ts';

const agent = 'nora@lindgren.example';
const passphrase = 'quiet heron crosses the morning river';
const unlockTries = 5;

/** A hub with both channels, an enrolled workstation, and customers who write: what a kill campaign works on. */
export class ShopFloor {
  readonly hub: Hub;
  readonly mail: MailServers;
  readonly workstation: Workstation;
  readonly arrivals: Arrivals;
  readonly #folder: string;
  readonly #phone: ImpatientPhone;

  private constructor(parts: { folder: string; hub: Hub; mail: MailServers; workstation: Workstation; phone: ImpatientPhone }) {
    this.#folder = parts.folder;
    this.hub = parts.hub;
    this.mail = parts.mail;
    this.workstation = parts.workstation;
    this.#phone = parts.phone;
    this.arrivals = new Arrivals(parts.hub.chat, parts.mail);
  }

  /** From nothing to a workstation that is enrolled, locked and on screen. */
  static async open(): Promise<ShopFloor> {
    const folder = mkdtempSync(join(tmpdir(), 'sds-soak-'));
    const hub = new Hub(join(folder, 'hub'));
    const workstation = new Workstation({ profile: join(folder, 'workstation') });
    let mail: MailServers | undefined;
    try {
      mkdirSync(hub.data, { recursive: true, mode: 0o700 });
      await hub.command('hub', 'init', '--org', 'Lindgren Outdoor', '--try-it');
      await hub.start();
      await hub.command('agent', 'add', '--email', agent, '--name', 'Nora Bergström', '--role', 'agent');
      mail = await startMail(join(folder, 'mail'), []);
      await hub.command(...emailChannelArguments(mail));
      const { invite } = await hub.command<{ invite: string }>('device', 'invite', '--agent', agent);
      await workstation.launch();
      await workstation.enrol(invite);
      await workstation.safetyNumber();
      const [device] = await hub.command<{ id: string }[]>('device', 'list');
      await hub.command('device', 'approve', device?.id ?? '');
      await workstation.choosePassphrase(passphrase);
      const phone = new ImpatientPhone(await workstation.totpKey());
      await workstation.keepRecoveryCodes();
      await workstation.confirmTotp(...(await phone.pair()));
      await workstation.page.getByRole('button', { name: 'Unlock' }).waitFor({ timeout: 30_000 });
      return new ShopFloor({ folder, hub, mail, workstation, phone });
    } catch (error) {
      await workstation.quit().catch(() => undefined);
      await hub.stop();
      await mail?.stop();
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Types passphrase and a fresh code, and does not wait for what comes of it. */
  async tryToUnlock(): Promise<void> {
    await this.#untilTriesAreTaken();
    await this.workstation.typeUnlock(passphrase, await this.#phone.nextCode());
  }

  /** Unlocks it, for good. */
  async unlock(): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      await this.tryToUnlock();
      try {
        await this.workstation.page.getByRole('searchbox', { name: 'Search' }).waitFor({ timeout: 20_000 });
        return;
      } catch (error) {
        if (tries === unlockTries) throw error;
      }
    }
  }

  /** The next code too, should the hub ask for one: after a long wait the code that unlocked is no longer fresh. */
  async goOnline(): Promise<void> {
    const { page } = this.workstation;
    const online = page.getByRole('status', { name: 'Connection' }).getByText('Online');
    const enterCode = page.getByRole('button', { name: 'Enter code' });
    await online.or(enterCode).waitFor({ timeout: 90_000 });
    if (!(await enterCode.isVisible())) return;
    await enterCode.click();
    await this.workstation.typeCode('Code', await this.#phone.nextCode());
    await page.getByRole('button', { name: 'Send code' }).click();
    await online.waitFor({ timeout: 60_000 });
  }

  async close(): Promise<void> {
    await this.arrivals.leave();
    await this.workstation.quit();
    await this.hub.stop();
    await this.mail.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** A try that was counted and never judged, because its process was killed, delays the next one. */
  async #untilTriesAreTaken(): Promise<void> {
    const { page } = this.workstation;
    await page.getByRole('button', { name: 'Unlock' }).waitFor({ timeout: 30_000 });
    for (;;) {
      const state = await ask(page, 'session.state', null);
      if (!('retryAt' in state) || state.retryAt === null || state.retryAt <= Date.now()) return;
      await pause(state.retryAt - Date.now() + 100);
    }
  }
}
