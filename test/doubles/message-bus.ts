import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, type DBusConnection, type Message } from 'dbus-native';

/** A message bus of the test's own: the system's bus daemon on a socket in a folder of its own. */
export class MessageBus {
  readonly folder = mkdtempSync(join(tmpdir(), 'sds-bus-'));
  readonly #socket = join(this.folder, 'bus');
  readonly #config = join(this.folder, 'bus.conf');
  #daemon: ChildProcess | null = null;

  readonly address = `unix:path=${this.#socket}`;

  async start(): Promise<void> {
    writeFileSync(
      this.#config,
      `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
      <busconfig><type>session</type><listen>${this.address}</listen><auth>EXTERNAL</auth>
      <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy></busconfig>`,
    );
    this.#daemon = spawn('dbus-daemon', ['--nofork', '--nopidfile', '--print-address', `--config-file=${this.#config}`], { stdio: ['ignore', 'pipe', 'ignore'] });
    // It says its address once it listens.
    const { stdout } = this.#daemon;
    if (stdout === null) throw new Error('The bus has no way to say that it listens.');
    const [said] = (await Promise.race([once(stdout, 'data'), once(stdout, 'close')])) as [unknown];
    if (said === undefined) throw new Error('The bus daemon did not start; is dbus-daemon there?');
  }

  async kill(): Promise<void> {
    const daemon = this.#daemon;
    this.#daemon = null;
    if (daemon === null) return;
    const ended = once(daemon, 'exit');
    daemon.kill('SIGKILL');
    await ended;
    rmSync(this.#socket, { force: true });
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What a peer answers to a call: a signature with its values, or nothing it knows. */
export type Served = (call: Message) => { readonly signature: string; readonly body: unknown[] } | null;

const daemon = { destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' } as const;

/** A program on the bus that owns names, tells and answers. */
export class BusPeer {
  readonly #connection: DBusConnection;
  readonly #answers = new Map<number, (answer: Message) => void>();
  /** Its unique name, by the bus. */
  name = '';
  /** Every call it was sent. */
  readonly calls: Message[] = [];
  #serial = 0;

  private constructor(address: string, serve: Served) {
    const stream = connect(address.replace(/^unix:path=([^,]*).*$/, '$1'));
    this.#connection = createConnection({ stream });
    this.#connection.on('error', () => undefined);
    this.#connection.on('message', (message) => {
      if (message.replySerial !== undefined) this.#answers.get(message.replySerial)?.(message);
      if (message.type === 1) this.#answer(message, serve(message));
    });
  }

  static async join(address: string, serve: Served = () => null): Promise<BusPeer> {
    const peer = new BusPeer(address, serve);
    [peer.name] = (await peer.call({ ...daemon, member: 'Hello' })).body as [string];
    return peer;
  }

  async own(name: string): Promise<void> {
    await this.call({ ...daemon, member: 'RequestName', signature: 'su', body: [name, 4] });
  }

  /** Whether any program has this name. */
  async owned(name: string): Promise<boolean> {
    const [owned] = (await this.call({ ...daemon, member: 'NameHasOwner', signature: 's', body: [name] })).body as [boolean];
    return owned;
  }

  /** Resolves when the bus has passed it on: it keeps the order of what one peer sends. */
  async tell(signal: Pick<Message, 'path' | 'interface' | 'member' | 'signature' | 'body' | 'destination'>): Promise<void> {
    this.#send({ type: 4, ...signal });
    await this.call({ ...daemon, member: 'GetId' });
  }

  /** Everybody on this bus but the daemon and this peer, by unique name. */
  async others(): Promise<string[]> {
    const [names] = (await this.call({ ...daemon, member: 'ListNames' })).body as [string[]];
    return names.filter((name) => name.startsWith(':'));
  }

  call(message: Message): Promise<Message> {
    return new Promise((resolve) => {
      this.#answers.set(this.#serial + 1, resolve);
      this.#send({ type: 1, ...message });
    });
  }

  leave(): void {
    this.#connection.stream.destroy();
  }

  #send(message: Message): void {
    this.#serial += 1;
    this.#connection.message({ ...message, serial: this.#serial });
  }

  #answer(call: Message, answer: ReturnType<Served>): void {
    this.calls.push(call);
    const to = { destination: call.sender ?? '', replySerial: call.serial ?? 0 };
    if (answer === null) this.#send({ type: 3, ...to, errorName: 'org.freedesktop.DBus.Error.UnknownMethod' });
    else this.#send({ type: 2, ...to, ...answer });
  }
}
