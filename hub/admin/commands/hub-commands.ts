import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '../../../shared/domain/clock.ts';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import { EmailAddress } from '../../../shared/domain/people.ts';
import { utf8 } from '../../../shared/trust/bytes.ts';
import { createAudit } from '../../audit/audit-log.ts';
import { addWebchatChannel } from '../../channels/admin.ts';
import { initialiseOrganisation, refuseInitialised } from '../../enrolment/initialise.ts';
import { createRootKey } from '../../enrolment/root-key.ts';
import { selfSignedTls, type TlsIdentity } from '../../http/tls-certificate.ts';
import { createLog } from '../../log.ts';
import { startService } from '../../service.ts';
import { createEnvelope } from '../../store/envelope.ts';
import { createMasterKey, keysFolder, writeSecretFile } from '../../store/master-key.ts';
import { databaseFile, openStore } from '../../store/open-store.ts';
import { commandActor } from '../ask-hub.ts';
import { type Asked, asking, defaultData, reporting, say, several, wholeNumber } from './answering.ts';

interface InitOptions extends Asked {
  readonly org: string;
  readonly adminEmail?: string;
  readonly adminName?: string;
  readonly tryIt: boolean;
  readonly rootPassphraseFile?: string;
  readonly name?: string[];
}

interface StartOptions {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  readonly chatPort: number;
  readonly publicUrl?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

/** `sealdesk hub init` and `sealdesk hub start` */
export function addHubCommands(program: Command): void {
  const hub = program.command('hub').description('make a hub, start it');
  asking(hub.command('init'))
    .description('make a hub: organisation root, keys, first IT admin')
    .requiredOption('--org <name>', "the organisation's name, as agents see it")
    .option('--admin-email <address>', 'first IT admin')
    .option('--admin-name <name>', "the first IT admin's name")
    .option('--root-passphrase-file <file>', "file with the organisation root's passphrase")
    .option('--name <host>', 'host name or address at which devices reach the hub, for its own certificate; may be given several times', several)
    .option('--try-it', 'for trying out: generated root passphrase, chat also over plain loopback HTTP', false)
    .action((o: InitOptions) => reporting(o, () => init(o)));
  hub
    .command('start')
    .description('start the hub; one line of JSON on standard output says when it is ready')
    .option('--data <dir>', "the hub's data folder", defaultData)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <n>', 'port; 0: the one it had before, or any', wholeNumber, 0)
    .option('--chat-port <n>', 'port of the plain chat page of a try-it organisation', wholeNumber, 0)
    .option('--public-url <url>', 'how devices reach the hub (wss://...), where that is not host and port')
    .option('--tls-cert <file>', 'certificate of an authority that devices trust, with its chain (PEM)')
    .option('--tls-key <file>', 'its private key (PEM)')
    .action((o: StartOptions) => reporting({}, () => start(o)));
}

class InitError extends SealdeskError<'admin-incomplete' | 'root-passphrase-needed' | 'tls-incomplete'> {}

async function init(o: InitOptions): Promise<void> {
  const data = resolve(o.data);
  const clock = systemClock;
  if (existsSync(join(data, databaseFile))) await refuseTaken(data);
  const admin = firstAdmin(o);
  const passphrase = rootPassphrase(o);
  const envelope = createEnvelope(createMasterKey(data), clock);
  if (!o.rootPassphraseFile) writeSecretFile(join(keysFolder(data), 'root.passphrase'), utf8(passphrase));
  const root = await createRootKey(data, passphrase);
  const tls = await selfSignedTls([...new Set(['localhost', '127.0.0.1', hostname(), ...(o.name ?? [])])], clock.now());
  const store = await openStore(data, clock);
  try {
    await initialiseOrganisation(store, envelope, clock, { name: o.org, tryIt: o.tryIt, root, tls, admin });
    if (o.tryIt) await addWebchatChannel({ db: store, envelope, audit: createAudit(clock), clock, running: null }, { name: 'Web chat' }, commandActor());
  } finally {
    await store.destroy();
  }
  const words = [
    `Made the hub of ${o.org} in ${data}.`,
    '',
    'Two things to do now, before anything else:',
    `  1. Print the recovery sheet of the master key, and keep it in a safe: sealdesk master-key sheet --data ${o.data}`,
    `  2. Move ${join(data, 'keys', 'root.key')} to a stick in that safe: the running hub does not need it.`,
    '',
    `Then start the hub: sealdesk hub start --data ${o.data}`,
  ];
  say(o, { data, organisation: o.org, tryIt: o.tryIt }, o.tryIt ? `Made the try-it hub of ${o.org} in ${data}.` : words.join('\n'));
}

async function refuseTaken(data: string): Promise<void> {
  const store = await openStore(data, systemClock);
  try {
    await refuseInitialised(store);
  } finally {
    await store.destroy();
  }
}

function firstAdmin({ adminEmail, adminName, tryIt }: InitOptions) {
  if (!adminEmail && !adminName) {
    if (tryIt) return null;
    throw new InitError('admin-incomplete', 'A hub needs somebody who runs it: give --admin-email and --admin-name.');
  }
  const email = EmailAddress.safeParse(adminEmail);
  if (!email.success || !adminName?.trim()) throw new InitError('admin-incomplete', 'The first IT admin needs both --admin-email and --admin-name.');
  return { email: email.data, name: adminName.trim(), roles: ['it' as const], teamIds: [] };
}

function rootPassphrase({ rootPassphraseFile, tryIt }: InitOptions): string {
  if (rootPassphraseFile) return readFileSync(rootPassphraseFile, 'utf8').replace(/\r?\n$/, '');
  if (!tryIt) throw new InitError('root-passphrase-needed', "The organisation root is kept under a passphrase: give a file that holds it with --root-passphrase-file.");
  return randomBytes(24).toString('base64url');
}

async function start(o: StartOptions): Promise<void> {
  const log = createLog(systemClock);
  const service = await startService({
    data: resolve(o.data),
    host: o.host,
    port: o.port,
    chatPort: o.chatPort,
    tls: ownTls(o),
    publicUrl: o.publicUrl ?? null,
    clock: systemClock,
    log,
  });
  let ending = false;
  const end = (signal: string) => {
    if (ending) return;
    ending = true;
    log.info('hub.ending', { signal });
    // Whatever hangs must not keep the hub from ending: what is committed is safe.
    setTimeout(() => process.exit(1), 10_000).unref();
    void service.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  console.log(JSON.stringify({ ready: true, url: service.url, chat: service.chat }));
}

function ownTls({ tlsCert, tlsKey }: StartOptions): TlsIdentity | null {
  if (!tlsCert && !tlsKey) return null;
  if (!tlsCert || !tlsKey) throw new InitError('tls-incomplete', 'Give both --tls-cert and --tls-key, or neither.');
  return { certificate: readFileSync(tlsCert, 'utf8'), key: readFileSync(tlsKey, 'utf8') };
}
