// npm run dev [-- --data DIR]: the developer's loop. The workstation opens; when a source is saved, what it belongs to is
// built again, and the hub or the workstation starts anew (its keys are never kept across a reload, so a restart it is).
// It works on the try-it organisation that `npm start` makes, so run that once before.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildParts } from './build.mjs';
import { desktopEnvironment, electronExecutable } from './setup/electron-executable.mjs';
import { ensureElectron } from './setup/electron.mjs';
import { node24 } from './setup/node24.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { inRoot, root } from './setup/paths.mjs';
import { isRoot } from './setup/run.mjs';
import { runScript, say, SetUpError } from './setup/say.mjs';

/** Editors write a file in several steps; wait for the last. */
const settledMs = 150;

/** A program that is started anew on request. */
function keeper(start) {
  let child;
  const ended = () => new Promise((resolve) => (child.exitCode === null && child.signalCode === null ? child.once('exit', resolve) : resolve()));
  return {
    async restart() {
      if (child) {
        child.kill();
        await ended();
      }
      child = start();
    },
    stop: () => child?.kill(),
  };
}

await runScript(async (args) => {
  const { values } = parseArgs({ args, options: { data: { type: 'string', default: inRoot('.sealdesk', 'try-it') } } });
  if (isRoot()) throw new SetUpError('npm run dev opens the workstation on your own desktop; run it as an ordinary user.');
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY && process.platform === 'linux') throw new SetUpError('npm run dev needs a display.');
  await ensurePackages();
  const electron = await ensureElectron();
  const all = ['main', 'renderer', 'hub'];
  await buildParts(all);

  const tryIt = join(values.data, 'try-it.json');
  if (!existsSync(tryIt)) throw new SetUpError(`There is no try-it organisation in ${values.data}. Run \`npm start\` once, then this.`);
  const { hubPort, chatPort } = JSON.parse(readFileSync(tryIt, 'utf8'));
  const hubArguments = ['hub', 'start', '--data', join(values.data, 'hub'), '--port', String(hubPort), '--chat-port', String(chatPort)];
  const hub = keeper(() => spawn(node24(), [inRoot('dist', 'hub', 'sealdesk.mjs'), ...hubArguments], { stdio: 'inherit' }));
  const workstation = keeper(() => spawn(electronExecutable(electron.dist), [root, `--profile=${join(values.data, 'workstation')}`], { stdio: 'inherit', env: desktopEnvironment() }));
  const owners = { main: [workstation], renderer: [workstation], hub: [hub], shared: [hub, workstation] };
  await hub.restart();
  await workstation.restart();

  const changed = new Set();
  let timer;
  const rebuild = async () => {
    const folders = [...changed];
    changed.clear();
    try {
      await buildParts(all);
      for (const program of new Set(folders.flatMap((folder) => owners[folder]))) await program.restart();
    } catch (error) {
      say(error.message);
    }
  };
  const watchers = Object.keys(owners).map((folder) =>
    watch(inRoot(folder), { recursive: true }, () => {
      changed.add(folder);
      clearTimeout(timer);
      timer = setTimeout(rebuild, settledMs);
    }),
  );
  await new Promise((resolve) => process.once('SIGINT', resolve));
  for (const watcher of watchers) watcher.close();
  hub.stop();
  workstation.stop();
});
