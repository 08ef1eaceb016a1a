import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import SqliteDatabase from 'better-sqlite3';
import { create, extract } from 'tar';
import { z } from 'zod';
import type { Clock } from '../../shared/domain/clock.ts';
import { SealdeskError } from '../../shared/domain/errors.ts';
import { createAudit } from '../audit/audit-log.ts';
import type { Store } from './database.ts';
import { databaseFile, openStore, privateFolder } from './open-store.ts';

/**
 * A backup is one gzipped tar file: the database and a manifest with its hash. What is sealed stays
 * sealed; the master key is not in it and is kept apart, on the recovery sheet.
 */
const Manifest = z.object({
  v: z.literal(1),
  madeAt: z.number().int(),
  files: z.array(z.object({ name: z.literal(databaseFile), size: z.number().int().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) })).length(1),
});
export type Manifest = z.infer<typeof Manifest>;

const manifestFile = 'manifest.json';

export type BackupProblem = 'backup-exists' | 'backup-damaged' | 'no-database' | 'data-exists';
export class BackupError extends SealdeskError<BackupProblem> {}

/**
 * Copies the database while the hub goes on running, through a connection of its own: a snapshot as
 * of one moment.
 * @throws BackupError `backup-exists`, `no-database`
 */
export async function backupOf(data: string, to: string, clock: Clock): Promise<Manifest> {
  const source = join(data, databaseFile);
  if (!existsSync(source)) throw new BackupError('no-database', 'There is no hub in this data folder.');
  if (existsSync(to)) throw new BackupError('backup-exists', 'There is a file of this name already. Nothing was overwritten; choose another name.');
  const folder = mkdtempSync(join(dirname(to), '.sealdesk-backup-'));
  try {
    const copy = join(folder, databaseFile);
    const database = new SqliteDatabase(source, { readonly: true, timeout: 5000 });
    try {
      database.prepare('vacuum into ?').run(copy);
    } finally {
      database.close();
    }
    const manifest: Manifest = { v: 1, madeAt: clock.now(), files: [{ name: databaseFile, size: statSync(copy).size, sha256: await sha256(copy) }] };
    writeFileSync(join(folder, manifestFile), JSON.stringify(manifest), { mode: 0o600 });
    const packed = join(folder, 'backup.tar.gz');
    await create({ gzip: true, file: packed, cwd: folder, portable: true, mode: 0o600 }, [manifestFile, databaseFile]);
    renameSync(packed, to);
    return manifest;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Unpacks a backup into an empty data folder and checks it whole.
 *
 * What the devices had of the hub since the backup was made is not in it: so every Signal session
 * and hub session starts anew, sequence numbers and serials jump ahead of any given since, and no
 * invite of before can be used. What IT decided since is not in it either, and the command says so.
 * @throws BackupError
 */
export async function restoreBackup(from: string, data: string, clock: Clock): Promise<Manifest> {
  if (existsSync(join(data, databaseFile))) {
    throw new BackupError('data-exists', 'There is a hub in this data folder already. Nothing was changed; restore into an empty folder.');
  }
  privateFolder(data);
  const folder = mkdtempSync(join(data, '.restore-'));
  try {
    const manifest = await unpack(from, folder);
    const store = await openStore(folder, clock);
    try {
      await beginAnew(store, clock, manifest);
    } finally {
      await store.destroy();
    }
    renameSync(join(folder, databaseFile), join(data, databaseFile));
    return manifest;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function unpack(from: string, folder: string): Promise<Manifest> {
  try {
    // Two plain files and nothing else: no links, no other paths.
    await extract({ file: from, cwd: folder, strict: true, preservePaths: false, filter: (path, entry) => (path === manifestFile || path === databaseFile) && 'type' in entry && entry.type === 'File' });
    const manifest = Manifest.parse(JSON.parse(readFileSync(join(folder, manifestFile), 'utf8')));
    for (const { name, size, sha256: expected } of manifest.files) {
      const file = join(folder, name);
      if (statSync(file).size !== size || (await sha256(file)) !== expected) throw new TypeError(`${name} differs from the manifest.`);
    }
    return manifest;
  } catch (cause) {
    throw new BackupError('backup-damaged', 'This file is not a whole Sealdesk backup. Nothing was restored; use another copy.', { cause });
  }
}

/** Far more than a hub gives out between two backups. */
const sequenceJump = 2 ** 32;
const serialJump = 1_000_000;

async function beginAnew(store: Store, clock: Clock, manifest: Manifest): Promise<void> {
  await store.transaction().execute(async (tx) => {
    await tx.deleteFrom('hub_sessions').execute();
    // One that was open then may have been used since.
    await tx.updateTable('invites').set({ burned_at: clock.now() }).where('used_at', 'is', null).where('burned_at', 'is', null).execute();
    await tx.deleteFrom('mailbox').execute();
    await tx
      .updateTable('signal_sessions')
      .set((row) => ({ record: null, identity_key: null, started_at: null, last_seq: row('last_seq', '+', sequenceJump) }))
      .execute();
    await tx.updateTable('statement_serials').set((row) => ({ last: row('last', '+', serialJump) })).execute();
    await createAudit(clock).append(tx, { actor: 'hub', action: 'hub.restored', subject: 'organisation', detail: { madeAt: manifest.madeAt } });
  });
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
