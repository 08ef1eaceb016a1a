import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { systemClock } from '../../../shared/domain/clock.ts';
import { SealdeskError } from '../../../shared/domain/errors.ts';
import { EmailAddress } from '../../../shared/domain/people.ts';
import { utf8 } from '../../../shared/trust/bytes.ts';
import { createAudit } from '../../audit/audit-log.ts';
import { addWebchatChannel } from '../../channels/admin.ts';
import { certifyHub } from '../../enrolment/hub-certification.ts';
import { initialiseOrganisation, refuseInitialised } from '../../enrolment/initialise.ts';
import { hasRoot, makeRoot, openRoot, OrganisationName, type OpenRoot, refuseUnfit, refuseWithin } from '../../enrolment/root-folder.ts';
import { selfSignedTls } from '../../http/tls-certificate.ts';
import { writeSecretFile } from '../../store/durable-file.ts';
import { createEnvelope } from '../../store/envelope.ts';
import { createMasterKey } from '../../store/master-key.ts';
import { databaseFile, openStore } from '../../store/open-store.ts';
import { commandActor } from '../ask-hub.ts';
import { type Asked, asking, reporting, say, several } from './answering.ts';
import { passphraseIn } from './files.ts';

interface InitOptions extends Asked {
  readonly org: string;
  readonly adminEmail?: string;
  readonly adminName?: string;
  readonly tryIt: boolean;
  readonly root?: string;
  readonly rootPassphraseFile?: string;
  readonly name?: string[];
}

class InitError extends SealdeskError<'admin-incomplete' | 'organisation-name' | 'root-needed' | 'root-passphrase-needed'> {}

/** `sealdesk hub init` */
export function addInitCommand(hub: Command): void {
  asking(hub.command('init'))
    .description('make a hub: keys, certificate by the organisation root, first IT admin')
    .requiredOption('--org <name>', "the organisation's name, as agents see it")
    .option('--root <dir>', "the organisation root's folder, outside the data folder; made when there is none yet")
    .option('--root-passphrase-file <file>', "file with the organisation root's passphrase")
    .option('--admin-email <address>', 'first IT admin')
    .option('--admin-name <name>', "the first IT admin's name")
    .option('--name <host>', 'host name or address at which devices reach the hub, for its own certificate; may be given several times', several)
    .option('--try-it', 'for trying out: a root and its passphrase beside the data folder, chat also over plain loopback HTTP', false)
    .action((o: InitOptions) => reporting(o, () => init(o)));
}

async function init(o: InitOptions): Promise<void> {
  const data = resolve(o.data);
  const clock = systemClock;
  if (existsSync(join(data, databaseFile))) await refuseTaken(data);
  const name = OrganisationName.safeParse(o.org);
  if (!name.success) throw new InitError('organisation-name', "The organisation's name needs 1 to 120 letters.");
  const organisation = name.data;
  const admin = firstAdmin(o);
  const root = await rootOf(o, data, organisation);
  const envelope = createEnvelope(createMasterKey(data), clock);
  const tls = await selfSignedTls([...new Set(['localhost', '127.0.0.1', hostname(), ...(o.name ?? [])])], clock.now());
  const store = await openStore(data, clock);
  try {
    const certify: Parameters<typeof initialiseOrganisation>[3]['certify'] = (hub) => ({
      root: root.key.getPublicKey(),
      certificate: certifyHub(root, hub, false, clock.now()).certificate,
    });
    await initialiseOrganisation(store, envelope, clock, { name: organisation, tryIt: o.tryIt, certify, tls, admin });
    if (o.tryIt) await addWebchatChannel({ db: store, envelope, audit: createAudit(clock), clock, running: null }, { name: 'Web chat' }, commandActor());
  } finally {
    await store.destroy();
  }
  const words = [
    `Made the hub of ${organisation} in ${data}.`,
    '',
    'Three things to do now, before anything else:',
    `  1. Print the recovery sheet of the master key, and keep it in a safe: sealdesk master-key sheet --data ${o.data}`,
    `  2. Print the recovery sheet of the organisation root, and keep it in another: sealdesk org sheet --root ${root.folder} --passphrase-file FILE`,
    `  3. Take ${root.folder} off this machine, if it is not on a stick: the running hub does not need it.`,
    '',
    `Then start the hub: sealdesk hub start --data ${o.data}`,
  ];
  say(o, { data, organisation, root: root.folder, tryIt: o.tryIt }, o.tryIt ? `Made the try-it hub of ${organisation} in ${data}.` : words.join('\n'));
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

/** The root that signs: the one in the folder, or a new one there. */
async function rootOf(o: InitOptions, data: string, organisation: string): Promise<OpenRoot> {
  const folder = resolve(rootFolder(o, data));
  refuseWithin(data, folder);
  if (!hasRoot(folder)) {
    const passphrase = o.rootPassphraseFile ? passphraseIn(o.rootPassphraseFile) : madeUpPassphrase(o);
    const root = await makeRoot(folder, { organisation, passphrase });
    if (!o.rootPassphraseFile) writeSecretFile(join(folder, tryItPassphraseFile), utf8(passphrase));
    return root;
  }
  const root = await openRoot(folder, passphraseIn(o.rootPassphraseFile ?? join(folder, tryItPassphraseFile)));
  refuseUnfit(root.state, organisation);
  return root;
}

/** A try-it organisation's root lies beside its hub, with its passphrase: it protects nothing. */
const tryItPassphraseFile = 'root.passphrase';

function rootFolder({ root, tryIt }: InitOptions, data: string): string {
  if (root) return root;
  if (tryIt) return `${data}-root`;
  throw new InitError('root-needed', 'The organisation root is kept outside the hub: give a folder for it with --root, best on a stick that is kept in a safe.');
}

function madeUpPassphrase({ tryIt }: InitOptions): string {
  if (!tryIt) throw new InitError('root-passphrase-needed', 'The organisation root is kept under a passphrase: give a file that holds it with --root-passphrase-file.');
  return randomBytes(24).toString('base64url');
}
