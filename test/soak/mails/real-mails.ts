import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mailsIn } from './mails-in.ts';

/**
 * Source packages of Debian whose tests bring real mail: mailing lists, bounces, support requests, spam. Their licences let
 * us read it; none of it is kept in this repository.
 */
const packages = [
  'notmuch', 'libmail-deliverystatus-bounceparser-perl', 'flufl.bounce', 'kf5-messagelib', 'bogofilter', 'cyrus-imapd', 'request-tracker5', 'git', 'rspamd',
  'libmail-mbox-messageparser-perl', 'redmine', 'kdepim-addons', 'golang-github-jhillyerd-enmime', 'python3.11', 'public-inbox', 'php-horde-mime', 'gmime', 'kmime', 'libemail-outlook-message-perl', 'libemail-simple-perl', 'php-horde-imap-client',
] as const;

/** Mails of a folder that SEALDESK_MAILS names; otherwise those of Debian's sources, fetched once. */
export function realMails(say: (line: string) => void): Buffer[] {
  const given = process.env['SEALDESK_MAILS'];
  if (given !== undefined) return mailsIn(given);
  const folder = join(tmpdir(), 'sealdesk-soak-mails');
  fetchSources(folder, say);
  return mailsIn(join(folder, 'unpacked'));
}

/** As the system itself is set up to fetch packages, with lists and a cache of our own. A package that is not there is left out. */
function fetchSources(folder: string, say: (line: string) => void): void {
  if (existsSync(join(folder, 'done'))) return;
  for (const each of ['lists/partial', 'cache/archives/partial', 'sources', 'unpacked']) mkdirSync(join(folder, each), { recursive: true });
  const list = join(folder, 'sources.list');
  writeFileSync(list, sourceLines());
  const options = { 'Dir::Etc::sourcelist': list, 'Dir::Etc::sourceparts': '-', 'Dir::State::lists': join(folder, 'lists'), 'Dir::Cache': join(folder, 'cache'), 'APT::Sandbox::User': '' };
  const apt = (...args: readonly string[]) =>
    spawnSync('apt-get', [...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]), ...args], { cwd: join(folder, 'sources'), stdio: 'ignore' }).status === 0;
  if (!apt('update')) throw new Error('The lists of source packages could not be fetched. Give a folder of mails in SEALDESK_MAILS.');
  // Where only the packaging of one is not there any more, its source is.
  for (const name of packages) apt('source', '--download-only', name);
  const archives = readdirSync(join(folder, 'sources')).filter((name) => /\.orig(?:-[\w-]+)?\.tar\.\w+$/.test(name));
  say(`${archives.length} archives of ${packages.length} packages`);
  for (const archive of archives) {
    const into = join(folder, 'unpacked', archive);
    mkdirSync(into, { recursive: true });
    spawnSync('tar', ['--extract', '--file', join(folder, 'sources', archive), '--directory', into, '--no-same-owner'], { stdio: 'ignore' });
  }
  writeFileSync(join(folder, 'done'), '');
}

/** Where the system's own packages come from, for sources. */
function sourceLines(): string {
  const { stdout } = spawnSync('apt-get', ['indextargets', '--format', '$(SITE) $(CODENAME) $(COMPONENT)', 'Created-By: Packages', 'Origin: Debian'], { encoding: 'utf8' });
  const lines = new Set((stdout ?? '').split('\n').filter((line) => /^\S+ \w+ main$/.test(line)));
  return [...lines].map((line) => `deb-src ${line}\n`).join('');
}
