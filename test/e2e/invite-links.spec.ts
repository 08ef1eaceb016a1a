import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { PrivateKey } from '@signalapp/libsignal-client';
import { publicKeyText } from '../../shared/trust/keys.ts';
import { writeInvite } from '../../shared/trust/invite.ts';

const root = join(import.meta.dirname, '..', '..');
const program = join(root, 'dist', 'test-main');

const invite = (code: string) =>
  writeInvite({
    v: 1,
    organisation: 'Nordlicht Schuhe',
    url: 'wss://hub.example.com:8443/device',
    root: publicKeyText(PrivateKey.generate().getPublicKey()),
    tls: null,
    code: code.repeat(26),
    agentEmail: 'ada@example.com',
  });

let profile: string;
let app: ElectronApplication;
let page: Page;
const first = invite('A');

test.beforeAll(async () => {
  profile = mkdtempSync(join(tmpdir(), 'sealdesk-links-'));
  app = await _electron.launch({ args: [program, `--profile=${profile}`, first], chromiumSandbox: true, cwd: root });
  page = await app.firstWindow();
});

test.afterAll(async () => {
  await app.close();
  rmSync(profile, { recursive: true, force: true });
});

const call = (name: string) => page.evaluate((asked) => (globalThis as unknown as { sealdesk: { call(name: string, input: null): Promise<unknown> } }).sealdesk.call(asked, null), name);

const nothing = { ok: true, value: { invite: null } };
const offered = () => call('enrolment.offered');

/** What has come to the page: into its field, or, where the page has not asked yet, handed out now. */
const come = async () => `${JSON.stringify(await offered())} ${await page.locator('textarea').inputValue()}`;

/** The program started a second time with a link, as the system does it when one is clicked. */
function click(link: string): void {
  spawnSync(app.process().spawnfile, [program, `--profile=${profile}`, link], { cwd: root, timeout: 90_000 });
}

test('a link that starts the program is offered to the page once, and begins no enrolment', async () => {
  await expect.poll(async () => JSON.stringify(await call('session.state'))).toContain('unenrolled');
  await expect.poll(come).toContain(first);
  expect(await offered()).toEqual(nothing);
  expect(await call('session.state')).toMatchObject({ ok: true, value: { kind: 'unenrolled' } });
});

test('a link clicked while the program runs reaches the one that runs, and nothing but an invite does', async () => {
  click('sealdesk://enrol/nothing-of-ours');
  expect(await offered()).toEqual(nothing);
  const second = invite('B');
  click(second);
  await expect.poll(come).toContain(second);
  expect(await call('session.state')).toMatchObject({ ok: true, value: { kind: 'unenrolled' } });
});
