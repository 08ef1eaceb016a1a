// npm run package [-- --trial] [electron-builder's own options]
// Packages the workstation. A release stands on the official Electron of the pinned version; `--trial` takes whatever
// runtime is here, to try the packaging itself, and writes to release/trial.
import { buildParts } from './build.mjs';
import { ensureElectron } from './setup/electron.mjs';
import { node24 } from './setup/node24.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { inRoot, root } from './setup/paths.mjs';
import { run } from './setup/run.mjs';
import { runScript, SetUpError } from './setup/say.mjs';

await runScript(async (args) => {
  const trial = args.includes('--trial');
  await ensurePackages();
  const electron = await ensureElectron();
  if (electron.compatibility && !trial) throw new SetUpError('Only the compatibility runtime is here; a release is never packaged from it. (`--trial` tries the packaging.)');
  await buildParts(['main', 'renderer']);
  return run(
    node24(),
    [
      inRoot('node_modules', 'electron-builder', 'cli.js'), '--publish', 'never',
      `-c.electronVersion=${electron.version}`, `-c.electronDist=${electron.dist}`, ...(trial ? ['-c.directories.output=release/trial'] : []),
      ...args.filter((argument) => argument !== '--trial'),
    ],
    { cwd: root, env: { ...process.env, ...(trial && { SEALDESK_TRIAL_PACKAGE: '1' }) } },
  );
});
