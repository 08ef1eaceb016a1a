// npm run build [-- --only main,renderer,hub] [--test]
// Bundles the workstation and the hub into dist/. `--test` also makes dist/test-main, whose clock tests may drive.
import { parseArgs } from 'node:util';
import { node24 } from './setup/node24.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { inRoot, isMain } from './setup/paths.mjs';
import { isRoot, run } from './setup/run.mjs';
import { runScript, SetUpError } from './setup/say.mjs';

/** @param {readonly string[]} parts main, test-main, renderer, hub */
export async function buildParts(parts) {
  // The ordinary user must be able to read what root builds.
  if (isRoot()) process.umask(0o022);
  const code = await run(node24(), [inRoot('build', 'bundle', 'run.mjs'), ...parts], { stdio: ['ignore', process.stderr, process.stderr] });
  if (code !== 0) throw new SetUpError('The build failed; see above.');
}

if (isMain(import.meta.url)) {
  await runScript(async (args) => {
    const { values } = parseArgs({ args, options: { only: { type: 'string' }, test: { type: 'boolean', default: false } } });
    await ensurePackages();
    const wanted = values.only?.split(',') ?? ['main', 'renderer', 'hub'];
    await buildParts(values.test ? [...wanted, 'test-main'] : wanted);
  });
}
