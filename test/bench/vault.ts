import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attachmentMemoryMeasure } from './attachment-memory.ts';
import type { Suite } from './measure.ts';
import { keptKey, keptVault } from './kept-vault.ts';
import { openMeasure } from './open-vault.ts';
import { receiveMeasure } from './receive.ts';
import { searchFuzzMeasure } from './search-fuzz.ts';
import { mainLoopMeasure } from './sync/main-loop.ts';
import { storedMeasures } from './stored-vault.ts';

/** Messages; the bars are for 100,000 (write) and 1,000,000 (search, opening). */
const count = Number(process.env['BENCH_N'] ?? 20_000);

/** Mails that come in while the main process is watched. */
const synced = 10_000;

/**
 * The vault against the same without encryption, against itself with little in it, and against bare libsignal.
 *
 * `BENCH_CACHE=FOLDER`: the files are made there once, for later runs with as many messages; what writing them takes is
 * not measured then. For a million messages it takes minutes to make them.
 */
export const vaultSuite: Suite = async (say) => {
  const folder = mkdtempSync(join(tmpdir(), 'sealdesk-bench-'));
  const kept = keptVault(process.env['BENCH_CACHE'], count);
  const key = kept === null ? randomBytes(32) : keptKey;
  try {
    const { file, measures } = storedMeasures({ folder: kept?.folder ?? folder, key, count, say, kept });
    kept?.keep();
    const slowest = searchFuzzMeasure({ file, key, say });
    const opened = await openMeasure({ folder, key, file, count, say });
    if (kept === null) rmSync(file);
    return [...measures, slowest, opened, await receiveMeasure(folder, Math.min(10_000, Math.ceil(count / 10)), say), await mainLoopMeasure(synced, say), await attachmentMemoryMeasure(folder, say)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
