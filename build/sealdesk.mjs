// npm run sealdesk -- ARGS: the hub's command from a checkout, built first when its sources have changed.
import { buildParts } from './build.mjs';
import { node24 } from './setup/node24.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { inRoot } from './setup/paths.mjs';
import { run } from './setup/run.mjs';
import { runScript } from './setup/say.mjs';

await runScript(async (args) => {
  await ensurePackages();
  await buildParts(['hub']);
  // Ctrl-C reaches the hub as well; it ends in its own time and we with it.
  process.on('SIGINT', () => {});
  return run(node24(), [inRoot('dist', 'hub', 'sealdesk.mjs'), ...args]);
});
