// A real IMAP server on loopback: Dovecot, run as the ordinary user we are, with a self-signed certificate. Used by the
// try-it organisation and by the tests. Its folder lies outside the hub's data: it holds mail as any mail server does.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loopbackCertificate } from './certificate.mts';
import { deliver, messagesIn } from './maildir.mts';

const program = '/usr/sbin/dovecot';
const upWithinMs = 60_000;

export interface MailAccount {
  readonly address: string;
  readonly password: string;
}

export interface Dovecot {
  readonly host: '127.0.0.1';
  /** IMAP with TLS from the first byte. */
  readonly imapsPort: number;
  /** IMAP that demands STARTTLS before a password. */
  readonly starttlsPort: number;
  /** The certificate that clients trust. */
  readonly caFile: string;
  readonly ca: string;
  /** As if the mail had come from outside. */
  deliver(address: string, message: string | Uint8Array): void;
  /** What lies in an account's inbox, raw, oldest first. */
  messagesOf(address: string): Buffer[];
  stop(): Promise<void>;
  /** The server stops answering and comes back on the same ports, mail kept: for tests of a lost connection. */
  restart(): Promise<void>;
}

/** Why Dovecot can't be used here, or undefined when it can. */
export function dovecotMissing(): string | undefined {
  if (!existsSync(program)) return 'Dovecot is not installed (package dovecot-imapd)';
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  // 2.4 has another configuration language.
  return stdout?.startsWith('2.3.') ? undefined : `Dovecot ${stdout?.split(' ')[0] ?? ''} is installed; 2.3 is needed`;
}

/** Tests that run side by side look each in a part of their own: none takes what another has chosen and not opened yet. */
const part = Number(process.env['VITEST_POOL_ID'] ?? process.env['TEST_PARALLEL_INDEX'] ?? 0) % 4;

export async function freePort(): Promise<number> {
  // Below those that the system gives to whoever asks for any: one of them could be gone before it is listened on.
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(20_000 + part * 3_000, 23_000 + part * 3_000);
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!free) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
  throw new Error('No port between 20000 and 32000 that was tried can be listened on at 127.0.0.1. Close what takes them, then try again.');
}

/** Two that are not the same. */
export async function twoFreePorts(): Promise<readonly [number, number]> {
  const one = await freePort();
  for (;;) {
    const other = await freePort();
    if (other !== one) return [one, other];
  }
}

interface Ports {
  readonly imaps: number;
  readonly starttls: number;
}

/** Kept with the mail, so that a hub which knows the server's ports finds it there after a restart. */
async function portsOf(folder: string): Promise<Ports> {
  const file = join(folder, 'ports.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Ports;
  const [imaps, starttls] = await twoFreePorts();
  const ports = { imaps, starttls };
  writeFileSync(file, JSON.stringify(ports));
  return ports;
}

const maildirOf = (folder: string, address: string) => join(folder, 'mail', address.toLowerCase(), 'Maildir');

function configuration(folder: string, runtime: string, ports: Ports, certificate: { certFile: string; keyFile: string }, introspection: string | undefined): string {
  const { username, uid, gid } = userInfo();
  // Chrooting and switching users are for root; here one ordinary user is all of Dovecot's users.
  const noChroot = ['imap-login', 'anvil', 'stats', 'ipc', 'old-stats'].map((service) => `service ${service} {\n  chroot =\n}`).join('\n');
  return `
base_dir = ${runtime}/run
state_dir = ${runtime}/state
log_path = ${folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = ${username}
default_internal_group = ${spawnSync('id', ['-gn'], { encoding: 'utf8' }).stdout.trim()}
default_login_user = ${username}
first_valid_uid = 1
first_valid_gid = 0
ssl = required
ssl_cert = <${certificate.certFile}
ssl_key = <${certificate.keyFile}
ssl_min_protocol = TLSv1.2
ssl_dh =
disable_plaintext_auth = yes
auth_mechanisms = plain login${introspection === undefined ? '' : ' oauthbearer xoauth2'}
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
${introspection === undefined ? '' : `passdb {\n  driver = oauth2\n  mechanisms = oauthbearer xoauth2\n  args = ${folder}/oauth2.conf\n}`}
passdb {
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%Lu ${folder}/users
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}/mail/%Lu
}
namespace inbox {
  inbox = yes
}
${noChroot}
service imap-login {
  inet_listener imap {
    port = ${ports.starttls}
  }
  inet_listener imaps {
    port = ${ports.imaps}
    ssl = yes
  }
}
`;
}

/** Whether the server greets: it does once its processes for logins and passwords are all up. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const settle = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('data', (greeting) => settle(greeting.toString('latin1').startsWith('* OK')));
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
    socket.setTimeout(2_000, () => settle(false));
  });
}

/** @param introspection where a server tells whose an access token is (RFC 7662): then OAUTHBEARER and XOAUTH2 are offered too. */
export async function startDovecot({ folder, accounts, introspection }: { folder: string; accounts: readonly MailAccount[]; introspection?: string }): Promise<Dovecot> {
  const missing = dovecotMissing();
  if (missing !== undefined) throw new Error(missing);
  if (process.getuid?.() === 0) throw new Error('Dovecot is started as an ordinary user here, never as root.');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const certificate = loopbackCertificate(join(folder, 'tls'));
  const ports = await portsOf(folder);
  // Its sockets: a Unix socket's path may have 107 bytes only, and `folder` may lie deep.
  const runtime = mkdtempSync(join(tmpdir(), 'sdm-'));
  mkdirSync(join(runtime, 'run'));
  mkdirSync(join(runtime, 'state'));
  writeFileSync(join(folder, 'users'), accounts.map(({ address, password }) => `${address.toLowerCase()}:{PLAIN}${password}\n`).join(''), { mode: 0o600 });
  if (introspection !== undefined) writeFileSync(join(folder, 'oauth2.conf'), `introspection_mode = auth\nintrospection_url = ${introspection}\nusername_attribute = username\nactive_attribute = active\nactive_value = true\n`);
  writeFileSync(join(folder, 'dovecot.conf'), configuration(folder, runtime, ports, certificate, introspection));
  for (const { address } of accounts) mkdirSync(maildirOf(folder, address), { recursive: true, mode: 0o700 });

  let child: ChildProcess | undefined;
  const logTail = () => (existsSync(join(folder, 'dovecot.log')) ? readFileSync(join(folder, 'dovecot.log'), 'utf8').split('\n').slice(-6).join('\n') : '');

  const start = async () => {
    const started = spawn(program, ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    started.stderr.on('data', (data: Buffer) => (complaint += data.toString()));
    child = started;
    for (const deadline = Date.now() + upWithinMs; Date.now() < deadline; await pause(50)) {
      if (started.exitCode !== null) throw new Error(`Dovecot did not start: ${complaint.trim()}\n${logTail()}`);
      if (await greets(ports.starttls)) return;
    }
    await halt();
    throw new Error(`Dovecot did not answer on port ${ports.imaps} in ${upWithinMs / 1000} s.\n${logTail()}`);
  };
  const halt = async () => {
    const running = child;
    child = undefined;
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGTERM');
    await Promise.race([ended, pause(5_000)]);
    if (running.exitCode !== null || running.signalCode !== null) return;
    running.kill('SIGKILL');
    await ended;
  };

  await start();
  return {
    host: '127.0.0.1',
    imapsPort: ports.imaps,
    starttlsPort: ports.starttls,
    caFile: certificate.certFile,
    ca: certificate.cert,
    deliver: (address, message) => deliver(maildirOf(folder, address), message),
    messagesOf: (address) => messagesIn(maildirOf(folder, address)),
    stop: async () => {
      await halt();
      rmSync(runtime, { recursive: true, force: true });
    },
    restart: async () => {
      await halt();
      await start();
    },
  };
}

/** A password for an account that lives on loopback. */
export const newPassword = () => randomBytes(18).toString('base64url');
