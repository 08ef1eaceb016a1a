/**
 * How often a test tries its luck. In `npm test` as often as the test says; `npm run soak` asks for more, through the
 * environment.
 */
function atLeast(variable: string, usual: number): number {
  return Math.max(usual, Number(process.env[variable] ?? 0));
}

/** How many examples a property is tried on: `fc.assert(property, runs(500))`. */
export const runs = (usual: number) => ({ numRuns: atLeast('SEALDESK_SOAK_RUNS', usual) });

/** How many times a process is killed. */
export const kills = (usual: number) => atLeast('SEALDESK_SOAK_KILLS', usual);

/** How many times a byte of a file is changed. */
export const flips = (usual: number) => atLeast('SEALDESK_SOAK_FLIPS', usual);

/** At how many places a disk is full. */
export const fullDisks = (usual: number) => atLeast('SEALDESK_SOAK_FULL', usual);

/** How many codes are guessed. */
export const guesses = (usual: number) => atLeast('SEALDESK_SOAK_GUESSES', usual);

/** A campaign tries every case, where `npm test` tries a few. */
export const everyCase = 'SEALDESK_SOAK_KILLS' in process.env;
