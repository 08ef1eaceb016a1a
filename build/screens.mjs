// npm run screens: takes the pictures of every screen anew, as test/e2e/kept-screens.spec.ts goes through them, into docs/screens. What has
// changed in them is to be looked at before it is committed.
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { node24 } from './setup/node24.mjs';
import { inRoot } from './setup/paths.mjs';
import { ask, run } from './setup/run.mjs';
import { runScript, say, SetUpError } from './setup/say.mjs';

const kept = inRoot('docs', 'screens');

await runScript(async () => {
  const code = await run(node24(), [inRoot('build', 'test.mjs'), '--only', 'e2e', 'test/e2e/kept-screens.spec.ts'], { env: { ...process.env, SEALDESK_RETAKE: '1' } });
  const taken = inRoot('test-results', 'screens');
  if (code !== 0 || !existsSync(taken)) throw new SetUpError('The screens were not taken to the end; what is kept is as it was.');
  mkdirSync(kept, { recursive: true });
  for (const name of readdirSync(kept)) if (name !== 'README.md') rmSync(join(kept, name));
  for (const name of readdirSync(taken)) copyFileSync(join(taken, name), join(kept, name));
  // Point by point what was drawn: fewer colours would take half the room, and use up what the comparison allows.
  const pictures = readdirSync(kept).filter((name) => name.endsWith('.png')).map((name) => join(kept, name));
  if (ask('optipng', ['--version']).ok) ask('optipng', ['-quiet', '-o2', ...pictures]);
  else say('optipng is not installed: the screens are larger than they need to be. Debian has it in the package of this name.');
  say(`${pictures.length} screens: ${kept}`);
});
