// What bench and soak share: set up, build, then run a TypeScript program of the tests on the project's Node, which
// strips types by itself. Like every test it runs as the ordinary user in a private session.
import { existsSync } from 'node:fs';
import { buildParts } from '../build.mjs';
import { ensureElectron } from './electron.mjs';
import { node24, quietNode } from './node24.mjs';
import { ensurePackages } from './packages.mjs';
import { inRoot } from './paths.mjs';
import { isRoot } from './run.mjs';
import { SetUpError } from './say.mjs';
import { runInSession } from './session.mjs';
import { ensureSystemLibraries } from './system.mjs';
import { ensureOrdinaryUser } from './user.mjs';

export async function runTestProgram(program, args) {
  if (isRoot()) process.umask(0o022);
  if (!existsSync(inRoot(program))) throw new SetUpError(`${program} is not there.`);
  await ensurePackages();
  await ensureSystemLibraries('tests');
  await buildParts(['main', 'test-main', 'renderer', 'hub']);
  const electron = await ensureElectron();
  ensureOrdinaryUser();
  return runInSession(node24(), [...quietNode, inRoot(program), ...args], { env: { ELECTRON_OVERRIDE_DIST_PATH: electron.dist } });
}
