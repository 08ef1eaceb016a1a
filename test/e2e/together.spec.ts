import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Command, ControlToDevice } from '../../shared/contract/wire/index.ts';
import { IdempotencyKey, MessageId } from '../../shared/domain/ids.ts';
import { SimulatedDevice } from '../doubles/simulated-device.ts';
import { enrolled, type Enrolled } from './journey/enrolled.ts';
import { shop } from './journey/mail.ts';

/** Two who work at once: one at the workstation itself, the other at a laptop that speaks the protocol; hub and mail server are whole. */
const agent = { name: 'Quendolin Xylander', email: 'quendolin@zwetschgen.example', role: 'agent' };
const colleague = { name: 'Wendelin Pfau', email: 'wendelin@zwetschgen.example' };
const passphrase = 'brombeer knistern unter laternenlicht';

test.describe.configure({ mode: 'serial' });

let folder: string;
let scene: Enrolled;
let other: SimulatedDevice;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  folder = mkdtempSync(join(tmpdir(), 'sds-together-'));
  scene = await enrolled({ folder, agent, passphrase, pictures: test.info().outputPath() });
  const { hub } = scene;
  await hub.run('agent', 'add', '--email', colleague.email, '--name', colleague.name, '--role', 'agent');
  other = new SimulatedDevice(await hub.invite(colleague.email), () => Date.now(), 60_000);
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
  other.tell({ c: 'presence', at: null });
});

test.afterAll(async () => {
  other?.drop();
  await scene?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const page = () => scene.workstation.page;
const reply = () => page().getByRole('textbox', { name: 'Reply', exact: true });
const conversationId = () => [...other.messages.values()][0]!.conversationId;
const sent = () => scene.mail.smtp.sent.length;
const told = () => other.heard.flatMap((message: ControlToDevice) => (message.c === 'presence' ? [message.present.map(({ doing }) => doing)] : []));
const command = (wish: Command) => other.send({ m: 'command', key: IdempotencyKey.parse(randomUUID()), at: Date.now(), command: wish });

test('each sees at once that the other has the conversation open, and writes in it', async () => {
  test.setTimeout(120_000);
  await page().keyboard.press('j');
  await expect(reply()).toBeVisible();
  await other.until(() => told().at(-1)?.[0] === 'viewing', 'Quendolin to look');
  other.tell({ c: 'presence', at: { conversationId: conversationId(), doing: 'writing' } });
  await expect(page().getByText('Wendelin Pfau is writing', { exact: true })).toBeVisible({ timeout: 30_000 });
  await page().keyboard.press('r');
  await page().keyboard.type('A new one left us today.');
  await other.until(() => told().at(-1)?.[0] === 'writing', 'Quendolin to write');
  await scene.workstation.picture('together');
});

test('a reply is not sent beside a colleague’s before it was pressed twice, and after their answer it is asked about as well', async () => {
  test.setTimeout(120_000);
  // Said again, as a laptop does every ten seconds: after half a minute without, nobody is taken to write any more.
  other.tell({ c: 'presence', at: { conversationId: conversationId(), doing: 'writing' } });
  await expect(page().getByText('Wendelin Pfau is writing', { exact: true })).toBeVisible({ timeout: 30_000 });
  await page().keyboard.press('Control+Enter');
  await expect(page().getByText('Press once more to send anyway.')).toBeVisible();
  const answer = MessageId.parse(randomUUID());
  await command({ do: 'reply', conversationId: conversationId(), messageId: answer, text: 'It was sent yesterday.', seen: [...other.messages.values()][0]!.id });
  other.tell({ c: 'presence', at: null });
  await expect(page().getByText('Wendelin Pfau answered while you were writing.')).toBeVisible({ timeout: 60_000 });
  await expect.poll(sent, { timeout: 60_000 }).toBe(1);
  await page().keyboard.press('Control+Enter');
  await expect(page().getByRole('button', { name: 'Send anyway' })).toBeVisible();
  await expect(reply()).toHaveValue('A new one left us today.');
  await page().keyboard.press('Control+Enter');
  await expect(reply()).toHaveValue('');
  await expect.poll(sent, { timeout: 60_000 }).toBe(2);
});

test('a conversation that is handed over has the note at its top, until who takes it has answered; and it is handed back with one', async () => {
  test.setTimeout(180_000);
  const me = other.events.flatMap((event) => (event.e === 'agents' ? event.agents : [])).find(({ name }) => name === agent.name)!.id;
  const note = MessageId.parse(randomUUID());
  await command({ do: 'note', conversationId: conversationId(), messageId: note, text: 'The samowarella is promised by Friday.', handedTo: { kind: 'agent', id: me } });
  await command({ do: 'assign', conversationId: conversationId(), assigneeId: me, was: null, after: note });
  const brief = page().getByRole('region', { name: 'Handed over' });
  await expect(brief).toContainText('promised by Friday', { timeout: 60_000 });
  await page().keyboard.press('r');
  await page().keyboard.type('You get it by Friday.');
  await page().keyboard.press('Control+Enter');
  await expect(brief).toHaveCount(0);
  await expect.poll(sent, { timeout: 60_000 }).toBe(3);
  await page().keyboard.press('Escape');
  await page().keyboard.press('h');
  await page().getByRole('combobox', { name: 'To' }).selectOption(colleague.name);
  await page().getByRole('textbox', { name: 'Where it stands' }).fill('Ask her on Friday.');
  await page().keyboard.press('Control+Enter');
  await other.until(() => [...other.messages.values()].some(({ text, handedTo }) => text === 'Ask her on Friday.' && handedTo?.kind === 'agent'), 'the note');
  await other.until(() => other.events.some((event) => event.e === 'conversation' && event.conversation.assigneeId !== null && event.conversation.assigneeId !== me), 'the conversation');
});

test('who locks the workstation is nowhere any more', async () => {
  await other.until(() => told().at(-1)?.[0] === 'viewing', 'Quendolin to look');
  await scene.workstation.lock();
  await other.until(() => told().at(-1)?.length === 0, 'nobody to be there');
});
