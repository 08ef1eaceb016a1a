import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseFile, openStore } from '../../hub/store/open-store.ts';
import { type Clock, systemClock } from '../../shared/domain/clock.ts';

const variable = 'SEALDESK_TEST_MIGRATED_HUB';

/** Before Vitest's tests: an empty hub's database, made once by the product, with every migration behind it. */
export async function setup(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sealdesk-migrated-'));
  await (await openStore(folder, systemClock)).destroy();
  process.env[variable] = folder;
}

export function teardown(): void {
  rmSync(process.env[variable] ?? '', { recursive: true, force: true });
}

/** The store of a hub in a new folder, which has nothing to migrate: some thousand tests begin with one. That migrations work is for others to show. */
export async function openMigratedStore(folder: string, clock: Clock = systemClock): ReturnType<typeof openStore> {
  const made = process.env[variable];
  const file = join(folder, databaseFile);
  // Run by plain Node, there is none.
  const copied = made !== undefined && !existsSync(file);
  if (copied) copyFileSync(join(made, databaseFile), file);
  const store = await openStore(folder, clock);
  // Figures reach back to when the hub was made.
  if (copied) await store.updateTable('schema_migrations').set({ applied_at: clock.now() }).execute();
  return store;
}
