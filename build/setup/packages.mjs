// npm's packages, exactly as the lockfile says. Runs before anything is installed: built-ins only.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot, root } from './paths.mjs';
import { run } from './run.mjs';
import { say, SetUpError } from './say.mjs';

const stamp = inRoot('node_modules', '.sealdesk-lock');

const lockHash = () => createHash('sha256').update(readFileSync(inRoot('package-lock.json'))).digest('hex');

/** npm's own record of what it installed last; comparing it with the lockfile avoids a needless reinstall. */
function installedMatchesLock() {
  try {
    const wanted = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages;
    const installed = JSON.parse(readFileSync(inRoot('node_modules', '.package-lock.json'), 'utf8')).packages;
    return Object.entries(wanted).every(
      ([path, entry]) => path === '' || entry.optional || entry.devOptional || installed[path]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

export async function ensurePackages() {
  const hash = lockHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  if (!installedMatchesLock()) {
    say('Installing npm packages (about half a minute) ...');
    // npm's chatter must not reach standard output: `--json` promises nothing but JSON there.
    const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', process.stderr, process.stderr],
      shell: process.platform === 'win32',
    });
    if (code !== 0) throw new SetUpError('npm could not install the packages; see its message above.');
  }
  try {
    writeFileSync(stamp, hash);
  } catch {
    // A checkout that only its owner may write to: the packages are right, only the shortcut is missing.
  }
}
