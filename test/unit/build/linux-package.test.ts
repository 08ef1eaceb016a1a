import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const read = (...path: readonly string[]) => readFileSync(join(root, ...path), 'utf8');
const settings = read('electron-builder.yml');
const marker = "\n# Sealdesk's own part;";

/** One part of the packages' settings: from its name to the next line that is not indented. */
function part(name: string): string {
  return new RegExp(`^${name}:\\n((?:[ #].*\\n)+)`, 'm').exec(settings)?.[1] ?? '';
}

/** A script as electron-builder writes it into a package. */
function script(name: string): string {
  return read('build', 'linux', name).replaceAll('${sanitizedProductName}', 'Sealdesk').replaceAll('${executable}', 'sealdesk');
}

/**
 * Runs commands as root of a namespace of their own, in which /etc and /opt are empty and the
 * program's files for Linux are in place; what the scripts change is gone with it.
 */
function asRoot(commands: string): string {
  const place = `mount -t tmpfs none /opt && mkdir -p /opt/Sealdesk/resources && cp -r '${join(root, 'build', 'linux')}' /opt/Sealdesk/resources/linux`;
  const prepared = `set -e; ${place}; mount -t tmpfs none /etc; mkdir -p /etc/systemd/system; set +e\n${commands}`;
  return execFileSync('/usr/bin/unshare', ['--user', '--map-root-user', '--mount', '/bin/bash', '-c', prepared], { encoding: 'utf8' });
}

const ownPart = (name: string) => script(name).slice(script(name).indexOf(marker));
const installed = `(${ownPart('after-install.tpl')})\n`;
const removed = (argument: string) => `(set -- ${argument}\n${ownPart('after-remove.tpl')})\n`;
const whatIsThere = 'find /etc/sealdesk /etc/systemd/system -type f -printf "%p %m %U\\n" 2>/dev/null | sort';

describe('the packages for Linux', () => {
  test.each(['deb', 'rpm'])('%s runs our scripts, and every file that the settings name is there', (kind) => {
    expect(part(kind)).toContain('afterInstall: build/linux/after-install.tpl');
    expect(part(kind)).toContain('afterRemove: build/linux/after-remove.tpl');
    for (const name of ['after-install.tpl', 'after-remove.tpl', 'record-machine.sh', 'sealdesk-machine.service']) expect(existsSync(join(root, 'build', 'linux', name))).toBe(true);
  });

  test('bring the recorder to where scripts and service look for it', () => {
    expect(part('linux')).toMatch(/extraResources:\n\s+- from: build\/linux\n\s+to: linux\n\s+filter: \[record-machine\.sh, sealdesk-machine\.service\]/);
    expect(script('after-install.tpl')).toContain("sh '/opt/Sealdesk/resources/linux/record-machine.sh'");
    expect(read('build', 'linux', 'sealdesk-machine.service')).toContain('/opt/Sealdesk/resources/linux/record-machine.sh');
  });

  test.each(['after-install', 'after-remove'])('%s still does all that electron-builder’s own script does', (name) => {
    const theirs = read('node_modules', 'app-builder-lib', 'templates', 'linux', `${name}.tpl`).trimEnd();
    expect(read('build', 'linux', `${name}.tpl`).startsWith(`${theirs}\n${marker}`)).toBe(true);
  });

  test.each(['after-install.tpl', 'after-remove.tpl'])('%s uses no macro that electron-builder does not know', (name) => {
    expect(script(name)).not.toMatch(/\$\{[a-zA-Z]+\}/);
  });

  test('open links of sealdesk: and of nothing else', () => {
    expect(settings.match(/schemes: .*/g)).toEqual(['schemes: [sealdesk]']);
  });
});

describe('on a machine', () => {
  test('the installation records it, readable by everybody, root’s, and again at each start', () => {
    const said = asRoot(`${installed}${whatIsThere}; cat /etc/sealdesk/machine.json`);
    expect(said).toContain('/etc/sealdesk/machine.json 644 0\n');
    expect(said).toContain('/etc/systemd/system/sealdesk-machine.service 644 0\n');
    expect(JSON.parse(said.split('\n').at(-2) ?? '')).toMatchObject({ v: 1 });
  });

  test('a newer version leaves the record, a removal too; the purge takes it, and rpm’s last removal', () => {
    for (const argument of ['upgrade', '1']) expect(asRoot(`${installed}${removed(argument)}${whatIsThere}`)).toMatch(/machine\.json[^]*sealdesk-machine\.service/);
    const kept = asRoot(`${installed}${removed('remove')}${whatIsThere}`);
    expect(kept).toContain('machine.json');
    expect(kept).not.toContain('sealdesk-machine.service');
    for (const argument of ['purge', '0']) expect(asRoot(`${installed}${removed(argument)}${whatIsThere}; ls /etc`)).not.toContain('sealdesk');
  });
});
