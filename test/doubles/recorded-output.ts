import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type RecordedSystem = 'linux' | 'darwin' | 'win32';

const folder = join(import.meta.dirname, '..', 'fixtures', 'posture');

/** What a system's program is known to print, as recorded in test/fixtures/posture. */
export function recordedOutput(system: RecordedSystem, name: string): string {
  return readFileSync(join(folder, system, name), 'utf8');
}

/** All of them, of every system. */
export function recordedOutputs(): readonly string[] {
  return (['linux', 'darwin', 'win32'] as const).flatMap((system) => readdirSync(join(folder, system)).map((name) => recordedOutput(system, name)));
}
