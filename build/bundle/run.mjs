// Builds the parts named on the command line. Runs on the project's Node, started by build/build.mjs.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'vite';
import { inRoot } from '../setup/paths.mjs';
import { runScript, say, SetUpError } from '../setup/say.mjs';
import { isFresh, markFresh, sourceHash } from './freshness.mjs';
import { parts } from './parts.mjs';

await runScript(async (names) => {
  process.env.NODE_ENV ??= 'production';
  for (const name of names) {
    const part = parts[name];
    if (part === undefined) throw new SetUpError(`There is no part "${name}" to build. The parts: ${Object.keys(parts).join(', ')}.`);
    const hash = sourceHash(part.sources);
    if (isFresh(name, hash)) continue;
    for (const { entry } of part.bundles) {
      if (!existsSync(inRoot(entry))) throw new SetUpError(`Can't build ${name}: its entry ${entry} is not there.`);
    }
    const started = Date.now();
    rmSync(inRoot(part.out), { recursive: true, force: true });
    for (const { entry, config } of part.bundles) {
      try {
        await build(config);
      } catch (error) {
        throw new SetUpError(`${entry} can't be built:\n${error.message}`);
      }
    }
    if (part.manifest) writeFileSync(inRoot(part.out, 'package.json'), part.manifest());
    // Taken before the build: a file saved while it ran makes the next run build again.
    markFresh(name, hash);
    say(`built ${name} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  }
});
