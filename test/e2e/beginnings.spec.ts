import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ImpatientPhone } from '../soak/scene/impatient-phone.ts';
import { enrolled, type Enrolled } from './journey/enrolled.ts';
import { Workstation } from './journey/workstation.ts';

/** One agent at two laptops, both the workstation itself; hub and mail server are whole. */
const agent = { name: 'Quendolin Xylander', email: 'quendolin@zwetschgen.example', role: 'agent' };
const passphrase = 'brombeer knistern unter laternenlicht';
const soon = { timeout: 60_000 };

let folder: string;
let scene: Enrolled;
let second: Workstation;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  folder = mkdtempSync(join(tmpdir(), 'sds-beginnings-'));
  scene = await enrolled({ folder, agent, passphrase });
  second = new Workstation({ leastCost: true, profile: join(folder, 'second') });
  await second.launch();
  await second.enrol(await scene.hub.invite(agent.email));
  const shown = await second.safetyNumber();
  await scene.hub.approve((await scene.hub.devices()).find(({ safetyNumber }) => safetyNumber === shown)?.id ?? '');
  await second.choosePassphrase(passphrase);
  const phone = new ImpatientPhone(await second.totpKey());
  await second.keepRecoveryCodes();
  await second.confirmTotp(...(await phone.pair()));
  await second.unlock(passphrase, await phone.nextCode());
  await second.putNoticeAway();
});

test.afterAll(async () => {
  await second?.quit();
  await scene?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a mail that is begun at one laptop is finished and sent at the other, by keyboard, and the form of the first is empty and says why', async () => {
  test.setTimeout(180_000);
  const [here, there] = [scene.workstation.page, second.page];
  const form = (page: typeof here) => page.getByRole('dialog', { name: 'New conversation by e-mail' });
  await here.getByRole('heading', { name: 'Open', level: 1 }).waitFor();
  await here.keyboard.press('c');
  await expect(form(here).getByRole('combobox', { name: 'From' })).toContainText('support@shop.example', soon);
  await form(here).getByRole('combobox', { name: 'Customer' }).fill('philomena@briefkasten.example');
  await here.keyboard.press('Enter');
  await form(here).getByRole('textbox', { name: 'Subject' }).fill('Your samowarella');
  await form(here).getByRole('textbox', { name: 'Message' }).fill('It is');

  await there.getByRole('heading', { name: 'Open', level: 1 }).waitFor();
  await there.keyboard.press('c');
  const waiting = form(there).getByRole('region', { name: /^Unfinished/ });
  await waiting.getByRole('button', { name: /Your samowarella/ }).first().press('Enter', soon);
  const text = form(there).getByRole('textbox', { name: 'Message' });
  await expect(text).toHaveValue('It is');
  await expect(text).toBeFocused();
  await expect(form(there).getByRole('textbox', { name: 'Subject' })).toHaveValue('Your samowarella');
  await text.press('Control+End');
  await there.keyboard.type(' back in stock.');
  // The first one has it in its form, and hears of it under the eyes of who wrote it.
  await expect(form(here).getByRole('textbox', { name: 'Message' })).toHaveValue('It is back in stock.', soon);
  await expect(form(here).getByText('Changed on your other laptop just now.')).toBeVisible();
  await text.press('Control+Enter');
  await expect(form(there)).toHaveCount(0);
  await expect.poll(() => scene.mail.smtp.sent.map(({ to }) => to), soon).toEqual([['philomena@briefkasten.example']]);
  await expect(form(here).getByRole('textbox', { name: 'Message' })).toHaveValue('', soon);
  await expect(form(here).getByRole('textbox', { name: 'Subject' })).toHaveValue('');
  await expect(form(here).getByText('Sent or discarded on your other laptop.')).toBeVisible();
  await here.screenshot({ path: test.info().outputPath('gone.png') });
});
