import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { PrivateKey } from '@signalapp/libsignal-client';
import { z } from 'zod';
import { maxRotations } from '../../shared/contract/wire/frames.ts';
import { Timestamp } from '../../shared/domain/ids.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { utf8 } from '../../shared/trust/bytes.ts';
import { publicKeyText } from '../../shared/trust/keys.ts';
import { PublicKeyText, SignedStatement } from '../../shared/trust/statement-schema.ts';
import { replaceSecretFile } from '../store/durable-file.ts';
import { databaseFile } from '../store/open-store.ts';
import { openRootKey, placeRootKey, rootKeyFile } from './root-key.ts';

/**
 * The organisation root in a folder of its own: its encrypted key, and beside it what must be
 * remembered from one use to the next. Nothing here is secret but the key.
 */
export const OrganisationName = z.string().trim().min(1).max(120);

const RootState = z.strictObject({
  v: z.literal(1),
  organisation: OrganisationName,
  publicKey: PublicKeyText,
  /** Highest serial of a hub certificate that this root or one before it signed; 0 for none. */
  lastSerial: z.number().int().min(0),
  /** Certificates with a lower serial are ended. */
  minimumSerial: z.number().int().min(1),
  /** When the last one that was signed ends. */
  certificateUntil: Timestamp.nullable(),
  /** How the organisation's root came to be this one, oldest first. */
  rotations: z.array(SignedStatement).max(maxRotations),
  /** The root that this one signed its place over to: from then on it signs nothing. */
  replacedBy: PublicKeyText.nullable(),
});
export type RootState = z.infer<typeof RootState>;

/** A root with its key at hand. */
export interface OpenRoot {
  readonly folder: string;
  readonly key: PrivateKey;
  readonly state: RootState;
}

export type RootFolderProblem = 'root-missing' | 'root-exists' | 'root-damaged' | 'root-in-data' | 'root-replaced' | 'root-of-another-organisation';
export class RootFolderError extends SealdeskError<RootFolderProblem> {}

const stateFile = 'root.json';

/** Whether a root lies in the folder, whole or in part. */
export function hasRoot(folder: string): boolean {
  return [rootKeyFile, stateFile].some((name) => existsSync(join(folder, name)));
}

/** The hub's data folder is backed up, and read by whoever runs the hub: the root has no place in it. @throws RootFolderError `root-in-data` */
export function refuseWithin(data: string, folder: string): void {
  const way = relative(placeOf(data), placeOf(folder));
  const outside = way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way);
  if (!outside) throw inData(data);
}

/** The same, where nobody said which hub: no folder above may be a hub's. */
function refuseAnyHub(folder: string): void {
  let place = placeOf(folder);
  for (;;) {
    if (existsSync(join(place, databaseFile))) throw inData(place);
    if (dirname(place) === place) return;
    place = dirname(place);
  }
}

/** Where a path leads, links followed; what is not there yet is taken as it is named. */
function placeOf(path: string): string {
  const whole = resolve(path);
  if (existsSync(whole) || dirname(whole) === whole) return realpathSync(whole);
  return join(placeOf(dirname(whole)), basename(whole));
}

function inData(data: string): RootFolderError {
  return new RootFolderError('root-in-data', `The organisation root must not lie in the hub's data folder, ${data}. Give it a folder of its own, best on a stick that is kept in a safe.`);
}

export interface NewRoot {
  readonly organisation: string;
  readonly passphrase: string;
  /** From its recovery sheet; a fresh one otherwise. */
  readonly key?: PrivateKey;
  /** What a rotation hands on. */
  readonly before?: Pick<RootState, 'lastSerial' | 'minimumSerial'>;
}

/** Makes a root's folder. @throws RootFolderError `root-exists`, `root-in-data`, RootKeyError */
export async function makeRoot(folder: string, { organisation, passphrase, key = PrivateKey.generate(), before }: NewRoot): Promise<OpenRoot> {
  if (hasRoot(folder)) throw new RootFolderError('root-exists', `There is an organisation root in ${folder} already. Nothing was changed; choose another folder.`);
  refuseAnyHub(folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const root: OpenRoot = {
    folder,
    key,
    state: {
      v: 1,
      organisation,
      publicKey: publicKeyText(key.getPublicKey()),
      lastSerial: before?.lastSerial ?? 0,
      minimumSerial: before?.minimumSerial ?? 1,
      certificateUntil: null,
      rotations: [],
      replacedBy: null,
    },
  };
  await placeRootKey(folder, key, passphrase);
  return keepState(root, {});
}

/** Writes down what changed, before anything that follows from it leaves the command. */
export function keepState(root: OpenRoot, change: Partial<RootState>): OpenRoot {
  const state = RootState.parse({ ...root.state, ...change });
  replaceSecretFile(join(root.folder, stateFile), utf8(`${JSON.stringify(state, null, 2)}\n`));
  return { ...root, state };
}

/** What can be said of a root without its passphrase. @throws RootFolderError `root-missing`, `root-damaged` */
export function readRootState(folder: string): RootState {
  const path = join(folder, stateFile);
  if (!hasRoot(folder)) throw new RootFolderError('root-missing', `There is no organisation root in ${folder}. Bring it from where it is kept, or make one with "sealdesk org init".`);
  try {
    return RootState.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw damaged(folder, { cause });
  }
}

/** @throws RootFolderError, RootKeyError */
export async function openRoot(folder: string, passphrase: string): Promise<OpenRoot> {
  const state = readRootState(folder);
  const key = await openRootKey(folder, passphrase);
  if (publicKeyText(key.getPublicKey()) !== state.publicKey) throw damaged(folder);
  return { folder, key, state };
}

/** For signing. @throws RootFolderError `root-replaced`, `root-of-another-organisation` */
export function refuseUnfit({ organisation, replacedBy }: RootState, asked: string): void {
  if (replacedBy !== null) throw new RootFolderError('root-replaced', 'This root was rotated: another one signs in its place. Use the folder of the new root.');
  if (organisation !== asked) throw new RootFolderError('root-of-another-organisation', `This is the root of ${organisation}, and the hub is one of ${asked}. Nothing was signed.`);
}

function damaged(folder: string, options?: ErrorOptions): RootFolderError {
  return new RootFolderError('root-damaged', `What lies in ${folder} is not a whole organisation root. Make it anew in another folder, with "sealdesk org recover" and the recovery sheet.`, options);
}
