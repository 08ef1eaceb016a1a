import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BusPeer, MessageBus } from './message-bus.ts';

const secrets = 'org.freedesktop.secrets';
const keyringUpMs = 10_000;
const names = ['DBUS_SESSION_BUS_ADDRESS', 'DBUS_SYSTEM_BUS_ADDRESS'] as const;

/**
 * A desktop of the test's own: what is told on its buses reaches no workstation of another test. The keyring
 * is the real one's daemon, on this session's bus. Programs started between `start` and `end` find it.
 */
export class DesktopSession {
  readonly session = new MessageBus();
  readonly system = new MessageBus();
  readonly #folder = mkdtempSync(join(tmpdir(), 'sds-desk-'));
  readonly #before = names.map((name) => [name, process.env[name]] as const);
  #keyring: ChildProcess | null = null;

  async start(): Promise<void> {
    await this.session.start();
    await this.system.start();
    const environment = { ...process.env, DBUS_SESSION_BUS_ADDRESS: this.session.address, XDG_RUNTIME_DIR: this.#folder, XDG_DATA_HOME: this.#folder };
    const keyring = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], { env: environment, stdio: ['pipe', 'ignore', 'ignore'] });
    this.#keyring = keyring;
    keyring.stdin?.end('private desktop');
    await this.#keyringThere();
    process.env['DBUS_SESSION_BUS_ADDRESS'] = this.session.address;
    process.env['DBUS_SYSTEM_BUS_ADDRESS'] = this.system.address;
  }

  async #keyringThere(): Promise<void> {
    const asking = await BusPeer.join(this.session.address, () => null);
    try {
      const deadline = Date.now() + keyringUpMs;
      while (!(await asking.owned(secrets))) {
        if (Date.now() > deadline) throw new Error('The keyring did not come to the session bus; is gnome-keyring-daemon there?');
        await pause(50);
      }
    } finally {
      asking.leave();
    }
  }

  async end(): Promise<void> {
    for (const [name, value] of this.#before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    const keyring = this.#keyring;
    this.#keyring = null;
    if (keyring !== null && keyring.exitCode === null) {
      const ended = once(keyring, 'exit');
      keyring.kill();
      await ended;
    }
    await this.session.end();
    await this.system.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
