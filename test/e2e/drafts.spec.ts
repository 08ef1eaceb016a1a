import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { HubEvent } from '../../shared/contract/wire/index.ts';
import { IdempotencyKey } from '../../shared/domain/ids.ts';
import { SimulatedDevice } from '../doubles/simulated-device.ts';
import { enrolled, type Enrolled } from './journey/enrolled.ts';
import { shop } from './journey/mail.ts';

/** One agent at two laptops: the workstation itself, and one that speaks the protocol; hub and mail server are whole. */
const agent = { name: 'Quendolin Xylander', email: 'quendolin@zwetschgen.example', role: 'agent' };
const passphrase = 'brombeer knistern unter laternenlicht';

test.describe.configure({ mode: 'serial' });

let folder: string;
let scene: Enrolled;
let other: SimulatedDevice;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  folder = mkdtempSync(join(tmpdir(), 'sds-drafts-'));
  scene = await enrolled({ folder, agent, passphrase, pictures: test.info().outputPath() });
  const { hub } = scene;
  other = new SimulatedDevice(await hub.invite(agent.email), () => Date.now(), 60_000);
  await other.connect();
  other.enrol();
  await other.hears('enrol-pending');
  await hub.approve(other.deviceId);
  await other.hears('enrol-approved');
  await other.activate();
  await other.openSession();
  scene.mail.deliver(await new MailComposer({ from: 'Philomena Drosselbart <philomena@briefkasten.example>', to: shop.address, subject: 'Broken tent', text: 'My parcel holds a broken samowarella.' }).compile().build());
  await scene.workstation.row('Broken tent').waitFor({ timeout: 60_000 });
  await other.until(() => other.messages.size > 0, 'the message');
});

test.afterAll(async () => {
  other?.drop();
  await scene?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const page = () => scene.workstation.page;
const reply = () => page().getByRole('textbox', { name: 'Reply', exact: true });
const conversationId = () => [...other.messages.values()][0]!.conversationId;
const heard = (): Extract<HubEvent, { e: 'draft' }> | undefined => other.events.findLast((event) => event.e === 'draft');
const writes = (base: number, text: string) => other.send({ m: 'draft', conversationId: conversationId(), kind: 'reply', key: IdempotencyKey.parse(randomUUID()), base, text, files: 0, sent: false });

test('what is typed here is on the other laptop, and what is written on there comes back under the hands', async () => {
  test.setTimeout(120_000);
  await page().keyboard.press('j');
  await expect(reply()).toBeVisible();
  await page().keyboard.press('r');
  await expect(reply()).toBeFocused();
  await page().keyboard.type('Your tent');
  await other.until(() => heard()?.text === 'Your tent', 'the draft');
  await writes(heard()!.version, 'Your tent left today.');
  await expect(reply()).toHaveValue('Your tent left today.', { timeout: 60_000 });
  await expect(page().getByText('Changed on your other laptop just now.')).toBeVisible();
  await scene.workstation.picture('draft from the other laptop');
});

test('what was written there from an older version is answered with the newer one', async () => {
  await writes(1, 'Something else');
  await other.until(() => heard()?.text === 'Your tent left today.', 'the newer version');
  await expect(reply()).toHaveValue('Your tent left today.');
});

test('sent here, it is gone there, as one that went out', async () => {
  test.setTimeout(120_000);
  await page().keyboard.press('Control+Enter');
  await other.until(() => heard()?.text === '' && heard()?.sent === true, 'that it went out');
  await expect(reply()).toHaveValue('');
});

test('what was typed just before a lock is there all the same', async () => {
  test.setTimeout(120_000);
  await reply().fill('And one more thing');
  await scene.workstation.lock();
  await other.until(() => heard()?.text === 'And one more thing', 'the last words');
});
