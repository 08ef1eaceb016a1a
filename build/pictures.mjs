// npm run pictures: walks the guided tour and keeps the pictures that the documents show, in docs/images.
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { node24 } from './setup/node24.mjs';
import { inRoot } from './setup/paths.mjs';
import { ask, run } from './setup/run.mjs';
import { runScript, say, SetUpError } from './setup/say.mjs';

const images = inRoot('docs', 'images');
/** The tour's pictures by name, and what they are called in the documents. */
const wanted = {
  enrol: 'enrol',
  'safety-number': 'safety-number',
  locked: 'unlock',
  inbox: 'inbox',
  conversation: 'conversation',
  search: 'search',
  offline: 'offline',
};

await runScript(async () => {
  if ((await run(node24(), [inRoot('build', 'start.mjs'), '--tour'])) !== 0) throw new SetUpError('The tour did not come to its end; docs/images is as it was.');
  const taken = readdirSync(inRoot('tour'));
  const sources = Object.entries(wanted).map(([name, image]) => {
    const file = taken.find((one) => one.replace(/^\d+-/, '') === `${name}.png`);
    if (file === undefined) throw new SetUpError(`The tour took no picture "${name}" (it takes all of them only where Dovecot is installed).`);
    return [inRoot('tour', file), `${images}/${image}.png`];
  });
  mkdirSync(images, { recursive: true });
  for (const [from, to] of sources) copyFileSync(from, to);
  // 256 colours are more than these screens have; a quarter of the size.
  if (ask('pngquant', ['--version']).ok) ask('pngquant', ['--force', '--skip-if-larger', '--strip', '--speed', '1', '--ext', '.png', ...sources.map(([, to]) => to)]);
  else say('pngquant is not installed: the pictures are larger than they need to be. Debian has it in the package of this name.');
  say(`Pictures: ${images}`);
});
