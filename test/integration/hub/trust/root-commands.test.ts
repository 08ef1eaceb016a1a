import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openRoot } from '../../../../hub/enrolment/root-folder.ts';
import { hubProgram } from '../../../doubles/fresh-hub.ts';

// Each command is a process, and most open a root with a second of Argon2id.
vi.setConfig({ testTimeout: 300_000 });

const passphrase = 'seven grey herons over the ice';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sealdesk-org-'));
  writeFileSync(place('passphrase'), `${passphrase}\n`);
  writeFileSync(place('new-passphrase'), 'nine white swans under the bridge');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const place = (name: string) => join(folder, name);
const answerOf = (text: string) => JSON.parse(text) as Record<string, unknown> & { readonly error?: { readonly kind: string } };

/** Runs `sealdesk ... --json` and returns its answer. @param input what is typed. */
function sealdesk(args: readonly string[], input = ''): ReturnType<typeof answerOf> {
  const { stdout, stderr } = spawnSync(process.execPath, [hubProgram, ...args, '--json'], { input, encoding: 'utf8', env: { ...process.env, NODE_NO_WARNINGS: '1' } });
  expect(`${stdout}${stderr}`).not.toContain(passphrase);
  return answerOf(stdout);
}

const admin = ['--admin-name', 'Ines', '--admin-email', 'ines@nordlicht.example'];
const init = (...args: string[]) => sealdesk(['hub', 'init', '--org', 'Nordlicht Versand', ...admin, ...args]);
const withRoot = (root: string) => ['--root', place(root), '--passphrase-file', place('passphrase')];
const request = (name: string) => sealdesk(['hub', 'request', '--data', place('hub'), '--to', place(name)]);
const status = () => sealdesk(['hub', 'status', '--data', place('hub')]);

/** Every file of a folder, whole. */
const filesOf = (data: string) => readdirSync(data, { recursive: true, encoding: 'utf8' }).map((name) => join(data, name)).filter((path) => statSync(path).isFile());

describe('hub init', () => {
  it('wants the root in a folder of its own, and makes nothing before it has one', () => {
    expect(init('--data', place('hub')).error?.kind).toBe('root-needed');
    expect(init('--data', place('hub'), '--root', place('root')).error?.kind).toBe('root-passphrase-needed');
    expect(init('--data', place('hub'), '--root', place('hub/keys'), '--root-passphrase-file', place('passphrase')).error?.kind).toBe('root-in-data');
    expect(readdirSync(folder).toSorted()).toEqual(['new-passphrase', 'passphrase']);
  });

  it('makes root and hub at once, and leaves nothing of the root with the hub', async () => {
    expect(init('--data', place('hub'), '--root', place('root'), '--root-passphrase-file', place('passphrase'))).toMatchObject({ root: place('root'), tryIt: false });
    expect(readdirSync(join(place('hub'), 'keys'))).toEqual(['master.key']);
    const key = Buffer.from((await openRoot(place('root'), passphrase)).key.serialize());
    for (const file of filesOf(place('hub'))) {
      const content = readFileSync(file);
      for (const form of [key, Buffer.from(key.toString('base64').slice(0, 42)), Buffer.from(key.toString('hex'))]) expect(content.includes(form), file).toBe(false);
    }
    expect(status()).toMatchObject({ certificate: { serial: 1, endsSoon: false }, rotations: 0 });
  });

  it('has a root that is there already sign, if it is of this organisation', () => {
    const at = ['--data', place('second'), '--root', place('root'), '--root-passphrase-file'];
    expect(sealdesk(['hub', 'init', '--org', 'Sudlicht', ...admin, ...at, place('passphrase')]).error?.kind).toBe('root-of-another-organisation');
    expect(existsSync(place('second'))).toBe(false);
    expect(init(...at, place('passphrase'))).toMatchObject({ organisation: 'Nordlicht Versand' });
    expect(sealdesk(['hub', 'status', '--data', place('second')])).toMatchObject({ root: status()['root'], certificate: { serial: 2 } });
  });

  it('keeps the root of a try-it organisation beside its hub, never in it', () => {
    expect(sealdesk(['hub', 'init', '--org', 'Try', '--try-it', '--data', place('try/hub')])).toMatchObject({ tryIt: true, root: place('try/hub-root') });
    expect(readdirSync(place('try/hub-root')).toSorted()).toEqual(['root.json', 'root.key', 'root.passphrase']);
    for (const file of filesOf(place('try'))) expect(statSync(file).mode & 0o077, file).toBe(0);
  });
});

describe('the next hub certificate', () => {
  it('goes from request to signature to the hub as files, none of them over another', () => {
    const { hubKey } = request('request');
    expect(status()['hubKey']).toBe(hubKey);
    const sign = ['org', 'sign', ...withRoot('root'), '--request', place('request'), '--to'];
    expect(sealdesk([...sign, place('request')]).error?.kind).toBe('file-exists');
    expect(sealdesk([...sign, place('certificate'), '--replaces'])).toMatchObject({ hubKey, lastSerial: 3, minimumSerial: 3 });
    expect(sealdesk(['hub', 'adopt', place('request'), '--data', place('hub')]).error?.kind).toBe('file-unfit');
    expect(sealdesk(['hub', 'adopt', place('certificate'), '--data', place('second')]).error?.kind).toBe('certificate-of-another-hub');
    expect(sealdesk(['hub', 'adopt', place('certificate'), '--data', place('hub')])).toMatchObject({ certificate: { serial: 3 } });
    expect(sealdesk(['org', 'show', '--root', place('root')])).toMatchObject({ organisation: 'Nordlicht Versand', key: status()['root'], lastSerial: 3, endsSoon: false });
  });
});

describe('a rotation', () => {
  it('makes the next root, which signs from then on; the old one signs no more', () => {
    request('request-2');
    const asked = [...withRoot('root'), '--request', place('request-2')];
    const rotated = sealdesk(['org', 'rotate', ...asked, '--to', place('rotated'), '--new-root', place('new-root'), '--new-passphrase-file', place('new-passphrase')]);
    expect(rotated).toMatchObject({ lastSerial: 4, minimumSerial: 4, rotations: 1 });
    expect(sealdesk(['hub', 'adopt', place('rotated'), '--data', place('hub')])).toMatchObject({ root: rotated['key'], rotations: 1, certificate: { serial: 4 } });
    expect(sealdesk(['org', 'sign', ...asked, '--to', place('too-late')]).error?.kind).toBe('root-replaced');
    expect(sealdesk(['org', 'show', '--root', place('root')])).toMatchObject({ replacedBy: rotated['key'] });
  });
});

describe('the recovery sheet of the root', () => {
  it('makes the folder anew, which signs on; a slip of the pen is found', () => {
    const { sheet } = sealdesk(['org', 'sheet', '--root', place('new-root'), '--passphrase-file', place('new-passphrase')]);
    const typed = String(sheet).split('\n').slice(3, 5).join('\n');
    const recover = ['org', 'recover', ...withRoot('recovered'), '--org', 'Nordlicht Versand'];
    expect(sealdesk(recover, typed.replace(/1: (.)/, (_, letter: string) => `1: ${letter === 'A' ? 'B' : 'A'}`)).error?.kind).toBe('sheet-mistyped');
    expect(sealdesk(['master-key', 'recover', '--data', place('elsewhere')], typed).error?.kind).toBe('sheet-of-another-key');
    expect(existsSync(place('recovered'))).toBe(false);
    expect(sealdesk(recover, typed)).toMatchObject({ key: status()['root'], lastSerial: 0 });

    request('request-3');
    expect(sealdesk(['org', 'sign', ...withRoot('recovered'), '--request', place('request-3'), '--to', place('certificate-3')])).toMatchObject({ lastSerial: 5, minimumSerial: 4 });
    expect(sealdesk(['hub', 'adopt', place('certificate-3'), '--data', place('hub')])).toMatchObject({ rotations: 1, certificate: { serial: 5 } });
  });
});
